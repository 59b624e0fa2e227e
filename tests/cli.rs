//! The command line on the real binary: what goes where, and with which exit code.
//!
//! Invariant: every case runs in an empty folder of its own.
//! Deliberately absent: walks (see `run.rs`) and the rules one by one (see `cases.rs`).

mod support;

use support::{SMALL_BASE, SMALL_RUNBOOK as RUNBOOK, triagebook};

/// The same runbook, spoiled in one place.
fn spoiled(from: &str, to: &str) -> String {
    assert!(RUNBOOK.contains(from), "{from:?} is not in the runbook");
    RUNBOOK.replacen(from, to, 1)
}

#[test]
fn a_clean_knowledge_base_has_no_findings() {
    triagebook("check kb")
        .file("kb/knowledge-base.yaml", SMALL_BASE)
        .file("kb/small.yaml", RUNBOOK)
        .run()
        .code(0)
        .err(&["kb: no findings in 2 files"]);
}

#[test]
fn one_renamed_target_is_one_error_at_its_line() {
    let finished = triagebook("check kb --format json")
        .file("kb/knowledge-base.yaml", SMALL_BASE)
        .file("kb/small.yaml", spoiled("        next: start", "        next: strat"))
        .run()
        .code(1);
    let findings = finished.json()["findings"].as_array().cloned().unwrap_or_default();
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0]["rule"], "unknown-node");
    assert_eq!(findings[0]["file"], "kb/small.yaml");
    // Line 29 of the runbook above, behind `next: `.
    assert_eq!(findings[0]["span"]["start"]["line"], 29);
    assert_eq!(findings[0]["span"]["start"]["column"], 15);
    assert_eq!(findings[0]["suggestion"]["edits"][0]["replacement"], "start");
}

#[test]
fn a_broken_file_does_not_hide_the_findings_of_the_others() {
    triagebook("check kb")
        .file("kb/knowledge-base.yaml", SMALL_BASE)
        .file("kb/small.yaml", spoiled("risk: change", "risk: dangerous"))
        .file("kb/torn.yaml", "runbook: torn\ntitle: [unclosed\n")
        .file("kb/bytes.yaml", b"runbook: \xff\xfe\n")
        .run()
        .code(1)
        .err(&["kb/torn.yaml:", "kb/bytes.yaml:", "kb/small.yaml:", "dangerous"]);
}

#[test]
fn a_folder_that_is_no_knowledge_base_is_said_to_be_none() {
    triagebook("check empty").file("empty/readme.txt", "").run().code(3).err(&[
        "`empty` is not a knowledge base",
        "knowledge-base.yaml",
        "help:",
    ]);
    triagebook("check absent").run().code(3).err(&["could not read `absent`", "help:"]);
}

#[test]
fn explain_prints_the_rule_and_suggests_near_names() {
    triagebook("explain unknown-node").run().code(0).out(&["unknown-node", "What it does", "How to fix it"]);
    triagebook("explain unknwon-node")
        .run()
        .code(2)
        .err(&["there is no rule `unknwon-node`", "did you mean `unknown-node`?"]);
    triagebook("explain").run().code(0).out(&["unknown-node", "error"]);
}

#[test]
fn find_ranks_the_exact_code_first_and_finds_nothing_in_foreign_texts() {
    let kb = |arguments: &str| {
        triagebook(arguments)
            .file("runbooks/knowledge-base.yaml", SMALL_BASE)
            .file("runbooks/small.yaml", RUNBOOK)
    };
    kb("find the log says SVC1001 since noon")
        .run()
        .code(0)
        .out(&["1. The service does not answer", "triagebook run small/down"]);
    let finished = kb("find --json -").stdin("first line\nerror SVC1001: no\n").run().code(0);
    let json = finished.json();
    assert_eq!(json["version"], 1);
    assert_eq!(json["hits"][0]["node"], "small/down");
    assert_eq!(json["hits"][0]["line"], 2);
    kb("find the printer jams").run().code(1).err(&["Nothing in runbooks fits this text."]);
    kb("find SVC1011").run().code(1).err(&["Did you mean SVC1001?"]);
}

#[test]
fn the_built_in_knowledge_base_is_used_where_none_is_around() {
    triagebook("find HCW8064").run().code(0).out(&["triagebook run hcw8064"]);
    triagebook("check").run().code(0).err(&["the built-in knowledge base: no findings"]);
}

#[test]
fn the_schema_accepts_what_check_accepts() {
    let schema = triagebook("schema").run().code(0).json();
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let yaml: serde_json::Value = serde_yaml::from_str(RUNBOOK).expect("the runbook is YAML");
    let errors: Vec<String> = validator.iter_errors(&yaml).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    let broken: serde_json::Value =
        serde_yaml::from_str(&spoiled("risk: change", "rsik: change")).expect("is YAML");
    assert!(!validator.is_valid(&broken), "an unknown key must not pass the schema");
}

#[test]
fn completions_and_the_manual_name_every_subcommand() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        triagebook(&format!("completions {shell}")).run().code(0).out(&["explain", "find"]);
    }
    triagebook("man").run().code(0).out(&[".TH", "explain", "find"]);
}

#[test]
fn without_a_subcommand_the_runbooks_are_offered() {
    triagebook("")
        .run()
        .code(1)
        .out(&["What do you see?", "1   Hybrid Configuration Wizard ends with HCW8064"]);
}

#[test]
fn wrong_use_says_so_with_exit_code_2() {
    triagebook("chekc").run().code(2).err(&["chekc", "check"]);
}
