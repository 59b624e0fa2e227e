//! `byte-order-mark`: a file begins with a byte order mark.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// A file needs no byte order mark.
pub(in crate::syntax) static BYTE_ORDER_MARK: Rule = Rule {
    name: "byte-order-mark",
    severity: Severity::Info,
    summary: "A file needs no byte order mark.",
    documentation: r"## What it does

Tells that a file begins with the three bytes `EF BB BF`. They are skipped.

## Why it matters

The mark does no harm here, but other tools that read the same file take it for a letter, and every difference between two versions of the file then shows its first line.

## Example

A file saved as *UTF-8 with BOM*.

## How to fix it

Save the file as UTF-8 without BOM.
",
};

/// The mark stood before `span`.
pub(in crate::syntax) fn finding(span: Span) -> Diagnostic {
    Diagnostic::new(&BYTE_ORDER_MARK, span, "the file begins with a byte order mark, which is skipped")
        .help("save the file as UTF-8 without BOM")
}
