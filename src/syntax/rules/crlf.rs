//! `crlf`: lines end as on Windows, or as on a Macintosh of long ago.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// Lines end with a line feed alone.
pub(in crate::syntax) static CRLF: Rule = Rule {
    name: "crlf",
    severity: Severity::Info,
    summary: "Lines end with a line feed alone.",
    documentation: r"## What it does

Tells that lines of a file end with carriage return and line feed, or with carriage returns alone. They are read as plain
line ends.

## Why it matters

The file means the same, but mixed line ends make every line differ in a review.

## Example

A file written by an editor with *CRLF* in its status bar.

## How to fix it

Set the line end to *LF* in the editor, and add `*.yaml text eol=lf` to `.gitattributes`.
",
};

/// The first such line end is at `span`.
pub(in crate::syntax) fn finding(span: Span) -> Diagnostic {
    Diagnostic::new(&CRLF, span, "lines of this file end with CRLF, which is read as LF")
        .label("the first one")
        .help("save the file with LF line ends; `*.yaml text eol=lf` in .gitattributes keeps it so")
}

/// The first carriage return that ends a line alone is at `span`.
pub(in crate::syntax) fn returns(span: Span) -> Diagnostic {
    Diagnostic::new(&CRLF, span, "lines of this file end with carriage returns alone, which are read as LF")
        .label("the first one")
        .help("save the file with LF line ends; `triagebook fmt` does so")
}
