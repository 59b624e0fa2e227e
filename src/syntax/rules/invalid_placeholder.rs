//! `invalid-placeholder`: a placeholder can't be read.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// Placeholders are written `{{ name }}`.
pub(in crate::syntax) static INVALID_PLACEHOLDER: Rule = Rule {
    name: "invalid-placeholder",
    severity: Severity::Error,
    summary: "Placeholders are written `{{ name }}`.",
    documentation: r"## What it does

Checks the placeholders in commands and in the right-hand sides of comparisons: closed by `}}`, and the name of a fact inside.

## Why it matters

A placeholder that is not recognised would be typed into a shell as it stands.

## Example

```yaml
run: [{ place: ems, command: 'Get-Mailbox {{ mailbox }' }]
```

## How to fix it

Close the braces, and name an input, a captured fact, or a check (its fact is its outcome). PowerShell that needs `{{` itself can write `{ {`.

```yaml
run: [{ place: ems, command: 'Get-Mailbox {{ mailbox }}' }]
```
",
};

/// What is wrong with the placeholder at `span`.
pub(in crate::syntax) fn finding(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&INVALID_PLACEHOLDER, span, message)
}
