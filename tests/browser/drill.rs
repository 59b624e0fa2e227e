//! Drills in a lesson's page: by keyboard to the account that the terminal gives, kept through a reload and between browsers,
//! readable in every state.

use crate::cdp::{Browser, Tab};
use crate::walk::downloaded;
use crate::{quiet, site, support, views};
use serde_json::{Value, json};
use triagebook::drill::{Feedback, Move, Practice, Settings, Shelf};
use triagebook::model::NodeKey;
use triagebook::session::{Answer, Prompt};
use triagebook::world::library::{self, Location};

const LESSON: &str = "lesson-hcw8064.html";
const SEED: u64 = 7;

/// The case that the first runbook was written for: its name, and what somebody does who reads everything right, each with the
/// node where it is done.
fn case_of_2020() -> (String, Vec<(NodeKey, Move)>) {
    let library = library::load_with_scenarios(Location::Embedded).unwrap();
    let shelf = Shelf::new(&library.graph, &library.scenarios, None);
    let case = shelf.cases.iter().find(|case| case.title.starts_with("The case of 2020")).unwrap();
    let settings = Settings { seed: SEED, feedback: Feedback::AtOnce };
    let mut practice = Practice::begin(case, settings);
    let mut moves = Vec::new();
    while !practice.is_over() {
        let made = practice.best_move().unwrap();
        let node = match practice.prompt() {
            Prompt::Check(check) => check.node.clone(),
            Prompt::Fix(fix) => fix.node.clone(),
            other => panic!("{other:?}"),
        };
        practice.make(made.clone()).unwrap();
        moves.push((node, made));
    }
    (case.id.to_string(), moves)
}

/// The address of a drill on that case.
fn address(case: &str) -> String {
    format!("#drill={case}&seed={SEED}")
}

/// Counts what drills show, from before the scripts of a page run: the drill of an address begins on its own.
const LISTEN: &str = "if (window.shown === undefined) {
    window.shown = [];
    document.addEventListener('triagebook-drill', event => window.shown.push(event.detail));
}";

/// Opens a lesson at an address, and counts what its drill shows.
fn open(browser: &mut Browser, tab: &Tab, anchor: &str) {
    browser.call(Some(tab), "Page.addScriptToEvaluateOnNewDocument", &json!({ "source": LISTEN }));
    browser.open(tab, &site::shipped().join(LESSON), anchor);
    wait_for_drill(browser, tab);
}

fn wait_for_drill(browser: &mut Browser, tab: &Tab) {
    browser.evaluate(
        tab,
        "new Promise(done => { const look = () => document.querySelector('#_drill > *') ? done() : setTimeout(look, 10); look(); })",
    );
}

/// What is shown next: the `n`th, from 1.
fn shown(browser: &mut Browser, tab: &Tab, n: usize) -> Value {
    browser.evaluate(
        tab,
        &format!(
            "new Promise((done, failed) => {{
                const look = () => window.shown.length >= {n} ? done(window.shown[{n} - 1]) : setTimeout(look, 5);
                setTimeout(() => failed(new Error('nothing is shown: ' + document.querySelector('#_drill').innerText.slice(0, 600))), 20000);
                look();
            }})"
        ),
    )
}

/// Does something, and returns what is shown then.
fn after(browser: &mut Browser, tab: &Tab, doing: &str) -> Value {
    let n = browser.evaluate(tab, &format!("{{ const n = window.shown.length + 1; {doing}; n }}"));
    shown(browser, tab, usize::try_from(n.as_u64().unwrap()).unwrap())
}

/// A script that presses the button whose words begin so.
fn press(words: &str) -> String {
    format!(
        "[...document.querySelectorAll('#_drill button')].find(button => button.textContent.startsWith('{words}')).click()"
    )
}

/// The value of an answer's radio button.
fn value(answer: &Answer) -> String {
    match answer {
        Answer::Outcome(outcome) => outcome.to_string(),
        Answer::None => "/none".to_owned(),
        Answer::Unsure => "/unsure".to_owned(),
    }
}

fn decide(value: &str) -> String {
    format!(
        "document.querySelector('#_drill input[value=\"{value}\"]').click();
         document.querySelector('#_drill form button[type=submit]').click()"
    )
}

const FOCUS: &str = "document.activeElement.id || document.activeElement.textContent";

/// Presses Tab until the focus is on what has this id, or on what says these words first.
fn reach(browser: &mut Browser, tab: &Tab, what: &str) {
    for _ in 0..80 {
        browser.press(tab, "Tab");
        if browser.evaluate(tab, FOCUS).as_str().unwrap().starts_with(what) {
            return;
        }
    }
    panic!("the keyboard does not come to {what}");
}

/// Types over what is in the field.
fn type_over(browser: &mut Browser, tab: &Tab, text: &str) {
    for letter in text.chars() {
        browser.press(tab, &letter.to_string());
    }
}

/// Makes a move by keyboard, and returns what is shown then.
fn make(browser: &mut Browser, tab: &Tab, made: &Move, n: usize) -> Value {
    match made {
        Move::Look => reach(browser, tab, "Look:"),
        Move::Wait => reach(browser, tab, "Wait:"),
        Move::Undo => reach(browser, tab, "Undo:"),
        Move::Try => reach(browser, tab, "Do:"),
        Move::Decide(answer) => {
            reach(browser, tab, "tb-answer-");
            browser.press(tab, " ");
            for _ in 0..20 {
                let chosen = browser.evaluate(tab, "document.querySelector('#_drill input:checked').value");
                if chosen == value(answer) {
                    break;
                }
                browser.press(tab, "ArrowDown");
            }
            reach(browser, tab, "Continue");
        }
        other => panic!("{other:?} is no part of a best path"),
    }
    browser.press(tab, "Enter");
    shown(browser, tab, n)
}

#[test]
fn a_whole_drill_goes_by_keyboard_to_the_account_of_the_terminal() {
    let (case, moves) = case_of_2020();
    let mut browser = Browser::start();
    let tab = browser.tab();
    open(&mut browser, &tab, "#_practise");
    reach(&mut browser, &tab, "Choose a case");
    browser.press(&tab, "Enter");
    let chooser = "new Promise(done => { const look = () => document.activeElement.id === 'tb-drill-case' ? done() : setTimeout(look, 10); look(); })";
    browser.evaluate(&tab, chooser);
    reach(&mut browser, &tab, "The same drill as somebody else");
    browser.press(&tab, "Enter");
    reach(&mut browser, &tab, "tb-drill-name");
    type_over(&mut browser, &tab, &case);
    reach(&mut browser, &tab, "tb-drill-seed");
    type_over(&mut browser, &tab, &SEED.to_string());
    reach(&mut browser, &tab, "Play it");
    browser.press(&tab, "Enter");
    shown(&mut browser, &tab, 1);
    assert_eq!(browser.evaluate(&tab, "location.hash"), address(&case));
    for (number, (_, made)) in moves.iter().enumerate() {
        let played = make(&mut browser, &tab, made, number + 2);
        assert!(played["refused"].is_null(), "{played:#}");
        let focus = match made {
            Move::Look | Move::Undo => "tb-drill-seen",
            Move::Wait => "tb-drill-said",
            _ => "tb-drill-title",
        };
        assert_eq!(browser.evaluate(&tab, FOCUS), focus, "after {made:?}");
    }
    let account = downloaded(&mut browser, &tab, &press("Download the account"));
    quiet(&mut browser, &tab, "the drill");

    let state = tempfile::tempdir().unwrap();
    let state = state.path().display().to_string();
    let mut terminal = support::triagebook("drill --json --no-input --save --case")
        .arg(&case)
        .arg("--seed")
        .arg(SEED.to_string())
        .variable("TRIAGEBOOK_STATE", &state);
    for (node, made) in &moves {
        let word = match made {
            Move::Decide(answer) => answer.word(),
            Move::Try => "done",
            _ => continue,
        };
        terminal = terminal.arg("--answer").arg(format!("{node}={word}"));
    }
    let told = terminal.code_after(0);
    assert_eq!(account, told.stdout, "left: the page, right: the terminal");
    let kept =
        support::triagebook("drill --progress --json").variable("TRIAGEBOOK_STATE", &state).code_after(0);
    let progress = browser.evaluate(&tab, "localStorage.getItem('tb-drill-progress:me')");
    assert_eq!(progress, kept.stdout, "left: the page, right: the terminal");
}

#[test]
fn a_drill_and_what_was_practised_outlive_the_page() {
    let (case, moves) = case_of_2020();
    let mut browser = Browser::start();
    let tab = browser.tab();
    open(&mut browser, &tab, &address(&case));
    shown(&mut browser, &tab, 1);
    let title = "document.getElementById('tb-drill-title').textContent";
    let next = |browser: &mut Browser, made: &Move| match made {
        Move::Look => after(browser, &tab, &press("Look:")),
        Move::Decide(answer) => after(browser, &tab, &decide(&value(answer))),
        other => panic!("{other:?}"),
    };
    next(&mut browser, &moves[0].1);
    next(&mut browser, &moves[1].1);
    let there = browser.evaluate(&tab, title);
    let tab = &tab;
    browser.reload(tab);
    wait_for_drill(&mut browser, tab);
    let same = format!(
        "new Promise(done => {{ const look = () => document.getElementById('tb-drill-title') ? done({title}) : setTimeout(look, 10); look(); }})"
    );
    assert_eq!(browser.evaluate(tab, &same), there, "a reload keeps the place");

    let wrong =
        "[...document.querySelectorAll('#_drill input[type=radio]')].find(input => input.value !== RIGHT)";
    after(&mut browser, tab, &press("Look:"));
    let Move::Decide(right) = &moves[3].1 else { panic!("the second question is decided after a look") };
    let wrong = wrong.replace("RIGHT", &format!("{:?}", value(right)));
    let played = after(
        &mut browser,
        tab,
        &format!("{wrong}.click(); document.querySelector('#_drill form button[type=submit]').click()"),
    );
    assert_eq!(played["remarks"][0]["kind"], "wrong", "{played:#}");
    assert_eq!(browser.evaluate(tab, FOCUS), "tb-drill-said", "what is said has the focus");
    let played = after(&mut browser, tab, &press("Hint"));
    assert_eq!(played["remarks"][0]["kind"], "hint", "{played:#}");
    let played = after(&mut browser, tab, &press("Stop"));
    assert_eq!(played["account"]["solved"], false);

    // It goes into a file and comes back from it.
    let kept = "new Promise(done => { const look = () => { const text = localStorage.getItem('tb-drill-progress:me');
        text === null ? setTimeout(look, 10) : done(text); }; look(); })";
    let progress = browser.evaluate(tab, kept);
    let missed = serde_json::from_str::<Value>(progress.as_str().unwrap()).unwrap();
    assert_eq!(missed["cards"][moves[3].0.to_string()]["missed"], 1, "{missed:#}");
    let choose = "new Promise(done => { const look = () => document.querySelector('.tb-practised') ? done() : setTimeout(look, 10); look(); })";
    browser.evaluate(tab, &press("Another case"));
    browser.evaluate(tab, choose);
    let file = downloaded(&mut browser, tab, &press("Save it as a file"));
    assert_eq!(progress, file);
    let said = |words: &str| {
        format!(
            "new Promise(done => {{ const look = () => document.querySelector('#_drill [role=status]').textContent === '{words}' ? done() : setTimeout(look, 10); look(); }})"
        )
    };
    browser.evaluate(tab, &press("Delete it from"));
    browser.evaluate(tab, &said("It is deleted."));
    assert_eq!(browser.evaluate(tab, "localStorage.getItem('tb-drill-progress:me')"), Value::Null);
    let text = serde_json::to_string(&file).unwrap();
    browser.evaluate(
        tab,
        &format!(
            "{{ const files = new DataTransfer(); files.items.add(new File([{text}], 'me.json'));
               const input = document.getElementById('tb-drill-import'); input.files = files.files; input.dispatchEvent(new Event('change')); }}"
        ),
    );
    browser.evaluate(tab, &said("It is taken over."));
    assert_eq!(browser.evaluate(tab, "localStorage.getItem('tb-drill-progress:me')"), file);
    let cards = browser.evaluate(tab, "document.querySelectorAll('.tb-cards > li').length");
    assert_eq!(cards, missed["cards"].as_object().unwrap().len());
}

#[test]
fn every_state_of_a_drill_is_accessible_and_fits() {
    let (case, moves) = case_of_2020();
    let mut browser = Browser::start();
    let tab = browser.tab();
    open(&mut browser, &tab, "");
    browser.evaluate(
        &tab,
        "document.querySelectorAll('main > :not(#_drill, #_practise)').forEach(element => element.remove())",
    );
    let mut failures = Vec::new();
    let mut look = |browser: &mut Browser, state: &str| {
        browser.evaluate(
            &tab,
            "document.querySelectorAll('#_drill details').forEach(details => { details.open = true; })",
        );
        for (number, view) in views::VIEWS.iter().take(4).enumerate() {
            browser.emulate(&tab, view, "screen");
            let what = format!("drill-{state}-{view}");
            browser.screenshot(&tab, &what, "#_drill");
            let rules = if number == 0 { views::Rules::All } else { views::Rules::OfTheView };
            let found = views::broken(browser, &tab, "#_drill", rules).into_iter();
            let found = found.chain(views::too_wide(browser, &tab, "#_drill"));
            failures.extend(found.map(|found| format!("{what}: {found}")));
        }
    };
    browser.evaluate(&tab, &format!("{}; new Promise(done => {{ const look = () => document.getElementById('tb-drill-case') ? done() : setTimeout(look, 10); look(); }})", press("Choose")));
    look(&mut browser, "choosing");
    browser.evaluate(&tab, &format!("location.hash = '{}'", address(&case)));
    shown(&mut browser, &tab, 1);
    look(&mut browser, "question");
    let mut seen = Vec::new();
    let mut fixes = 0;
    for (_, made) in &moves {
        let doing = match made {
            Move::Look => press("Look:"),
            Move::Wait => press("Wait:"),
            Move::Undo => press("Undo:"),
            Move::Try => press("Do:"),
            Move::Decide(answer) => decide(&value(answer)),
            other => panic!("{other:?}"),
        };
        if *made == Move::Undo && fixes == 1 {
            // The second change is made without a look at the way back.
            fixes += 1;
            continue;
        }
        let played = after(&mut browser, &tab, &doing);
        let state = match made {
            Move::Look if played["served"]["kind"] == "output" && seen.is_empty() => {
                after(&mut browser, &tab, &press("Hint"));
                Some("output-and-hint")
            }
            Move::Undo => {
                fixes += 1;
                Some("fix")
            }
            Move::Try if fixes == 2 => Some("unsafe"),
            _ => None,
        };
        if let Some(state) = state.filter(|state| !seen.contains(state)) {
            look(&mut browser, state);
            seen.push(state);
        }
    }
    look(&mut browser, "account");
    assert!(seen.len() > 1, "{seen:?}");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn without_scripts_a_lesson_points_at_the_terminal() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.switch_scripts_off(&tab);
    browser.open(&tab, &site::shipped().join(LESSON), "");
    let told = browser.evaluate(&tab, "document.querySelector('main').innerText");
    let told = told.as_str().unwrap();
    assert!(told.contains("they are switched off here"), "{told}");
    assert!(told.contains("triagebook drill hcw8064"), "{told}");
    assert_eq!(browser.evaluate(&tab, "document.getElementById('_drill').offsetParent"), Value::Null);
}
