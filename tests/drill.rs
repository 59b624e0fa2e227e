//! `triagebook drill`: a case is served, decisions and changes are judged, the account says what was missed.
//!
//! Invariant: the real binary on a small knowledge base of one fault, and the walks of the shipped one through the library.
//! Deliberately absent: the page (`tests/browser`).

mod support;

use support::{Case, Finished, SMALL_BASE, SMALL_RUNBOOK, triagebook};
use triagebook::drill::{Feedback, Move, Practice, Settings, Shelf};
use triagebook::model::NodeKey;
use triagebook::session::{Answer, Prompt};
use triagebook::world::library::{Library, Location, load_with_scenarios};

/// The service was stopped; after the fix it runs, and the team is called about the reason.
const CASES: &str = "\
runbook: small
scenarios:
  - title: Somebody stopped it
    about: An update had stopped the service.
    entry: down
    steps:
      - state: stopped
      - start: done
      - state: running
    ends: escalate
  - title: It runs
    entry: down
    steps:
      - state: running
    ends: escalate
";

fn drill(arguments: &str) -> Case {
    triagebook(&format!("drill {arguments}"))
        .arg("--kb")
        .arg("kb")
        .arg("--state")
        .arg("state")
        .file("kb/knowledge-base.yaml", SMALL_BASE)
        .file("kb/small.yaml", SMALL_RUNBOOK)
        .file("kb/tests/small.yaml", CASES)
}

/// The case in which the service was stopped.
fn stopped(arguments: &str) -> Case {
    drill(arguments).arg("--case").arg("Somebody stopped it").arg("--seed").arg("7")
}

fn account(finished: &Finished) -> serde_json::Value {
    serde_json::from_str(&finished.stdout).expect("the account is JSON")
}

fn kinds(account: &serde_json::Value) -> Vec<&str> {
    let deductions = account["score"]["deductions"].as_array().expect("a list");
    deductions.iter().filter_map(|deduction| deduction["kind"].as_str()).collect()
}

#[test]
fn a_case_that_is_read_right_costs_no_points() {
    stopped("").stdin("look\n2\nundo\ndo\nlook\nrunning\n").code_after(0).out(&[
        "Somebody reports: The service does not answer",
        "service state\n",
        "State : stopped",
        "Right: line",
        "To undo it",
        "service stop",
        "Done.",
        "State : running",
        "Solved: Somebody stopped it",
        "An update had stopped the service.",
        "Score: 100 of 100",
        "The best path",
        "triagebook drill --case small/",
    ]);
}

#[test]
fn the_case_is_not_given_away_before_its_end() {
    let finished = stopped("").stdin("look\n").code_after(1);
    let before = finished.stdout.split("---- Account ----").next().expect("there is a beginning");
    assert!(!before.contains("Somebody stopped it"), "{before}");
    finished.out(&["The input ended before the case did.", "Not solved: Somebody stopped it"]);
}

#[test]
fn a_wrong_decision_is_told_and_taken_again() {
    let finished = stopped("--json").stdin("look\n1\n1\nstopped\nundo\ndo\nlook\n1\n").code_after(0);
    assert!(finished.stderr.contains("That is not what it says. Read it again"), "{}", finished.stderr);
    assert!(finished.stderr.contains("State : stopped"), "{}", finished.stderr);
    let account = account(&finished);
    assert_eq!(kinds(&account), ["misread", "misread"]);
    assert_eq!(account["score"]["points"], 80);
    assert_eq!(account["missed"], serde_json::json!(["small/state"]));
}

#[test]
fn told_at_the_end_a_wrong_decision_leads_where_it_leads() {
    let finished = stopped("--json --feedback at-end").stdin("look\n1\n").code_after(1);
    let account = account(&finished);
    assert_eq!(account["solved"], false);
    assert_eq!(kinds(&account), ["misread", "unsolved"]);
    assert!(!finished.stderr.contains("not what it says"), "{}", finished.stderr);
}

#[test]
fn unsafe_changes_are_called_out() {
    let before_proof = stopped("--json").stdin("go start\nshow\ndo\nlook\n1\n").code_after(0);
    assert!(before_proof.stderr.contains("UNSAFE: “Start it” was done before anything proved that it fits."));
    assert!(before_proof.stderr.contains("UNSAFE: “Start it” was done without a look at how to undo it."));
    assert_eq!(kinds(&account(&before_proof)), ["no-undo", "unproved"]);
    let twice =
        stopped("--json").stdin("go start\nshow\nundo\ndo\ngo start\nshow\nundo\ndo\nq\n").code_after(1);
    assert_eq!(kinds(&account(&twice))[..2], ["unproved", "wrong-change"]);
}

#[test]
fn a_decision_without_a_look_is_a_guess_and_hints_come_in_steps() {
    let finished = stopped("--json").stdin("h\nlook\nh\nh\nh\n2\nundo\ndo\n1\n").code_after(0);
    for hint in [
        "Look before you decide",
        "What decides is `State`.",
        "State : stopped.",
        "The answer is: It is stopped.",
    ] {
        assert!(finished.stderr.contains(hint), "{hint}: {}", finished.stderr);
    }
    assert_eq!(kinds(&account(&finished)), ["hinted", "hinted", "hinted", "guessed"]);
}

#[test]
fn flags_play_a_case_and_a_seed_plays_it_the_same_again() {
    let play =
        || stopped("--no-input --json --answer state=stopped --answer start=done --answer state=running");
    let first = play().code_after(0);
    assert_eq!(account(&first)["score"]["points"], 100);
    assert_eq!((first.stdout, first.stderr), {
        let second = play().code_after(0);
        (second.stdout, second.stderr)
    });
    stopped("--no-input --answer state=stopped").code_after(1).out(&["Not solved"]);
    stopped("--no-input --answer state=halted").code_after(2).err(&["has no answer `halted`"]);
}

#[test]
fn what_was_missed_comes_back() {
    let played =
        drill("").arg("--case=Somebody stopped it").stdin("look\n1\n2\nundo\ndo\nlook\n1\n").code_after(0);
    let shown = triagebook("drill --progress --kb kb --state state").in_folder_of(played).code_after(0);
    assert!(shown.stdout.contains("1 drill on 1 case, 1 solved; 1 question met."), "{}", shown.stdout);
    assert!(shown.stdout.contains("small/state): box 1, 0 right, 1 missed"), "{}", shown.stdout);
    let other =
        triagebook("drill --progress --kb kb --state state --person berta").in_folder_of(shown).code_after(0);
    other.out(&["Practised by berta", "0 drills on 0 cases"]);
}

#[test]
fn progress_moves_to_another_machine_and_other_files_are_refused() {
    let played = stopped("").stdin("look\n2\nundo\ndo\nlook\nrunning\n").code_after(0);
    let printed = triagebook("drill --progress --json --state state").in_folder_of(played).code_after(0);
    let import =
        |text: &str| triagebook("drill --import me.json --state elsewhere").file("me.json", text).run();
    let taken =
        import(&printed.stdout).code(0).out(&["Kept now: 1 drill on 1 case, 1 solved; 1 question met."]);
    let there = triagebook("drill --progress --json --state elsewhere").in_folder_of(taken).code_after(0);
    assert_eq!(there.stdout, printed.stdout);
    import("{}")
        .code(3)
        .err(&["could not take over `me.json`: it is no progress of drills", "--progress --json"]);
    import(r#"{"format":"triagebook-progress","version":7}"#)
        .code(3)
        .err(&["written by a newer triagebook (version 7"]);
}

#[test]
fn the_list_gives_nothing_away() {
    let listed = drill("--list").code_after(0);
    assert!(listed.stdout.contains("The service does not answer (3 steps, 2 min)"), "{}", listed.stdout);
    assert!(!listed.stdout.contains("Somebody stopped it"), "{}", listed.stdout);
    drill("--list --titles").code_after(0).out(&["Somebody stopped it"]);
    drill("").arg("--case=Somebody stoped it").code_after(2).err(&["did you mean `Somebody stopped it`?"]);
    drill("smal").code_after(2).err(&["did you mean `small`?"]);
    drill("").arg("--person").arg("../x").code_after(2).err(&["cannot be the name of a person"]);
}

fn shipped() -> Library {
    load_with_scenarios(Location::Embedded).expect("the built-in knowledge base can be loaded")
}

#[test]
fn the_case_of_2020_is_played_as_its_scenario_tells_it() {
    let library = shipped();
    let shelf = Shelf::new(&library.graph, &library.scenarios, None);
    let title = "The case of 2020: certificate renewed but not activated";
    let case = shelf.find(title).expect("it is shipped");
    let scenario = library
        .scenarios
        .iter()
        .flat_map(|file| file.scenarios.iter().map(move |scenario| (file, scenario)))
        .find(|(_, scenario)| scenario.title.value == title);
    let (file, scenario) = scenario.expect("it is there");
    let told: Vec<NodeKey> = scenario.steps.iter().map(|step| step.at.key(&file.runbook.value)).collect();
    let played: Vec<NodeKey> = case.best().iter().map(|step| step.node.clone()).collect();
    assert_eq!(played, told);
}

#[test]
fn whatever_is_asked_the_evidence_leads_on_and_calls_for_no_other_change() {
    let library = shipped();
    let shelf = Shelf::new(&library.graph, &library.scenarios, Some(&"oauth-cloud-to-onprem".into()));
    let playable: Vec<_> = shelf.cases.iter().filter(|case| case.is_playable()).take(4).collect();
    assert!(playable.len() > 3, "there is something to practise");
    let foreign = NodeKey::new("hybrid-oauth", "auth-config");
    for (seed, case) in (1..).zip(playable) {
        let mut practice = Practice::begin(case, Settings { seed, feedback: Feedback::AtEnd });
        practice.make(Move::Go(foreign.clone())).expect("any check can be asked");
        for _ in 0..60 {
            if practice.is_over() {
                break;
            }
            if let (Prompt::Check(check), Some(served)) = (practice.prompt(), practice.served()) {
                assert!(!served.text.trim().is_empty(), "{}: nothing is seen at {}", case.title, check.node);
            }
            let Some(made) = practice.best_move() else {
                panic!("{}: {:?} is called for", case.title, practice.prompt());
            };
            practice.make(made).expect("the best move can be made");
        }
        assert!(practice.is_over(), "{} comes to an end from {foreign}", case.title);
    }
}

#[test]
fn seeds_change_how_an_output_looks_and_not_what_it_says() {
    let library = shipped();
    let shelf = Shelf::new(&library.graph, &library.scenarios, Some(&"mail-flow".into()));
    let asks = |case: &&triagebook::drill::Prepared<'_>| {
        case.is_playable() && Practice::begin(case, Settings::default()).best_move() == Some(Move::Look)
    };
    let case = shelf.cases.iter().find(asks).expect("there is one");
    let texts: std::collections::BTreeSet<String> = (0..8)
        .map(|seed| {
            let moves = [Move::Look];
            let practice = Practice::replay(case, Settings { seed, ..Settings::default() }, &moves);
            let served = practice.served().expect("the first question was looked at");
            assert_ne!(practice.best_move(), Some(Move::Decide(Answer::Unsure)));
            served.text.clone()
        })
        .collect();
    assert!(texts.len() > 2, "{texts:?}");
}
