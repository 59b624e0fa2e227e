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
    let finding = Diagnostic::new(
        &INVALID_DURATION,
        span,
        format!("{subject} must be a waiting time, not `{}`", shorten(value)),
    )
    .help("write a whole number and a unit without a space: `15m`, `2h` or `1d`");
    match meant(value) {
        Some(duration) => finding.suggest(format!("did you mean `{duration}`?"), span, duration),
        None => finding,
    }
}

/// `15m` for `15 minutes`.
fn meant(value: &str) -> Option<String> {
    let value = value.trim();
    let digits = value.find(|c: char| !c.is_ascii_digit()).filter(|digits| *digits > 0)?;
    let (number, unit) = value.split_at(digits);
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "m" | "min" | "min." | "mins" | "minute" | "minutes" => 'm',
        "h" | "hr" | "hrs" | "hour" | "hours" => 'h',
        "d" | "day" | "days" => 'd',
        _ => return None,
    };
    Some(format!("{number}{unit}"))
}
