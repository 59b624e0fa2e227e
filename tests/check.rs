//! `check` beyond the findings themselves: forms for programs, edits that are applied, and what a change is answerable for.
//!
//! Invariant: every case runs the real binary in a folder of its own, with a real `git` where a revision is named.
//! Deliberately absent: the rules one by one (see `cases.rs`).

mod support;

use std::path::Path;
use std::process::Command;
use support::{Case, Finished, SMALL_BASE, SMALL_RUNBOOK, triagebook};

/// A run over a knowledge base whose runbook has these replacements.
fn spoiled(arguments: &str, replacements: &[(&str, &str)]) -> Case {
    let mut runbook = SMALL_RUNBOOK.to_owned();
    for (from, to) in replacements {
        assert!(runbook.contains(from), "{from:?} is not in the runbook");
        runbook = runbook.replacen(from, to, 1);
    }
    triagebook(arguments).file("kb/knowledge-base.yaml", SMALL_BASE).file("kb/small.yaml", runbook)
}

#[test]
fn each_finding_is_one_line_in_the_short_form() {
    let finished = spoiled("check kb --format short", &[("next: start", "next: strat")]).run().code(1);
    assert_eq!(
        finished.stdout,
        "kb/small.yaml:29:15: error[unknown-node]: no node of this runbook is called `strat`\n"
    );
    finished.err(&["kb: 1 error in 2 files"]);
}

#[test]
fn findings_become_annotations_of_a_pull_request() {
    let finished = spoiled("check kb --format github", &[("next: start", "next: strat")]).run().code(1);
    assert_eq!(
        finished.stdout,
        "::error file=kb/small.yaml,line=29,endLine=29,col=15,endColumn=19,title=unknown-node::\
         no node of this runbook is called `strat`%0Ahelp: did you mean `start`?\n"
    );
}

/// Names and shapes are those of the SARIF 2.1.0 standard, sections 3.13 (log), 3.27 (result) and 3.30 (region).
#[test]
fn findings_become_sarif_for_code_scanning() {
    let spoiled = [("next: start", "next: strat"), ("risk: change", "risk: dangerous")];
    let sarif = self::spoiled("check kb --format sarif", &spoiled).run().code(1).json();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("the driver has rules");
    let names: Vec<_> = rules.iter().map(|rule| rule["id"].as_str()).collect();
    assert_eq!(names, [Some("invalid-value"), Some("unknown-node")]);
    let results = run["results"].as_array().expect("the run has results");
    let result = results.iter().find(|result| result["ruleId"] == "unknown-node");
    let result = result.expect("the wrong name is found");
    assert_eq!((&result["ruleIndex"], &result["level"]), (&1.into(), &"error".into()));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "kb/small.yaml");
    let region = serde_json::json!({ "startLine": 29, "startColumn": 15, "endLine": 29, "endColumn": 20 });
    assert_eq!(place["region"], region);
    let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["deletedRegion"], region);
    assert_eq!(replacement["insertedContent"]["text"], "start");
}

/// What a file holds after the run.
fn left(finished: &Finished, name: &str) -> Vec<u8> {
    std::fs::read(finished.folder().join(name)).expect("the file is there")
}

#[test]
fn fix_applies_what_is_certain_and_leaves_every_other_byte() {
    let scalar = ("signatures: [SVC1001]", "signatures: SVC1001   # as printed");
    let finished = spoiled("check kb --fix", &[scalar, ("next: start", "next: strat")]).run().code(1).err(&[
        "fixed kb/small.yaml:9:17: wrong-type: make it a list of one",
        "Fixed 1 finding in kb/small.yaml.",
        "error[unknown-node]",
        "kb: 1 error in 2 files",
    ]);
    let mended = SMALL_RUNBOOK.replace("[SVC1001]", "[SVC1001]   # as printed").replacen(
        "next: start",
        "next: strat",
        1,
    );
    assert_eq!(String::from_utf8(left(&finished, "kb/small.yaml")).as_ref(), Ok(&mended));
}

#[test]
fn fix_likely_takes_near_names_too_and_then_nothing_is_left() {
    let finished =
        spoiled("check kb --fix=likely", &[("next: start", "next: strat"), ("risk: change", "rsik: change")])
            .run()
            .code(0)
            .err(&["Fixed 2 findings in kb/small.yaml.", "kb: no findings in 2 files"]);
    assert_eq!(left(&finished, "kb/small.yaml"), SMALL_RUNBOOK.as_bytes());
}

#[test]
fn fix_writes_commands_out_and_in_plain_characters() {
    let base = SMALL_BASE.replace("shell: posix", "shell: powershell");
    let typed = "Get-Service \u{2013}Name it | ? Status | fl";
    let finished = triagebook("check kb --fix")
        .file("kb/knowledge-base.yaml", &base)
        .file("kb/small.yaml", SMALL_RUNBOOK.replace("command: service state", &format!("command: {typed}")))
        .run()
        .err(&["short-command: write the whole names", "typographic-character: write the plain characters"]);
    let mended = String::from_utf8(left(&finished, "kb/small.yaml")).expect("it is UTF-8");
    assert!(
        mended.contains("command: Get-Service -Name it | Where-Object Status | Format-List }"),
        "{mended}"
    );
}

#[test]
fn fix_touches_neither_other_files_nor_bytes_it_could_not_read() {
    let broken = [SMALL_RUNBOOK.replace("[SVC1001]", "SVC1001").as_bytes(), b"# \xff\n"].concat();
    let finished = triagebook("check kb --fix=likely")
        .file("kb/knowledge-base.yaml", SMALL_BASE)
        .file("kb/small.yaml", &broken)
        .run()
        .code(1)
        .err(&["Nothing could be fixed"]);
    assert_eq!(left(&finished, "kb/small.yaml"), broken);

    let other = SMALL_RUNBOOK.replace("runbook: small", "runbook: other");
    let spoilt = SMALL_RUNBOOK.replace("[SVC1001]", "SVC1001");
    let finished = spoiled("check kb/other.yaml --fix", &[("[SVC1001]", "SVC1001")])
        .file("kb/other.yaml", other)
        .run()
        .code(0)
        .err(&["Nothing could be fixed"]);
    assert_eq!(left(&finished, "kb/small.yaml"), spoilt.as_bytes());

    triagebook("check --fix").run().code(2).err(&["the built-in knowledge base cannot be changed", "help:"]);
}

fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=Author", "-c", "user.email=author@example.com", "-C"])
        .arg(folder)
        .args(arguments)
        .output()
        .expect("git is there");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A run over a repository that committed the runbook with `old` in it and then changed it by `new`.
fn changed(arguments: &str, old: &[(&str, &str)], new: &[(&str, &str)]) -> Case {
    let case = spoiled(arguments, old);
    let folder = case.path(".");
    git(&folder, &["init", "--quiet", "--initial-branch=main"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "--message=Begin"]);
    let path = case.path("kb/small.yaml");
    let mut text = std::fs::read_to_string(&path).expect("the runbook is there");
    for (from, to) in new {
        assert!(text.contains(from), "{from:?} is not in the runbook");
        text = text.replacen(from, to, 1);
    }
    std::fs::write(path, text).expect("the runbook can be written");
    case
}

#[test]
fn since_shows_only_what_the_change_is_answerable_for() {
    let old = [("risk: change", "risk: dangerous")];
    changed("check kb --since main --format short", &old, &[("next: start", "next: strat")])
        .run()
        .code(1)
        .out(&["unknown-node"])
        .err(&["kb: 1 error in 2 files"]);
    // The removed end stands on no line any more, but what pointed to it is new.
    let ends = "ends:\n  escalate: { title: Call the team, result: escalated, to: Team }";
    let renamed = "ends:\n  call: { title: Call the team, result: escalated, to: Team }";
    let finished = changed("check kb --since HEAD --format json", &[], &[(ends, renamed)]).run().code(1);
    let findings = finished.json()["findings"].as_array().cloned().expect("findings are a list");
    let lines: Vec<_> = findings
        .iter()
        .filter(|finding| finding["rule"] == "unknown-node")
        .map(|finding| finding["span"]["start"]["line"].as_u64())
        .collect();
    assert_eq!(lines.len(), 3, "{findings:#?}");
    changed("check kb --since main", &old, &[]).run().code(0).err(&["kb: no findings"]);
}

#[test]
fn since_says_what_git_cannot_do() {
    changed("check kb --since nowhere", &[], &[])
        .run()
        .code(3)
        .err(&["git knows no revision `nowhere`", "help:"]);
    changed("check kb --since=--output=x", &[], &[]).run().code(3).err(&["git knows no revision"]);
    spoiled("check kb --since main", &[]).run().code(3).err(&["git says: not a git repository", "help:"]);
}

#[test]
fn a_knowledge_base_says_how_much_a_rule_weighs() {
    let without = [("    sources: [doc]\nfixes:", "fixes:")];
    let base = |levels: &str| format!("{SMALL_BASE}rules: {{ {levels} }}\n");
    let run = |levels: &str| {
        spoiled("check kb --format short", &without).file("kb/knowledge-base.yaml", base(levels)).run()
    };
    run("missing-source: error").code(1).out(&["error[missing-source]"]);
    run("missing-source: info").code(0).out(&["info[missing-source]"]);
    run("missing-source: off").code(0).err(&["kb: no findings"]);
    run("missing-sorce: off")
        .code(1)
        .out(&["kb/knowledge-base.yaml:7:10: error[unknown-rule]: no rule is called `missing-sorce`"]);
    run("missing-source: of").code(1).out(&["error[invalid-value]"]);
}

#[test]
fn a_mistake_in_the_knowledge_base_does_not_make_its_places_and_sources_unknown() {
    for broken in [SMALL_BASE.replace("title: Small", "title: \"Small"), "title: [".to_owned()] {
        triagebook("check kb --format short")
            .file("kb/knowledge-base.yaml", broken)
            .file("kb/small.yaml", SMALL_RUNBOOK)
            .code_after(1)
            .out(&["kb/knowledge-base.yaml:1:8: error[yaml-syntax]"])
            .err(&["kb: 1 error in 2 files"]);
    }
}
