//! `missing-unsure`: every check must have a way out for those who cannot tell.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::Content;
use crate::lint::context::Context;
use crate::prose;

/// Every check must have a way out for those who cannot tell.
pub(super) static RULE: Rule = Rule {
    name: "missing-unsure",
    severity: Severity::Error,
    summary: "Every check must have a way out for those who cannot tell.",
    documentation: r"## What it does

Reports a check without `unsure`. A route that compares nothing but the clock (`{ fact: now, before: … }`) needs none: the
clock is always known.

## Why it matters

Access is missing, the server is down, the output looks like nothing in the list. A person who can go nowhere guesses, and
a guess sends the triage down the wrong branch.

## Example

```yaml
checks:
  connector:
    title: Is the connector enabled?
    # no unsure
```

## How to fix it

Name where to go on: another check that tells the same from elsewhere, or the end that escalates. Never the milder branch.

```yaml
    unsure: escalate
```
",
};

/// A finding for each check without a way for those who cannot tell.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let without = context.graph.nodes().filter(|node| match &node.content {
        // A check that leads nowhere at all is a dead end, which is said already.
        Content::Check(check) if check.unsure.is_none() && check.clock_turns().is_none() => {
            !check.outcomes.is_empty() || check.none.is_some()
        }
        _ => false,
    });
    without
        .map(|node| {
            let message = format!("the check {} has no `unsure`", prose::quoted(&node.key.node));
            Diagnostic::new(&RULE, node.span, message)
                .label("nowhere to go when it cannot be run or its answer cannot be told")
                .help("add `unsure:` with the node to go on at, such as the end that escalates")
        })
        .collect()
}
