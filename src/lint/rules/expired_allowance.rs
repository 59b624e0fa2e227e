//! `expired-allowance`: an exception must not be used after its last day.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::prose;

/// An exception must not be used after its last day.
pub(in crate::lint) static RULE: Rule = Rule {
    name: "expired-allowance",
    severity: Severity::Warning,
    summary: "An exception must not be used after its last day.",
    documentation: r"## What it does

Reports an entry of `allow` whose `until` is over. It excuses nothing any more.

## Why it matters

The day was set so that somebody looks again.

## Example

```yaml
fixes:
  enable-connectors:
    rollback: { none: There is no way back. }
    allow:
      - { rule: missing-rollback, reason: The way back is being tried out, until: 2026-06-30 }
```

## How to fix it

Mend what the rule finds, or decide anew and set a later day.

```yaml
fixes:
  enable-connectors:
    # no allow
```
",
};

/// A finding for each such entry.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let until = file.allowances().filter_map(|allowance| Some((allowance, allowance.until?)));
    until
        .filter(|(_, until)| until.value < file.today)
        .map(|(allowance, until)| {
            let rule = prose::quoted(&allowance.rule.value);
            Diagnostic::new(&RULE, until.span, format!("the exception from {rule} is over"))
                .label(format!("today is {}", file.today))
                .help("mend what the rule finds, or decide anew and set a later day")
        })
        .collect()
}
