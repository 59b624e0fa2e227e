//! `too-many-values`: a file holds too many values.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// A file holds at most 50,000 values.
pub(in crate::syntax) static TOO_MANY_VALUES: Rule = Rule {
    name: "too-many-values",
    severity: Severity::Error,
    summary: "A file holds at most 50,000 values.",
    documentation: r"## What it does

Stops reading a file after 50,000 keys and values.

## Why it matters

A runbook with so many can't be reviewed, and the limit keeps a hostile file from exhausting memory.

## Example

A generated file that lists every mailbox of an organisation.

## How to fix it

Keep data out of runbooks. Split a runbook that is really several into runbooks that call each other.
",
};

/// The first value past the limit of `limit` is at `span`.
pub(in crate::syntax) fn finding(span: Span, limit: usize) -> Diagnostic {
    Diagnostic::new(
        &TOO_MANY_VALUES,
        span,
        format!("the file holds more than {limit} values; the rest was not read"),
    )
    .help("split the runbook into several that call each other")
}
