//! `impossible-matcher`: a matcher must be able to hold.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::prose;

/// A matcher must be able to hold.
pub(super) static RULE: Rule = Rule {
    name: "impossible-matcher",
    severity: Severity::Error,
    summary: "A matcher must be able to hold.",
    documentation: r"## What it does

Decides on the matcher itself whether any output could pass it, and reports one that contradicts itself: a property that
has to be two values at once, a range without a number in it, a text in an output that has to be empty.

## Why it matters

The outcome is never proposed, whatever is pasted. Its branch is dead, and nobody sees why.

## Example

```yaml
checks:
  connector:
    outcomes:
      disabled:
        next: which-way
  which-way:
    title: What is known about the connector?
    outcomes:
      works: { when: { all: [{ fact: connector, equals: enabled }, { fact: connector, equals: disabled }] }, next: oauth-test }   # not both
      broken: { when: { fact: connector, not: enabled }, next: enable-connectors }
    unsure: escalate
```

## How to fix it

Use `any` where one of them is enough, or correct the value.

```yaml
checks:
  which-way:
    outcomes:
      works: { when: { fact: connector, equals: enabled }, next: oauth-test }
      broken: { when: { fact: connector, equals: disabled }, next: enable-connectors }
```
",
};

/// A finding for each matcher that cannot hold.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let impossible = file.formulas.iter().filter(|outcome| !outcome.formula.can_hold());
    impossible
        .map(|outcome| {
            let message = format!("no output passes the test of {}", prose::quoted(&outcome.name.value));
            Diagnostic::new(&RULE, outcome.when.span, message)
                .label("contradicts itself")
                .help("use `any` where one of them is enough, or correct the value")
        })
        .collect()
}
