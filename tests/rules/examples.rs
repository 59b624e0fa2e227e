//! The examples in the documentation of the rules: what is said to be wrong is found, and what is said to be right is not.

use crate::snippet::{Files, lay_over};
use std::collections::BTreeSet;
use std::path::Path;
use triagebook::graph::Graph;
use triagebook::lint;
use triagebook::scenario::Suite;
use triagebook::source::{SourceFile, SourceMap};
use triagebook::syntax;

/// Rules whose example cannot be shown on a page: bytes, sizes, characters that nobody sees.
const IN_WORDS: &[&str] = &[
    "byte-order-mark",
    "control-character",
    "crlf",
    "empty-file",
    "file-too-large",
    "long-step",
    "long-walk",
    "not-utf8",
    "tab-indent",
    "too-deep",
    "too-many-values",
];

/// The knowledge base over which the examples are laid.
fn base() -> Files {
    let folder = Path::new("tests/rules/base");
    let read = |name: &str| {
        (name.to_owned(), std::fs::read_to_string(folder.join(name)).expect("the file can be read"))
    };
    ["knowledge-base.yaml", "hcw8064.yaml", "auth-certificate.yaml"].map(read).into()
}

/// The rules that the knowledge base breaks: as read, linked, checked and, where nothing is wrong so far, walked.
fn broken_rules(files: &Files) -> BTreeSet<&'static str> {
    let mut sources = SourceMap::default();
    let (mut base, mut runbooks, mut scenarios, mut found) = (None, Vec::new(), Vec::new(), Vec::new());
    for (name, text) in files {
        let id = sources.add(SourceFile::new(name.as_str(), text.as_str()));
        if name == "knowledge-base.yaml" {
            let (read, findings) = syntax::knowledge_base(id, text);
            base = read;
            found.extend(findings);
        } else if name.starts_with("tests/") {
            let (read, findings) = syntax::scenarios(id, text);
            scenarios.extend(read);
            found.extend(findings);
        } else {
            let (read, findings) = syntax::runbook(id, text);
            runbooks.extend(read);
            found.extend(findings);
        }
    }
    let (graph, linked) = Graph::link(base.expect("the knowledge base can be read"), runbooks);
    found.extend(linked);
    found.extend(graph.scenario_names(&scenarios, &[]));
    let today = jiff::civil::date(2026, 12, 1);
    found.extend(lint::check(&lint::Input { graph: &graph, today, scenarios: &scenarios, found: &found }));
    if found.is_empty() {
        found.extend(Suite::run(&graph, &scenarios, None).ran.into_iter().flat_map(|ran| ran.failures));
    }
    found.iter().map(|finding| finding.rule.name).collect()
}

/// The blocks of YAML in a part of a documentation.
fn blocks(part: &str) -> impl Iterator<Item = &str> {
    part.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default())
}

#[test]
fn the_knowledge_base_of_the_examples_breaks_no_rule() {
    assert_eq!(broken_rules(&base()), BTreeSet::new());
}

#[test]
fn each_documented_example_breaks_its_rule_alone_and_its_cure_breaks_none() {
    let mut wrong = Vec::new();
    for rule in lint::rules() {
        let (_, example) = rule.documentation.split_once("## Example").expect("there is an example");
        let (example, cure) = example.split_once("## How to fix it").expect("there is a cure");
        assert_eq!(blocks(example).count() == 0, IN_WORDS.contains(&rule.name), "{}", rule.name);
        let bad = blocks(example).fold(base(), |files, block| lay_over(&files, block));
        if blocks(example).count() > 0 && !broken_rules(&bad).into_iter().eq([rule.name]) {
            wrong.push(format!("the example of {} breaks {:?}", rule.name, broken_rules(&bad)));
        }
        for block in blocks(cure).filter(|_| !IN_WORDS.contains(&rule.name)) {
            let broken = broken_rules(&lay_over(&bad, block));
            if !broken.is_empty() {
                wrong.push(format!("the cure of {} breaks {broken:?}:\n{block}", rule.name));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
