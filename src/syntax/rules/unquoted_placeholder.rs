//! `unquoted-placeholder`: a value begins with an unquoted placeholder.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// A value that begins with a placeholder is in quotes.
pub(in crate::syntax) static UNQUOTED_PLACEHOLDER: Rule = Rule {
    name: "unquoted-placeholder",
    severity: Severity::Error,
    summary: "A value that begins with a placeholder is in quotes.",
    documentation: r#"## What it does

Reports a value that begins with `{{` and is not in quotes.

## Why it matters

For YAML an opening brace begins a mapping, so it never sees the text.

## Example

```yaml
outcomes:
  enabled:
    when: { property: Owner, equals: {{ mailbox }} }
```

## How to fix it

Put the whole value in single quotes.

```yaml
outcomes:
  enabled:
    when: { property: Owner, equals: '{{ mailbox }}' }
    samples: [{ text: "Owner : olaf@contoso.com", facts: { mailbox: olaf@contoso.com } }]
```
"#,
};

/// The value `written` at `span` begins with `{{`.
pub(in crate::syntax) fn finding(span: Span, written: &str) -> Diagnostic {
    Diagnostic::new(&UNQUOTED_PLACEHOLDER, span, "a text that begins with `{{` needs quotes")
        .label("YAML reads this as a mapping")
        .mend("put the text in quotes", span, format!("'{}'", written.replace('\'', "''")))
}
