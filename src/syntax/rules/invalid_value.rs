//! `invalid-value`: a value is none of those its key allows.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;
use crate::syntax::lower::shorten;

/// A value is one that its key allows.
pub(in crate::syntax) static INVALID_VALUE: Rule = Rule {
    name: "invalid-value",
    severity: Severity::Error,
    summary: "A value is one that its key allows.",
    documentation: r"## What it does

Checks keys with a fixed set of values (`risk`, `result`, `shell`, `type`, …), whole numbers, and `true` or `false`.

## Why it matters

The program acts on these values; a word that it does not know can't be acted on.

## Example

```yaml
risk: high
```

## How to fix it

Use one of the values that the finding lists.

```yaml
risk: change
```
",
};

/// `subject` at `span` is `value`, but must be `expected`.
pub(in crate::syntax) fn finding(span: Span, subject: &str, value: &str, expected: &str) -> Diagnostic {
    Diagnostic::new(&INVALID_VALUE, span, format!("{subject} must be {expected}, not `{}`", shorten(value)))
}

/// What stands at `span` contradicts what is said beside it.
pub(in crate::syntax) fn contradiction(span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(&INVALID_VALUE, span, message).help("leave one of them out")
}
