//! `dead-end`: every node but an end must lead somewhere.
//!
//! Deliberately absent: fixes without `verify` (`missing-verify`) and loops without a way out (`endless-loop`).

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::{Content, Node};
use crate::lint::context::Context;
use crate::prose;

/// Every node but an end must lead somewhere.
pub(super) static RULE: Rule = Rule {
    name: "dead-end",
    severity: Severity::Error,
    summary: "Every node but an end must lead somewhere.",
    documentation: r"## What it does

Reports a check that has no outcome, no `none` and no `unsure`.

## Why it matters

The person is left alone in the middle of the triage, with no next step and nobody to hand over to.

## Example

```yaml
checks:
  connector:
    outcomes:
      enabled:
        next: certificate
  certificate:
    title: Is the certificate valid?
    run: [{ place: ems, command: Get-AuthConfig }]
    sources: [kb3089172]
    # and then?
```

## How to fix it

Add the outcomes, each with a `next`, and `unsure` for those who cannot tell:

```yaml
checks:
  certificate:
    outcomes:
      valid: { title: It is valid, next: oauth-test }
      expired: { title: It expired, next: escalate }
    unsure: escalate
```

If the triage stops here, make it an end:

```yaml
checks:
  # no certificate
ends:
  certificate: { title: Somebody looks at the certificate, result: escalated, to: Certificate team }
```
",
};

/// A finding for each check that leads nowhere.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let graph = context.graph;
    // A fix without a way is `missing-verify`; a node whose content is unknown is reported by its `use`.
    let is_check = |node: &&Node| matches!(node.content, Content::Check(_));
    let stuck: Vec<&Node> = graph
        .nodes()
        .filter(is_check)
        .filter(|node| graph.is_stuck(&node.key) && !graph.is_hollow(&node.key))
        .collect();
    if stuck.is_empty() {
        return Vec::new();
    }
    let can_end = graph.can_end();
    stuck
        .into_iter()
        .filter(|node| !can_end.contains(&node.key))
        .map(|node| {
            let message = format!("the check {} leads nowhere", prose::quoted(&node.key.node));
            Diagnostic::new(&RULE, node.span, message)
                .label("no outcome, no `none`, no `unsure`")
                .help("add `outcomes` with a `next` each, and `unsure` for those who cannot tell")
        })
        .collect()
}
