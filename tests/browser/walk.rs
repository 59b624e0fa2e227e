//! Walks in the page: the same as in the terminal, by keyboard alone, through reload and back, and without a sound.

use crate::cdp::{Browser, Tab};
use crate::{quiet, site, support, views};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use triagebook::model::{Act, NodeKey};
use triagebook::world::library::{self, Location};

/// The whole case that is walked: the one that the first runbook was written for.
struct Case {
    entry: NodeKey,
    inputs: BTreeMap<String, String>,
    steps: Vec<Step>,
    ends: NodeKey,
}

struct Step {
    at: NodeKey,
    /// The outcome, or how a fix went.
    takes: String,
    /// What is pasted; where there is nothing, a person answers.
    evidence: Option<String>,
}

/// That case, as the knowledge base's own scenario tells it.
fn case_of_2020() -> Case {
    let library = library::load_with_scenarios(Location::Embedded).unwrap();
    let cases = library.scenarios.iter().flat_map(|file| file.scenarios.iter().map(move |case| (file, case)));
    let (file, case) =
        cases.into_iter().find(|(_, case)| case.title.value.starts_with("The case of 2020")).unwrap();
    let home = &file.runbook.value;
    let steps = case.steps.iter().map(|step| match &step.act {
        Act::Takes(takes, given) => Step {
            at: step.at.key(home),
            takes: takes.value.to_string(),
            evidence: given.evidence.as_ref().map(|text| text.value.clone()),
        },
        Act::SkipTo(_) => panic!("the whole case is walked step by step"),
    });
    let inputs = file.inputs.iter().chain(case.inputs.iter());
    Case {
        entry: case.entry.key(home),
        inputs: inputs.map(|(name, value)| (name.value.to_string(), value.value.clone())).collect(),
        steps: steps.collect(),
        ends: case.ends.as_ref().unwrap().key(home),
    }
}

/// The output of the first two questions of that case that follow one from the other, in one text.
fn two_answers(case: &Case) -> String {
    case.steps.iter().filter_map(|step| step.evidence.as_deref()).take(2).collect::<Vec<_>>().join("\n")
}

/// What is saved by doing something in the page.
pub(crate) fn downloaded(browser: &mut Browser, tab: &Tab, doing: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    browser.download_to(folder.path());
    browser.evaluate(tab, doing);
    browser.wait_for_download();
    let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    std::fs::read_to_string(file).unwrap()
}

/// Does something in the page, waits until the walk shows what came of it, and returns the node where it stands.
pub(crate) fn until_shown(browser: &mut Browser, tab: &Tab, doing: &str) -> String {
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
pub(crate) fn begin(browser: &mut Browser, tab: &Tab, runbook: &str, symptom: &str) -> String {
    browser.open(tab, &site::shipped().join(format!("runbooks/{runbook}.html")), "");
    begin_here(browser, tab, symptom)
}

pub(crate) fn begin_here(browser: &mut Browser, tab: &Tab, symptom: &str) -> String {
    site::wait_for_engine(browser, tab);
    let button = format!("document.querySelector('[data-tb-begin=\"{symptom}\"]')");
    browser.evaluate(
        tab,
        &format!("new Promise(done => {{ const look = () => {button}.parentElement.hidden ? setTimeout(look, 10) : done(); look(); }})"),
    );
    until_shown(browser, tab, &format!("{button}.click()"))
}

pub(crate) fn choose(browser: &mut Browser, tab: &Tab, value: &str) -> String {
    until_shown(
        browser,
        tab,
        &format!(
            "document.querySelector('#_walk input[value=\"{value}\"]').click();
             document.querySelector('#_walk .tb-form button[type=submit]').click()"
        ),
    )
}

/// Pastes output, and returns what was chosen for it and what is said.
fn read_output(browser: &mut Browser, tab: &Tab, text: &str) -> Value {
    let text = serde_json::to_string(text).unwrap();
    browser.evaluate(
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
    )
}

/// Pastes output, and takes the answer that it proposes; where it proposes none, because part of it is missing or it is not
/// recognised, gives the answer by hand. Returns where the walk then stands, and what is typed in a terminal after the paste.
fn paste(browser: &mut Browser, tab: &Tab, text: &str, takes: &str) -> (String, String) {
    let read = read_output(browser, tab, text);
    if read["chosen"].is_null() {
        return (choose(browser, tab, takes), takes.to_owned());
    }
    assert_eq!(read["chosen"], takes, "{read:#}");
    let take = "document.querySelector('#_walk .tb-form button[type=submit]').click()";
    // Where the same text answers more than this question, a terminal takes as many answers as it is told.
    let several = read["said"].as_str().unwrap().starts_with("It answers");
    (until_shown(browser, tab, take), if several { "1" } else { "y" }.to_owned())
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
            for key in ["at", "started", "last", "until"] {
                map.remove(key);
            }
            map.values_mut().for_each(without_times);
        }
        Value::Array(list) => list.iter_mut().for_each(without_times),
        _ => {}
    }
}

/// Gives the values that are asked for before the waiting node, and passes its wait; what is typed in a terminal for it goes
/// into `keys`. Returns what has to be typed there after the answer.
fn make_ready(
    browser: &mut Browser,
    tab: &Tab,
    inputs: &BTreeMap<String, String>,
    keys: &mut String,
) -> &'static str {
    while let Some(fact) = browser.evaluate(tab, "document.getElementById('tb-value')?.name").as_str() {
        let value = &inputs[fact];
        writeln!(keys, "{value}").unwrap();
        let typed = serde_json::to_string(value).unwrap();
        let give = format!(
            "document.getElementById('tb-value').value = {typed};
             document.querySelector('#_walk .tb-form button[type=submit]').click()"
        );
        until_shown(browser, tab, &give);
    }
    if browser.evaluate(tab, &format!("{} !== undefined", button(EARLY))) == false {
        return "";
    }
    until_shown(browser, tab, &press(EARLY));
    "1\n"
}

#[test]
fn the_case_of_2020_reports_the_same_in_the_page_and_in_the_terminal() {
    let case = case_of_2020();
    let mut browser = Browser::start();
    let tab = browser.tab();
    let (runbook, symptom) = (case.entry.runbook.as_str(), case.entry.node.as_str());
    let mut at = begin(&mut browser, &tab, runbook, symptom);
    let mut keys = String::new();
    let mut by_hand = Vec::new();
    for step in &case.steps {
        // Values are given where they are asked for, in both.
        let after = make_ready(&mut browser, &tab, &case.inputs, &mut keys);
        assert_eq!(at, step.at.to_string());
        at = match &step.evidence {
            None => {
                write!(keys, "{}\n{after}", step.takes).unwrap();
                choose(&mut browser, &tab, &step.takes)
            }
            Some(text) => {
                let (there, word) = paste(&mut browser, &tab, text, &step.takes);
                by_hand.extend((word == step.takes).then_some(&step.at));
                write!(keys, "p\n{text}.\n{word}\n{after}").unwrap();
                there
            }
        };
    }
    assert_eq!(at, case.ends.to_string());
    assert!(by_hand.is_empty(), "output decides all that it is asked for: {by_hand:?}");
    let record = downloaded(&mut browser, &tab, &press("Download JSON"));
    let markdown = downloaded(&mut browser, &tab, &press("Download Markdown"));
    let html = downloaded(&mut browser, &tab, &press("Download HTML"));
    assert!(
        markdown.starts_with("# ") && html.starts_with("<!doctype html>"),
        "{markdown:.200}\n{html:.200}"
    );
    let verified = support::triagebook("verify record.json").file("record.json", &record).run();
    assert_eq!(verified.code, Some(0), "{}{}", verified.stdout, verified.stderr);
    let mut page = report(&mut browser, &tab);
    quiet(&mut browser, &tab, "the walk");
    let finished = support::triagebook("run --plain --json").arg(case.entry.to_string()).stdin(keys).run();
    let mut terminal = finished.json();
    without_times(&mut page);
    without_times(&mut terminal);
    assert_eq!(page["result"], "resolved");
    assert_eq!(terminal["result"], "resolved", "{:#?}\n{}", terminal["stopped_at"], finished.stderr);
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
    let journal = downloaded(&mut browser, &tab, &press("Save the session"));
    let state = tempfile::tempdir().unwrap();
    let state = state.path().display().to_string();
    let imported = support::triagebook("sessions import page.journal")
        .variable("TRIAGEBOOK_STATE", &state)
        .file("page.journal", &journal)
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
fn a_second_click_is_not_taken_for_an_answer_to_the_next_question() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    begin(&mut browser, &tab, "hcw8064", "wizard-warning");
    let twice = "document.querySelector('#_walk input[value=no-reason]').click();
        const button = document.querySelector('#_walk .tb-form button[type=submit]');
        button.click();
        button.click()";
    until_shown(&mut browser, &tab, twice);
    let after = browser.evaluate(
        &tab,
        "new Promise(done => setTimeout(() => done([location.hash, document.querySelector('.tb-walk-notes').textContent]), 0))",
    );
    assert_eq!(after, serde_json::json!(["#walk=wizard-warning&wizard-log=no-reason", ""]));
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

/// Begins a walk, and takes the rest of the page away: the rules would read all of it each time.
fn begin_alone(browser: &mut Browser, tab: &Tab) {
    begin(browser, tab, "hcw8064", "wizard-warning");
    browser.evaluate(
        tab,
        "document.querySelectorAll('main > :not(#_walk)').forEach(element => element.remove())",
    );
}

#[test]
fn every_state_of_a_walk_is_accessible_and_fits() {
    let case = case_of_2020();
    let mut browser = Browser::start();
    let tab = browser.tab();
    let mut failures = Vec::new();
    let mut look = |browser: &mut Browser, state: &str| {
        let what = format!("walk-{state}");
        failures.extend(views::look(browser, &tab, "#_walk", &what));
    };
    begin_alone(&mut browser, &tab);
    browser.evaluate(&tab, "document.querySelector('#_walk .tb-form button[type=submit]').click()");
    look(&mut browser, "question-with-error");
    choose(&mut browser, &tab, "no-reason");
    for (state, text) in [
        ("judged", "AdminDisplayVersion : Version 15.2 (Build 2562.41)\nName : …\n"),
        ("in-a-row", &two_answers(&case)),
    ] {
        read_output(&mut browser, &tab, text);
        browser.evaluate(
            &tab,
            "document.querySelectorAll('#_walk details').forEach(details => { details.open = true; })",
        );
        look(&mut browser, state);
    }
    until_shown(
        &mut browser,
        &tab,
        &press("Ask somebody else to run it: write a request, keep the question open"),
    );
    browser.evaluate(
        &tab,
        "document.querySelectorAll('#_walk details').forEach(details => { details.open = true; })",
    );
    look(&mut browser, "parked");
    // The case of 2020, by its answers alone: past a value and fixes to an end.
    begin_alone(&mut browser, &tab);
    let mut seen: Vec<String> = Vec::new();
    for step in &case.steps {
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
        if browser.evaluate(&tab, &format!("{} !== undefined", button(EARLY))) == true {
            until_shown(&mut browser, &tab, &press(EARLY));
        }
        choose(&mut browser, &tab, &step.takes);
    }
    look(&mut browser, "end");
    assert_eq!(seen, ["value", "fix"]);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The words of the button that passes a wait.
const EARLY: &str = "Answer all the same; the report will say so";

/// The button with these words, as an expression.
fn button(words: &str) -> String {
    format!(
        "[...document.querySelectorAll('#_walk button')].find(button => button.textContent === '{words}')"
    )
}

/// A script that presses it.
pub(crate) fn press(words: &str) -> String {
    format!("{}.click()", button(words))
}

/// What waits: `value`, `check`, `fix` or `end`.
pub(crate) fn state(browser: &mut Browser, tab: &Tab) -> String {
    let state = browser.evaluate(
        tab,
        "document.getElementById('tb-value') ? 'value' : [...document.querySelector('.tb-walk-panel').classList]
            .map(name => name.slice(3)).find(name => ['check', 'fix', 'end'].includes(name))",
    );
    state.as_str().unwrap().to_owned()
}

#[test]
fn the_home_page_finds_entries_by_error_text_as_find_does() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.emulate(&tab, &views::VIEWS[0], "screen");
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
                    const look = () => /^$|^Loading/.test(status().textContent) ? setTimeout(look, 10)
                        : done([...document.querySelectorAll('.tb-found > li > a[href*=\"#walk=\"]')].map(link => decodeURIComponent(link.getAttribute('href'))));
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
            browser.screenshot(&tab, "home-found", "body");
        }
    }
    quiet(&mut browser, &tab, "the search");
}

#[test]
fn what_no_entry_knows_leads_to_what_is_meant_or_to_sections_and_is_there_again_later() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.open(&tab, &site::shipped().join("index.html"), "");
    let found = |browser: &mut Browser, doing: &str| {
        let script = format!(
            "(async () => {{
                const pause = () => new Promise(done => setTimeout(done, 10));
                while (document.getElementById('_find-box') === null) await pause();
                {doing};
                while (document.querySelector('.tb-found > li > a, .tb-find-status button') === null) await pause();
                return [document.getElementById('_find-box').value, document.querySelector('.tb-find-status').textContent,
                    document.querySelector('.tb-found > li > a')?.getAttribute('href')];
            }})()"
        );
        browser.evaluate(&tab, &script)
    };
    let typed = |text: &str| {
        format!(
            "document.getElementById('_find-box').value = {text:?};
             document.getElementById('_find-box').dispatchEvent(new Event('input'))"
        )
    };
    let meant = found(&mut browser, &typed("HCW8O64"));
    assert!(meant[1].as_str().unwrap().contains("Did you mean HCW8064?"), "{meant:#}");
    let press = "const meant = document.querySelector('.tb-find-status button'); meant.click();
        while (meant.isConnected) await pause()";
    let taken = found(&mut browser, press);
    assert_eq!(taken[0], "HCW8064");
    assert!(taken[2].as_str().unwrap().contains("#walk="), "{taken:#}");
    let sections = found(
        &mut browser,
        &format!("document.querySelector('.tb-found').replaceChildren(); {}", typed("(401) Unauthorized")),
    );
    assert!(!sections[2].as_str().unwrap().contains("#walk="), "a section is read, not walked: {sections:#}");
    browser.reload(&tab);
    assert_eq!(found(&mut browser, ""), sections, "who comes back finds it again");
    quiet(&mut browser, &tab, "the search");
}

#[test]
fn presses_while_a_walk_is_about_to_begin_begin_no_other() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.open(&tab, &site::shipped().join("runbooks/hcw8064.html"), "");
    site::wait_for_engine(&mut browser, &tab);
    let before = browser.evaluate(&tab, "history.length").as_u64().unwrap();
    let all = "for (const button of document.querySelectorAll('[data-tb-begin]')) { button.click(); button.click(); }";
    assert_eq!(until_shown(&mut browser, &tab, all), "hcw8064/wizard-log");
    let after = browser.evaluate(&tab, "new Promise(done => setTimeout(() => done(history.length), 200))");
    assert_eq!(after, before + 1);
}

#[test]
fn a_shared_question_names_itself_and_an_answer_that_output_gives_is_taken_with_one_press() {
    let case = case_of_2020();
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.open(&tab, &site::shipped().join("runbooks/hcw8064.html"), "#walk=server-versions");
    site::wait_for_walk(&mut browser, &tab);
    let of = browser.evaluate(&tab, "document.querySelector('.tb-walk-panel > .tb-meta').textContent");
    assert!(of.as_str().unwrap().starts_with("Triage of: Which Exchange versions are on-premises?"), "{of}");
    let step = case.steps.iter().find(|step| step.at.to_string() == "hcw8064/server-versions").unwrap();
    read_output(&mut browser, &tab, step.evidence.as_deref().unwrap());
    until_shown(&mut browser, &tab, &press("Take this answer"));
    let taken = report(&mut browser, &tab);
    assert_eq!(taken["path"][0]["outcome"], step.takes, "{taken:#}");
    assert_eq!(taken["path"][0]["by"], "evidence");
}

#[test]
fn one_paste_answers_two_questions_and_an_earlier_answer_can_be_changed() {
    let case = case_of_2020();
    let mut browser = Browser::start();
    let tab = browser.tab();
    begin(&mut browser, &tab, "hcw8064", "wizard-warning");
    choose(&mut browser, &tab, "no-reason");
    let said = read_output(&mut browser, &tab, &two_answers(&case));
    assert!(said["said"].as_str().unwrap().starts_with("It answers 2 questions in a row"), "{said:#}");
    let there = until_shown(&mut browser, &tab, &press("Take both answers"));
    assert_eq!(there, "hcw8064/relationship-onprem");
    let outcomes = |report: &Value| -> Vec<String> {
        let path = report["path"].as_array().unwrap().iter();
        path.filter_map(|step| step["outcome"].as_str()).map(str::to_owned).collect()
    };
    assert_eq!(outcomes(&report(&mut browser, &tab)), ["no-reason", "current", "disabled"]);
    let change = "[...document.querySelectorAll('#_walk .tb-path button')][1].click()";
    assert_eq!(until_shown(&mut browser, &tab, change), "hcw8064/server-versions");
    let held = browser.evaluate(&tab, "document.querySelector('#_walk .tb-path ul')?.textContent ?? ''");
    assert!(held.as_str().unwrap().contains("kept"), "what was answered behind it is kept: {held}");
    choose(&mut browser, &tab, "current");
    assert_eq!(outcomes(&report(&mut browser, &tab)), ["no-reason", "current", "disabled"]);
}

#[test]
fn a_value_that_is_none_is_told_once_and_asked_for_in_its_field() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    let page = site::shipped().join("runbooks/hcw8064.html");
    browser.open(&tab, &page, "#walk=oauth-onprem-to-cloud/oauth-test");
    site::wait_for_walk(&mut browser, &tab);
    let told = browser.evaluate(
        &tab,
        "new Promise(done => {
            document.getElementById('tb-value').value = 'no address';
            document.querySelector('#_walk .tb-form button[type=submit]').click();
            const told = () => document.querySelector('.tb-walk-notes').innerText;
            const look = () => told() === '' ? setTimeout(look, 10) : done([told().slice(-12), document.activeElement.id]);
            look();
        })",
    );
    assert_eq!(told, serde_json::json!(["contoso.com.", "tb-value"]));
}

/// What is in the box for output.
const PASTED: &str = "document.getElementById('tb-paste').value";

#[test]
fn what_is_in_the_box_and_not_given_yet_outlives_a_reload_until_it_is_given() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    begin(&mut browser, &tab, "hcw8064", "wizard-warning");
    browser.evaluate(&tab, "document.getElementById('tb-paste').focus()");
    browser.call(Some(&tab), "Input.insertText", &serde_json::json!({ "text": "half of a log" }));
    assert_eq!(browser.evaluate(&tab, "location.hash"), "#walk=wizard-warning");
    browser.reload(&tab);
    site::wait_for_walk(&mut browser, &tab);
    assert_eq!(browser.evaluate(&tab, PASTED), "half of a log");
    choose(&mut browser, &tab, "no-reason");
    assert_eq!(browser.evaluate(&tab, PASTED), "", "another question has a box of its own");
    until_shown(&mut browser, &tab, "history.back()");
    assert_eq!(browser.evaluate(&tab, PASTED), "", "what was given is not there to be given again");
    quiet(&mut browser, &tab, "the walk");
}

#[test]
fn a_paste_too_long_to_be_laid_out_is_told_of_and_read_whole() {
    let case = case_of_2020();
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.open(&tab, &site::shipped().join("runbooks/hcw8064.html"), "#walk=server-versions");
    site::wait_for_walk(&mut browser, &tab);
    let step = case.steps.iter().find(|step| step.at.to_string() == "hcw8064/server-versions").unwrap();
    let text = format!("{}{}", "\n".repeat(100_000), step.evidence.as_deref().unwrap());
    let pasted = format!(
        "new Promise(done => {{
            const data = new DataTransfer();
            data.setData('text/plain', {});
            const area = document.getElementById('tb-paste');
            area.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }}));
            const look = () => {{
                const chosen = document.querySelector('#_walk input[type=radio]:checked');
                chosen === null ? setTimeout(look, 10) : done([chosen.value, area.value, document.querySelector('.tb-unshown').innerText]);
            }};
            look();
        }})",
        serde_json::to_string(&text).unwrap()
    );
    let seen = browser.evaluate(&tab, &pasted);
    assert_eq!(seen[0], step.takes);
    assert_eq!(seen[1], "", "the box does not lay it out");
    assert!(seen[2].as_str().unwrap().contains("all of it is read"), "{seen:#}");
    browser.evaluate(&tab, "document.querySelector('.tb-unshown button').click()");
    assert_eq!(browser.evaluate(&tab, "document.querySelector('.tb-judgement').innerText"), "");
    quiet(&mut browser, &tab, "the walk");
}

#[test]
fn the_walked_path_stands_out_in_the_picture() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    begin(&mut browser, &tab, "hcw8064", "wizard-warning");
    choose(&mut browser, &tab, "no-reason");
    let marks = "({
        here: [...document.querySelectorAll('.tb-picture [aria-current=step]')].map(box => box.getAttribute('href')),
        passed: [...document.querySelector('#_picture ~ .tb-figure').querySelectorAll('.tb-node.tb-walked')].map(box => box.getAttribute('href')),
        lines: document.querySelector('#_picture ~ .tb-figure').querySelectorAll('.tb-line.tb-walked').length,
    })";
    let marked = browser.evaluate(&tab, marks);
    assert!(marked["here"].as_array().unwrap().iter().all(|here| here == "#server-versions"), "{marked:#}");
    let mut passed: Vec<&str> =
        marked["passed"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    passed.sort_unstable();
    assert_eq!(passed, ["#server-versions", "#wizard-log", "#wizard-warning"]);
    assert_eq!(marked["lines"], 2);
    browser.emulate(&tab, &views::VIEWS[0], "screen");
    browser.screenshot(&tab, "walk-in-picture", "#_picture ~ .tb-figure");
    until_shown(&mut browser, &tab, "history.back()");
    let marked = browser.evaluate(&tab, marks);
    assert_eq!(marked["lines"], 1, "{marked:#}");
}
