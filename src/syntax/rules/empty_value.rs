//! `empty-value`: a key has no value.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// A key has a value.
pub(in crate::syntax) static EMPTY_VALUE: Rule = Rule {
    name: "empty-value",
    severity: Severity::Error,
    summary: "A key has a value.",
    documentation: r"## What it does

Reports a key with nothing after it, with `~` or `null`, or with an empty text, list or mapping.

## Why it matters

It looks as if something had been said, and nothing was. Often the indentation of the lines below is wrong, so that they belong to something else.

## Example

```yaml
checks:
  connector:
    title:
    why: An enabled connector means OAuth.
```

## How to fix it

Write the value, indent the lines below so that they belong to the key, or remove the key.

```yaml
checks:
  connector:
    title: Is the connector enabled?
```
",
};

/// `subject` at `span` says nothing.
pub(in crate::syntax) fn finding(span: Span, subject: &str) -> Diagnostic {
    Diagnostic::new(&EMPTY_VALUE, span, format!("{subject} is empty"))
}
