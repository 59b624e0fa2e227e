//! `tag`: a value carries a YAML tag.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// Values carry no YAML tags.
pub(in crate::syntax) static TAG: Rule = Rule {
    name: "tag",
    severity: Severity::Error,
    summary: "Values carry no YAML tags.",
    documentation: r"## What it does

Reports `!name` and `!!name` before a value. The value is read as if the tag were not there.

## Why it matters

What a value is follows from its key. A tag would say it a second time, perhaps differently.

## Example

```yaml
minutes: !!int 5
```

## How to fix it

Remove the tag. If `!` begins a text, put the text in quotes.

```yaml
minutes: 5
```
",
};

/// A tag at `span`, written so; `whole` takes in the space behind it.
pub(in crate::syntax) fn finding(span: Span, whole: Span, written: &str) -> Diagnostic {
    let finding = Diagnostic::new(&TAG, span, "YAML tags are not part of the format")
        .label("a `!` here begins a tag")
        .help("remove the tag; if `!` begins a text, put the text in quotes");
    // Nobody begins a text like that.
    if written.starts_with("!!") { finding.suggest("remove the tag", whole, "") } else { finding }
}
