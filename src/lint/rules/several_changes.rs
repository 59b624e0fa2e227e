//! `several-changes`: a step should change one thing.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::effect::Effect;
use crate::lint::commands::Typed;
use crate::lint::file::File;
use crate::prose;
use std::collections::BTreeMap;

/// A step should change one thing.
pub(super) static RULE: Rule = Rule {
    name: "several-changes",
    severity: Severity::Warning,
    summary: "A step should change one thing.",
    documentation: r"## What it does

Reports a command of a fix with several statements that change something. Keeping output in a file is no change here.

## Why it matters

When the second one fails, the first is done, and nobody can tell from the step what has to be taken back.

## Example

```yaml
steps:
  - { place: ps, command: 'Set-AuthConfig -ClearPreviousCertificate; Set-AuthServer -Name ACS -Enabled $true' }
```

## How to fix it

Make each its own step.

```yaml
steps:
  - { place: ps, command: Set-AuthConfig -ClearPreviousCertificate }
  - { place: ps, command: Set-AuthServer -Name ACS -Enabled $true }
```
",
};

/// Commands that write files, which nobody has to take back.
const WRITES_FILES: &[&str] =
    &["out-file", "set-content", "add-content", "export-csv", "export-clixml", "tee-object"];

/// A finding for each such command.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    file.typed.iter().filter(|typed| typed.is_of_fix()).filter_map(finding).collect()
}

fn finding(typed: &Typed<'_>) -> Option<Diagnostic> {
    let mut changes: BTreeMap<usize, &String> = BTreeMap::new();
    for call in &typed.calls {
        if call.effect == Effect::Change && !WRITES_FILES.contains(&call.command.to_lowercase().as_str()) {
            changes.entry(call.statement).or_insert(&call.name);
        }
    }
    if changes.len() < 2 {
        return None;
    }
    let names: Vec<String> = changes.values().map(prose::quoted).collect();
    Some(
        Diagnostic::new(
            &RULE,
            typed.command.text.span,
            format!("this step changes several things: {}", prose::and(&names)),
        )
        .help("make each a step of its own"),
    )
}
