//! Every page in every theme and width: it fits, it is quiet, and no rule of accessibility is broken.
//!
//! The rules cost most of the time. Pages that stand for their kind are held against them in every view. The others have no
//! class that those have not, so none of their colours is new; each is held against all rules but those of colour, in one view,
//! in turns. `VIEWS=all` holds all pages against all rules everywhere; `PAGES="index glossary"` looks at these alone.

use crate::cdp::{Browser, Tab, View};
use crate::{name, quiet, site};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

const fn view(width: u32, scheme: &'static str, contrast: &'static str) -> View {
    View { width, scheme, contrast }
}

/// All themes at all widths.
pub(crate) const VIEWS: [View; 8] = [
    view(1280, "light", "no-preference"),
    view(320, "dark", "no-preference"),
    view(320, "light", "no-preference"),
    view(1280, "dark", "no-preference"),
    view(1280, "light", "more"),
    view(320, "dark", "more"),
    view(320, "light", "more"),
    view(1280, "dark", "more"),
];

impl std::fmt::Display for View {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let contrast = if self.contrast == "more" { "-contrast" } else { "" };
        write!(f, "{}-{}{contrast}", self.width, self.scheme)
    }
}

/// Which rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rules {
    All,
    /// Those that depend on theme and width.
    OfTheView,
    /// All but those of colour, which take as long as the rest together.
    ButColour,
}

/// The rules that are broken inside an element, a sentence each.
pub(crate) fn broken(browser: &mut Browser, tab: &Tab, scope: &str, rules: Rules) -> Vec<String> {
    if browser.evaluate(tab, "'axe' in window") == false {
        let axe =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(&axe).unwrap_or_else(|error| {
            panic!("{}: {error}; run `npm ci --prefix tests/browser`", axe.display())
        });
        browser.evaluate(tab, &axe);
    }
    let only = match rules {
        Rules::All => "rules: { 'target-size': { enabled: true } }",
        Rules::ButColour => {
            "rules: { 'target-size': { enabled: true }, 'color-contrast': { enabled: false }, 'link-in-text-block': { enabled: false } }"
        }
        Rules::OfTheView => {
            "runOnly: ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size']"
        }
    };
    let violations = browser.evaluate(
        tab,
        &format!(
            "axe.run({scope:?}, {{ resultTypes: ['violations'], preload: false, {only} }}).then(result => result.violations.map(rule =>
                rule.id + ': ' + rule.nodes.slice(0, 3).map(node => node.html.slice(0, 160)
                    + ' ' + node.any.map(check => check.message).join()).join(' | ')))"
        ),
    );
    sentences(&violations)
}

/// What of an element is wider than the window and does not scroll in a box of its own.
pub(crate) fn too_wide(browser: &mut Browser, tab: &Tab, scope: &str) -> Vec<String> {
    let wide = browser.evaluate(
        tab,
        &format!(
            "[...document.querySelectorAll('{scope} *')]
                .filter(element => element.getBoundingClientRect().right > innerWidth + 1
                    && !element.closest('pre, .tb-scroll, .table-wrapper, .tb-skip'))
                .map(element => 'too wide: ' + element.outerHTML.slice(0, 120))
                .concat(document.documentElement.scrollWidth > innerWidth ? ['the page is too wide'] : [])"
        ),
    );
    sentences(&wide)
}

fn sentences(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

/// What is wrong with what is shown, in all views; all rules in the first two.
pub(crate) fn look(browser: &mut Browser, tab: &Tab, scope: &str, what: &str) -> Vec<String> {
    let views = VIEWS.iter().enumerate();
    views.flat_map(|(number, view)| look_in(browser, tab, scope, what, (number, view))).collect()
}

/// What is wrong with it in the view of this number.
fn look_in(
    browser: &mut Browser,
    tab: &Tab,
    scope: &str,
    what: &str,
    (number, view): (usize, &View),
) -> Vec<String> {
    browser.emulate(tab, view, "screen");
    browser.screenshot(tab, &format!("{what}-{view}"), scope);
    let rules = if number < WHOLE { Rules::All } else { Rules::OfTheView };
    let found = broken(browser, tab, scope, rules).into_iter().chain(too_wide(browser, tab, scope));
    found.map(|found| format!("{what} {view}: {found}")).collect()
}

/// The first views, one at each width, in which all rules are held against all of a page.
const WHOLE: usize = 2;

/// Thins a page out: an element goes where others stay that have the same tags and classes, below parents that have.
const THIN: &str = "(() => {
    const sign = element => element.tagName + ' ' + [...element.classList].sort().join(' ');
    const pair = element => sign(element.parentElement) + ' > ' + sign(element);
    const all = element => [element, ...element.querySelectorAll('*')];
    const count = elements => elements.reduce((counts, element) => counts.set(pair(element), (counts.get(pair(element)) ?? 0) + 1), new Map());
    const left = count([...document.body.querySelectorAll('*')]);
    for (const element of [...document.body.querySelectorAll('*')].reverse()) {
        if (!element.isConnected) continue;
        const own = count(all(element));
        if ([...own].every(([pair, number]) => left.get(pair) > number + 1)) {
            own.forEach((number, pair) => left.set(pair, left.get(pair) - number));
            element.remove();
        }
    }
})()";

/// What is wrong with a page of which others are of a kind, in all views: in the first ones all of it, then what is left when
/// it is thinned out, because what looks the same has the same colours.
fn look_at_kind(browser: &mut Browser, tab: &Tab, what: &str) -> Vec<String> {
    let mut failures = Vec::new();
    for (number, view) in VIEWS.iter().enumerate() {
        if number == WHOLE {
            browser.evaluate(tab, THIN);
        }
        failures.extend(look_in(browser, tab, "body", what, (number, view)));
    }
    failures
}

/// Pages that stand for their kind.
const KINDS: [&str; 6] =
    ["index", "runbooks-dauth", "lesson-password-prompts", "symptoms", "glossary", "reference"];
/// Classes without a colour of their own, which need not be on those pages; nor need those that say a code block's language.
const COLOURLESS: [&str; 4] = ["tb-date", "tb-figures", "tb-rule", "tb-typed"];

/// The classes in a page that have to do with how it looks.
fn classes(browser: &mut Browser, tab: &Tab) -> BTreeSet<String> {
    let all = browser.evaluate(
        tab,
        "[...new Set([...document.querySelectorAll('[class]')].flatMap(element => [...element.classList]))]",
    );
    let matters = |class: &String| !class.starts_with("language-") && !COLOURLESS.contains(&class.as_str());
    sentences(&all).into_iter().filter(matters).collect()
}

#[test]
fn where_the_system_brings_its_own_colours_what_stands_out_still_does() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    let forced = json!({ "media": "screen", "features": [{ "name": "forced-colors", "value": "active" }] });
    browser.call(Some(&tab), "Emulation.setEmulatedMedia", &forced);
    browser.open(&tab, &site::shipped().join("runbooks/hcw8064.html"), "");
    site::wait_for_engine(&mut browser, &tab);
    // The system puts a ground of the page's colour behind letters, unless it is told not to.
    let strong = browser.evaluate(
        &tab,
        "(({ color, backgroundColor, forcedColorAdjust }) => [color !== backgroundColor, forcedColorAdjust])
            (getComputedStyle(document.querySelector('.tb-button.tb-strong')))",
    );
    assert_eq!(strong, json!([true, "none"]), "a strong button can be read");
    let marks = browser.evaluate(
        &tab,
        "[...document.querySelectorAll('article.tb-node .tb-kind')]
            .map(kind => getComputedStyle(kind, '::before').backgroundColor === getComputedStyle(document.body).backgroundColor)",
    );
    let marks = marks.as_array().unwrap();
    assert!(!marks.is_empty() && marks.iter().all(|hidden| hidden == false), "kinds are told by shape");
}

#[test]
fn every_page_is_quiet_fits_and_is_accessible() {
    let site = site::shipped();
    let every_view = std::env::var("VIEWS").is_ok_and(|value| value == "all");
    let mut browser = Browser::start();
    let tab = browser.tab();
    let mut failures = Vec::new();
    let mut pages = site::pages(site);
    let wanted = std::env::var("PAGES").ok();
    if let Some(wanted) = &wanted {
        pages.retain(|page| wanted.split(' ').any(|wanted| wanted == name(site, page)));
    }
    let (mut of_kinds, mut of_others) = (BTreeSet::new(), BTreeSet::new());
    for (number, page) in pages.iter().enumerate() {
        let what = name(site, page);
        browser.open(&tab, page, "");
        quiet(&mut browser, &tab, &what);
        if every_view || KINDS.contains(&what.as_str()) {
            failures.extend(look_at_kind(&mut browser, &tab, &what));
            // By now the scripts have laid out what they add.
            of_kinds.extend(classes(&mut browser, &tab));
            continue;
        }
        of_others.extend(classes(&mut browser, &tab));
        let view = &VIEWS[number % VIEWS.len()];
        browser.emulate(&tab, view, "screen");
        browser.screenshot(&tab, &format!("{what}-{view}"), "body");
        let found = broken(&mut browser, &tab, "html", Rules::ButColour).into_iter();
        let found = found.chain(too_wide(&mut browser, &tab, "body"));
        failures.extend(found.map(|found| format!("{what} {view}: {found}")));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let unseen: Vec<&String> = of_others.difference(&of_kinds).collect();
    assert!(
        wanted.is_some() || unseen.is_empty(),
        "classes that no page of KINDS shows, so nothing looks at their colours: {unseen:?}"
    );
}
