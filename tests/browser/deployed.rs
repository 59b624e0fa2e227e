//! The site on a web server, below a path, with the headers of its own sample.

use crate::cdp::Browser;
use crate::server::serve;
use crate::walk::{begin_here, choose, until_shown};
use crate::{quiet, site};
use serde_json::{Value, json};

#[test]
fn below_a_path_and_under_strict_headers_pages_walk_copy_search_and_share() {
    let root = serve(site::shipped());
    let mut browser = Browser::start();
    let tab = browser.tab();
    let granted = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
    browser.call(None, "Browser.grantPermissions", &granted);
    browser.open_address(&tab, &format!("{root}runbooks/hcw8064.html"));
    begin_here(&mut browser, &tab, "wizard-warning");
    let here = choose(&mut browser, &tab, "no-reason");
    let copied = browser.evaluate(
        &tab,
        "new Promise(done => {
            const block = document.querySelector('#_walk .tb-command .tb-copyable');
            const button = block.querySelector('button');
            new MutationObserver(async (_, observer) => observer.disconnect() ?? done([button.textContent, await navigator.clipboard.readText(),
                block.querySelector('code').textContent])).observe(button, { childList: true });
            button.click();
        })",
    );
    assert_eq!(copied[0], "Copied");
    assert_eq!(copied[1], copied[2]);
    quiet(&mut browser, &tab, "the walk");
    let address = browser.evaluate(&tab, "location.href");
    let other = browser.tab();
    browser.open_address(&other, address.as_str().unwrap());
    site::wait_for_walk(&mut browser, &other);
    let there = until_shown(
        &mut browser,
        &other,
        "history.replaceState(null, '', location.href); dispatchEvent(new PopStateEvent('popstate'))",
    );
    assert_eq!(there, here);
    quiet(&mut browser, &other, "a shared address");
    browser.open_address(&tab, &format!("{root}index.html"));
    assert!(crate::search(&mut browser, &tab, "HCW8064") > 0);
    quiet(&mut browser, &tab, "the home page");
}

#[test]
fn what_a_walk_needs_is_loaded_after_the_page_is_drawn_and_the_engine_when_it_is_used() {
    let root = serve(site::shipped());
    let mut browser = Browser::start();
    let tab = browser.tab();
    let loaded = "new Promise(done => { const look = () => {
        const paint = performance.getEntriesByType('paint').find(entry => entry.name === 'first-contentful-paint');
        if (paint === undefined) return setTimeout(look, 10);
        setTimeout(() => done({ paint: paint.startTime, scripts: performance.getEntriesByType('resource')
            .filter(entry => entry.name.endsWith('.js')).map(entry => [entry.name.split('/').pop(), entry.startTime]) }), 300);
    }; look(); })";
    let scripts = |state: &Value| -> Vec<(String, f64)> {
        let list = state["scripts"].as_array().unwrap().iter();
        list.map(|one| (one[0].as_str().unwrap().to_owned(), one[1].as_f64().unwrap())).collect()
    };
    browser.open_address(&tab, &format!("{root}glossary.html"));
    let names: Vec<String> =
        scripts(&browser.evaluate(&tab, loaded)).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["early.js", "book.js"], "a page without walks loads nothing for them");
    browser.open_address(&tab, &format!("{root}runbooks/hcw8064.html"));
    let state = browser.evaluate(&tab, loaded);
    let after_paint: Vec<(String, f64)> =
        scripts(&state).into_iter().filter(|(name, _)| name != "early.js" && name != "book.js").collect();
    assert!(after_paint.iter().any(|(name, _)| name == "walk.js"), "{state:#}");
    assert!(after_paint.iter().all(|(name, _)| name != "engine.js"), "{state:#}");
    let paint = state["paint"].as_f64().unwrap();
    assert!(after_paint.iter().all(|(_, start)| *start >= paint), "{state:#}");
    begin_here(&mut browser, &tab, "wizard-warning");
    let state = browser.evaluate(&tab, loaded);
    assert!(scripts(&state).iter().any(|(name, _)| name == "engine.js"), "{state:#}");
}
