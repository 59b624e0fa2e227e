//! The registry of rules: names, documentation, and a case for each.

mod examples;
mod snippet;

use std::path::Path;
use triagebook::lint;

#[test]
fn names_are_unique_and_in_kebab_case() {
    let names: Vec<&str> = lint::rules().iter().map(|rule| rule.name).collect();
    assert!(names.is_sorted_by(|a, b| a < b), "sorted, and each name once: {names:?}");
    for name in names {
        let words = name.split('-');
        let is_word = |word: &str| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        assert!(words.clone().all(is_word), "{name} is kebab-case");
        assert_eq!(lint::rule(name).map(|rule| rule.name), Some(name), "{name} is found by its name");
    }
    assert!(lint::rule("no-such-rule").is_none());
}

#[test]
fn every_rule_is_documented_in_the_same_four_sections() {
    for rule in lint::rules() {
        let headings: Vec<&str> =
            rule.documentation.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        let wanted = ["What it does", "Why it matters", "Example", "How to fix it"];
        assert_eq!(headings, wanted, "{}", rule.name);
        let sections: Vec<&str> = rule.documentation.split("\n## ").collect();
        let is_written =
            |section: &&str| section.split_once('\n').is_some_and(|(_, body)| !body.trim().is_empty());
        assert!(sections.iter().all(is_written), "{}: a section is empty", rule.name);
        assert!(rule.summary.ends_with('.'), "{}: the summary is a sentence", rule.name);
        assert!(!rule.summary.contains('\n'), "{}: the summary is one line", rule.name);
    }
}

/// All text under a folder.
fn texts(folder: &Path, all: &mut String) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("its entries too").path();
        if path.is_dir() {
            texts(&path, all);
        } else {
            all.push_str(&String::from_utf8_lossy(&std::fs::read(&path).expect("the file can be read")));
        }
    }
}

#[test]
fn every_rule_of_graph_and_lint_is_broken_by_a_test() {
    let mut all = String::new();
    texts(Path::new("tests"), &mut all);
    let below: Vec<&str> = triagebook::syntax::RULES.iter().map(|rule| rule.name).collect();
    for rule in lint::rules().iter().filter(|rule| !below.contains(&rule.name)) {
        let announced = all.contains(&format!("#~ {}", rule.name));
        let asserted = all.contains(&format!("[\"{}\"]", rule.name));
        assert!(announced || asserted, "no test breaks {}", rule.name);
    }
}
