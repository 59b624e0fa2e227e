//! `missing-escalation`: an escalated end must name who takes over.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::model::EndResult;
use crate::prose;

/// An escalated end must name who takes over.
pub(super) static RULE: Rule = Rule {
    name: "missing-escalation",
    severity: Severity::Error,
    summary: "An escalated end must name who takes over.",
    documentation: r"## What it does

Reports an end of result `escalated` without `to`.

## Why it matters

The walk stops because somebody else has to go on. A person who does not know whom to call is as stuck as before.

## Example

```yaml
ends:
  escalate: { title: Escalate, result: escalated }
```

## How to fix it

Name the team and what it needs:

```yaml
ends:
  escalate:
    title: Escalate
    result: escalated
    to: Exchange hybrid team
    attach: [HCW log, outputs of all checks]
```
",
};

/// A finding for each escalation to nobody.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    file.ends()
        .filter(|end| end.node.result.value == EndResult::Escalated && end.node.to.is_none())
        .map(|end| {
            let message = format!("the end {} does not say who takes over", prose::quoted(&end.name.value));
            Diagnostic::new(&RULE, end.node.result.span, message)
                .label("to whom?")
                .help("add `to:` with the team that takes over, and `attach:` with what it needs")
        })
        .collect()
}
