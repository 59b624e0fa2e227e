//! `invalid-date`: a date can't be read.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;
use crate::syntax::lower::shorten;

/// Dates are written `YYYY-MM-DD`.
pub(in crate::syntax) static INVALID_DATE: Rule = Rule {
    name: "invalid-date",
    severity: Severity::Error,
    summary: "Dates are written `YYYY-MM-DD`.",
    documentation: r"## What it does

Checks `reviewed`, `now` and `seen`, and the dates that `before` and `after` compare with.

## Why it matters

Reviews become due by these dates and samples are judged at them. `3/4/2026` is March in one country and April in the next.

## Example

```yaml
reviewed: 23.11.2026
```

## How to fix it

Write year, month and day with hyphens. A point in time adds the time of day: `2026-11-23T14:05`. Relative to the clock of the session: `now`, `now + 60d`, `now - 2h`.

```yaml
reviewed: 2026-11-23
```
",
};

/// `subject` at `span` is `value`, which is no date.
pub(in crate::syntax) fn date(span: Span, subject: &str, value: &str) -> Diagnostic {
    Diagnostic::new(&INVALID_DATE, span, format!("{subject} must be a date, not `{}`", shorten(value)))
        .help("write it as year, month and day: `2026-11-23`")
}

/// `subject` at `span` is `value`, which is no point in time.
pub(in crate::syntax) fn instant(span: Span, subject: &str, value: &str) -> Diagnostic {
    Diagnostic::new(&INVALID_DATE, span, format!("{subject} must be a point in time, not `{}`", shorten(value))).help(
        "write `now`, `now + 60d`, `now - 2h`, a date (`2026-11-23`, `2026-11-23T14:05`), or a fact that holds one (`'{{ not_after }}'`)",
    )
}
