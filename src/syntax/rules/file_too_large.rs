//! `file-too-large`: a file holds more than 1 MiB.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// A file holds at most 1 MiB.
pub(in crate::syntax) static FILE_TOO_LARGE: Rule = Rule {
    name: "file-too-large",
    severity: Severity::Error,
    summary: "A file holds at most 1 MiB.",
    documentation: r"## What it does

Refuses a YAML file of more than 1 MiB (1,048,576 bytes). Nothing in it is read.

## Why it matters

A runbook of that size can't be reviewed, and the limit keeps a broken or hostile file from stopping the program.

## Example

A runbook into which somebody pasted a whole trace log as a sample.

## How to fix it

Cut samples down to the lines that decide. Split a runbook that is really several into runbooks that call each other.
",
};

/// The file goes on past `span`.
pub(in crate::syntax) fn finding(span: Span) -> Diagnostic {
    Diagnostic::new(&FILE_TOO_LARGE, span, "the file is larger than 1 MiB, so nothing in it was read")
        .label("the limit is reached here")
        .help("cut long samples down to the lines that decide, or split the runbook into several that call each other")
}
