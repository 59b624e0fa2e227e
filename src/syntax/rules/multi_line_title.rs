//! `multi-line-title`: a title or name runs over several lines.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// Titles and other short texts are one line.
pub(in crate::syntax) static MULTI_LINE_TITLE: Rule = Rule {
    name: "multi-line-title",
    severity: Severity::Error,
    summary: "Titles and other short texts are one line.",
    documentation: r"## What it does

Reports a line break in a title, a signature's label, a role and other texts that are shown on one line.

## Why it matters

Titles become questions, buttons, headings and lines of a menu.

## Example

```yaml
title: |
  Is the connector enabled?
  Look at both sides.
```

## How to fix it

Keep the first line, and move the rest to `detail`, `why` or `summary`.

```yaml
title: Is the connector enabled?
why: Look at both sides.
```
",
};

/// `subject` at `span` has several lines.
pub(in crate::syntax) fn finding(span: Span, subject: &str) -> Diagnostic {
    Diagnostic::new(&MULTI_LINE_TITLE, span, format!("{subject} must be one line"))
        .help("keep it short, and move the rest to a longer text such as `detail`, `why` or `summary`")
}
