//! `remote-code`: no command may run code that the reader cannot see.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::commands::Typed;
use crate::lint::file::File;
use crate::lint::pattern::{self, ALL_SHELLS, Pattern, regex};
use crate::model::Shell;

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

const UNSEEN: &str = "runs a download unseen";

static HIDDEN: [Pattern; 6] = [
    Pattern {
        words: &["invoke-expression", "iex"],
        regex: regex!(r"(?i)(^|[|;{(&\n]\s*)(Invoke-Expression|iex)\b"),
        shells: &[Shell::Powershell],
        unless: &[],
        what: "runs a text as a command",
    },
    Pattern {
        words: &["scriptblock", "invokescript"],
        regex: regex!(r"(?i)\[scriptblock\]::Create\b|\.InvokeScript\("),
        shells: &[Shell::Powershell],
        unless: &[],
        what: "runs a text as a command",
    },
    Pattern {
        words: &["powershell", "pwsh"],
        regex: regex!(r"(?i)\b(powershell|pwsh)(\.exe)?\b.*\s-e(c|nc|ncodedcommand)?\s"),
        shells: ALL_SHELLS,
        unless: &[],
        what: "runs a command that nobody can read",
    },
    Pattern {
        words: &["bypass", "unrestricted"],
        regex: regex!(
            r"(?i)-Exec(utionPolicy)?[ \t:]+(Bypass|Unrestricted)\b|Set-ExecutionPolicy[ \t]+(Bypass|Unrestricted)\b"
        ),
        shells: ALL_SHELLS,
        unless: &[],
        what: "sets the customer's execution policy aside",
    },
    Pattern {
        words: &["curl", "wget"],
        regex: regex!(r"\b(curl|wget)\b[^;&\n]*\|\s*(sudo\s+)?(ba|z|da|k)?sh\b"),
        shells: &[Shell::Posix],
        unless: &[],
        what: UNSEEN,
    },
    Pattern {
        words: &["eval", "sh"],
        regex: regex!(r#"\b(eval|(ba|z|da)?sh\s+-c)\s+"?\$\((curl|wget)\b|<\(\s*(curl|wget)\b"#),
        shells: &[Shell::Posix],
        unless: &[],
        what: UNSEEN,
    },
];

/// A finding for each such command.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    file.typed.iter().filter_map(finding).collect()
}

fn finding(typed: &Typed<'_>) -> Option<Diagnostic> {
    // In a POSIX shell `"$(…)"` runs what stands in the quotes.
    let text = if typed.shell == Shell::Posix { &typed.text } else { &typed.bare };
    let (found, what) = pattern::first(&HIDDEN, typed, text)?;
    Some(
        Diagnostic::new(&RULE, typed.near(&found), format!("this {what}"))
            .help("write the commands themselves, or let people download, check and start a file in steps"),
    )
}
