//! `unbounded-output`: a command should come to an end, and not ask for everything there is.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::commands::Typed;
use crate::lint::file::File;
use crate::lint::pattern::{self, ALL_SHELLS, Pattern, regex};
use crate::model::Shell;

/// A command should come to an end, and not ask for everything there is.
pub(super) static RULE: Rule = Rule {
    name: "unbounded-output",
    severity: Severity::Warning,
    summary: "A command should come to an end, and not ask for everything there is.",
    documentation: r"## What it does

Reports commands that go on until somebody stops them (`ping -t`, `tail -f`, `kubectl get --watch`, `Get-Content -Wait`) and
commands that ask for all objects of an organisation (`-ResultSize Unlimited`), all files of a drive or all of a log.

## Why it matters

The command loads a production system, and its output cannot be pasted. With a customer waiting, nobody knows whether it
hangs.

## Example

```yaml
run: [{ place: ems, command: 'Get-Mailbox -ResultSize Unlimited | Format-List' }]
```

## How to fix it

Ask for the object in question, or set a limit: `-ResultSize 100`,
`Test-Connection -Count 4`, `Get-Content -Tail 50`, `journalctl -n 50`. Where all objects have to be looked at, let the server filter
(`-Filter`), and say so in an exception.

```yaml
run: [{ place: ems, command: 'Get-Mailbox -Identity {{ mailbox }} | Format-List' }]
```
",
};

const WINDOWS: &[Shell] = &[Shell::Powershell, Shell::Cmd];
const POSIX: &[Shell] = &[Shell::Posix];

static ENDLESS: [Pattern; 14] = [
    Pattern {
        words: &["unlimited"],
        regex: regex!(r"(?i)-ResultSize[ :]+Unlimited\b"),
        shells: &[Shell::Powershell],
        unless: &[],
        what: "asks for all objects there are",
    },
    Pattern {
        words: &["-wait"],
        regex: regex!(r"(?i)\bGet-Content\b[^|;]*\s-Wait\b"),
        shells: &[Shell::Powershell],
        unless: &[],
        what: "waits for more lines without end",
    },
    Pattern {
        words: &["-continuous"],
        regex: regex!(r"(?i)\bTest-Connection\b[^|;]*\s-Continuous\b"),
        shells: &[Shell::Powershell],
        unless: &[],
        what: "never ends",
    },
    Pattern {
        words: &["ping"],
        regex: regex!(r"(?i)\bping(\.exe)?\b[^|;]*\s[-/]t\b"),
        shells: WINDOWS,
        unless: &[],
        what: "never ends",
    },
    Pattern {
        words: &["-recurse"],
        regex: regex!(r"(?i)\b(Get-ChildItem|gci|dir)\s+(-Path\s+)?[A-Z]:\\?\s[^|;]*-Recurse\b"),
        shells: &[Shell::Powershell],
        unless: &[],
        what: "looks at all files of a drive",
    },
    Pattern {
        words: &["tail", "journalctl", "logs"],
        regex: regex!(
            r"\b(tail|journalctl|(kubectl|docker|podman|oc)\b[^|;]*\slogs)\b[^|;]*\s(-[a-zA-Z]*[fF]\b|--follow(\s|$))"
        ),
        shells: POSIX,
        unless: &[],
        what: "waits for more lines without end",
    },
    Pattern {
        words: &["kubectl", "oc ", "oc\t", "oc\n"],
        regex: regex!(r"\b(kubectl|oc)\s[^|;]*\bget\b[^|;]*\s(-w|--watch|--watch-only)(\s|$)"),
        shells: ALL_SHELLS,
        unless: &[],
        what: "waits for changes without end",
    },
    Pattern {
        words: &["watch", "top"],
        regex: regex!(r"^\s*(sudo\s+)?(watch\s+\S|(top|htop|iotop)(\s|$))"),
        shells: POSIX,
        unless: &["top -b", "top -n"],
        what: "fills the screen until somebody ends it",
    },
    Pattern {
        words: &["ping "],
        regex: regex!(r"\bping6?\s"),
        shells: POSIX,
        unless: &[" -c", " -w"],
        what: "never ends",
    },
    Pattern {
        words: &["dmesg"],
        regex: regex!(r"\bdmesg\s[^|;]*(-[a-zA-Z]*[wW]\b|--follow)"),
        shells: POSIX,
        unless: &[],
        what: "waits for more lines without end",
    },
    Pattern {
        words: &["tcpdump"],
        regex: regex!(r"\btcpdump\b"),
        shells: POSIX,
        unless: &[" -c", " -g ", "timeout "],
        what: "never ends",
    },
    Pattern {
        words: &["journalctl"],
        regex: regex!(r"\bjournalctl\b[^|;]*$"),
        shells: POSIX,
        unless: &[
            " -n",
            "--lines",
            " -s",
            "--since",
            " -b",
            "--boot",
            " -k",
            "--dmesg",
            "--disk-usage",
            "--list-boots",
            "--header",
            "--verify",
            "--vacuum",
            "--rotate",
            "--flush",
            "--sync",
            "--version",
        ],
        what: "shows all that was ever logged",
    },
    Pattern {
        words: &["get-eventlog", "get-winevent"],
        regex: regex!(r"(?i)\b(Get-EventLog|Get-WinEvent)\s"),
        shells: &[Shell::Powershell],
        unless: &[
            "-newest",
            "-maxevents",
            "-after",
            "-list",
            "starttime",
            "-filterhashtable",
            "-filterxpath",
            "-filterxml",
        ],
        what: "asks for all events of a log",
    },
    Pattern {
        words: &["find", "grep"],
        regex: regex!(r"\b(find\s+/(\s|$)|grep\s+-[a-zA-Z]*[rR][a-zA-Z]*\s+\S+\s+/(\s|$))"),
        shells: POSIX,
        unless: &[],
        what: "looks at all files of the machine",
    },
];

/// A finding for each command that has no bound.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    file.typed.iter().filter_map(finding).collect()
}

fn finding(typed: &Typed<'_>) -> Option<Diagnostic> {
    let (found, what) = pattern::first(&ENDLESS, typed, &typed.bare)?;
    Some(
        Diagnostic::new(&RULE, typed.near(&found), format!("this command {what}"))
            .help("ask for the object in question, or set a limit"),
    )
}
