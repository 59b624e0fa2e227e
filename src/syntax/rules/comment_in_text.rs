//! `comment-in-text`: a text without quotes ends at a `#` that was meant as part of it.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;
use crate::syntax::lower::shorten;

/// A comment does not cut a text off.
pub(in crate::syntax) static COMMENT_IN_TEXT: Rule = Rule {
    name: "comment-in-text",
    severity: Severity::Warning,
    summary: "A comment does not cut a text off.",
    documentation: r"## What it does

Reports a text without quotes that is followed, on its line, by a `#` with a letter or a digit right behind it.

## Why it matters

In YAML ` #` begins a comment, so the text ends there, and nobody is told. Error codes, ticket numbers and channels begin with this sign.

## Example

```yaml
title: Tray #2 is empty      # the title is `Tray`
```

## How to fix it

Put the text in quotes. If it is a comment, leave a space behind the `#`.

```yaml
title: 'Tray #2 is empty'
```
",
};

/// A text ends before the comment at `comment`, which is `written`; `whole` covers both, `quoted` is both in quotes.
pub(in crate::syntax) fn finding(comment: Span, written: &str, whole: Span, quoted: String) -> Diagnostic {
    let message = format!("`{}` is a comment, and no part of the text before it", shorten(written));
    Diagnostic::new(&COMMENT_IN_TEXT, comment, message)
        .label("YAML does not read this")
        .help("if it is meant as a comment, leave a space behind the `#`")
        .suggest("put the whole text in quotes", whole, quoted)
}
