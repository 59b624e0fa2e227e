//! `invalid-duration`: a waiting time can't be read.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;
use crate::syntax::lower::shorten;

/// Waiting times are written `15m`, `2h` or `1d`.
pub(in crate::syntax) static INVALID_DURATION: Rule = Rule {
    name: "invalid-duration",
    severity: Severity::Error,
    summary: "Waiting times are written `15m`, `2h` or `1d`.",
    documentation: r"## What it does

Checks `wait`.

## Why it matters

The walk tells people how long to wait, and reminds them.

## Example

```yaml
wait: 15 minutes
```

## How to fix it

Write a whole number and `m` for minutes, `h` for hours or `d` for days, without a space.

```yaml
wait: 15m
```
",
};

/// `subject` at `span` is `value`, which is no waiting time.
pub(in crate::syntax) fn finding(span: Span, subject: &str, value: &str) -> Diagnostic {
    Diagnostic::new(
        &INVALID_DURATION,
        span,
        format!("{subject} must be a waiting time, not `{}`", shorten(value)),
    )
    .help("write a whole number and a unit without a space: `15m`, `2h` or `1d`")
}
