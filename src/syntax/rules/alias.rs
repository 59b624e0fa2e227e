//! `alias`: a file uses anchors, aliases or merge keys.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// Values are written out, not shared by anchors and aliases.
pub(in crate::syntax) static ALIAS: Rule = Rule {
    name: "alias",
    severity: Severity::Error,
    summary: "Values are written out, not shared by anchors and aliases.",
    documentation: r"## What it does

Reports `&name`, `*name` and `<<`.

## Why it matters

They make a value appear where nobody wrote it: a finding could not point at it, and a review does not show what changes. A few nested aliases can also stand for billions of values.

## Example

```yaml
checks:
  connector:
    title: &question Does it work?
  oauth-test:
    title: *question
```

## How to fix it

Write the value out. A check or fix that should read the same as another takes its content with `use`.

```yaml
checks:
  oauth-test:
    title: Does it work?
  connector:
    title: Does it work?
```
",
};

/// `*name` at `span`.
pub(in crate::syntax) fn alias(span: Span) -> Diagnostic {
    Diagnostic::new(&ALIAS, span, "aliases are not part of the format")
        .label("a `*` here makes YAML look for an anchor")
        .help("if `*` begins a text, put the text in quotes; if not, write the value out (a check or fix can take the content of another with `use`)")
}

/// `&name` at `span`.
pub(in crate::syntax) fn anchor(span: Span) -> Diagnostic {
    Diagnostic::new(&ALIAS, span, "anchors are not part of the format")
        .label("a `&` here makes YAML define an anchor")
        .help("remove the anchor; if `&` begins a text, put the text in quotes")
}

/// `<<` as a key at `span`.
pub(in crate::syntax) fn merge_key(span: Span) -> Diagnostic {
    Diagnostic::new(&ALIAS, span, "merge keys are not part of the format")
        .help("write the keys out; a check or fix can take the content of another with `use`")
}
