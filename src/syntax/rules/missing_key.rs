//! `missing-key`: a mapping lacks a key it needs.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// Keys that a walk can't do without are there.
pub(in crate::syntax) static MISSING_KEY: Rule = Rule {
    name: "missing-key",
    severity: Severity::Error,
    summary: "Keys that a walk can't do without are there.",
    documentation: r"## What it does

Reports a mapping without a key that it can't do without: an outcome without `next`, a symptom without `title`.

## Why it matters

The walk would have nothing to show, or nowhere to go.

## Example

```yaml
ends:
  escalate: { title: Escalate, to: Hybrid team }
```

## How to fix it

Add the key. The finding shows an example.

```yaml
ends:
  escalate: { title: Escalate, result: escalated, to: Hybrid team }
```
",
};

/// `what` at `span` lacks `key`.
pub(in crate::syntax) fn finding(span: Span, what: &str, key: &str, example: &str) -> Diagnostic {
    Diagnostic::new(&MISSING_KEY, span, format!("this {what} has no `{key}`"))
        .help(format!("add it, for example: `{example}`"))
}
