//! `missing-dry-run`: what a search finds must be seen before it is removed.
//!
//! Deliberately absent: commands that name what they remove, and rollbacks, which remove what the fix has just made.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::effect::{Call, Effect};
use crate::lint::commands::{Part, Typed};
use crate::lint::file::File;
use crate::model::Shell;
use crate::prose;
use regex_lite::Regex;
use std::sync::LazyLock;

/// What a search finds must be seen before it is removed.
pub(super) static RULE: Rule = Rule {
    name: "missing-dry-run",
    severity: Severity::Warning,
    summary: "What a search finds should be seen before it is removed.",
    documentation: r"## What it does

Reports a step of a fix that removes, clears or disables whatever a search finds (`Get-… | Remove-…`, `find … -delete`,
`… | xargs rm`), where no step before it shows what that will be: the same command with `-WhatIf`, or the same search alone.

## Why it matters

On the author's system the search found one object. What it finds here, nobody has seen when it is gone. Nine of ten commands
that change Exchange take `-WhatIf`, and hardly any instruction uses it.

## Example

```yaml
steps:
  - { place: ems, command: 'Get-SettingOverride | Where-Object SectionName -eq OldFeature | Remove-SettingOverride' }
```

## How to fix it

Look first, in a step of its own:

```yaml
steps:
  - place: ems
    command: 'Get-SettingOverride | Where-Object SectionName -eq OldFeature | Remove-SettingOverride -WhatIf'
    expect: One line, with the name of the override that is in the way.
  - { place: ems, command: 'Get-SettingOverride | Where-Object SectionName -eq OldFeature | Remove-SettingOverride' }
```
",
};

/// First words of PowerShell commands that take something away.
const REMOVING_VERBS: &[&str] = &["remove", "clear", "disable", "uninstall", "unregister", "dismount"];
/// What goes with the window, or with the session.
const OWN: &[&str] = &["remove-variable", "clear-variable", "remove-job", "remove-pssession", "clear-host"];

static SEARCH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\|\s*xargs\b[^|;&]*\brm\b|\bfind\b[^|;&]*\s(-delete\b|-exec\s+(sudo\s+)?rm\b)")
        .expect("the expression is tested to compile")
});

/// A finding for each step that removes what nobody has seen.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for commands in file.typed.chunk_by(|a, b| a.node.span == b.node.span) {
        for (index, typed) in commands.iter().enumerate() {
            let is_step = matches!(typed.part, Part::Step(_));
            let Some(search) = is_step.then(|| search(typed)).flatten() else { continue };
            let before = commands.get(..index).unwrap_or_default();
            if !before.iter().any(|earlier| shows(earlier, &search, typed.shell)) {
                findings.push(finding(typed, &search));
            }
        }
    }
    findings
}

/// A search whose finds are removed.
struct Search<'t> {
    /// The command that searches, in lower case.
    finds: &'t str,
    /// Its name as it is written.
    shown: &'t str,
    /// The command that removes.
    removes: &'t str,
}

fn search<'t>(typed: &'t Typed<'_>) -> Option<Search<'t>> {
    match typed.shell {
        Shell::Powershell => {
            let removes = typed.calls.iter().find(|call| removes(call) && !typed.may_hold(&["-whatif"]))?;
            let finds = typed.calls.iter().find(|call| call.statement == removes.statement)?;
            (finds != removes && typed.bare.contains('|')).then_some(Search {
                finds: &finds.command,
                shown: &finds.name,
                removes: &removes.name,
            })
        }
        Shell::Posix => {
            let found = SEARCH.find(&typed.bare)?;
            let (finds, shown) = typed
                .calls
                .first()
                .map_or(("find", "find"), |call| (call.command.as_str(), call.name.as_str()));
            let removes = if found.as_str().contains("xargs") { "xargs rm" } else { "find" };
            Some(Search { finds, shown, removes })
        }
        Shell::Cmd | Shell::None => None,
    }
}

fn removes(call: &Call) -> bool {
    let (verb, _) = call.command.split_once('-').unwrap_or_default();
    call.effect == Effect::Change && REMOVING_VERBS.contains(&verb) && !OWN.contains(&call.command.as_str())
}

/// Whether an earlier step shows what the search finds.
fn shows(earlier: &Typed<'_>, search: &Search<'_>, shell: Shell) -> bool {
    let is_tried = earlier.may_hold(&["-whatif"]);
    let is_search = earlier.calls.first().is_some_and(|call| call.command == search.finds);
    earlier.shell == shell && is_search && (is_tried || earlier.assessment.effect == Effect::Read)
}

fn finding(typed: &Typed<'_>, search: &Search<'_>) -> Diagnostic {
    let message = format!("{} removes what nobody has seen", prose::quoted(search.removes));
    let finding = Diagnostic::new(&RULE, typed.command.text.span, message)
        .label(format!("whatever {} finds here", prose::quoted(search.shown)));
    finding.help(match typed.shell {
        Shell::Powershell => {
            "put a step before it with the same command and `-WhatIf`, or with the search alone"
        }
        Shell::Posix | Shell::Cmd | Shell::None => {
            "put a step before it that only lists what will be removed"
        }
    })
}
