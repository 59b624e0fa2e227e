//! `unused-allowance`: an exception must except something.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::Allowance;
use crate::prose;

/// An exception must except something.
pub(in crate::lint) static RULE: Rule = Rule {
    name: "unused-allowance",
    severity: Severity::Warning,
    summary: "An exception must except something.",
    documentation: r"## What it does

Reports an entry of `allow` whose rule finds nothing at its node.

## Why it matters

What is no longer wrong needs no excuse, and an exception that is left behind hides the next mistake.

## Example

```yaml
fixes:
  enable-connectors:
    rollback: [{ place: ems, command: 'Set-IntraOrganizationConnector HybridIOC -Enabled $false' }]
    allow: [{ rule: missing-rollback, reason: There is no way back }]
```

## How to fix it

Take the entry away.

```yaml
fixes:
  enable-connectors:
    # no allow
```
",
};

/// The finding for an exception that nothing needed.
pub(in crate::lint) fn finding(allowance: &Allowance) -> Diagnostic {
    let rule = prose::quoted(&allowance.rule.value);
    Diagnostic::new(&RULE, allowance.rule.span, format!("{rule} finds nothing here"))
        .label("excepts nothing")
        .help("take the entry away")
}
