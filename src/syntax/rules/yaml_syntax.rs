//! `yaml-syntax`: a file is not valid YAML.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// A file is valid YAML.
pub(in crate::syntax) static YAML_SYNTAX: Rule = Rule {
    name: "yaml-syntax",
    severity: Severity::Error,
    summary: "A file is valid YAML.",
    documentation: r#"## What it does

Reports what breaks the YAML of a file. Reading goes on after the broken part, so one mistake does not hide the others; other rules stay quiet about keys that the broken part may have held.

## Why it matters

What can't be read can't be walked. YAML's own errors often point at the wrong line, so this rule looks for the usual mistakes and names them.

## Example

```yaml
title: Hybrid: the wizard stops
```

## How to fix it

Follow the advice of the finding. The usual cures: put a text in single quotes when it holds `: ` or ` #` or begins with one of ``@ ` % & * ! | > { [``; write an apostrophe twice inside single quotes; put a text of several lines in a block after `|`; give all keys of one mapping the same indentation.

```yaml
title: 'Hybrid: the wizard stops'
```
"#,
};

/// What is wrong at `span`, in our own words.
pub(in crate::syntax) fn finding(span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(&YAML_SYNTAX, span, message)
}
