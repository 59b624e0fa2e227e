//! `overdue-review`: a runbook should be read against reality again when it is time.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::prose;

/// Days after which a review is due, where the knowledge base says nothing.
const USUAL: u32 = 180;

/// A runbook should be read against reality again when it is time.
pub(super) static RULE: Rule = Rule {
    name: "overdue-review",
    severity: Severity::Warning,
    summary: "A runbook should be reviewed when it is time.",
    documentation: r"## What it does

Reports a runbook whose `reviewed` lies further back than `review_days` of the knowledge base (180 unless set).

## Why it matters

Products change. A command that is gone, or a default that has turned around, misleads worse than no runbook.

## Example

```yaml
reviewed: 2024-01-15
```

## How to fix it

Read all of it, try the commands, mend what is no longer so, and set `reviewed` to that day. Where a build must not fail
because time has passed, set `rules: { overdue-review: info }` in `knowledge-base.yaml`.

```yaml
reviewed: 2026-11-23
```
",
};

/// A finding for each runbook that is due.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let days = file.base.review_days.as_ref().map_or(USUAL, |days| days.value);
    let reviewed = file.runbooks().filter_map(|runbook| runbook.reviewed.as_ref());
    reviewed
        .filter_map(|reviewed| {
            let age = file.today.since(reviewed.value).ok()?.get_days();
            let late = u32::try_from(age).ok()?.checked_sub(days).filter(|late| *late > 0)?;
            let late = prose::count(usize::try_from(late).ok()?, "day");
            let message = format!("the review is overdue by {late}");
            let due = prose::count(usize::try_from(days).ok()?, "day");
            Some(
                Diagnostic::new(&RULE, reviewed.span, message)
                    .label(format!("due again after {due}"))
                    .help("read it against reality, and set `reviewed` to that day"),
            )
        })
        .collect()
}
