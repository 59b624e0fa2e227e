//! `missing-scope`: a runbook should say which products it holds for.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::prose;

/// A runbook should say which products it holds for.
pub(super) static RULE: Rule = Rule {
    name: "missing-scope",
    severity: Severity::Warning,
    summary: "A runbook should say which products it holds for.",
    documentation: r"## What it does

Reports a runbook without `applies_to`.

## Why it matters

The right fix for one version breaks another. The reader checks first whether the runbook is meant for them.

## Example

```yaml
runbook: hcw8064
title: Hybrid Configuration Wizard ends with HCW8064
# no applies_to
```

## How to fix it

List products and versions:

```yaml
applies_to: [Exchange 2016, Exchange 2019, Exchange SE, Exchange Online]
```
",
};

/// A finding for each runbook without it.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let runbooks = file.runbooks().filter(|runbook| runbook.applies_to.is_empty());
    runbooks
        .map(|runbook| {
            let message = format!(
                "the runbook {} does not say which products it holds for",
                prose::quoted(&runbook.runbook.value)
            );
            Diagnostic::new(&RULE, runbook.runbook.span, message)
                .help("add `applies_to:` with products and versions")
        })
        .collect()
}
