//! `remote-code`: no command may run code that the reader cannot see.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::commands::Typed;
use crate::lint::file::File;
use crate::model::Shell;
use regex_lite::Regex;
use std::sync::LazyLock;

/// No command may run code that the reader cannot see.
pub(super) static RULE: Rule = Rule {
    name: "remote-code",
    severity: Severity::Error,
    summary: "No command may run code that the reader cannot see.",
    documentation: r"## What it does

Reports `Invoke-Expression`, `-EncodedCommand`, `-ExecutionPolicy Bypass`, and downloads that go straight into a shell
(`curl … | sh`).

## Why it matters

What is run is not what the runbook shows, it may be another thing tomorrow, and it runs with the rights of an
administrator. The execution policy is the customer's decision.

## Example

```yaml
steps: [{ place: ps, command: 'Invoke-WebRequest https://example.com/repair.ps1 | Invoke-Expression' }]
```

## How to fix it

Write the commands themselves. Where a script of the vendor is needed, let people download it from the vendor's page, check
its signature (`Get-AuthenticodeSignature`) and start the file: three steps.
",
};

macro_rules! pattern {
    ($pattern:expr) => {
        LazyLock::new(|| Regex::new($pattern).expect("the expression is tested to compile"))
    };
}

/// Words one of which is in it, the pattern, the shells, and what it does.
type Hidden = (&'static [&'static str], LazyLock<Regex>, &'static [Shell], &'static str);

const ALL: &[Shell] = &[Shell::Powershell, Shell::Cmd, Shell::Posix];
const UNSEEN: &str = "runs a download unseen";

static HIDDEN: [Hidden; 6] = [
    (
        &["invoke-expression", "iex"],
        pattern!(r"(?i)(^|[|;{(&\n]\s*)(Invoke-Expression|iex)\b"),
        &[Shell::Powershell],
        "runs a text as a command",
    ),
    (
        &["scriptblock", "invokescript"],
        pattern!(r"(?i)\[scriptblock\]::Create\b|\.InvokeScript\("),
        &[Shell::Powershell],
        "runs a text as a command",
    ),
    (
        &["powershell", "pwsh"],
        pattern!(r"(?i)\b(powershell|pwsh)(\.exe)?\b.*\s-e(c|nc|ncodedcommand)?\s"),
        ALL,
        "runs a command that nobody can read",
    ),
    (
        &["bypass", "unrestricted"],
        pattern!(
            r"(?i)-Exec(utionPolicy)?[ \t:]+(Bypass|Unrestricted)\b|Set-ExecutionPolicy[ \t]+(Bypass|Unrestricted)\b"
        ),
        ALL,
        "sets the customer's execution policy aside",
    ),
    (
        &["curl", "wget"],
        pattern!(r"\b(curl|wget)\b[^;&\n]*\|\s*(sudo\s+)?(ba|z|da|k)?sh\b"),
        &[Shell::Posix],
        UNSEEN,
    ),
    (
        &["eval", "sh"],
        pattern!(r#"\b(eval|(ba|z|da)?sh\s+-c)\s+"?\$\((curl|wget)\b|<\(\s*(curl|wget)\b"#),
        &[Shell::Posix],
        UNSEEN,
    ),
];

/// A finding for each such command.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    file.typed.iter().filter_map(finding).collect()
}

fn finding(typed: &Typed<'_>) -> Option<Diagnostic> {
    let mut rows =
        HIDDEN.iter().filter(|(words, _, shells, _)| shells.contains(&typed.shell) && typed.may_hold(words));
    // In a POSIX shell `"$(…)"` runs what stands in the quotes.
    let text = if typed.shell == Shell::Posix { &typed.text } else { &typed.bare };
    let (found, what) = rows.find_map(|(_, pattern, _, what)| Some((pattern.find(text)?, what)))?;
    Some(
        Diagnostic::new(&RULE, typed.near(&found.range()), format!("this {what}"))
            .help("write the commands themselves, or let people download, check and start a file in steps"),
    )
}
