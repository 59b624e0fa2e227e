//! Where the engine works: beside the page, so that what takes long keeps nobody from the page and can be stopped; in the page
//! itself where no worker may be made.
//!
//! How long an engine takes is no matter of the machine here: one that is told to answers no request to read output, ever.

use crate::cdp::{Browser, Tab};
use crate::walk::{begin_here, choose, press, until_shown};
use crate::{quiet, site};
use serde_json::json;

/// Counts the workers that are made, and has them answer nothing to a text that is read while `window.isStuck`.
const STUCK: &str = "window.made = 0; window.isStuck = true;
    const make = window.triagebookWorker;
    window.triagebookWorker = room => {
        const worker = make(room);
        const post = worker.postMessage.bind(worker);
        worker.postMessage = message => isStuck && message.request?.startsWith('{\"judge\"') ? undefined : post(message);
        made += 1;
        return worker;
    };";

/// A page whose engine reads nothing, at a question.
fn stuck(browser: &mut Browser) -> Tab {
    let tab = browser.tab();
    browser.open(&tab, &site::shipped().join("runbooks/hcw8064.html"), "");
    site::wait_for_engine(browser, &tab);
    browser.evaluate(&tab, STUCK);
    assert_eq!(begin_here(browser, &tab, "wizard-warning"), "hcw8064/wizard-log");
    tab
}

/// Types a text into the box and has it read.
fn read(text: &str) -> String {
    format!("document.getElementById('tb-paste').value = {text:?}; {}", press("Read it"))
}

/// Waits until an expression is true, and returns what `then` is then.
fn once(browser: &mut Browser, tab: &Tab, holds: &str, then: &str) -> serde_json::Value {
    let script = format!(
        "new Promise((done, failed) => {{
            setTimeout(() => failed(new Error('never: ' + {holds:?})), 20000);
            const look = () => ({holds}) ? done({then}) : setTimeout(look, 10);
            look();
        }})"
    );
    browser.evaluate(tab, &script)
}

const SAID: &str = "document.querySelector('.tb-judgement').innerText";

#[test]
fn what_takes_long_can_be_stopped_and_read_again_by_a_new_engine() {
    let mut browser = Browser::start();
    let tab = stuck(&mut browser);
    browser.evaluate(&tab, &read("HCW8001"));
    let told = once(
        &mut browser,
        &tab,
        "document.querySelector('.tb-working button') !== null",
        "document.querySelector('.tb-working').innerText",
    );
    assert!(told.as_str().unwrap().starts_with("Reading the output…"), "{told}");
    let pressed = "document.querySelector('.tb-working button').focus(); document.querySelector('.tb-working button').click()";
    browser.evaluate(&tab, pressed);
    let after = once(
        &mut browser,
        &tab,
        &format!("{SAID} !== ''"),
        &format!(
            "[{SAID}.slice(0, 8), document.getElementById('tb-paste').value, document.querySelector('.tb-working').innerText]"
        ),
    );
    assert_eq!(after, json!(["Not read", "HCW8001", ""]));
    let answered = "document.querySelector('#_walk input[value=no-reason]').click();
        document.querySelector('#_walk .tb-form button[type=submit]').click()";
    browser.evaluate(&tab, answered);
    once(&mut browser, &tab, "document.querySelector('.tb-working button') !== null", "true");
    browser.evaluate(&tab, pressed);
    let wrong = "document.querySelector('.tb-wrong').innerText";
    let kept = once(&mut browser, &tab, &format!("{wrong} !== ''"), wrong);
    assert!(kept.as_str().unwrap().contains("was not read"), "no answer goes without its output: {kept}");
    browser.evaluate(&tab, "isStuck = false");
    browser.evaluate(&tab, &press("Read it"));
    once(&mut browser, &tab, &format!("{SAID} !== '' && !{SAID}.startsWith('Not read')"), "true");
    assert_eq!(browser.evaluate(&tab, "made"), 3, "each stop costs one engine");
    assert_ne!(choose(&mut browser, &tab, "no-reason"), "hcw8064/wizard-log");
    quiet(&mut browser, &tab, "the walk");
}

#[test]
fn who_goes_on_waits_for_no_output_of_a_question_before() {
    let mut browser = Browser::start();
    let tab = stuck(&mut browser);
    let first = choose(&mut browser, &tab, "no-reason");
    browser.evaluate(&tab, &read("Name : A"));
    let there = until_shown(&mut browser, &tab, "history.back()");
    assert_eq!(there, "hcw8064/wizard-log");
    assert_eq!(browser.evaluate(&tab, SAID), "", "what was read is no matter of this question");
    browser.evaluate(&tab, &read("one"));
    browser.evaluate(
        &tab,
        "isStuck = false; const area = document.getElementById('tb-paste'); area.value = 'two'; area.dispatchEvent(new Event('input'))",
    );
    browser.evaluate(&tab, &press("Read it"));
    once(&mut browser, &tab, &format!("{SAID} !== '' && !{SAID}.startsWith('Not read')"), "true");
    assert_eq!(choose(&mut browser, &tab, "no-reason"), first);
}

#[test]
fn a_page_that_may_make_no_worker_walks_all_the_same() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.open(&tab, &site::shipped().join("runbooks/hcw8064.html"), "");
    site::wait_for_engine(&mut browser, &tab);
    browser.evaluate(&tab, "window.triagebookWorker = () => { throw new Error('the policy forbids it'); }");
    assert_eq!(begin_here(&mut browser, &tab, "wizard-warning"), "hcw8064/wizard-log");
    browser.evaluate(&tab, &read("HCW8001"));
    once(&mut browser, &tab, &format!("{SAID} !== ''"), "true");
    assert_ne!(choose(&mut browser, &tab, "no-reason"), "hcw8064/wizard-log");
    quiet(&mut browser, &tab, "the walk");
}

#[test]
fn a_text_becomes_no_code() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.open(&tab, &site::shipped().join("runbooks/hcw8064.html"), "");
    let tried = browser.evaluate(
        &tab,
        "[() => triagebookWorker('() => 0'), () => triagebookWorker({ toString: () => '() => 0' }), () => new Worker('blob:x'),
            () => triagebookScript('https://example.com/x.js')].map(one => { try { one(); return 'made'; } catch (error) { return error.name; } })",
    );
    assert_eq!(tried[0], "TypeError");
    assert_eq!(tried[1], "TypeError");
    assert_eq!(tried[2], "TypeError", "an address is no code either: {tried:#}");
}
