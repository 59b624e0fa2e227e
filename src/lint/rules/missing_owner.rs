//! `missing-owner`: somebody should answer for every runbook.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::context::Context;
use crate::prose;

/// Somebody should answer for every runbook.
pub(super) static RULE: Rule = Rule {
    name: "missing-owner",
    severity: Severity::Warning,
    summary: "Somebody should answer for every runbook.",
    documentation: r"## What it does

Reports a runbook without `owner` in a knowledge base that names no `owner` either.

## Why it matters

When a runbook is wrong, somebody has to be told, and somebody has to mend it.

## Example

```yaml
# knowledge-base.yaml
title: Our runbooks
# no owner
```

## How to fix it

Name the team, in `knowledge-base.yaml` for all runbooks or in the runbook for this one:

```yaml
# knowledge-base.yaml
owner: messaging-support
```
",
};

/// A finding for each runbook without it.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let runbooks = context.graph.runbooks().iter().filter(|runbook| {
        let named = runbook.owner.is_some() || context.graph.base().owner.is_some();
        !named && !context.is_base_damaged()
    });
    runbooks
        .map(|runbook| {
            let message = format!("nobody answers for the runbook {}", prose::quoted(&runbook.runbook.value));
            Diagnostic::new(&RULE, runbook.runbook.span, message)
                .help("add `owner:` here, or once for all runbooks in `knowledge-base.yaml`")
        })
        .collect()
}
