//! `missing-rollback`: every fix must say how it is undone, or why it cannot be.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::prose;

/// Every fix must say how it is undone, or why it cannot be.
pub(super) static RULE: Rule = Rule {
    name: "missing-rollback",
    severity: Severity::Error,
    summary: "Every fix must say how it is undone, or why it cannot be.",
    documentation: r"## What it does

Reports a fix without `rollback`.

## Why it matters

When a change makes things worse, there is no time to think about the way back. Where there is none, the person must know
it before they begin.

## Example

```yaml
fixes:
  enable-connectors:
    steps:
      - { place: ems, command: 'Get-IntraOrganizationConnector | Set-IntraOrganizationConnector -Enabled $true' }
    # no rollback
```

## How to fix it

Write the steps back, or the reason why there are none:

```yaml
    rollback:
      - { place: ems, command: 'Get-IntraOrganizationConnector | Set-IntraOrganizationConnector -Enabled $false' }
```

```yaml
    rollback: { none: A restart cannot be undone and need not be. }
```
",
};

/// A finding for each fix without it.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let without = file.fixes().filter(|fix| fix.node.rollback.is_none());
    without
        .map(|fix| {
            let message = format!("the fix {} has no `rollback`", prose::quoted(&fix.name.value));
            Diagnostic::new(&RULE, fix.name.span, message)
                .label("how is it undone?")
                .help("add `rollback:` with steps, or `rollback: { none: … }` with the reason")
        })
        .collect()
}
