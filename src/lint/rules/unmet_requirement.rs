//! `unmet-requirement`: what a fix requires must be able to come before it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::{Content, EdgeKind, Graph};
use crate::lint::context::Context;
use crate::model::{NodeKey, OutcomeId};
use crate::prose;

/// What a fix requires must be able to come before it.
pub(super) static RULE: Rule = Rule {
    name: "unmet-requirement",
    severity: Severity::Error,
    summary: "What a fix requires must be able to come before it.",
    documentation: r"## What it does

Reports a fix that `requires` outcomes of a check none of which any walk can have had when it comes to the fix.

## Why it matters

The commands of the fix are only offered when its requirement holds. On these ways it never does, so nobody can ever carry
the fix out.

## Example

```yaml
checks:
  oauth-test:
    outcomes:
      passes:
        next: resolved                  # never leads to `enable-connectors`
fixes:
  enable-connectors:
    requires: { oauth-test: passes }
```

## How to fix it

Lead from the required outcome to the fix, or require what really comes before it.

```yaml
fixes:
  enable-connectors:
    requires: { connector: disabled }
```
",
};

/// A finding for each requirement that never holds.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let graph = context.graph;
    if context.has_errors() || !graph.is_whole() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for fix in context.fixes() {
        let home = &fix.runbook.runbook.value;
        let key = NodeKey { runbook: home.clone(), node: fix.name.value.clone() };
        // What nobody comes to is reported as such.
        if !context.reachable.contains(&key) {
            continue;
        }
        for (required, requirement) in fix.node.requires.iter() {
            let check = graph.required(home, required);
            // Names that do not resolve are reported as such.
            let Some(Content::Check(asked)) = graph.node(&check).map(|node| &node.content) else {
                continue;
            };
            let known =
                requirement.outcomes.iter().all(|outcome| asked.outcomes.get(outcome.as_str()).is_some());
            let leads = requirement.outcomes.iter().any(|outcome| leads(graph, &check, &outcome.value, &key));
            if known && !leads {
                let names: Vec<String> = requirement.outcomes.iter().map(prose::quoted).collect();
                let quoted = prose::quoted(&fix.name.value);
                let message = format!(
                    "no way leads from {} of {} to {quoted}",
                    prose::or(&names),
                    prose::quoted(required)
                );
                let finding = Diagnostic::new(&RULE, required.span, message)
                    .label("never holds here")
                    .help("lead from the outcome to the fix, or require what comes before it");
                findings.push(match graph.node(&check) {
                    Some(node) => finding.also(node.span, "the check that is required"),
                    None => finding,
                });
            }
        }
    }
    findings
}

fn leads(graph: &Graph, check: &NodeKey, outcome: &OutcomeId, fix: &NodeKey) -> bool {
    let kind = EdgeKind::Outcome(outcome.clone());
    let after =
        graph.edges(check).into_iter().filter(|(edge, _)| edge.kind == kind || edge.kind == EdgeKind::Return);
    // What follows a call costs a look at the whole knowledge base, so the plain way comes first.
    let is_before = |next: &NodeKey| graph.leads(next, fix) || graph.later_than(next).contains(fix);
    after.into_iter().any(|(_, next)| is_before(&next.key))
}
