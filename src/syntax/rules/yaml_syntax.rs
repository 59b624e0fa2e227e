//! `yaml-syntax`: a file is not valid YAML.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;
use crate::syntax::lower::shorten;

/// A file is valid YAML.
pub(in crate::syntax) static YAML_SYNTAX: Rule = Rule {
    name: "yaml-syntax",
    severity: Severity::Error,
    summary: "A file is valid YAML.",
    documentation: r"## What it does

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
",
};

/// What is wrong at `span`, in our own words.
pub(in crate::syntax) fn finding(span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(&YAML_SYNTAX, span, message)
}

/// The dash at `span` begins an entry of a list, but text follows it at once.
pub(in crate::syntax) fn dash_without_space(span: Span) -> Diagnostic {
    finding(span, "a dash that begins an entry of a list needs a space after it").mend(
        "put a space after the dash",
        span,
        "- ",
    )
}

/// Inside braces, `key` at `span` has no value: the comma before it was meant as part of a text.
pub(in crate::syntax) fn comma_in_text(span: Span, key: &str) -> Diagnostic {
    finding(
        span,
        &format!("the comma before `{}` ends the text, because the text is not in quotes", shorten(key)),
    )
    .label("YAML reads this as the next key")
    .help("between `{` and `}`, put a text that holds a comma in quotes")
}

/// A colon at `span` with no key before it.
pub(in crate::syntax) fn no_key(span: Span) -> Diagnostic {
    finding(span, "there is no key before this colon").help("write `key: value`")
}
