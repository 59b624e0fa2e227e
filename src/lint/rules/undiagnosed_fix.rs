//! `undiagnosed-fix`: nothing may be changed before something was asked.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::{Content, Edge, EdgeKind, Node};
use crate::lint::context::Context;
use crate::model::Risk;
use crate::prose;
use std::collections::HashSet;

/// Nothing may be changed before something was asked.
pub(super) static RULE: Rule = Rule {
    name: "undiagnosed-fix",
    severity: Severity::Error,
    summary: "Nothing may be changed before something was asked.",
    documentation: r"## What it does

Reports a way that leads from a symptom to a fix without any check, and a check whose `unsure` or `none` leads straight to
a fix of risk `outage` or `destructive`.

## Why it matters

The same symptom has several causes. A change on suspicion mends one of them, hides another, and makes a third one worse.
Who cannot tell what is the case must not be told to change it.

## Example

```yaml
symptoms:
  slow:
    title: Mail is slow
    next: enable-connectors     # a fix
checks:
  # no connector
```

## How to fix it

Put the check in between whose outcome is the reason for the fix; let `unsure` lead to another check or to the end that
escalates.

```yaml
symptoms:
  slow:
    next: oauth-test
checks:
  oauth-test:
    outcomes:
      fails:
        next: enable-connectors
```
",
};

/// A finding for each such way.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let graph = context.graph;
    let mut findings = Vec::new();
    for node in graph.nodes() {
        match &node.content {
            Content::Symptom(_) => {
                let straight =
                    graph.edges(&node.key).into_iter().filter(|(edge, _)| edge.kind == EdgeKind::Start);
                findings.extend(
                    straight
                        .filter(|(_, next)| is_fix(next))
                        .map(|(edge, next)| from_symptom(edge, next, node)),
                );
            }
            Content::Check(_) => {
                // `none` follows `unsure` unless it is written; then both are one target.
                let mut told = HashSet::new();
                let unsure = graph.edges(&node.key).into_iter().filter(|(edge, next)| {
                    matches!(edge.kind, EdgeKind::Unsure | EdgeKind::NoneFits) && is_harmful(next)
                });
                for (edge, next) in unsure {
                    if told.insert(edge.span) {
                        findings.push(from_unsure(edge, next));
                    }
                }
            }
            Content::Fix(_) | Content::End(_) => {}
        }
    }
    findings
}

fn is_fix(node: &Node) -> bool {
    matches!(node.content, Content::Fix(_))
}

fn is_harmful(node: &Node) -> bool {
    matches!(&node.content, Content::Fix(fix) if fix.risk.as_ref().is_some_and(|risk| risk.value >= Risk::Outage))
}

fn from_symptom(edge: &Edge, fix: &Node, symptom: &Node) -> Diagnostic {
    let message = format!(
        "{} leads straight to the fix {}",
        prose::quoted(&symptom.key.node),
        prose::quoted(&fix.key.node)
    );
    Diagnostic::new(&RULE, edge.span, message)
        .also(fix.span, "nothing was asked before this")
        .help("lead to a check whose outcome is the reason for the fix")
}

fn from_unsure(edge: &Edge, fix: &Node) -> Diagnostic {
    let message = format!("who cannot tell is sent to the fix {}", prose::quoted(&fix.key.node));
    Diagnostic::new(&RULE, edge.span, message)
        .also(fix.span, "changes something on suspicion")
        .help("lead to another check, or to the end that escalates")
}
