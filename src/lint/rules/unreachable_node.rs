//! `unreachable-node`: a walk must be able to come to every node.
//!
//! Deliberately absent: runbooks without any entry (`no-symptom` reports them as a whole).

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::Node;
use crate::lint::context::Context;
use crate::lint::rules::no_symptom;
use crate::model::NodeKey;
use crate::prose;
use std::collections::HashSet;

/// A walk must be able to come to every node.
pub(super) static RULE: Rule = Rule {
    name: "unreachable-node",
    severity: Severity::Error,
    summary: "A walk must be able to come to every node.",
    documentation: r"## What it does

Reports a node that no walk from any symptom comes to. Nodes that only such a node leads to are counted in a note
instead of being reported one by one.

## Why it matters

Nobody is ever led to it, so nobody uses it and nobody notices when it becomes wrong. Mostly a target was changed and the
old node was forgotten, or the way to a new node was never written.

## Example

```yaml
checks:
  connector:
    unsure: oauth-test
  old-connector:            # no outcome leads here
    title: Was the old connector removed?
    ask: Look at the list of connectors.
    outcomes:
      removed: { title: It was, next: oauth-test }
      there: { title: It is still there, next: enable-connectors }
    unsure: escalate
    sources: [kb3089172]
```

## How to fix it

Lead to it from the outcome after which it is the right next step, or remove it.

```yaml
checks:
  connector:
    outcomes:
      enabled:
        next: old-connector
```
",
};

/// One finding for each part of the graph that no walk comes to.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let graph = context.graph;
    // Nearly always a walk comes to every node.
    if context.reachable.len() == graph.nodes().len() {
        return Vec::new();
    }
    let closed = no_symptom::without_entry(context);
    let is_lost = |node: &Node| !context.reachable.contains(&node.key) && !closed.contains(&node.key.runbook);
    let lost: Vec<&Node> = graph.nodes().filter(|node| is_lost(node)).collect();
    let followers: HashSet<&NodeKey> = lost
        .iter()
        .flat_map(|node| graph.edges(&node.key).into_iter().map(move |(_, next)| (node, next)))
        .filter(|(node, next)| node.key != next.key)
        .map(|(_, next)| &next.key)
        .collect();
    // First the nodes that nothing leads to, then what only goes around in circles.
    let (first, circles): (Vec<&Node>, Vec<&Node>) =
        lost.iter().copied().partition(|node| !followers.contains(&node.key));
    let mut told: HashSet<&NodeKey> = HashSet::new();
    let mut findings = Vec::new();
    for node in first.into_iter().chain(circles) {
        if !told.insert(&node.key) {
            continue;
        }
        let (mut after, mut open) = (Vec::new(), vec![&node.key]);
        while let Some(key) = open.pop() {
            for (_, next) in graph.edges(key) {
                if is_lost(next) && told.insert(&next.key) {
                    after.push(&next.key);
                    open.push(&next.key);
                }
            }
        }
        findings.push(finding(node, after));
    }
    findings
}

fn finding(node: &Node, mut after: Vec<&NodeKey>) -> Diagnostic {
    let word = node.content.word();
    let message = format!("no walk comes to the {word} {}", prose::quoted(&node.key.node));
    let finding = Diagnostic::new(&RULE, node.span, message)
        .label("nothing leads here")
        .help("lead to it from the outcome it belongs to, or remove it");
    after.sort();
    let names: Vec<String> = after.iter().take(5).map(|key| prose::quoted(&key.node)).collect();
    match (after.len(), after.len() - names.len()) {
        (0, _) => finding,
        (_, 0) => finding.note(format!("only from here a walk would come to {}", prose::and(&names))),
        (_, rest) => {
            finding.note(format!("only from here a walk would come to {} and {rest} more", names.join(", ")))
        }
    }
}
