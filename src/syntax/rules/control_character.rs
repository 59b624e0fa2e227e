//! `control-character`: a file holds a control character.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// A file holds no control characters but line ends and tabs.
pub(in crate::syntax) static CONTROL_CHARACTER: Rule = Rule {
    name: "control-character",
    severity: Severity::Error,
    summary: "A file holds no control characters but line ends and tabs.",
    documentation: r#"## What it does

Reports control characters in the text of a file: null, escape, a carriage return that ends no line, and the like. They are read as spaces.

## Why it matters

They can't be seen in an editor or a review, and a terminal would obey them: an escape sequence can hide or rewrite what it shows.

## Example

A sample that was copied from a coloured terminal, colour codes included.

## How to fix it

Remove the character. Where a sample really needs one, write it as an escape in double quotes.

```yaml
samples:
  - "Status\0: ok"        # a null byte, written as an escape
```
"#,
};

/// A control character at `span`; the file holds `count` of them.
pub(in crate::syntax) fn finding(span: Span, character: char, count: usize) -> Diagnostic {
    let code = character as u32;
    let finding = Diagnostic::new(
        &CONTROL_CHARACTER,
        span,
        format!("the file holds the control character U+{code:04X}, which nobody can see"),
    )
    .help("remove it; a sample that needs it writes it as an escape in double quotes, such as \"\\e\" or \"\\0\"");
    if count > 1 { finding.note(format!("the file holds {count} control characters")) } else { finding }
}
