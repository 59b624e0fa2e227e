//! `missing-verify`: every fix must name the check that proves it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::Content;
use crate::lint::context::Context;
use crate::prose;

/// Every fix must name the check that proves it.
pub(super) static RULE: Rule = Rule {
    name: "missing-verify",
    severity: Severity::Error,
    summary: "Every fix must name the check that proves it.",
    documentation: r"## What it does

Reports a fix without `verify`.

## Why it matters

A change is no solution until something shows that the problem is gone. `verify` is also the way on: without it the walk
ends in the middle.

## Example

```yaml
fixes:
  enable-connectors:
    title: Enable the existing connectors
    # no verify
    # no attempts
```

## How to fix it

Name the check whose outcome shows that it worked. Often it is the check that found the fault, asked again:

```yaml
    verify: oauth-test
    attempts: { limit: 2, else: escalate }
```
",
};

/// A finding for each fix that nothing proves.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let without = context.graph.nodes().filter(|node| match &node.content {
        Content::Fix(fix) => fix.verify.is_none(),
        _ => false,
    });
    without
        .map(|node| {
            let message = format!("the fix {} has no `verify`", prose::quoted(&node.key.node));
            Diagnostic::new(&RULE, node.span, message)
                .label("what proves that it worked?")
                .help("add `verify:` with the check whose outcome shows that it worked")
        })
        .collect()
}
