//! `test` and `replay`: the scenarios of the shipped knowledge base, and what the commands say about others.
//!
//! Invariant: the shipped scenarios pass and come through every edge.
//! Deliberately absent: the findings one by one (see `tests/cases/scenarios`).

mod support;

use std::path::Path;
use support::{Case, SMALL_BASE, triagebook};
use triagebook::scenario::{Coverage, Suite, explore, suggest, written};
use triagebook::source::FileId;
use triagebook::syntax;
use triagebook::world::library::{self, Library, Location};

fn shipped() -> Library {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runbooks");
    library::load_with_scenarios(Location::Folder(folder)).expect("the shipped knowledge base can be loaded")
}

/// When this fails after an edit of a runbook:
/// - `triagebook test` shows where a case goes another way than it did. If the new way is right, change the step in
///   `runbooks/tests/`; if not, mend the runbook.
/// - "not covered": a new way has no case yet. `triagebook test --suggest RUNBOOK` proposes one. Give it a title in the
///   words of the case, or add the answer to the `also:` of a step that is there, and keep it in `runbooks/tests/`.
#[test]
fn the_shipped_scenarios_pass_and_cover_every_edge() {
    let library = shipped();
    let suite = Suite::run(&library.graph, &library.scenarios, None);
    let failures: Vec<String> = suite
        .ran
        .iter()
        .flat_map(|ran| &ran.failures)
        .map(|failure| format!("{}: {}", library.sources.location(failure.primary.span), failure.message))
        .collect();
    assert!(failures.is_empty(), "\n{}\nSee them with: triagebook test", failures.join("\n"));
    let coverage = suite.coverage.by_runbook(&library.graph);
    let uncovered: Vec<String> = coverage
        .iter()
        .flat_map(|one| &one.uncovered)
        .map(|one| format!("{}: {}", library.sources.location(one.span), one.edge.sentence()))
        .collect();
    assert!(
        uncovered.is_empty(),
        "not covered by any scenario:\n{}\nSee what would: triagebook test --suggest RUNBOOK",
        uncovered.join("\n")
    );
}

#[test]
fn no_walk_over_the_shipped_graph_gets_stuck() {
    let library = shipped();
    let explored = explore(&library.graph, 2020, 300);
    assert_eq!(explored.problems, []);
    assert_eq!(explored.unreached, []);
    assert!(explored.walks > 1000, "{}", explored.walks);
    assert_eq!(explored, explore(&library.graph, 2020, 300), "the same seed makes the same walks");
}

#[test]
fn proposals_are_scenarios_that_pass() {
    let library = shipped();
    for runbook in library.graph.runbooks().iter().step_by(5) {
        let id = &runbook.runbook.value;
        let proposed = suggest(&library.graph, id, &Coverage::default(), Some("escalate"));
        assert!(!proposed.is_empty(), "{id}");
        let text = written(id, Some("escalate"), &proposed);
        let (file, findings) = syntax::scenarios(FileId(0), &text);
        assert_eq!(findings, [], "{id}:\n{text}");
        let suite = Suite::run(&library.graph, &file.into_iter().collect::<Vec<_>>(), None);
        let failures: Vec<&str> =
            suite.ran.iter().flat_map(|ran| &ran.failures).map(|failure| failure.message.as_str()).collect();
        assert!(failures.is_empty(), "{id}: {failures:#?}\n{text}");
    }
}

const RUNBOOK: &str = "\
runbook: printing
title: Printing does not work
reviewed: 2026-11-23
applies_to: [Windows]
symptoms:
  silent: { title: Nothing is printed, next: queue }
checks:
  queue:
    title: Is the queue running?
    run: [{ place: sh, command: lpstat }]
    sources: [doc]
    outcomes:
      running:
        title: It runs
        when: { property: State, equals: Running }
        samples: ['State : Running']
        next: solved
      stopped:
        title: It is stopped
        when: { property: State, equals: Stopped }
        samples: ['State : Stopped']
        next: escalate
    unsure: escalate
ends:
  solved: { title: It prints, result: resolved }
  escalate: { title: Hand over, result: escalated, to: Team }
";

const STOPPED: &str = "\
runbook: printing
scenarios:
  - title: The queue is stopped
    entry: silent
    steps: [queue: stopped]
    ends: escalate
";

const ALL: &str = "\
runbook: printing
anywhere: { unsure: escalate }
scenarios:
  - title: The queue runs
    entry: silent
    steps:
      - { at: queue, takes: running, also: { stopped: escalate } }
    ends: solved
";

fn case(arguments: &str, scenarios: &str) -> Case {
    triagebook(arguments)
        .file("kb/knowledge-base.yaml", SMALL_BASE)
        .file("kb/printing.yaml", RUNBOOK)
        .file("kb/tests/printing.yaml", scenarios)
}

#[test]
fn what_is_not_covered_is_listed_with_its_place() {
    case("test kb", STOPPED).run().code(0).out(&[
        "kb: 1 scenario passed",
        "covered       nodes   outcomes      edges",
        "printing        3/4        1/2        2/4",
        "kb/printing.yaml:17:15: printing/queue, running → printing/solved",
        "2 of 4 edges are covered: 50.0 %",
        "none gets stuck",
    ]);
    case("test kb --min-coverage 75", STOPPED).run().code(1).err(&["less than 75 %", "--suggest"]);
    case("test kb --min-coverage 100", ALL).run().code(0).out(&["4 of 4 edges are covered: 100.0 %"]);
}

#[test]
fn a_case_that_goes_another_way_is_shown_with_its_line_and_the_evidence() {
    let wrong =
        STOPPED.replace("queue: stopped", "{ at: queue, takes: stopped, evidence: 'State : Running' }");
    case("test kb", &wrong).run().code(1).out(&["kb: 0 scenarios passed, 1 failed"]).err(&[
        "error[failed-scenario]: `The queue is stopped`: at `printing/queue` the evidence is judged to be `running`",
        "kb/tests/printing.yaml:5:",
        "kb/printing.yaml:15:",
        "line 1 | State : Running",
        "the way there: printing/silent",
    ]);
}

#[test]
fn a_misspelt_name_in_a_scenario_is_found_by_check_too() {
    let wrong = STOPPED.replace("queue: stopped", "quue: stopped");
    case("check kb", &wrong).run().code(1).err(&[
        "error[unknown-node]: no node of this runbook is called `quue`",
        "kb/tests/printing.yaml:5:",
        "did you mean `queue`?",
    ]);
    case("check kb/tests/printing.yaml", &wrong).run().code(1).err(&["unknown-node"]);
    case("check kb/printing.yaml", &wrong).run().code(0);
    case("test kb", &wrong).run().code(1).err(&["unknown-node"]);
}

#[test]
fn one_scenario_runs_alone_by_its_title() {
    case("test kb --filter STOPPED", STOPPED).run().code(0).out(&["ok      The queue is stopped"]);
    case("test kb --filter", STOPPED)
        .arg("the queue is stoped")
        .run()
        .code(2)
        .err(&["did you mean `The queue is stopped`?"]);
}

#[test]
fn results_are_one_json_document() {
    let json = case("test kb --format json", STOPPED).run().code(0).json();
    assert_eq!(json["version"], 1);
    assert_eq!(json["scenarios"][0]["title"], "The queue is stopped");
    assert_eq!(json["scenarios"][0]["passed"], true);
    assert_eq!(json["coverage"]["runbooks"][0]["edges"], serde_json::json!({ "covered": 2, "all": 4 }));
    assert_eq!(json["coverage"]["uncovered"][0]["from"], "printing/queue");
    assert_eq!(json["walks"]["problems"], serde_json::json!([]));
}

#[test]
fn junit_is_well_formed_and_counts_what_failed() {
    let wrong = format!(
        "{}{}",
        ALL.replace("{ stopped: escalate }", "{ stopped: solved }"),
        "  - title: \"<A> & \\\"B\\\" \\u0007\"\n    entry: silent\n    steps: [queue: running]\n    ends: solved\n"
    );
    let finished = case("test kb --format junit", &wrong).run().code(1);
    let document = roxmltree::Document::parse(&finished.stdout).expect("it is well-formed XML");
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    assert_eq!((root.attribute("tests"), root.attribute("failures")), (Some("2"), Some("1")));
    let suites: Vec<_> = root.children().filter(roxmltree::Node::is_element).collect();
    assert_eq!(suites.len(), 1);
    assert_eq!(suites[0].tag_name().name(), "testsuite");
    assert_eq!(suites[0].attribute("name"), Some("kb/tests/printing.yaml"));
    let cases: Vec<_> = suites[0].children().filter(roxmltree::Node::is_element).collect();
    let names: Vec<_> = cases.iter().filter_map(|case| case.attribute("name")).collect();
    assert_eq!(names, ["The queue runs", "<A> & \"B\" \u{fffd}"]);
    let failure = cases[0].first_element_child().expect("it failed");
    assert_eq!(failure.tag_name().name(), "failure");
    assert!(failure.attribute("message").is_some_and(|message| message.contains("printing/escalate")));
    assert!(failure.text().is_some_and(|text| text.contains("kb/tests/printing.yaml:7:")));
    assert!(cases[1].first_element_child().is_none());
}

#[test]
fn a_proposal_covers_what_was_missing() {
    let proposed = case("test kb --suggest printing", "runbook: printing\nscenarios: []\n").run();
    let text = proposed.stdout;
    assert!(
        text.contains("  - title: It prints\n    entry: silent\n    steps:\n      - queue: running\n"),
        "{text}"
    );
    case("test kb --min-coverage 100", &text).run().code(0);
    case("test kb --suggest prnting", STOPPED).run().code(2).err(&["did you mean `printing`?"]);
}

#[test]
fn a_matcher_that_minds_no_line_survives() {
    let loose = RUNBOOK.replace("{ property: State, equals: Running }", "{ property: State, not: Stopped }");
    case("test kb --mutate", STOPPED).run().code(0).out(&["kb: 0 of 4 mutations survived"]);
    triagebook("test kb --mutate")
        .file("kb/knowledge-base.yaml", SMALL_BASE)
        .file("kb/printing.yaml", loose)
        .run()
        .code(0)
        .out(&[
            "kb/printing.yaml:16:",
            "`printing/queue` is still `running`, although line 1 was changed to: State : SomethingElse",
        ]);
}

#[test]
fn a_session_becomes_a_scenario_and_is_judged_again() {
    let walked = case("run printing --plain --state state", STOPPED)
        .arg("--kb")
        .arg("kb")
        .stdin("p\nOwner : alice@fabrikam.example\nState : Stopped\npassword=Sesame-Open-7\n.\ny\n")
        .run()
        .code(1);
    let kept = std::fs::read_dir(walked.folder().join("state/sessions")).expect("the session is kept");
    let journal = kept.filter_map(Result::ok).map(|entry| entry.path()).next().expect("there is one");
    let journal = std::fs::read(journal).expect("it can be read");
    let made =
        case("test kb --from-session case.journal", STOPPED).file("case.journal", &journal).run().code(0);
    assert!(
        made.stdout.contains("        takes: stopped\n        evidence: |\n          Owner : ")
            && made.stdout.contains("\n          State : Stopped\n"),
        "{}",
        made.stdout
    );
    assert!(!made.stdout.contains("Sesame"), "{}", made.stdout);
    assert!(!made.stdout.contains("alice"), "{}", made.stdout);
    let made = made.err(&["Stand-ins for ", "alice"]);
    case("test kb", &made.stdout).run().code(0).out(&["1 scenario passed"]);

    case("replay case.journal --kb kb", STOPPED)
        .file("case.journal", &journal)
        .run()
        .code(0)
        .out(&["kb: none of 1 session would go another way"]);
    let walked = triagebook("sessions list --json --state state").in_folder_of(walked).code_after(0);
    let name = walked.json()["sessions"][0]["id"].as_str().expect("it has a name").to_owned();
    let reported = triagebook(&format!("sessions report {name} --format json --state state --kb kb"))
        .in_folder_of(walked)
        .run();
    case("replay report.json --kb kb", STOPPED)
        .file("report.json", &reported.stdout)
        .run()
        .code(0)
        .out(&["none of 1 session would go another way"]);
    let edited = RUNBOOK.replace("equals: Stopped", "equals: Halted");
    let finished = triagebook("replay case.journal --kb kb --json")
        .file("kb/knowledge-base.yaml", SMALL_BASE)
        .file("kb/printing.yaml", edited)
        .file("case.journal", &journal)
        .run()
        .code(1);
    let json = finished.json();
    assert_eq!((json["changed"].as_u64(), json["all"].as_u64()), (Some(1), Some(1)));
    assert_eq!(
        json["sessions"][0]["changes"][0],
        "`printing/queue`, answered with `stopped`, now has no outcome that fits its output"
    );
}
