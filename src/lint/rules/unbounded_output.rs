//! `unbounded-output`: a command should come to an end, and not ask for everything there is.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::commands::Typed;
use crate::lint::file::File;
use crate::model::Shell;
use regex_lite::Regex;
use std::sync::LazyLock;

/// A command should come to an end, and not ask for everything there is.
pub(super) static RULE: Rule = Rule {
    name: "unbounded-output",
    severity: Severity::Warning,
    summary: "A command should come to an end, and not ask for everything there is.",
    documentation: r"## What it does

Reports commands that go on until somebody stops them (`ping -t`, `tail -f`, `Get-Content -Wait`) and commands that ask for
all objects of an organisation (`-ResultSize Unlimited`) or all files of a drive.

## Why it matters

The command loads a production system, and its output cannot be pasted. With a customer waiting, nobody knows whether it
hangs.

## Example

```yaml
run: [{ place: ems, command: 'Get-Mailbox -ResultSize Unlimited | Format-List' }]
```

## How to fix it

Ask for the object in question, or set a limit: `Get-Mailbox -Identity {{ mailbox }}`, `-ResultSize 100`,
`Test-Connection -Count 4`, `Get-Content -Tail 50`. Where all objects have to be looked at, let the server filter
(`-Filter`), and say so in an exception.
",
};

macro_rules! pattern {
    ($pattern:expr) => {
        LazyLock::new(|| Regex::new($pattern).expect("the expression is tested to compile"))
    };
}

/// A word that is in it, the pattern, the shells, and what is wrong with it.
type Endless = (&'static [&'static str], LazyLock<Regex>, &'static [Shell], &'static str);

const WINDOWS: &[Shell] = &[Shell::Powershell, Shell::Cmd];

static ENDLESS: [Endless; 7] = [
    (
        &["unlimited"],
        pattern!(r"(?i)-ResultSize[ :]+Unlimited\b"),
        &[Shell::Powershell],
        "asks for all objects there are",
    ),
    (
        &["-wait"],
        pattern!(r"(?i)\bGet-Content\b[^|;]*\s-Wait\b"),
        &[Shell::Powershell],
        "waits for more lines without end",
    ),
    (
        &["-continuous"],
        pattern!(r"(?i)\bTest-Connection\b[^|;]*\s-Continuous\b"),
        &[Shell::Powershell],
        "never ends",
    ),
    (&["ping"], pattern!(r"(?i)\bping(\.exe)?\b[^|;]*\s[-/]t\b"), WINDOWS, "never ends"),
    (
        &["-recurse"],
        pattern!(r"(?i)\b(Get-ChildItem|gci|dir)\s+(-Path\s+)?[A-Z]:\\?\s[^|;]*-Recurse\b"),
        &[Shell::Powershell],
        "looks at all files of a drive",
    ),
    (
        &["tail", "journalctl"],
        pattern!(r"\b(tail|journalctl)\b[^|;]*\s(-[a-zA-Z]*f\b|--follow\b)"),
        &[Shell::Posix],
        "waits for more lines without end",
    ),
    (
        &["find", "grep"],
        pattern!(r"\b(find\s+/(\s|$)|grep\s+-[a-zA-Z]*[rR][a-zA-Z]*\s+\S+\s+/(\s|$))"),
        &[Shell::Posix],
        "looks at all files of the machine",
    ),
];

/// A finding for each command that has no bound.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    file.typed.iter().filter_map(finding).collect()
}

fn finding(typed: &Typed<'_>) -> Option<Diagnostic> {
    let mut rows =
        ENDLESS.iter().filter(|(words, _, shells, _)| shells.contains(&typed.shell) && typed.may_hold(words));
    let (found, what) = rows.find_map(|(_, pattern, _, what)| Some((pattern.find(&typed.bare)?, what)))?;
    Some(
        Diagnostic::new(&RULE, typed.near(&found.range()), format!("this command {what}"))
            .help("ask for the object in question, or set a limit"),
    )
}
