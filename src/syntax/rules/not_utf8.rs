//! `not-utf8`: a file's bytes are not UTF-8 text.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// A file is UTF-8 text.
pub(in crate::syntax) static NOT_UTF8: Rule = Rule {
    name: "not-utf8",
    severity: Severity::Error,
    summary: "A file is UTF-8 text.",
    documentation: r"## What it does

Reports bytes that are not valid UTF-8, and files in UTF-16. The rest of the file is still read, with `\u{FFFD}` in place of the bad bytes.

## Why it matters

Error texts and samples are compared letter by letter. A text in another encoding shows and compares wrongly.

## Example

A file saved by an editor as *ANSI* (Windows-1252), in which `ü` is the single byte `FC`.

## How to fix it

Save the file as UTF-8. In Visual Studio Code: click the encoding in the status bar, then *Save with Encoding*, *UTF-8*.
",
};

/// Bytes that are not UTF-8: `count` places, the first at `span`.
pub(in crate::syntax) fn finding(span: Span, count: usize) -> Diagnostic {
    let finding = Diagnostic::new(&NOT_UTF8, span, "this is not UTF-8 text")
        .label("these bytes mean nothing in UTF-8")
        .help("save the file as UTF-8; most likely it was saved as ANSI (Windows-1252)");
    if count > 1 { finding.note(format!("there are {count} such places in the file")) } else { finding }
}

/// A whole file in UTF-16.
pub(in crate::syntax) fn utf16(span: Span) -> Diagnostic {
    Diagnostic::new(&NOT_UTF8, span, "the file is UTF-16 text, not UTF-8")
        .label("it begins with the mark of UTF-16")
        .help("save the file as UTF-8; in Windows PowerShell 5.1, `Out-File` and `>` write UTF-16 unless told `-Encoding utf8`")
}
