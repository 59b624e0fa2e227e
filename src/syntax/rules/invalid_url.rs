//! `invalid-url`: an address has a scheme that is not allowed.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;
use crate::syntax::lower::shorten;

/// Addresses begin with `https://`, `http://` or `mailto:`.
pub(in crate::syntax) static INVALID_URL: Rule = Rule {
    name: "invalid-url",
    severity: Severity::Error,
    summary: "Addresses begin with `https://`, `http://` or `mailto:`.",
    documentation: r#"## What it does

Checks the `url` of sources.

## Why it matters

The site makes links of them. A link to `javascript:` would run a script, one to `file:` works for nobody else.

## Example

```yaml
url: learn.contoso.com/hybrid
```

## How to fix it

Write the whole address, scheme included.

```yaml
url: "https://learn.contoso.com/hybrid"
```
"#,
};

/// `subject` at `span` is `value`, which is not such an address.
pub(in crate::syntax) fn finding(span: Span, subject: &str, value: &str) -> Diagnostic {
    Diagnostic::new(
        &INVALID_URL,
        span,
        format!("{subject} must be a web or mail address, not `{}`", shorten(value)),
    )
    .help("begin it with `https://`, `http://` or `mailto:`; an address holds no spaces")
}
