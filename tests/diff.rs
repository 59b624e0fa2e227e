//! `diff`: what changed in a knowledge base, in words.

mod support;

use support::{Case, SMALL_BASE, SMALL_RUNBOOK, triagebook};
use triagebook::compare;
use triagebook::graph::Graph;
use triagebook::source::FileId;
use triagebook::syntax;

const CASES: &str = "\
runbook: small
scenarios:
  - title: It was stopped
    entry: down
    steps: [state: stopped, start: done, state: running]
    ends: escalate
";

/// A run over the small knowledge base in `old` and this runbook in `new`.
fn compared(arguments: &str, runbook: &str) -> Case {
    triagebook(&format!("diff old --kb new {arguments}"))
        .file("old/knowledge-base.yaml", SMALL_BASE)
        .file("old/small.yaml", SMALL_RUNBOOK)
        .file("old/tests/small.yaml", CASES)
        .file("new/knowledge-base.yaml", SMALL_BASE)
        .file("new/small.yaml", runbook)
}

#[test]
fn layout_and_comments_are_no_change() {
    let runbook = SMALL_RUNBOOK
        .replace("title: The service is down\n", "")
        .replace("runbook: small\n", "# A comment\ntitle: 'The service is down'\nrunbook: small\n");
    assert_eq!(compared("", &runbook).code_after(0).stdout, "No change of what it says.\n");
}

#[test]
fn a_rollback_that_a_reason_takes_the_place_of_is_one_change() {
    let steps = "    rollback:\n      - { place: sh, command: service stop }\n";
    let runbook = SMALL_RUNBOOK.replace(steps, "    rollback: { none: It just runs. }\n");
    let expected = "\
small
  ! fix `start` can no longer be undone: “It just runs.”

1 change, 1 of which weakens a guard.
";
    assert_eq!(compared("", &runbook).code_after(0).stdout, expected);
    let other = runbook.replace("It just runs.", "It may run.");
    let again = compared("", &other).file("old/small.yaml", &runbook).code_after(0).stdout;
    assert_eq!(
        again,
        "small\n  - fix `start` has other words in its rollback\n\n1 change, none of which weakens a guard.\n"
    );
}

#[test]
fn guards_that_are_gone_come_first() {
    let runbook = SMALL_RUNBOOK
        .replace("    rollback:\n      - { place: sh, command: service stop }\n", "")
        .replace("    requires: { state: stopped }\n", "    requires: { state: [stopped, running] }\n")
        .replace("attempts: { limit: 2, else: escalate }", "attempts: { limit: 5, else: escalate }")
        .replace("    unsure: escalate\n", "")
        .replace("title: It is stopped", "title: It is not running");
    let out = compared("", &runbook).code_after(0).stdout;
    let expected = "\
small
  ! `state` lost its way out for when nobody can tell
  ! fix `start` lost its rollback
  ! fix `start` requires `stopped` or `running` of `state` instead of `stopped`
  ! fix `start` may be tried 5 times instead of 2
  - check `state` has other words in its outcomes

5 changes, 4 of which weaken a guard.
";
    assert_eq!(out, expected);
}

#[test]
fn a_check_put_in_between_is_told_with_its_place_and_the_longer_ways() {
    let runbook = SMALL_RUNBOOK.replace("        next: start\n", "        next: allowed\n").replace(
        "fixes:\n",
        "  allowed:\n    title: May it be started?\n    ask: Ask the owner.\n    outcomes:\n      yes: { title: It may, next: start }\n      no: { title: It may not, next: escalate }\n    unsure: escalate\n    sources: [doc]\nfixes:\n",
    );
    compared("", &runbook).code_after(0).out(&[
        "adds check `allowed` (“May it be started?”), between `state` and `start`",
        "outcome `stopped` of `state` now goes to `allowed` instead of `start`",
        "Walked cases that go another way\n  - It was stopped: ",
    ]);
    let json = compared("--json", &runbook).code_after(0).json();
    assert_eq!(json["version"], 1);
    assert_eq!(json["cases"][0]["title"], "It was stopped");
    assert_eq!(json["changes"][0]["runbook"], "small");
}

#[test]
fn a_renamed_node_is_one_change_and_ways_to_it_are_none() {
    let runbook = SMALL_RUNBOOK
        .replace("  start:\n    title", "  begin:\n    title")
        .replace("next: start\n", "next: begin\n");
    let out = compared("", &runbook).code_after(0).stdout;
    assert!(out.contains("  - renames `start` to `begin`\n"), "{out}");
    assert!(!out.contains("adds") && !out.contains("removes") && !out.contains("now goes"), "{out}");
}

#[test]
fn markdown_cannot_be_broken_by_a_title() {
    let runbook = SMALL_RUNBOOK.replace("title: Start it", "title: 'Start <b>it</b> [now](x) @all'");
    compared("--format markdown", &runbook).code_after(0).out(&[
        "### `small`",
        "**What is said**",
        "- fix `start` is now called “Start \\<b\\>it\\</b\\> \\[now\\](x) \\@all”",
    ]);
}

#[test]
fn rules_that_are_switched_off_and_lifted_are_told() {
    let runbook = SMALL_RUNBOOK
        .replace("ends:\n", "allow:\n  - { rule: missing-source, reason: It is known }\nends:\n");
    let mut case = compared("", &runbook);
    case = case.file("new/knowledge-base.yaml", format!("{SMALL_BASE}rules: {{ missing-rollback: off }}\n"));
    case.code_after(0).out(&[
        "The knowledge base\n  ! the rule `missing-rollback` is switched off",
        "small\n  ! lifts the rule `missing-source`: “It is known”",
    ]);
}

#[test]
fn a_revision_is_read_from_git_and_a_wrong_one_is_said() {
    let git = |folder: &std::path::Path, words: &[&str]| {
        let done = std::process::Command::new("git")
            .arg("-C")
            .arg(folder)
            .args(["-c", "user.name=x", "-c", "user.email=x@contoso.com"])
            .args(words)
            .output()
            .expect("git is there");
        assert!(done.status.success(), "{done:?}");
    };
    let case = triagebook("diff HEAD small --kb kb")
        .file("kb/knowledge-base.yaml", SMALL_BASE)
        .file("kb/small.yaml", SMALL_RUNBOOK);
    let folder = case.path("");
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "first"]);
    let changed = SMALL_RUNBOOK.replace("risk: change", "risk: outage").replace("SVC1001", "SVC1002");
    let done = case.file("kb/small.yaml", changed).code_after(0).out(&[
        "the risk of fix `start` is now `outage`",
        "symptom `down` changes its signatures: `SVC1002` instead of `SVC1001`",
    ]);
    let done = triagebook("diff nowhere --kb kb")
        .in_folder_of(done)
        .code_after(3)
        .err(&["git knows no revision `nowhere`"]);
    triagebook("diff HEAD smal --kb kb").in_folder_of(done).code_after(2).err(&["did you mean `small`?"]);
}

const SAYS_ALL: [&str; 2] = [
    "\
title: t-base
summary: t-summary
owner: t-owner
contact: t-contact
review_days: 90
order: [all]
places:
  sh: { title: t-place, shell: posix, side: cloud, marks: [t-mark], open: t-open }
sources:
  shared: { title: t-source, url: 'https://example.com/t-url', seen: 2026-11-01, confidence: field }
glossary:
  term: { means: t-means, long: t-long, also: [t-also] }
",
    "\
runbook: all
title: t-runbook
summary: t-runbook-summary
owner: t-team
reviewed: 2026-11-01
applies_to: [t-scope]
sources:
  own: { title: t-own, seen: 2026-10-01 }
inputs:
  who: { ask: t-ask, type: enum, values: [t-value], example: t-value, help: t-help }
symptoms:
  down: { title: t-symptom, detail: t-detail, signatures: [t-signature], next: state, sources: [own], unconfirmed: t-doubt }
checks:
  state:
    title: t-check
    why: t-why
    run: [{ place: sh, command: t-command, note: t-note }]
    minutes: 1
    outcomes:
      good: { title: t-outcome, detail: t-more, when: { text: t-test }, capture: { seen: t-property }, samples: [t-test], next: start }
    undecided: [t-undecided]
    unsure: over
    sources: [shared]
    unconfirmed: t-guess
fixes:
  start:
    title: t-fix
    detail: t-background
    risk: change
    role: t-role
    impact: t-impact
    stop_if: t-stop
    steps: [{ do: t-step, place: sh, command: t-do, expect: t-expect }]
    rollback: { none: t-reason }
    wait: 5m
    minutes: 7
    verify: state
    attempts: { limit: 2, else: over }
    sources: [own]
    unconfirmed: t-rumour
ends:
  over: { title: t-end, detail: t-last, result: escalated, to: t-to, attach: [t-attach], sources: [own], unconfirmed: t-maybe }
",
];

#[test]
fn no_change_of_a_value_goes_untold() {
    let link = |texts: &[String]| {
        let (base, found) = syntax::knowledge_base(FileId(0), &texts[0]);
        assert_eq!(found, []);
        let (runbook, found) = syntax::runbook(FileId(1), &texts[1]);
        assert_eq!(found, []);
        Graph::link(base.expect("it can be read"), vec![runbook.expect("it can be read")]).0
    };
    let texts = SAYS_ALL.map(str::to_owned);
    let before = link(&texts);
    assert_eq!(compare::compare(&before, &before), []);
    let numbers = [
        ("review_days: 90", "review_days: 91"),
        ("shell: posix", "shell: powershell"),
        ("side: cloud", "side: on-premises"),
        ("seen: 2026-11-01", "seen: 2026-11-02"),
        ("confidence: field", "confidence: official"),
        ("reviewed: 2026-11-01", "reviewed: 2026-11-02"),
        ("seen: 2026-10-01", "seen: 2026-10-02"),
        ("minutes: 1", "minutes: 2"),
        ("risk: change", "risk: outage"),
        ("wait: 5m", "wait: 6m"),
        ("minutes: 7", "minutes: 8"),
        ("limit: 2", "limit: 3"),
        ("result: escalated", "result: elsewhere"),
        ("sources: [shared]", "sources: [own]"),
        ("order: [all]\n", ""),
    ];
    let words = SAYS_ALL.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric() && c != '-'));
    let words: Vec<(&str, String)> = words
        .filter(|word| word.starts_with("t-"))
        .map(|word| (word, word.replace("t-", "other-")))
        .collect();
    assert!(words.len() > 50, "{words:?}");
    let numbers = numbers.map(|(from, to)| (from, to.to_owned()));
    for (from, to) in words.into_iter().chain(numbers) {
        // One place at a time, so that a value that is told elsewhere does not speak for it.
        let places = texts.iter().enumerate().flat_map(|(file, text)| {
            text.match_indices(from).map(move |(at, _)| (file, at)).collect::<Vec<_>>()
        });
        for (file, at) in places.take(1).collect::<Vec<_>>() {
            let mut changed = texts.clone();
            changed[file].replace_range(at..at + from.len(), &to);
            assert_ne!(compare::compare(&before, &link(&changed)), [], "{from} -> {to}");
        }
    }
}

#[test]
fn a_rule_that_weighs_more_takes_no_guard_away() {
    let of = |old: &str, new: &str| {
        triagebook("diff old --kb new")
            .file("old/knowledge-base.yaml", format!("{SMALL_BASE}{old}"))
            .file("old/small.yaml", SMALL_RUNBOOK)
            .file("new/knowledge-base.yaml", format!("{SMALL_BASE}{new}"))
            .file("new/small.yaml", SMALL_RUNBOOK)
            .code_after(0)
            .stdout
    };
    let (weak, strong) = ("rules: { missing-impact: info }\n", "rules: { missing-impact: error }\n");
    assert!(of(weak, strong).contains("- the rule `missing-impact` now weighs `error`"));
    assert!(of(strong, weak).contains("! the rule `missing-impact` now weighs `info`"));
}
