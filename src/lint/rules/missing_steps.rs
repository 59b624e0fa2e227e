//! `missing-steps`: every fix must say what is done.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::prose;

/// Every fix must say what is done.
pub(super) static RULE: Rule = Rule {
    name: "missing-steps",
    severity: Severity::Error,
    summary: "Every fix must say what is done.",
    documentation: r"## What it does

Reports a fix without `steps`.

## Why it matters

A fix that does not say what to do leaves the person with a title. They will look elsewhere, or guess.

## Example

```yaml
fixes:
  renew-certificate:
    title: Renew the certificate
    # no steps
```

## How to fix it

Write one action a step, with its place and its command where it has one:

```yaml
fixes:
  renew-certificate:
    steps:
      - { do: Create the new certificate., place: ems, command: New-ExchangeCertificate -PrivateKeyExportable $true }
```
",
};

/// A finding for each fix without it.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let without = file.fixes().filter(|fix| fix.node.steps.is_empty());
    without
        .map(|fix| {
            let message = format!("the fix {} has no `steps`", prose::quoted(&fix.name.value));
            Diagnostic::new(&RULE, fix.name.span, message)
                .label("what is done?")
                .help("add `steps:`, one action each")
        })
        .collect()
}
