//! Walks in the page: the same as in the terminal, by keyboard alone, through reload and back, and without a sound.

use crate::cdp::{Browser, Tab};
use crate::{axe, payload, quiet, site, support};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// A case of `tests/stories`, as far as a page needs it.
#[derive(Debug, Deserialize)]
struct Story {
    entry: String,
    inputs: BTreeMap<String, String>,
    steps: Vec<Step>,
    ends: String,
}

#[derive(Debug, Deserialize)]
struct Step {
    at: String,
    answer: Option<String>,
    paste: Option<String>,
    takes: Option<String>,
    #[serde(default)]
    early: bool,
}

fn story() -> Story {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories/the-case-of-2020.yaml");
    serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Does something in the page, waits until the walk shows what came of it, and returns the node where it stands.
fn until_shown(browser: &mut Browser, tab: &Tab, doing: &str) -> String {
    let script = format!(
        "new Promise((done, failed) => {{
            document.addEventListener('triagebook-walk', event => done(event.detail.at(-1)), {{ once: true }});
            setTimeout(() => failed(new Error('nothing is shown after: ' + document.querySelector('#_walk').innerText.slice(0, 600))), 20000);
            {doing};
        }})"
    );
    browser.evaluate(tab, &script).as_str().unwrap().to_owned()
}

/// Opens a runbook's page and begins a walk.
fn begin(browser: &mut Browser, tab: &Tab, runbook: &str, symptom: &str) -> String {
    browser.open(tab, &site::shipped().join(format!("runbooks/{runbook}.html")), "");
    begin_here(browser, tab, symptom)
}

fn begin_here(browser: &mut Browser, tab: &Tab, symptom: &str) -> String {
    site::wait_for_engine(browser, tab);
    let button = format!("document.querySelector('[data-tb-begin=\"{symptom}\"]')");
    browser.evaluate(
        tab,
        &format!("new Promise(done => {{ const look = () => {button}.parentElement.hidden ? setTimeout(look, 10) : done(); look(); }})"),
    );
    until_shown(browser, tab, &format!("{button}.click()"))
}

fn choose(browser: &mut Browser, tab: &Tab, value: &str) -> String {
    until_shown(
        browser,
        tab,
        &format!(
            "document.querySelector('#_walk input[value=\"{value}\"]').click();
             document.querySelector('#_walk .tb-form button[type=submit]').click()"
        ),
    )
}

/// Pastes output, and demands that it proposes this outcome and names a line for it.
fn paste(browser: &mut Browser, tab: &Tab, text: &str, takes: &str) -> String {
    let text = serde_json::to_string(text).unwrap();
    let proposed = browser.evaluate(
        tab,
        &format!(
            "new Promise(done => {{
                document.getElementById('tb-paste').value = {text};
                [...document.querySelectorAll('#_walk button')].find(button => button.textContent === 'Read it').click();
                const look = () => {{
                    const said = document.querySelector('#_walk .tb-judgement > *');
                    const chosen = document.querySelector('#_walk input[type=radio]:checked');
                    said === null ? setTimeout(look, 5) : done({{ chosen: chosen?.value, said: said.innerText }});
                }};
                look();
            }})"
        ),
    );
    assert_eq!(proposed["chosen"], takes, "{proposed:#}");
    until_shown(browser, tab, "document.querySelector('#_walk .tb-form button[type=submit]').click()")
}

/// The report of the walk in the page.
fn report(browser: &mut Browser, tab: &Tab) -> Value {
    let text = browser.evaluate(
        tab,
        "window.triagebook.ask({ report: { form: 'json',
            events: JSON.parse(sessionStorage.getItem('tb-walk:' + history.state.tb)) } })",
    );
    serde_json::from_str(text.as_str().unwrap()).unwrap()
}

/// Takes out the moments.
fn without_times(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for key in ["at", "started", "last"] {
                map.remove(key);
            }
            map.values_mut().for_each(without_times);
        }
        Value::Array(list) => list.iter_mut().for_each(without_times),
        _ => {}
    }
}

#[test]
fn the_case_of_2020_reports_the_same_in_the_page_and_in_the_terminal() {
    let story = story();
    let mut browser = Browser::start();
    let tab = browser.tab();
    let (runbook, symptom) = story.entry.split_once('/').unwrap();
    let mut at = begin(&mut browser, &tab, runbook, symptom);
    let mut keys = String::new();
    for step in &story.steps {
        // Values are given where they are asked for, in both.
        while let Some(fact) = browser.evaluate(&tab, "document.getElementById('tb-value')?.name").as_str() {
            let value = &story.inputs[fact];
            writeln!(keys, "{value}").unwrap();
            let typed = serde_json::to_string(value).unwrap();
            at = until_shown(
                &mut browser,
                &tab,
                &format!(
                    "document.getElementById('tb-value').value = {typed};
                     document.querySelector('#_walk .tb-form button[type=submit]').click()"
                ),
            );
        }
        assert_eq!(at, step.at);
        if step.early {
            until_shown(
                &mut browser,
                &tab,
                "[...document.querySelectorAll('#_walk button')]
                    .find(button => button.textContent.startsWith('Answer all the same')).click()",
            );
        }
        let early = if step.early { "1\n" } else { "" };
        at = match (&step.answer, &step.paste, &step.takes) {
            (Some(answer), None, _) => {
                write!(keys, "{answer}\n{early}").unwrap();
                choose(&mut browser, &tab, answer)
            }
            (None, Some(text), Some(takes)) => {
                write!(keys, "p\n{text}.\ny\n{early}").unwrap();
                paste(&mut browser, &tab, text, takes)
            }
            _ => panic!("{}: a step has either `answer`, or `paste` and `takes`", step.at),
        };
    }
    assert_eq!(at, story.ends);
    browser.screenshot(&tab, "walk-end");
    let mut page = report(&mut browser, &tab);
    quiet(&mut browser, &tab, "the walk");
    let finished = support::triagebook("run --plain --json").arg(&story.entry).stdin(keys).run();
    let mut terminal = finished.json();
    without_times(&mut page);
    without_times(&mut terminal);
    assert_eq!(page["result"], "resolved");
    assert_eq!(
        serde_json::to_string_pretty(&page).unwrap(),
        serde_json::to_string_pretty(&terminal).unwrap(),
        "left: the page, right: the terminal"
    );
}

#[test]
fn a_walk_goes_on_in_the_terminal_and_comes_back() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    begin(&mut browser, &tab, "hcw8064", "wizard-warning");
    let here = choose(&mut browser, &tab, "no-reason");
    let events = "JSON.parse(sessionStorage.getItem('tb-walk:' + history.state.tb))";
    let journal =
        browser.evaluate(&tab, &format!("window.triagebook.ask({{ journal: {{ events: {events} }} }})"));
    let journal = journal.as_str().unwrap();
    let state = tempfile::tempdir().unwrap();
    let state = state.path().display().to_string();
    let imported = support::triagebook("sessions import page.journal")
        .variable("TRIAGEBOOK_STATE", &state)
        .file("page.journal", journal)
        .code_after(0);
    let id = imported.stdout.trim();
    let gone_on = support::triagebook("run --plain --json --resume")
        .arg(id)
        .variable("TRIAGEBOOK_STATE", &state)
        .stdin("current\n")
        .code_after(1);
    let told = gone_on.json();
    assert!(!gone_on.stderr.contains("was changed since"), "{}", gone_on.stderr);
    let path: Vec<&str> =
        told["path"].as_array().unwrap().iter().filter_map(|step| step["outcome"].as_str()).collect();
    assert_eq!(path, ["no-reason", "current"]);
    // And back into the page.
    let file = Path::new(&state).join(format!("sessions/{id}.journal"));
    let journal = serde_json::to_string(&std::fs::read_to_string(file).unwrap()).unwrap();
    browser.open(&tab, &site::shipped().join("runbooks/hcw8064.html"), "");
    site::wait_for_engine(&mut browser, &tab);
    let there = until_shown(
        &mut browser,
        &tab,
        &format!(
            "const wait = () => {{
                const input = document.getElementById('tb-open');
                if (input === null) return setTimeout(wait, 10);
                const files = new DataTransfer();
                files.items.add(new File([{journal}], 'a.journal'));
                input.files = files.files;
                input.dispatchEvent(new Event('change'));
            }};
            wait()"
        ),
    );
    assert_ne!(there, here);
    assert_eq!(there, told["stopped_at"]);
}

fn title(browser: &mut Browser, tab: &Tab) -> String {
    let title = browser.evaluate(tab, "document.getElementById('tb-walk-title')?.textContent ?? ''");
    title.as_str().unwrap().to_owned()
}

#[test]
fn back_forward_and_reload_keep_the_walk_and_its_address_shares_it() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    let first = begin(&mut browser, &tab, "hcw8064", "wizard-warning");
    let title_of_first = title(&mut browser, &tab);
    let second = choose(&mut browser, &tab, "no-reason");
    assert_ne!(first, second);
    let title_of_second = title(&mut browser, &tab);
    assert_eq!(until_shown(&mut browser, &tab, "history.back()"), first);
    assert_eq!(title(&mut browser, &tab), title_of_first);
    assert_eq!(until_shown(&mut browser, &tab, "history.forward()"), second);
    let address = browser.evaluate(&tab, "location.hash");
    assert_eq!(address, "#walk=wizard-warning&wizard-log=no-reason");
    browser.reload(&tab);
    site::wait_for_walk(&mut browser, &tab);
    assert_eq!(title(&mut browser, &tab), title_of_second, "reload keeps the place");
    assert_eq!(until_shown(&mut browser, &tab, "history.back()"), first, "and what came before");
    browser.evaluate(&tab, "new Promise(done => { addEventListener('popstate', () => setTimeout(done, 50), { once: true }); history.back(); })");
    assert_eq!(title(&mut browser, &tab), "", "before the walk, the page is itself");
    // Somebody else with the address alone.
    let other = browser.tab();
    let page = site::shipped().join("runbooks/hcw8064.html");
    browser.open(&other, &page, address.as_str().unwrap());
    site::wait_for_walk(&mut browser, &other);
    assert_eq!(title(&mut browser, &other), title_of_second);
    quiet(&mut browser, &other, "a shared address");
}

#[test]
fn a_walk_goes_by_keyboard_alone() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.open(&tab, &site::shipped().join("runbooks/hcw8064.html"), "");
    site::wait_for_engine(&mut browser, &tab);
    let focused = "document.activeElement.dataset.tbBegin ?? document.activeElement.id";
    let mut tabs = 0;
    while browser.evaluate(&tab, focused) != "wizard-warning" {
        browser.press(&tab, "Tab");
        tabs += 1;
        assert!(tabs < 60, "the button that begins a walk can be reached");
    }
    browser.press(&tab, "Enter");
    site::wait_for_walk(&mut browser, &tab);
    let first = title(&mut browser, &tab);
    assert_eq!(browser.evaluate(&tab, focused), "tb-walk-title", "the question's heading has the focus");
    for key in ["ArrowLeft", "ArrowRight"] {
        browser.press(&tab, key);
    }
    assert_eq!(title(&mut browser, &tab), first, "arrow keys lead nowhere");
    while !browser.evaluate(&tab, focused).as_str().unwrap().starts_with("tb-answer-") {
        browser.press(&tab, "Tab");
    }
    browser.press(&tab, " ");
    browser.press(&tab, "ArrowDown");
    let chosen = browser.evaluate(&tab, "document.querySelector('#_walk input:checked').value");
    let second = browser.evaluate(&tab, "document.querySelectorAll('#_walk input[type=radio]')[1].value");
    assert_eq!(chosen, second, "arrows move in the group of answers");
    browser.press(&tab, "Tab");
    browser.press(&tab, "Enter");
    browser.evaluate(
        &tab,
        &format!("new Promise(done => {{ const look = () => document.getElementById('tb-walk-title').textContent !== {first:?} ? done() : setTimeout(look, 10); look(); }})"),
    );
    assert_eq!(browser.evaluate(&tab, focused), "tb-walk-title", "the next heading has the focus");
}

#[test]
fn every_state_of_a_walk_is_accessible_and_fits() {
    let axe = axe();
    let mut browser = Browser::start();
    let tab = browser.tab();
    let mut failures = Vec::new();
    for (width, scheme) in [(320, "light"), (1280, "dark"), (320, "dark"), (1280, "light")] {
        browser.emulate(&tab, width, scheme, "screen");
        let mut look = |browser: &mut Browser, state: &str| {
            let what = format!("walk-{state}-{width}-{scheme}");
            browser.screenshot(&tab, &what);
            browser.evaluate(&tab, &axe);
            let found = browser.evaluate(
                &tab,
                "axe.run('#_walk', { resultTypes: ['violations'] }).then(result => result.violations.map(rule =>
                    rule.id + ': ' + rule.nodes.slice(0, 3).map(node => node.html.slice(0, 160) + ' '
                        + node.any.map(check => check.message).join()).join(' | '))
                    .concat([...document.querySelectorAll('#_walk *')].filter(element =>
                        element.getBoundingClientRect().right > innerWidth + 1 && !element.closest('pre, .tb-scroll, .table-wrapper'))
                        .map(element => 'too wide: ' + element.outerHTML.slice(0, 160))))",
            );
            if found != Value::Array(Vec::new()) {
                failures.push(format!("{what}: {found:#}"));
            }
        };
        begin(&mut browser, &tab, "hcw8064", "wizard-warning");
        browser.evaluate(&tab, "document.querySelector('#_walk .tb-form button[type=submit]').click()");
        look(&mut browser, "question-with-error");
        choose(&mut browser, &tab, "no-reason");
        browser.evaluate(
            &tab,
            "new Promise(done => {
                document.getElementById('tb-paste').value = 'AdminDisplayVersion : Version 15.2 (Build 2562.41)\\nName : …\\n';
                [...document.querySelectorAll('#_walk button')].find(button => button.textContent === 'Read it').click();
                const look = () => document.querySelector('#_walk .tb-said') === null ? setTimeout(look, 5) : done();
                look();
                document.querySelectorAll('#_walk details').forEach(details => { details.open = true; });
            })",
        );
        look(&mut browser, "judged");
        // The case of 2020 once more, by its answers alone: past a value and a fix to an end.
        let story = story();
        begin(&mut browser, &tab, "hcw8064", "wizard-warning");
        let mut seen: Vec<String> = Vec::new();
        for step in &story.steps {
            loop {
                let state = state(&mut browser, &tab);
                if state != "check" && !seen.contains(&state) {
                    look(&mut browser, &state);
                    seen.push(state.clone());
                }
                if state != "value" {
                    break;
                }
                until_shown(&mut browser, &tab, &press("I do not know it"));
            }
            if step.early {
                until_shown(&mut browser, &tab, &press("Answer all the same; the report will say so"));
            }
            choose(&mut browser, &tab, step.answer.as_ref().or(step.takes.as_ref()).unwrap());
        }
        look(&mut browser, "end");
        assert_eq!(seen, ["value", "fix"]);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A script that presses the button with these words.
fn press(words: &str) -> String {
    format!(
        "[...document.querySelectorAll('#_walk button')].find(button => button.textContent === '{words}').click()"
    )
}

/// What waits: `value`, `check`, `fix` or `end`.
fn state(browser: &mut Browser, tab: &Tab) -> String {
    let state = browser.evaluate(
        tab,
        "document.getElementById('tb-value') ? 'value' : [...document.querySelector('.tb-walk-panel').classList]
            .map(name => name.slice(3)).find(name => ['check', 'fix', 'end'].includes(name))",
    );
    state.as_str().unwrap().to_owned()
}

/// Goes on with the last answers until what waits is of this kind.
fn reach(browser: &mut Browser, tab: &Tab, wanted: &str) -> bool {
    for _ in 0..30 {
        let kind = state(browser, tab);
        if kind == wanted {
            return true;
        }
        if kind == "end" {
            return false;
        }
        let target = browser.evaluate(tab, "document.getElementById('tb-target') !== null") == true;
        let doing = if kind == "value" {
            "[...document.querySelectorAll('#_walk button')].find(button => button.textContent === 'I do not know it').click()"
        } else if target {
            "document.getElementById('tb-target').value = document.querySelector('.tb-walk-panel .tb-stop code').textContent;
             document.querySelector('#_walk .tb-form button[type=submit]').click()"
        } else {
            "const early = [...document.querySelectorAll('#_walk button')].find(button => /^(Answer all the same|Show the commands)/.test(button.textContent));
             if (early) { early.click(); } else {
                 const answers = document.querySelectorAll('#_walk input[type=radio]');
                 (answers.length > 3 ? answers[1] : answers[0]).click();
                 document.querySelector('#_walk .tb-form button[type=submit]').click();
             }"
        };
        until_shown(browser, tab, doing);
    }
    false
}

#[test]
fn no_author_text_runs_in_a_walk() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    // Each page loads the engine anew, so not every payload; `page::markdown` proves the same of any text.
    let pages = site::pages(payload::site());
    for page in pages.iter().filter(|page| page.parent().unwrap().ends_with("runbooks")).step_by(4) {
        let what = page.display().to_string();
        browser.open(&tab, page, "");
        begin_here(&mut browser, &tab, "seen");
        inert(&mut browser, &tab, &what);
        assert!(reach(&mut browser, &tab, "fix"), "{what}");
        inert(&mut browser, &tab, &what);
        reach(&mut browser, &tab, "end");
        inert(&mut browser, &tab, &what);
        quiet(&mut browser, &tab, &what);
    }
}

fn inert(browser: &mut Browser, tab: &Tab, what: &str) {
    let found = browser.evaluate(
        tab,
        "[...document.querySelectorAll('#_walk *')].filter(element =>
            /^(script|style|iframe|object|embed|img|video|audio|link|meta|base|math|svg|template|marquee)$/i.test(element.nodeName)
            || [...element.attributes].some(attribute => /^(on|style$|srcdoc$|formaction$)/i.test(attribute.name))
            || (element.href && !/^(file|https?|mailto|blob):/.test(element.href)))
            .map(element => element.outerHTML).concat('pwned' in window || document.title === 'pwned' ? ['it ran'] : [])",
    );
    assert_eq!(found, Value::Array(Vec::new()), "{what}");
}

#[test]
fn the_home_page_finds_entries_by_error_text_as_find_does() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.emulate(&tab, 1280, "light", "screen");
    browser.open(&tab, &site::shipped().join("index.html"), "");
    for text in
        ["HCW8064", "The call to https://mail.contoso.com/ews failed with (401) Unauthorized", "qqqqqqqq"]
    {
        let found = support::triagebook("find --json").arg(text).run().json();
        let typed = serde_json::to_string(text).unwrap();
        let shown = browser.evaluate(
            &tab,
            &format!(
                "new Promise(done => {{
                    const status = () => document.querySelector('.tb-find-status');
                    const type = () => {{
                        const box = document.getElementById('_find-box');
                        if (box === null) return setTimeout(type, 10);
                        status().textContent = '';
                        box.value = {typed};
                        box.dispatchEvent(new Event('input'));
                        look();
                    }};
                    const look = () => status().textContent === '' ? setTimeout(look, 10)
                        : done([...document.querySelectorAll('.tb-found > li > a')].map(link => decodeURIComponent(link.getAttribute('href'))));
                    type();
                }})"
            ),
        );
        let told: Vec<String> = found["hits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hit| {
                let (runbook, node) = hit["node"].as_str().unwrap().split_once('/').unwrap();
                format!("runbooks/{runbook}.html#walk={node}")
            })
            .collect();
        assert_eq!(shown, serde_json::json!(told), "{text}");
        if text == "HCW8064" {
            browser.screenshot(&tab, "home-found");
        }
    }
    quiet(&mut browser, &tab, "the search");
}
