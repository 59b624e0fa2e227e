//! Proposed scenarios as YAML, in the form that an author would write.
//!
//! Invariant: what is written here is read back as the same scenario.
//! Deliberately absent: proposing (`suggest`, `from_session`).

use crate::model::{NodeKey, RunbookId};
use crate::scenario::suggest::{Last, Proposed, ProposedAct, ProposedOther, ProposedStep};
use crate::syntax::scalar;
use std::fmt::Write as _;

/// A file with these scenarios. Writing to a String cannot fail.
pub fn written(runbook: &RunbookId, anywhere: Option<&str>, proposed: &[Proposed]) -> String {
    let mut out = format!("runbook: {runbook}\n");
    if let Some(end) = anywhere {
        let _ = writeln!(out, "anywhere: {{ unsure: {end}, failed: {end} }}");
    }
    out.push_str("\nscenarios:\n");
    for (index, one) in proposed.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        scenario(&mut out, runbook, one);
    }
    out
}

fn scenario(out: &mut String, home: &RunbookId, one: &Proposed) {
    let _ = writeln!(out, "  - title: {}", scalar(&one.title));
    let _ = writeln!(out, "    entry: {}", short(home, &one.entry));
    if let Some(now) = one.now {
        let _ = writeln!(out, "    now: {now}");
    }
    if !one.inputs.is_empty() {
        out.push_str("    inputs:\n");
    }
    for (name, value) in &one.inputs {
        let _ = writeln!(out, "      {name}: {}", scalar(value));
    }
    out.push_str("    steps:\n");
    for step in &one.steps {
        of_step(out, home, step);
    }
    let _ = match &one.last {
        Last::Ends(node) => writeln!(out, "    ends: {}", short(home, node)),
        Last::Stops(node) => writeln!(out, "    stops: {}", short(home, node)),
    };
}

fn of_step(out: &mut String, home: &RunbookId, step: &ProposedStep) {
    let at = short(home, &step.at);
    let (word, extra) = match &step.act {
        ProposedAct::Takes(word) if step.also.is_empty() && step.evidence.is_none() => {
            let _ = writeln!(out, "      - {at}: {word}");
            return;
        }
        ProposedAct::SkipTo(node) => {
            let _ = writeln!(out, "      - {{ at: {at}, skip_to: {} }}", short(home, node));
            return;
        }
        ProposedAct::ByPerson(word) if step.also.is_empty() => {
            let _ = writeln!(out, "      - {{ at: {at}, takes: {word}, by: person }}");
            return;
        }
        ProposedAct::Takes(word) => (word, ""),
        ProposedAct::ByPerson(word) => (word, "        by: person\n"),
    };
    let _ = writeln!(out, "      - at: {at}\n        takes: {word}");
    out.push_str(extra);
    if let Some(evidence) = &step.evidence {
        let _ = writeln!(out, "        evidence: {}", block(evidence));
    }
    if !step.also.is_empty() {
        out.push_str("        also:\n");
    }
    for (word, other) in &step.also {
        let _ = writeln!(out, "          {word}: {}", of_other(home, other));
    }
}

fn of_other(home: &RunbookId, other: &ProposedOther) -> String {
    let goes = short(home, &other.goes);
    if other.returns.is_none() && other.by_person.is_none() {
        return goes;
    }
    let mut keys = vec![format!("goes: {goes}")];
    keys.extend(other.returns.as_ref().map(|node| format!("returns: {}", short(home, node))));
    keys.extend(other.by_person.map(|()| "by: person".to_owned()));
    format!("{{ {} }}", keys.join(", "))
}

/// The name of a node as it is written in a file of this runbook.
fn short(home: &RunbookId, node: &NodeKey) -> String {
    if node.runbook == *home { node.node.to_string() } else { node.to_string() }
}

/// A text of several lines as a YAML value under a key of a step.
fn block(text: &str) -> String {
    let odd = |character: char| character.is_control() && character != '\n';
    let plain = !text.trim().is_empty() && !text.starts_with([' ', '\n']) && !text.chars().any(odd);
    if !plain {
        return serde_json::Value::from(text).to_string();
    }
    let lines = text
        .trim_end_matches('\n')
        .lines()
        .map(|line| if line.is_empty() { String::new() } else { format!("          {line}") });
    format!("|\n{}", lines.collect::<Vec<_>>().join("\n"))
}
