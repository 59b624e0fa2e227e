//! `empty-file`: a file says nothing.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// A file says something.
pub(in crate::syntax) static EMPTY_FILE: Rule = Rule {
    name: "empty-file",
    severity: Severity::Error,
    summary: "A file says something.",
    documentation: r"## What it does

Reports a file that holds nothing, or nothing but comments.

## Why it matters

Every YAML file among the runbooks is taken for a runbook.

## Example

A new file that was saved before anything was written.

## How to fix it

Write the runbook (`triagebook new NAME` makes a first version), or delete the file.
",
};

/// `expected` is what the file should hold.
pub(in crate::syntax) fn finding(span: Span, expected: &str) -> Diagnostic {
    Diagnostic::new(&EMPTY_FILE, span, format!("the file is empty, but should hold {expected}"))
        .help("write it, or delete the file")
}
