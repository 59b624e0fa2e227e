//! `silenced-guard`: a change must not switch off the last question.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::effect::Effect;
use crate::lint::commands::Typed;
use crate::lint::file::File;
use crate::lint::pattern::regex;
use crate::model::Shell;
use crate::prose;
use regex_lite::Regex;
use std::sync::LazyLock;

/// A change must not switch off the last question.
pub(super) static RULE: Rule = Rule {
    name: "silenced-guard",
    severity: Severity::Error,
    summary: "A change must not switch off the last question.",
    documentation: r"## What it does

Reports parameters in the commands of fixes that answer a question before it is asked, or hide what went wrong:
`-Confirm:$false`, `-Force`, `-ErrorAction SilentlyContinue` on a command that changes something, `--yes`, `-y`, `rm -f`,
`|| true`, `del /q`.

## Why it matters

A person does these steps by hand, one at a time. The question is the last chance to see that it is the wrong object, and
an error that is not shown is a step that everybody believes done.

## Example

```yaml
steps: [{ place: ems, command: 'Set-IntraOrganizationConnector HybridIOC -Enabled $true -Confirm:$false' }]
```

## How to fix it

Leave the parameter out:

```yaml
steps: [{ place: ems, command: 'Set-IntraOrganizationConnector HybridIOC -Enabled $true' }]
```

Where the command does not work without it, allow it there and say why:

```yaml
allow: [{ rule: silenced-guard, reason: The command is started by a task that nobody watches }]
```
",
};

static POWERSHELL: LazyLock<Regex> = regex!(r"(?i)[ \t](-Confirm:\s*\$false|-Force)\b");
static SILENT: LazyLock<Regex> = regex!(r"(?i)[ \t](-ErrorAction|-EA)[ \t:]+(SilentlyContinue|Ignore|0)\b");
static POSIX: LazyLock<Regex> = regex!(
    r"[ \t](--yes|--assume-yes|--force|-y)(\s|$)|\brm[ \t]+-[a-zA-Z]*f[a-zA-Z]*\b|\|\|[ \t]*(true|:)(\s|$)|(^|[;&][ \t]*)yes\b[^|;&]*\|"
);
static CMD: LazyLock<Regex> = regex!(r"(?i)[ \t]/(y|q|f)\b");

/// One of these is in each of them.
const MARKS: &[&str] = &[
    "-confirm",
    "-force",
    "-ea",
    "-erroraction",
    "--yes",
    "--assume-yes",
    "-y",
    "rm ",
    "||",
    "yes",
    "/y",
    "/q",
    "/f",
];

/// A finding for each such parameter.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let of_fixes = file.typed.iter().filter(|typed| typed.is_of_fix());
    let suspects = of_fixes.filter(|typed| typed.assessment.effect != Effect::Read && typed.may_hold(MARKS));
    suspects.filter_map(finding).collect()
}

fn finding(typed: &Typed<'_>) -> Option<Diagnostic> {
    let found = match typed.shell {
        Shell::Powershell => POWERSHELL.find(&typed.bare).or_else(|| silenced_change(typed)),
        Shell::Posix => POSIX.find(&typed.bare),
        Shell::Cmd => CMD.find(&typed.bare),
        Shell::None => None,
    }?;
    let range = found.range();
    let written = found.as_str().trim();
    let finding = Diagnostic::new(
        &RULE,
        typed.near(&range),
        format!("{} switches off the last question or its answer", prose::quoted(written)),
    );
    let removable = typed.shell == Shell::Powershell;
    Some(match typed.place(&range).filter(|_| removable) {
        Some(place) => finding.suggest(format!("leave out {}", prose::quoted(written)), place, ""),
        None => finding.help("leave it out, or allow it here and say why the command needs it"),
    })
}

/// Errors that are hidden from the statement in which something is changed.
fn silenced_change<'t>(typed: &'t Typed<'_>) -> Option<regex_lite::Match<'t>> {
    let mut found = SILENT.find_iter(&typed.bare);
    found.find(|found| {
        let before = typed.bare.get(..found.start()).unwrap_or_default();
        let begins = before.rfind(['|', ';', '{', '(', '\n']).map_or(0, |at| at + 1);
        let command = typed.text.get(begins..found.start()).unwrap_or_default();
        crate::effect::assess(typed.shell, command).effect == Effect::Change
    })
}
