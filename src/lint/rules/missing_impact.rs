//! `missing-impact`: every fix must say what users and services notice.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::prose;

/// Every fix must say what users and services notice.
pub(super) static RULE: Rule = Rule {
    name: "missing-impact",
    severity: Severity::Error,
    summary: "Every fix must say what users and services notice.",
    documentation: r"## What it does

Reports a fix without `impact`.

## Why it matters

The person decides at this point whether it can be done now, in the evening, or only with an approval.

## Example

```yaml
fixes:
  enable-connectors:
    title: Enable the existing connectors
    # no impact
```

## How to fix it

Say what is interrupted and for how long; also say so when nothing is:

```yaml
    impact: Lookups switch to OAuth at once; nobody is interrupted.
```
",
};

/// A finding for each fix without it.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let without = file.fixes().filter(|fix| fix.node.impact.is_none());
    without
        .map(|fix| {
            let message = format!("the fix {} has no `impact`", prose::quoted(&fix.name.value));
            Diagnostic::new(&RULE, fix.name.span, message)
                .label("what do users and services notice?")
                .help("add `impact:`; where nobody notices anything, say that")
        })
        .collect()
}
