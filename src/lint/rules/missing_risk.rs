//! `missing-risk`: every fix must say how dangerous it is.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::prose;

/// Every fix must say how dangerous it is.
pub(super) static RULE: Rule = Rule {
    name: "missing-risk",
    severity: Severity::Error,
    summary: "Every fix must say how dangerous it is.",
    documentation: r"## What it does

Reports a fix without `risk`.

## Why it matters

The risk decides how loudly the program warns before it shows the commands, and whether somebody has to agree first.

## Example

```yaml
fixes:
  enable-connectors:
    title: Enable the existing connectors
    # no risk
```

## How to fix it

Choose one: `change` can be taken back and interrupts nobody, `outage` interrupts users or services for a short time,
`destructive` loses configuration or data or cannot simply be taken back.

```yaml
    risk: change
```
",
};

/// A finding for each fix without it.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let without = file.fixes().filter(|fix| fix.node.risk.is_none());
    without
        .map(|fix| {
            let message = format!("the fix {} has no `risk`", prose::quoted(&fix.name.value));
            Diagnostic::new(&RULE, fix.name.span, message)
                .label("how dangerous is it?")
                .help("add `risk:` with `change`, `outage` or `destructive`")
        })
        .collect()
}
