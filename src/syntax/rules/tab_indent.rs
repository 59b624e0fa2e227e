//! `tab-indent`: a line is indented with a tab.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Edit, Rule, Severity};
use crate::source::Span;

/// Lines are indented with spaces.
pub(in crate::syntax) static TAB_INDENT: Rule = Rule {
    name: "tab-indent",
    severity: Severity::Error,
    summary: "Lines are indented with spaces.",
    documentation: r"## What it does

Reports a tab in the indentation of a line.

## Why it matters

YAML forbids it, because nobody can tell how wide a tab is.

## Example

A line below `checks:` that begins with a tab.

## How to fix it

Replace the tab with spaces, two for each level, and let the editor insert spaces: `editor.insertSpaces` in Visual Studio Code. Tabs inside a sample are fine after the indentation.
",
};

/// `tabs` tabs at `span` in the indentation of a line, each of which is as wide as `width` spaces; `below` are those of the
/// lines after it, which are mended with it.
pub(in crate::syntax) fn finding(span: Span, tabs: usize, width: usize, below: &[Span]) -> Diagnostic {
    let wide = " ".repeat(width);
    let spaces = |span: &Span| Edit { span: *span, replacement: wide.repeat(span.range().len()) };
    let finding = Diagnostic::new(&TAB_INDENT, span, "a tab cannot indent a line")
        .label(if tabs == 1 { "this is a tab" } else { "these are tabs" })
        .mend("use spaces, two for each level", span, wide.repeat(tabs));
    finding.with_edits(below.iter().map(spaces))
}
