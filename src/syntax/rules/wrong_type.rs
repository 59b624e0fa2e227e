//! `wrong-type`: a value is of the wrong type.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// A value is of the type that its key needs.
pub(in crate::syntax) static WRONG_TYPE: Rule = Rule {
    name: "wrong-type",
    severity: Severity::Error,
    summary: "A value is of the type that its key needs.",
    documentation: r"## What it does

Reports a list where a text belongs, a text where a mapping belongs, and the like.

## Why it matters

What can't be read as the key needs it is left out of the walk.

## Example

```yaml
checks:
  connector:
    sources: kb3089172
```

## How to fix it

Write the value as in the example of the finding.

```yaml
checks:
  connector:
    sources: [kb3089172]
```
",
};

/// `subject` at `span` is `found`, but must be `expected`.
pub(in crate::syntax) fn finding(span: Span, subject: &str, expected: &str, found: &str) -> Diagnostic {
    Diagnostic::new(&WRONG_TYPE, span, format!("{subject} must be {expected}, not {found}"))
}

/// A key at `span` that is no text.
pub(in crate::syntax) fn key(span: Span, found: &str) -> Diagnostic {
    Diagnostic::new(&WRONG_TYPE, span, format!("a key must be a text, not {found}"))
        .help("if this is meant as a text, put it in quotes")
}

/// A bare `none` at `span`, where a fix says how to undo it.
pub(in crate::syntax) fn reason(span: Span) -> Diagnostic {
    Diagnostic::new(&WRONG_TYPE, span, "`rollback: none` lacks a reason")
        .help("say why it cannot be undone, or need not be: `rollback: { none: A restart changes nothing }`")
}
