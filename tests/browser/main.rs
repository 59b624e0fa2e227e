//! The site in a real browser: quiet, accessible, inert against its authors, usable with and without scripts.
//!
//! Needs Chromium, and axe-core from npm: `npm ci --prefix tests/browser`. Set `SCREENSHOTS` to a folder to see the pages.

#![expect(clippy::disallowed_methods, reason = "tests build sites on the disk and start programs")]
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod cdp;
mod payload;
mod same;
mod site;
#[path = "../support/mod.rs"]
mod support;
mod walk;

use cdp::Browser;
use serde_json::Value;
use std::path::{Path, PathBuf};
use triagebook::world::book::{Chapters, Flavour, Templates};

/// The address of a page as a name for pictures and messages.
fn name(site: &Path, page: &Path) -> String {
    page.strip_prefix(site).unwrap().with_extension("").display().to_string().replace('/', "-")
}

fn quiet(browser: &mut Browser, tab: &cdp::Tab, what: &str) {
    let noise = browser.noise(tab);
    assert!(noise.complaints.is_empty(), "{what}: {:#?}", noise.complaints);
    let foreign: Vec<&String> = noise.requests.iter().filter(|url| !url.starts_with("file://")).collect();
    assert!(foreign.is_empty(), "{what} asked for {foreign:?}");
    assert!(!noise.requests.is_empty(), "{what}: requests are seen at all");
}

/// The rules of accessibility, as a script.
fn axe() -> String {
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&axe)
        .unwrap_or_else(|error| panic!("{}: {error}; run `npm ci --prefix tests/browser`", axe.display()))
}

#[test]
fn every_page_is_quiet_fits_and_is_accessible() {
    let axe = axe();
    let site = site::shipped();
    let mut browser = Browser::start();
    let tab = browser.tab();
    let mut failures = Vec::new();
    for page in site::pages(site) {
        for (width, scheme) in [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")] {
            let what = format!("{} {width} {scheme}", name(site, &page));
            browser.emulate(&tab, width, scheme, "screen");
            browser.open(&tab, &page, "");
            quiet(&mut browser, &tab, &what);
            let wide = browser.evaluate(
                &tab,
                "[...document.querySelectorAll('body *')]
                    .filter(element => element.getBoundingClientRect().right > innerWidth + 1
                        && !element.closest('pre, .tb-scroll, .table-wrapper, .tb-skip'))
                    .map(element => element.outerHTML.slice(0, 120))
                    .concat(document.documentElement.scrollWidth > innerWidth ? ['the page'] : [])",
            );
            if wide != Value::Array(Vec::new()) {
                failures.push(format!("{what} is wider than the window: {wide:#}"));
            }
            browser.screenshot(&tab, &what.replace(' ', "-"));
            // The rules are slow on long pages: each theme and each width once.
            if (width == 320) == (scheme == "dark") {
                continue;
            }
            browser.evaluate(&tab, &axe);
            let violations = browser.evaluate(
                &tab,
                "axe.run({ resultTypes: ['violations'] }).then(result => result.violations.map(rule =>
                    rule.id + ': ' + rule.nodes.slice(0, 3).map(node => node.html.slice(0, 160)
                        + ' ' + node.any.map(check => check.message).join()).join(' | ')))",
            );
            if violations != Value::Array(Vec::new()) {
                failures.push(format!("{what}: {violations:#}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn no_author_text_runs_or_fetches_anything() {
    let site = payload::site();
    let mut browser = Browser::start();
    let tab = browser.tab();
    for page in site::pages(site) {
        let what = name(site, &page);
        browser.open(&tab, &page, "");
        quiet(&mut browser, &tab, &what);
        let found = browser.evaluate(
            &tab,
            "({
                ran: 'pwned' in window || document.title === 'pwned',
                elements: [...document.querySelectorAll('main :is(script, style, iframe, object, embed, img, video, audio,'
                    + ' form, input, link, meta, base, math, template, marquee, foreignObject, animate, set, use)')]
                    // What our own scripts put there is looked at in walks.
                    .filter(element => !element.closest('#_walk, #_find'))
                    .map(element => element.outerHTML),
                handlers: [...document.querySelectorAll('main *')].flatMap(element => [...element.attributes])
                    .filter(attribute => /^(on|style$|srcdoc$|formaction$)/i.test(attribute.name))
                    .map(attribute => attribute.name),
                links: [...document.querySelectorAll('main a')].map(link => new URL(link.href.baseVal ?? link.href, location).href)
                    .filter(address => !/^(file|https?|mailto):/.test(address)),
            })",
        );
        assert_eq!(found["ran"], false, "{what}");
        for key in ["elements", "handlers", "links"] {
            assert_eq!(found[key], Value::Array(Vec::new()), "{what}: {key}");
        }
    }
    // The same texts once more as search results.
    browser.open(&tab, &site.join("index.html"), "");
    for words in ["alert", "script", "onerror", "javascript"] {
        let shown = search(&mut browser, &tab, words);
        assert!(shown > 0, "{words} is found");
        let elements = browser.evaluate(
            &tab,
            "document.querySelectorAll('#tb-results :not(p, ol, li, a)').length + ('pwned' in window ? 1 : 0)",
        );
        assert_eq!(elements, 0, "{words}");
    }
    quiet(&mut browser, &tab, "search results");
}

#[test]
fn includes_and_templates_in_author_text_stay_text() {
    let site = payload::site();
    for page in site::pages(site) {
        let html = std::fs::read_to_string(&page).unwrap();
        assert!(!html.contains("7777777"), "{}: a template was evaluated", page.display());
    }
    // In a book of somebody else, mdBook's own preprocessors run over the chapters, before or after us.
    let templates = Templates::new(&[], Flavour::Guest).unwrap();
    let chapters = Chapters::new(&payload::graph().0, &templates).unwrap();
    for chapter in chapters.runbooks.iter().chain(&chapters.indexes) {
        assert!(!chapter.content.contains("{{"), "{}: mdBook would act on it", chapter.name);
    }
}

/// Types words into the search and returns the number of results shown.
fn search(browser: &mut Browser, tab: &cdp::Tab, words: &str) -> u64 {
    let script = format!(
        "(async () => {{
            const box = document.getElementById('tb-search-box');
            const count = document.getElementById('tb-results-count');
            count.textContent = '';
            box.focus();
            box.value = {words:?};
            box.dispatchEvent(new Event('input'));
            while (count.textContent === '') await new Promise(done => setTimeout(done, 10));
            return document.querySelectorAll('#tb-results-list > li').length;
        }})()"
    );
    browser.evaluate(tab, &script).as_u64().unwrap()
}

#[test]
fn the_search_finds_an_error_code_and_leads_to_its_symptom() {
    let site = site::shipped();
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.open(&tab, &site.join("runbooks/dauth.html"), "");
    browser.press(&tab, "/");
    assert_eq!(browser.evaluate(&tab, "document.activeElement.id"), "tb-search-box");
    assert!(search(&mut browser, &tab, "HCW8064") > 0);
    browser.press(&tab, "Enter");
    browser.wait(&tab, "Page.frameNavigated");
    let there = browser.evaluate(
        &tab,
        "new Promise(done => { const look = () => document.readyState === 'complete'
            ? done(location.pathname.split('/').pop() + location.hash) : setTimeout(look, 10); look(); })",
    );
    assert!(there.as_str().unwrap().starts_with("hcw8064.html"), "{there}");
    assert_eq!(search(&mut browser, &tab, "qqqqqqqqqq"), 0);
    let nothing = browser.evaluate(&tab, "document.getElementById('tb-results-count').textContent");
    assert!(nothing.as_str().unwrap().starts_with("Nothing found"), "{nothing}");
}

#[test]
fn the_theme_is_chosen_and_kept() {
    let site = site::shipped();
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.emulate(&tab, 1280, "light", "screen");
    let ground = "getComputedStyle(document.documentElement).backgroundColor";
    browser.open(&tab, &site.join("index.html"), "");
    let light = browser.evaluate(&tab, ground);
    let click =
        "document.getElementById('tb-theme').click(); document.getElementById('tb-theme').textContent";
    assert_eq!(browser.evaluate(&tab, click), "Theme: light");
    assert_eq!(browser.evaluate(&tab, click), "Theme: dark");
    let dark = browser.evaluate(&tab, ground);
    assert_ne!(light, dark);
    browser.open(&tab, &site.join("runbooks/hcw8064.html"), "");
    assert_eq!(browser.evaluate(&tab, ground), dark, "the choice holds on the next page");
    browser.emulate(&tab, 1280, "dark", "screen");
    assert_eq!(browser.evaluate(&tab, click), "Theme: auto");
    assert_eq!(browser.evaluate(&tab, ground), dark, "auto follows the system");
}

#[test]
fn keys_move_through_the_page_and_never_leave_it() {
    let site = site::shipped();
    let mut browser = Browser::start();
    let tab = browser.tab();
    let page = site.join("runbooks/hcw8064.html");
    browser.open(&tab, &page, "");
    let before = browser.evaluate(&tab, "location.href");
    browser.press(&tab, "Tab");
    assert_eq!(browser.evaluate(&tab, "document.activeElement.textContent"), "Skip to the content");
    browser.press(&tab, "Enter");
    assert_eq!(browser.evaluate(&tab, "document.activeElement.id"), "mdbook-content");
    for key in ["ArrowRight", "ArrowLeft", "s"] {
        browser.press(&tab, key);
    }
    let after = browser.evaluate(&tab, "new Promise(done => setTimeout(() => done(location.href), 100))");
    assert_eq!(after, format!("{}#mdbook-content", before.as_str().unwrap()));
    let unreachable = browser.evaluate(
        &tab,
        "[...document.querySelectorAll('pre, .tb-scroll, .table-wrapper')].filter(box => box.tabIndex !== 0).length",
    );
    assert_eq!(unreachable, 0, "whatever scrolls can be reached by keyboard");
}

#[test]
fn without_scripts_a_walk_goes_from_link_to_link() {
    let site = site::shipped();
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.emulate(&tab, 320, "light", "screen");
    let page = site.join("runbooks/hcw8064.html");
    // Scripts of the page are off; what the test itself evaluates still runs.
    browser.switch_scripts_off(&tab);
    browser.open(&tab, &page, "");
    let state = browser.evaluate(
        &tab,
        "({ js: document.documentElement.classList.contains('js'),
            buttons: [...document.querySelectorAll('button')].filter(button => button.offsetParent !== null).length,
            contents: document.querySelectorAll('#tb-contents a').length })",
    );
    assert_eq!(state["js"], false);
    assert_eq!(state["buttons"], 0, "no button that would do nothing");
    assert!(state["contents"].as_u64().unwrap() > 10, "the contents are there");
    let steps = browser.evaluate(
        &tab,
        "(() => {
            let node = document.querySelector('.tb-node.tb-symptom');
            const path = [];
            for (let step = 0; step < 60 && !node.classList.contains('tb-end'); step += 1) {
                const ways = [...node.querySelectorAll('a.tb-way[href^=\"#\"]')]
                    .map(way => document.getElementById(way.getAttribute('href').slice(1)).closest('.tb-node'));
                node = ways.find(next => !path.includes(next)) ?? ways[0];
                path.push(node);
            }
            return node.classList.contains('tb-end') ? path.length : 0;
        })()",
    );
    assert!(steps.as_u64().unwrap() > 1, "following links ends at an end: {steps}");
    browser.screenshot(&tab, "no-scripts");
}

#[test]
fn a_printed_runbook_is_the_runbook_alone() {
    let site = site::shipped();
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.emulate(&tab, 800, "dark", "print");
    let page: PathBuf = site.join("runbooks/hcw8064.html");
    browser.open(&tab, &page, "");
    let state = browser.evaluate(
        &tab,
        "({ chrome: [...document.querySelectorAll('.tb-header, .tb-contents, .tb-footer, .tb-copy')]
                .filter(element => element.offsetParent !== null).length,
            ground: getComputedStyle(document.documentElement).backgroundColor,
            cut: [...document.querySelectorAll('pre')].filter(box => box.scrollWidth > box.clientWidth + 1).length })",
    );
    assert_eq!(state["chrome"], 0);
    assert_eq!(state["ground"], "rgb(255, 255, 255)", "paper is white in the dark theme too");
    assert_eq!(state["cut"], 0, "no command is cut off");
    browser.screenshot(&tab, "print");
}
