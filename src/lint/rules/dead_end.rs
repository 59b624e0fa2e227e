//! `dead-end`: every node but an end must lead somewhere.
//!
//! Deliberately absent: fixes without `verify` (`missing-verify`) and loops without a way out (`endless-loop`).

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::Content;
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
    title: Is the connector enabled?
    run: [{ place: ems, command: Get-IntraOrganizationConnector }]
    # and then?
```

## How to fix it

Add the outcomes, each with a `next`, and `unsure` for those who cannot tell. If the triage stops here, make it an end:

```yaml
ends:
  escalate: { title: Somebody else takes over, result: escalated, to: Hybrid team }
```
",
};

/// A finding for each check that leads nowhere.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let can_end = context.graph.can_end();
    let stuck = context.graph.nodes().filter(|node| {
        // A fix without a way is `missing-verify`; a node whose content is unknown is reported by its `use`.
        matches!(node.content, Content::Check(_))
            && !can_end.contains(&node.key)
            && !context.graph.is_hollow(&node.key)
            && context.graph.edges(&node.key).is_empty()
    });
    stuck
        .map(|node| {
            let message = format!("the check {} leads nowhere", prose::quoted(&node.key.node));
            Diagnostic::new(&RULE, node.span, message)
                .label("no outcome, no `none`, no `unsure`")
                .help("add `outcomes` with a `next` each, and `unsure` for those who cannot tell")
        })
        .collect()
}
