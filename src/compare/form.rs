//! Changes as lines, as Markdown for a pull request, and as JSON.
//!
//! Invariant: all changes are in each form; text from a knowledge base cannot leave its line, nor become markup.
//! Deliberately absent: colour.

use crate::compare::{Change, Weight};
use crate::prose::{count, quoted, visible_line};
use std::fmt::Write as _;

/// A walked case that goes another way now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its title.
    pub title: String,
    /// What is different, as a sentence without a full stop.
    pub sentence: String,
}

/// As lines. Writing to a String cannot fail.
pub fn text(changes: &[Change], cases: &[Case]) -> String {
    let mut out = String::new();
    for group in groups(changes) {
        let name = group[0].runbook.as_ref().map_or("The knowledge base".to_owned(), ToString::to_string);
        let _ = writeln!(out, "{}{}", if out.is_empty() { "" } else { "\n" }, visible_line(&name));
        for change in group {
            let mark = if change.weight == Weight::Safety { "!" } else { "-" };
            let _ = writeln!(out, "  {mark} {}", visible_line(&change.sentence));
        }
    }
    if !cases.is_empty() {
        let _ = writeln!(out, "{}Walked cases that go another way", if out.is_empty() { "" } else { "\n" });
    }
    for case in cases {
        let _ = writeln!(out, "  - {}: {}", visible_line(&case.title), visible_line(&case.sentence));
    }
    if out.is_empty() {
        return "No change of what it says.\n".to_owned();
    }
    let _ = writeln!(out, "\n{}", summary(changes));
    out
}

/// As Markdown.
pub fn markdown(changes: &[Change], cases: &[Case]) -> String {
    let mut out = String::new();
    for group in groups(changes) {
        let name = group[0].runbook.as_ref().map_or("The knowledge base".to_owned(), quoted);
        let _ = writeln!(out, "### {}\n", escaped(&name));
        let mut weight = None;
        for change in group {
            if weight != Some(change.weight) {
                let gap = if weight.is_some() { "\n" } else { "" };
                let _ = writeln!(out, "{gap}**{}**\n", heading(change.weight));
                weight = Some(change.weight);
            }
            let _ = writeln!(out, "- {}", escaped(&change.sentence));
        }
        out.push('\n');
    }
    if !cases.is_empty() {
        out.push_str("### Walked cases that go another way\n\n");
        for case in cases {
            let _ = writeln!(out, "- **{}**: {}", escaped(&case.title), escaped(&case.sentence));
        }
        out.push('\n');
    }
    if out.is_empty() {
        return "No change of what it says.\n".to_owned();
    }
    let _ = writeln!(out, "{}", summary(changes));
    out
}

/// As JSON: `{"version": 1, "changes": [{"weight", "runbook", "node", "sentence"}], "cases": [{"title", "sentence"}]}`.
pub fn json(changes: &[Change], cases: &[Case]) -> serde_json::Value {
    let changes: Vec<serde_json::Value> = changes
        .iter()
        .map(|change| {
            serde_json::json!({
                "weight": change.weight.word(),
                "runbook": change.runbook,
                "node": change.node,
                "sentence": change.sentence,
            })
        })
        .collect();
    let cases: Vec<serde_json::Value> = cases
        .iter()
        .map(|case| serde_json::json!({ "title": case.title, "sentence": case.sentence }))
        .collect();
    serde_json::json!({ "version": 1, "changes": changes, "cases": cases })
}

/// The changes of each runbook.
fn groups(changes: &[Change]) -> impl Iterator<Item = &[Change]> {
    changes.chunk_by(|a, b| a.runbook == b.runbook)
}

fn heading(weight: Weight) -> &'static str {
    match weight {
        Weight::Safety => "Look at these first: a guard is gone or weaker",
        Weight::Way => "Where walks go",
        Weight::Text => "What is said",
    }
}

fn summary(changes: &[Change]) -> String {
    let of = |weight: Weight| changes.iter().filter(|change| change.weight == weight).count();
    let all = count(changes.len(), "change");
    match of(Weight::Safety) {
        0 => format!("{all}, none of which weakens a guard."),
        1 => format!("{all}, 1 of which weakens a guard."),
        several => format!("{all}, {several} of which weaken a guard."),
    }
}

/// A sentence of Markdown with code between backquotes, in which nothing else is markup.
fn escaped(text: &str) -> String {
    let line = visible_line(text);
    let mut out = String::with_capacity(line.len());
    let mut is_code = false;
    for character in line.chars() {
        if character == '`' {
            is_code = !is_code;
        } else if !is_code
            && matches!(character, '<' | '>' | '*' | '_' | '[' | ']' | '#' | '\\' | '|' | '~' | '@')
        {
            out.push('\\');
        }
        out.push(character);
    }
    if is_code {
        out.push('`');
    }
    out
}
