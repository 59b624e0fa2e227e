//! `future-date`: a date of something that was done must not lie in the future.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;

/// A date of something that was done must not lie in the future.
pub(super) static RULE: Rule = Rule {
    name: "future-date",
    severity: Severity::Warning,
    summary: "A date of something that was done must not lie in the future.",
    documentation: r"## What it does

Reports a `reviewed` of a runbook or a `seen` of a source that lies after today.

## Why it matters

It is a slip of the pen, and it keeps a runbook from becoming due for review.

## Example

```yaml
reviewed: 2062-11-23
```

## How to fix it

Write the day on which it was done.

```yaml
reviewed: 2026-11-23
```
",
};

/// A finding for each such date.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let shared = file.shared().into_iter().flat_map(|base| base.sources.iter());
    let own = file.runbooks().flat_map(|runbook| runbook.sources.iter());
    let seen = shared.chain(own).map(|(_, source)| source.seen);
    let reviewed = file.runbooks().filter_map(|runbook| runbook.reviewed);
    reviewed
        .chain(seen)
        .filter(|date| date.value > file.today)
        .map(|date| {
            Diagnostic::new(&RULE, date.span, format!("{} lies in the future", date.value))
                .label(format!("today is {}", file.today))
                .help("write the day on which it was done")
        })
        .collect()
}
