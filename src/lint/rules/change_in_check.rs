//! `change-in-check`: a check must not change anything.
//!
//! Deliberately absent: commands of which nothing is known; those are shown but never run or collected.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::effect::Effect;
use crate::lint::commands::Part;
use crate::lint::file::File;
use crate::prose;

/// A check must not change anything.
pub(super) static RULE: Rule = Rule {
    name: "change-in-check",
    severity: Severity::Error,
    summary: "A check must not change anything.",
    documentation: r"## What it does

Looks up what each command under `run` does, and reports one that changes something, sends something or writes a file. Names
and parameters are looked up in a catalogue; what the command says of itself does not count.

## Why it matters

A check is run without asking twice: on a production system, by somebody who believes that it only reads. It has no impact,
no rollback and no proof.

## Example

```yaml
checks:
  connector:
    run: [{ place: ems, command: Set-IntraOrganizationConnector HybridIOC -Enabled $true }]
```

## How to fix it

Ask with a command that only reads (`Get-…`, `Test-…`), and make the change a fix that this check proves.
",
};

/// A finding for each command of a check that does more than read.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let of_checks = file.typed.iter().filter(|typed| matches!(typed.part, Part::Check));
    of_checks
        .filter(|typed| typed.assessment.effect == Effect::Change)
        .map(|typed| {
            let message = format!("the check {} does more than read", prose::quoted(&typed.node.value));
            Diagnostic::new(&RULE, typed.command.text.span, message)
                .note(typed.assessment.because.clone())
                .help("ask with a command that only reads, and make the change a fix")
        })
        .collect()
}
