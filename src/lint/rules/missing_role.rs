//! `missing-role`: every fix must name the role it needs.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::prose;

/// Every fix must name the role it needs.
pub(super) static RULE: Rule = Rule {
    name: "missing-role",
    severity: Severity::Error,
    summary: "Every fix must name the role it needs.",
    documentation: r"## What it does

Reports a fix without `role`.

## Why it matters

Whoever lacks the permission finds out halfway, with half of the change done. Whoever has it must know that it is meant.

## Example

```yaml
fixes:
  enable-connectors:
    title: Enable the existing connectors
    # no role
```

## How to fix it

Name the smallest role or permission that is enough:

```yaml
    role: Organization Management
```
",
};

/// A finding for each fix without it.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let without = file.fixes().filter(|fix| fix.node.role.is_none());
    without
        .map(|fix| {
            let message = format!("the fix {} has no `role`", prose::quoted(&fix.name.value));
            Diagnostic::new(&RULE, fix.name.span, message)
                .label("who may do this?")
                .help("add `role:` with the role or permission it needs")
        })
        .collect()
}
