//! `too-deep`: lists and mappings are nested too deeply.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// Lists and mappings are nested at most 32 deep.
pub(in crate::syntax) static TOO_DEEP: Rule = Rule {
    name: "too-deep",
    severity: Severity::Error,
    summary: "Lists and mappings are nested at most 32 deep.",
    documentation: r"## What it does

Refuses a value that lies inside more than 32 lists and mappings.

## Why it matters

No runbook needs it; the deepest usual place, a matcher inside a matcher inside an outcome, is about ten deep. The limit keeps a hostile file from exhausting memory.

## Example

`[[[[…]]]]` with more than 32 brackets.

## How to fix it

Flatten the value. `all` inside `all` can be one list; a deep `any` is often two outcomes.
",
};

/// The first value past the limit of `limit` is at `span`.
pub(in crate::syntax) fn finding(span: Span, limit: usize) -> Diagnostic {
    Diagnostic::new(&TOO_DEEP, span, format!("this lies inside more than {limit} lists and mappings"))
        .help("flatten it: nothing in the format needs to be nested this deeply")
}
