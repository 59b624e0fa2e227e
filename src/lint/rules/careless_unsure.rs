//! `careless-unsure`: who cannot tell must not be sent to a milder end than those who can.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::{Content, EdgeKind, Node};
use crate::lint::context::Context;
use crate::model::EndResult;
use crate::prose;
use std::collections::HashSet;

/// Who cannot tell must not be sent to a milder end than those who can.
pub(super) static RULE: Rule = Rule {
    name: "careless-unsure",
    severity: Severity::Error,
    summary: "Who cannot tell must not be told that it is resolved.",
    documentation: r"## What it does

Reports a check whose `unsure` or `none` leads straight to an end of result `resolved`, and one that leads to an end
`elsewhere` while one of its outcomes is escalated.

## Why it matters

“I cannot tell” is no good news. In medical triage the unclear case is treated as the worst of those that are possible.

## Example

```yaml
checks:
  mail-arrives:
    title: Does the test mail arrive?
    outcomes:
      yes-it-does: { title: It arrives, next: resolved }
      no-it-does-not: { title: It does not, next: enable-connectors }
    unsure: resolved
```

## How to fix it

Lead to another check that tells the same from elsewhere, or to the end that escalates:

```yaml
checks:
  mail-arrives:
    unsure: escalate
```
",
};

/// A finding for each such way.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let graph = context.graph;
    let mut findings = Vec::new();
    for node in graph.nodes().filter(|node| matches!(node.content, Content::Check(_))) {
        let edges = graph.edges(&node.key);
        let is_unclear = |kind: &EdgeKind| matches!(kind, EdgeKind::Unsure | EdgeKind::NoneFits);
        let worst = edges
            .iter()
            .filter(|(edge, _)| !is_unclear(&edge.kind))
            .any(|(_, next)| result(next) == Some(EndResult::Escalated));
        let mut told = HashSet::new();
        for (edge, next) in edges.iter().filter(|(edge, _)| is_unclear(&edge.kind)) {
            let why = match result(next) {
                Some(EndResult::Resolved) => "is told that it is resolved",
                Some(EndResult::Elsewhere) if worst => "is sent away, while others are escalated",
                _ => continue,
            };
            if told.insert(edge.span) {
                let message = format!("who cannot tell {} {why}", prose::quoted(&node.key.node));
                findings.push(
                    Diagnostic::new(&RULE, edge.span, message)
                        .also(next.span, "this end")
                        .help("lead to another check, or to the end that escalates"),
                );
            }
        }
    }
    findings
}

fn result(node: &Node) -> Option<EndResult> {
    match &node.content {
        Content::End(end) => Some(end.result.value),
        _ => None,
    }
}
