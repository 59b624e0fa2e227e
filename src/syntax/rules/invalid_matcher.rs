//! `invalid-matcher`: a matcher is not one test.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// A matcher is exactly one test.
pub(in crate::syntax) static INVALID_MATCHER: Rule = Rule {
    name: "invalid-matcher",
    severity: Severity::Error,
    summary: "A matcher is exactly one test.",
    documentation: r"## What it does

Checks that every matcher (`when`, and what stands inside `all`, `any`, `none`, `some`, `every` and `count`) holds exactly one test, and a test of a property or fact exactly one comparison.

## Why it matters

With two tests in one mapping nobody could say whether both or one must hold; with none there is nothing to judge.

## Example

```yaml
when: { property: Enabled, equals: true, output: none }
```

## How to fix it

Combine several tests with `all`, `any` or `none`. Tests are: `property` or `fact` with one of `equals`, `not`, `contains`, `matches`, `before`, `after`, `less`, `greater`, `blank`, `missing`; `text`; `matches`; `output: none`; `error`; `all`, `any`, `none`; `some`, `every`; `count`.

```yaml
when:
  any:
    - { property: Enabled, equals: true }
    - { output: none }
```
",
};

/// What is wrong with the matcher at `span`.
pub(in crate::syntax) fn finding(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&INVALID_MATCHER, span, message)
}
