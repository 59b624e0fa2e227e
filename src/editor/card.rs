//! A node as a short text for a window beside the cursor. Markdown.
//!
//! Invariant: says what the node's page says first: what it is, what is run, how each answer is recognised, where it goes.
//! Deliberately absent: samples and prose that takes a page to read.

use crate::evidence::in_words;
use crate::graph::{Content, EdgeKind, Graph, Node};
use crate::model::{Check, Command, End, Fix, Outcome, SignatureKind, Symptom, Template};
use crate::prose::{and, count, quoted};
use std::fmt::Write as _;

/// How many lines of commands are shown.
const MOST_LINES: usize = 12;

/// The card of a node.
pub(super) fn card(graph: &Graph, node: &Node) -> String {
    let mut card = format!("**{}** `{}`\n\n{}\n", node.content.word(), node.key, node.title());
    if node.home != node.key.runbook {
        let _ = write!(card, "\nIts content is that of {}.\n", quoted(&node.home));
    }
    match &node.content {
        Content::Symptom(symptom) => of_symptom(&mut card, symptom),
        Content::Check(check) => of_check(&mut card, graph, node, check),
        Content::Fix(fix) => of_fix(&mut card, fix),
        Content::End(end) => of_end(&mut card, end),
    }
    ways(&mut card, graph, node);
    card
}

fn of_symptom(card: &mut String, symptom: &Symptom) {
    let shown = symptom.signatures.iter().map(|signature| match &signature.kind {
        SignatureKind::Text(text) => quoted(text),
        SignatureKind::Pattern(pattern) => format!("matches {}", quoted(&pattern.source)),
    });
    let shown: Vec<String> = shown.collect();
    if !shown.is_empty() {
        let _ = write!(card, "\nRecognised by {}.\n", and(&shown));
    }
}

fn of_check(card: &mut String, graph: &Graph, node: &Node, check: &Check) {
    let prose = check.why.iter().chain(&check.ask);
    for text in prose {
        let _ = write!(card, "\n{}\n", text.as_str().trim());
    }
    for Command { place, command, .. } in &check.run {
        let _ = write!(card, "\nIn {}:\n", graph.place_title(&place.value));
        fenced(card, command);
    }
    if !check.outcomes.is_empty() {
        card.push('\n');
    }
    for (name, outcome) in check.outcomes.iter() {
        let next = graph.edge(&node.key, &EdgeKind::Outcome(name.value.clone()));
        let to = next.map(|(_, to)| format!(" → `{}`", shown_from(node, to))).unwrap_or_default();
        let _ = writeln!(card, "- `{name}`: {}{to}", answer(outcome));
    }
}

/// An outcome in one line: what it says, and how it is recognised.
pub(super) fn answer(outcome: &Outcome) -> String {
    let title = outcome.title.as_ref().map_or("", |title| title.value.as_str());
    match &outcome.when {
        Some(matcher) => format!("{title}. Recognised by: {}", in_words(matcher)),
        None => format!("{title}. A person decides"),
    }
}

fn of_fix(card: &mut String, fix: &Fix) {
    let risk = fix.risk.as_ref().map(|risk| format!("risk {}", risk.value.word()));
    let role = fix.role.as_ref().map(|role| format!("role {}", role.value));
    let wait = fix.wait.as_ref().map(|wait| format!("wait {}", wait.value));
    let facts: Vec<String> = [risk, role, wait].into_iter().flatten().collect();
    if !facts.is_empty() {
        let _ = write!(card, "\n{}\n", facts.join(" · "));
    }
    for text in fix.detail.iter().chain(&fix.impact) {
        let _ = write!(card, "\n{}\n", text.as_str().trim());
    }
    for step in &fix.steps {
        if let Some(action) = &step.action {
            let _ = write!(card, "\n{}\n", action.as_str().trim());
        }
        if let Some(command) = &step.command {
            fenced(card, command);
        }
    }
}

fn of_end(card: &mut String, end: &End) {
    let to = end.to.as_ref().map(|to| format!(" to {}", to.value)).unwrap_or_default();
    let _ = write!(card, "\n{}{to}\n", end.result.value.word());
    if let Some(detail) = &end.detail {
        let _ = write!(card, "\n{}\n", detail.as_str().trim());
    }
}

/// The ways that are no outcomes, and how many lead here.
fn ways(card: &mut String, graph: &Graph, node: &Node) {
    let ways = graph.edges(&node.key).into_iter().filter_map(|(edge, to)| {
        let when = match edge.kind {
            EdgeKind::Outcome(_) => return None,
            EdgeKind::Start => "begins at",
            EdgeKind::NoneFits => "nothing fits",
            EdgeKind::Unsure => "unsure",
            EdgeKind::Verify => "proved by",
            EdgeKind::AttemptsUsed => "attempts used",
            EdgeKind::Return => "comes back to",
        };
        Some(format!("{when} → `{}`", shown_from(node, to)))
    });
    let mut ways: Vec<String> = ways.collect();
    if !matches!(node.content, Content::Symptom(_)) {
        ways.push(format!("{} here", count(graph.entering(&node.key), "way")));
    }
    let _ = write!(card, "\n{}\n", ways.join(" · "));
}

fn shown_from(node: &Node, to: &Node) -> String {
    if to.key.runbook == node.key.runbook { to.key.node.to_string() } else { to.key.to_string() }
}

fn fenced(card: &mut String, command: &Template) {
    let lines: Vec<&str> = command.text.lines().collect();
    let shown = lines.get(..lines.len().min(MOST_LINES)).unwrap_or_default().join("\n");
    let rest = if lines.len() > MOST_LINES { "\n…" } else { "" };
    // A fence that is longer than any in the command.
    let _ = write!(card, "\n~~~~text\n{shown}{rest}\n~~~~\n");
}
