//! A planned runbook as YAML, with a TODO wherever the flowchart does not say enough.
//!
//! Invariant: every text is written so that it is read back as it is.
//! Deliberately absent: deciding what a node becomes (`plan`).

use crate::draft::plan::{Kind, Plan, Planned, Way};
use crate::flowchart::{Flowchart, Group};
use crate::model::EndResult;
use crate::prose::{count, quoted, visible_line};
use crate::syntax::scalar;
use std::collections::HashSet;
use std::fmt::Write as _;

/// Where a flowchart comes from, and what the runbook is called.
#[derive(Debug, Clone)]
pub struct Origin<'a> {
    /// The name of the file.
    pub file: &'a str,
    /// The name of the runbook.
    pub runbook: &'a str,
    /// Its title.
    pub title: &'a str,
}

/// A runbook made from a flowchart. Writing to a String cannot fail.
pub fn from_flowchart(chart: &Flowchart, origin: &Origin<'_>) -> String {
    let plan = Plan::new(chart);
    let mut out = String::new();
    head(&mut out, chart, origin);
    let of = |wanted: fn(&Kind) -> bool| -> Vec<usize> {
        (0..plan.nodes.len()).filter(|node| wanted(&plan.nodes[*node].kind)).collect()
    };
    let symptoms = of(|kind| *kind == Kind::Symptom);
    if !(symptoms.is_empty() && plan.entries.is_empty()) {
        out.push_str("\nsymptoms:\n");
    }
    for (name, node) in &plan.entries {
        entry(&mut out, &plan, name, *node);
    }
    for node in symptoms {
        symptom(&mut out, &plan, node);
    }
    table(&mut out, &plan, "checks", &of(|kind| *kind == Kind::Check), check);
    table(&mut out, &plan, "fixes", &of(|kind| matches!(kind, Kind::Fix(_))), fix);
    table(&mut out, &plan, "ends", &of(|kind| matches!(kind, Kind::End(_))), end);
    out
}

fn head(out: &mut String, chart: &Flowchart, origin: &Origin<'_>) {
    let (nodes, edges) = (count(chart.nodes.len(), "node"), count(chart.edges.len(), "edge"));
    let _ = writeln!(out, "# Made from the flowchart in {}: {nodes}, {edges}.", visible_line(origin.file));
    out.push_str("# `triagebook check` shows each TODO, and what else is missing.\n");
    for group in unseen(chart) {
        let _ = writeln!(out, "# The subgraph {} holds no node.", quoted(visible_line(&group.title)));
    }
    out.push('\n');
    let _ = writeln!(out, "runbook: {}\ntitle: {}", origin.runbook, scalar(&one_line(origin.title)));
    let summary = chart.description.as_deref().map(one_line);
    let todo = "TODO: what is wrong, and what this runbook does about it";
    let _ = writeln!(out, "summary: {}", scalar(summary.as_deref().unwrap_or(todo)));
    out.push_str("# reviewed: the day on which somebody last read all of it, as 2026-11-23\n");
    out.push_str("# applies_to: [the products and versions it holds for]\n");
}

/// The subgraphs that no comment at a node names, because nothing lies in them.
fn unseen(chart: &Flowchart) -> impl Iterator<Item = &Group> {
    let parents = |group: Option<usize>| {
        std::iter::successors(group, |group| chart.groups.get(*group).and_then(|group| group.parent))
    };
    let seen: HashSet<usize> = chart.nodes.iter().flat_map(|node| parents(node.group)).collect();
    let is_node = |group: &Group| chart.nodes.iter().any(|node| node.id == group.id);
    let unseen = chart.groups.iter().enumerate().filter(move |(index, _)| !seen.contains(index));
    unseen.map(|(_, group)| group).filter(move |group| !is_node(group))
}

fn table(
    out: &mut String,
    plan: &Plan<'_>,
    name: &str,
    nodes: &[usize],
    write: fn(&mut String, &Plan<'_>, usize),
) {
    if !nodes.is_empty() {
        let _ = writeln!(out, "\n{name}:");
    }
    for node in nodes {
        write(out, plan, *node);
    }
}

/// The comment, the name and the title of a node.
fn begin(out: &mut String, plan: &Plan<'_>, node: usize) {
    let (drawn, planned) = (&plan.chart.nodes[node], &plan.nodes[node]);
    let mut groups = Vec::new();
    let mut group = drawn.group;
    while let Some(of) = group.and_then(|group| plan.chart.groups.get(group)) {
        groups.push(quoted(visible_line(&of.title)));
        group = of.parent;
    }
    let called = (drawn.id != planned.name).then(|| quoted(visible_line(&drawn.id)));
    let _ = match (called, groups.is_empty()) {
        (Some(called), true) => writeln!(out, "  # {called} in the flowchart."),
        (Some(called), false) => writeln!(out, "  # {called} in the flowchart, in {}.", groups.join(", in ")),
        (None, false) => writeln!(out, "  # In {}.", groups.join(", in ")),
        (None, true) => Ok(()),
    };
    let _ = writeln!(out, "  {}:\n    title: {}", planned.name, scalar(&planned.title));
}

/// An entry that the chart does not have.
fn entry(out: &mut String, plan: &Plan<'_>, name: &str, node: usize) {
    let title = format!("TODO: what a person sees who begins at {}", quoted(&plan.nodes[node].title));
    let _ = writeln!(out, "  # Not in the flowchart, which does not say what people see.");
    let _ = writeln!(out, "  {name}:\n    title: {}", scalar(&title));
    out.push_str("    # signatures: [the exact error text or code]\n");
    let _ = writeln!(out, "    next: {}", target(plan, node));
}

fn symptom(out: &mut String, plan: &Plan<'_>, node: usize) {
    begin(out, plan, node);
    out.push_str("    # signatures: [the exact error text or code]\n");
    for (_, edge) in plan.leaving(node) {
        let _ = writeln!(out, "    next: {}", target(plan, edge.to));
    }
}

fn check(out: &mut String, plan: &Plan<'_>, node: usize) {
    begin(out, plan, node);
    out.push_str("    # Instead of `ask`, `run:` names the commands whose output settles it.\n");
    out.push_str("    ask: \"TODO: what to look at, and where\"\n");
    let ways = || plan.leaving(node).map(|(index, edge)| (&plan.ways[index], edge));
    if ways().any(|(way, _)| matches!(way, Way::Outcome(_))) {
        out.push_str("    outcomes:\n");
    }
    let is_told = ways().any(|(way, _)| *way == Way::Unsure);
    for (way, edge) in ways() {
        if let Way::Outcome(name) = way {
            let label = one_line(&edge.label);
            let title = if label.is_empty() { "TODO: the answer as a statement".to_owned() } else { label };
            let _ = writeln!(out, "      {name}:\n        title: {}", scalar(&title));
            let _ = writeln!(out, "        next: {}", target(plan, edge.to));
        }
    }
    for (word, wanted) in [("unsure", Way::Unsure), ("none", Way::NoneFits)] {
        for (_, edge) in ways().filter(|(way, _)| **way == wanted) {
            let _ = writeln!(out, "    {word}: {}", target(plan, edge.to));
        }
    }
    if !is_told {
        out.push_str("    # unsure: the node where somebody goes on who cannot tell\n");
    }
}

fn fix(out: &mut String, plan: &Plan<'_>, node: usize) {
    begin(out, plan, node);
    if let Kind::Fix(Some(risk)) = &plan.nodes[node].kind {
        let _ = writeln!(out, "    risk: {}", risk.word());
    } else {
        out.push_str("    # risk: change, outage or destructive\n");
    }
    out.push_str("    # role: who may do it\n    # impact: what users notice, and for how long\n");
    out.push_str("    steps:\n      - do: \"TODO: one action a step, with `place` and `command` where there is one\"\n");
    out.push_str("    # rollback: [steps], or { none: why it cannot be undone }\n");
    for (index, edge) in plan.leaving(node) {
        let to = target(plan, edge.to);
        let _ = match plan.ways[index] {
            Way::AttemptsUsed(limit) => writeln!(out, "    attempts: {{ limit: {limit}, else: {to} }}"),
            _ => writeln!(out, "    verify: {to}"),
        };
    }
}

fn end(out: &mut String, plan: &Plan<'_>, node: usize) {
    begin(out, plan, node);
    let Kind::End(result) = &plan.nodes[node].kind else { return };
    out.push_str("    # resolved, escalated or elsewhere\n");
    let _ = writeln!(out, "    result: {}", result.word());
    let _ = match result {
        EndResult::Resolved => Ok(()),
        EndResult::Escalated => writeln!(out, "    to: \"TODO: the team that takes over\""),
        EndResult::Elsewhere => writeln!(out, "    to: \"TODO: where it is solved\""),
    };
}

/// A node as the target of an edge.
fn target(plan: &Plan<'_>, node: usize) -> String {
    let Planned { name, kind, .. } = &plan.nodes[node];
    let Kind::Call(address) = kind else { return name.clone() };
    match plan.leaving(node).next() {
        Some((_, back)) => format!("{{ call: {address}, return: {} }}", plan.nodes[back.to].name),
        None => address.clone(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
