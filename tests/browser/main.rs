//! The site in a real browser: quiet, accessible, inert against its authors, usable with and without scripts.
//!
//! Needs Chromium, and axe-core from npm: `npm ci --prefix tests/browser`. Set `SCREENSHOTS` to a folder to see the pages.

#![expect(clippy::disallowed_methods, reason = "tests build sites on the disk and start programs")]
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod cdp;
mod deployed;
mod drill;
mod guest;
mod inert;
mod payload;
mod room;
mod same;
mod server;
mod site;
#[path = "../support/mod.rs"]
mod support;
mod views;
mod walk;

use cdp::Browser;
use std::path::{Path, PathBuf};
use views::VIEWS;

/// The address of a page as a name for pictures and messages.
fn name(site: &Path, page: &Path) -> String {
    page.strip_prefix(site).unwrap().with_extension("").display().to_string().replace('/', "-")
}

fn quiet(browser: &mut Browser, tab: &cdp::Tab, what: &str) {
    let noise = browser.noise(tab);
    assert!(noise.complaints.is_empty(), "{what}: {:#?}", noise.complaints);
    let own =
        browser.evaluate(tab, "location.protocol === 'file:' ? 'file://' : location.origin + '/docs/kb/'");
    let own = own.as_str().unwrap();
    let foreign: Vec<&String> =
        noise.requests.iter().filter(|url| !url.starts_with(own) && !url.starts_with("blob:")).collect();
    assert!(foreign.is_empty(), "{what} asked for {foreign:?}");
    assert!(!noise.requests.is_empty(), "{what}: requests are seen at all");
}

/// Types words into the search and returns the number of results shown.
pub(crate) fn search(browser: &mut Browser, tab: &cdp::Tab, words: &str) -> u64 {
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
    browser.forget("Page.frameNavigated");
    browser.press(&tab, "Enter");
    browser.wait(&tab, "Page.frameNavigated");
    let there = browser.evaluate(
        &tab,
        "new Promise(done => { const look = () => document.readyState === 'complete'
            ? done(location.pathname.split('/').pop() + location.hash) : setTimeout(look, 10); look(); })",
    );
    assert!(there.as_str().unwrap().starts_with("hcw8064.html"), "{there}");
    for code in ["5.4.6", "HCW 8064", "hcw-8064"] {
        let results = search(&mut browser, &tab, code);
        assert!(results > 0, "{code}");
        browser.reload(&tab);
        let again = browser.evaluate(
            &tab,
            "new Promise(done => { const look = () => { const found = document.querySelectorAll('#tb-results-list > li').length;
                found === 0 ? setTimeout(look, 10) : done(found); }; look(); })",
        );
        assert_eq!(again, results, "who comes back to {code} finds it again");
    }
    assert_eq!(search(&mut browser, &tab, "qqqqqqqqqq"), 0);
    let nothing = browser.evaluate(&tab, "document.getElementById('tb-results-count').textContent");
    assert!(nothing.as_str().unwrap().starts_with("Nothing found"), "{nothing}");
}

#[test]
fn the_theme_is_chosen_and_kept() {
    let site = site::shipped();
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.emulate(&tab, &VIEWS[0], "screen");
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
    assert_eq!(browser.evaluate(&tab, click), "Theme: high contrast");
    assert_eq!(browser.evaluate(&tab, ground), light, "high contrast follows the system's light or dark");
    browser.reload(&tab);
    let edge = "getComputedStyle(document.getElementById('tb-theme')).borderTopColor";
    assert_eq!(browser.evaluate(&tab, edge), "rgb(0, 0, 0)", "high contrast is kept");
    browser.emulate(&tab, &VIEWS[3], "screen");
    assert_eq!(browser.evaluate(&tab, click), "Theme: auto");
    assert_eq!(browser.evaluate(&tab, ground), dark, "auto follows the system");
    let black = "rgb(0, 0, 0)";
    browser.emulate(&tab, &VIEWS[7], "screen");
    assert_eq!(browser.evaluate(&tab, ground), black, "auto follows a system that asks for more contrast");
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
    browser.emulate(&tab, &VIEWS[2], "screen");
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
    browser.screenshot(&tab, "no-scripts", "body");
}

#[test]
fn letters_of_twice_the_size_fit_a_narrow_window() {
    let site = site::shipped();
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.emulate(&tab, &VIEWS[2], "screen");
    for page in ["commands", "lesson-oauth-cloud-to-onprem", "runbooks/dedicated-hybrid-app", "glossary"] {
        browser.open(&tab, &site.join(page).with_extension("html"), "");
        // What stands in a box that scrolls, as a picture or a table does, may be wider.
        let outside = browser.evaluate(
            &tab,
            "(() => {
                document.documentElement.style.fontSize = '200%';
                document.querySelectorAll('details').forEach(details => { details.open = true; });
                const width = document.documentElement.clientWidth;
                const scrolls = element => element !== null && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
                return [...document.querySelectorAll('main *')].filter(element => element.getBoundingClientRect().right > width + 1
                    && !scrolls(element.parentElement)).map(element => element.outerHTML.slice(0, 120));
            })()",
        );
        assert_eq!(outside, serde_json::json!([]), "{page}");
        let over = browser
            .evaluate(&tab, "document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assert_eq!(over, 0, "{page} scrolls sideways");
    }
}

#[test]
fn a_printed_runbook_is_the_runbook_alone() {
    let site = site::shipped();
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.emulate(&tab, &VIEWS[3], "print");
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
    browser.screenshot(&tab, "print", "body");
    // Whoever walks prints the walk: what was asked and answered, not the booklet behind it, and nothing to fill in.
    walk::begin_here(&mut browser, &tab, "wizard-warning");
    walk::choose(&mut browser, &tab, "no-reason");
    let state = browser.evaluate(
        &tab,
        "({ booklet: [...document.querySelectorAll('#_start, #_picture, article.tb-node, #_walk textarea, #_walk button')]
                .filter(element => element.offsetParent !== null).length,
            path: document.querySelector('#_walk .tb-path li').checkVisibility({ contentVisibilityAuto: true }) })",
    );
    assert_eq!(state["booklet"], 0);
    assert_eq!(state["path"], true, "paper cannot be opened");
}
