//! `duplicate-key`: a mapping holds a key twice.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;
use crate::syntax::lower::shorten;

/// A key or name occurs once in its mapping.
pub(in crate::syntax) static DUPLICATE_KEY: Rule = Rule {
    name: "duplicate-key",
    severity: Severity::Error,
    summary: "A key or name occurs once in its mapping.",
    documentation: r"## What it does

Reports the second of two equal keys or names. The first one counts.

## Why it matters

One of the two would silently win, and not every tool lets the same one win.

## Example

```yaml
ends:
  escalate: { title: Escalate, result: escalated, to: Hybrid team }
  escalate: { title: Call the vendor, result: escalated, to: The vendor }
```

## How to fix it

Delete one of the two, or give it a name of its own.

```yaml
ends:
  escalate: { title: Escalate, result: escalated, to: Hybrid team }
```
",
};

/// `key` at `span` was written before at `first`.
pub(in crate::syntax) fn finding(span: Span, first: Span, key: &str) -> Diagnostic {
    Diagnostic::new(&DUPLICATE_KEY, span, format!("`{}` is here twice", shorten(key)))
        .label("the second one, which does not count")
        .also(first, "the first one")
        .help("delete one of the two, or give it another name")
}
