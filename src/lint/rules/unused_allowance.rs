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
checks:
  state:
    allow:
      - { rule: missing-sample, reason: The output holds names of customers }
    outcomes:
      running: { when: { property: State, equals: running }, samples: ['State : running'], next: done }
```

## How to fix it

Take the entry away.
",
};

/// The finding for an exception that nothing needed.
pub(in crate::lint) fn finding(allowance: &Allowance) -> Diagnostic {
    let rule = prose::quoted(&allowance.rule.value);
    Diagnostic::new(&RULE, allowance.rule.span, format!("{rule} finds nothing here"))
        .label("excepts nothing")
        .help("take the entry away")
}
