//! `missing-review`: a runbook should say when it was last reviewed.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::prose;

/// A runbook should say when it was last reviewed.
pub(super) static RULE: Rule = Rule {
    name: "missing-review",
    severity: Severity::Warning,
    summary: "A runbook should say when it was last reviewed.",
    documentation: r"## What it does

Reports a runbook without `reviewed`.

## Why it matters

Readers want to know how old it is, and it becomes due for review from that day. The date is also the clock of its
samples.

## Example

```yaml
runbook: hcw8064
title: Hybrid Configuration Wizard ends with HCW8064
# no reviewed
```

## How to fix it

Read all of it against reality once, and write the day:

```yaml
reviewed: 2026-11-23
```
",
};

/// A finding for each runbook without it.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let runbooks = file.runbooks().filter(|runbook| runbook.reviewed.is_none());
    runbooks
        .map(|runbook| {
            let message = format!("the runbook {} was never reviewed", prose::quoted(&runbook.runbook.value));
            Diagnostic::new(&RULE, runbook.runbook.span, message)
                .help("add `reviewed:` with the day on which somebody read all of it against reality")
        })
        .collect()
}
