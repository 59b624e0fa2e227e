//! `understated-risk`: a fix must not say that it is milder than its commands are.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::commands::{Part, Typed};
use crate::lint::file::File;
use crate::lint::pattern::{self, ALL_SHELLS, Pattern, regex};
use crate::model::{Fix, Risk, Rollback, Shell};
use crate::prose;
use std::collections::HashSet;

/// A fix must not say that it is milder than its commands are.
pub(super) static RULE: Rule = Rule {
    name: "understated-risk",
    severity: Severity::Error,
    summary: "A fix must not say that it is milder than its commands are.",
    documentation: r"## What it does

Compares `risk` with the commands of the steps. Commands that restart or stop a service, an application pool, a container or
a machine make at least an `outage`. Commands that remove or clear something make the fix `destructive` if it cannot be rolled
back. In PowerShell the verb tells; of the other shells the common programs are known (`systemctl restart`, `net stop`, `rm`,
`kubectl delete`, `reg delete`).

## Why it matters

The risk decides how a person prepares, whom they tell and when they do it. The stricter of the two counts: what the
author says, and what the commands do.

## Example

```yaml
risk: change
steps: [{ place: ps, command: Restart-Service MSExchangeTransport }]
stop_if: Another administrator is at work.
```

## How to fix it

Say what it is, and in `impact` for whom and how long:

```yaml
risk: outage
impact: Mail of this server waits for about a minute.
```
",
};

/// Commands that interrupt something, besides those of the verbs below.
const INTERRUPTIONS: &[&str] =
    &["iisreset", "iisreset.exe", "reboot", "shutdown", "shutdown.exe", "halt", "poweroff"];
const INTERRUPTING_VERBS: &[&str] = &["restart", "stop", "dismount", "suspend"];
/// What is restarted or stopped without anybody noticing.
const UNNOTICED: &[&str] = &[
    "-job",
    "-process",
    "-transcript",
    "-migrationbatch",
    "-moverequest",
    "-adsyncsynccycle",
    // What fills again by itself, or is gone with this window anyhow.
    "-dnsclientcache",
    "-dnsservercache",
    "-host",
    "-variable",
    "-pssession",
    "-module",
    "-psdrive",
    "-cimsession",
];
static INTERRUPTING: [Pattern; 3] = [
    Pattern {
        words: &["systemctl", "service"],
        regex: regex!(
            r"\bsystemctl\s+(-\S+\s+)*(restart|stop|kill|isolate|reboot|poweroff|halt)\b|\bservice\s+\S+\s+(restart|stop)\b"
        ),
        shells: &[Shell::Posix],
        unless: &["--user"],
        what: "",
    },
    Pattern {
        words: &["docker", "podman", "kubectl"],
        regex: regex!(
            r"\b(docker|podman)\s+(container\s+)?(restart|stop|kill|pause)\b|\bkubectl\s+drain\b|\bkubectl\s+scale\s[^|;]*--replicas[= ]0\b"
        ),
        shells: ALL_SHELLS,
        unless: &[],
        what: "",
    },
    Pattern {
        words: &["net", "sc", "taskkill", "shutdown"],
        regex: regex!(
            r"(?i)(^|[&|]\s*)((net|sc)(\.exe)?\s+(\\\\\S+\s+)?stop|shutdown(\.exe)?\s[^&|]*[/-][rsp])\b"
        ),
        shells: &[Shell::Cmd, Shell::Powershell],
        unless: &[],
        what: "",
    },
];
static REMOVING: [Pattern; 3] = [
    Pattern {
        words: &[
            "rm", "shred", "mkfs", "wipefs", "dropdb", "userdel", "groupdel", "lvremove", "vgremove",
            "-delete", "vacuum", "truncate", "dd ", "git ",
        ],
        regex: regex!(
            r"(^|[|;&]\s*|\bsudo\s+|\bxargs\s+)(rm|shred|truncate|wipefs|mkfs(\.\w+)?|dropdb|userdel|groupdel|lvremove|vgremove)\s|\bfind\s[^|;]*\s-delete\b|\bjournalctl\s[^|;]*--vacuum|\bdd\s[^|;]*\bof=/dev/|\bgit\s+(-C\s+\S+\s+)?(reset\s+--hard|clean\s+-\w*f)"
        ),
        shells: &[Shell::Posix],
        unless: &[],
        what: "",
    },
    Pattern {
        words: &["kubectl", "docker", "podman", "helm"],
        regex: regex!(
            r"\bkubectl\s+(-\S+\s+)*delete\s|\b(docker|podman)\s+((container|image|volume|network|system)\s+)?(rm|rmi|prune)\b|\bhelm\s+(uninstall|delete)\b"
        ),
        shells: ALL_SHELLS,
        // A pod is made again by what it belongs to.
        unless: &["delete pod", "delete po "],
        what: "",
    },
    Pattern {
        words: &["del", "erase", "rd", "rmdir", "reg", "format", "diskpart"],
        regex: regex!(r"(?i)(^|[&|]\s*)(del|erase|rd|rmdir|format|diskpart|reg(\.exe)?\s+delete)\s"),
        shells: &[Shell::Cmd],
        unless: &[],
        what: "",
    },
];
const REMOVING_VERBS: &[&str] = &["remove", "clear", "uninstall", "unregister", "disable-mailbox"];

/// A finding for each fix whose commands do more than its `risk` says.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let mut told = HashSet::new();
    let mut findings = Vec::new();
    for typed in &file.typed {
        let Part::Step(fix) = typed.part else { continue };
        let Some(risk) = &fix.risk else { continue };
        let Some((name, least, why)) = least_risk(typed, fix) else { continue };
        if risk.value < least && told.insert(typed.node.span) {
            let message =
                format!("{} is more than {}: {why}", prose::quoted(&name), prose::quoted(risk.value.word()));
            findings.push(
                Diagnostic::new(&RULE, risk.span, message)
                    .also(typed.command.text.span, "this command")
                    .help(format!("write `risk: {}`, and say in `impact` what people notice", least.word())),
            );
        }
    }
    findings
}

/// The command that is the worst of a step, the risk that it has at least, and why.
fn least_risk(typed: &Typed<'_>, fix: &Fix) -> Option<(String, Risk, &'static str)> {
    let is_final = is_final(fix);
    let mut worst: Option<(String, Risk, &str)> = by_pattern(typed, fix);
    for call in &typed.calls {
        let name = call.command.to_lowercase();
        let verb = name.split('-').next().unwrap_or_default();
        let unnoticed = UNNOTICED.iter().any(|end| name.ends_with(end));
        let found = if is_final
            && name.contains('-')
            && (REMOVING_VERBS.contains(&verb) || REMOVING_VERBS.contains(&name.as_str()))
            && !unnoticed
        {
            (Risk::Destructive, REMOVES)
        } else if INTERRUPTIONS.contains(&name.as_str())
            || (INTERRUPTING_VERBS.contains(&verb) && name.contains('-') && !unnoticed)
        {
            (Risk::Outage, INTERRUPTS)
        } else {
            continue;
        };
        if worst.as_ref().is_none_or(|(_, risk, _)| *risk < found.0) {
            worst = Some((call.name.clone(), found.0, found.1));
        }
    }
    worst
}

const REMOVES: &str = "it removes something, and nothing here brings it back";
const INTERRUPTS: &str = "it interrupts a service";

/// Whether nothing brings back what the fix removes.
fn is_final(fix: &Fix) -> bool {
    !matches!(&fix.rollback, Some(Rollback::Steps(_)))
}

/// The same for programs, which no verb tells from each other.
fn by_pattern(typed: &Typed<'_>, fix: &Fix) -> Option<(String, Risk, &'static str)> {
    let first = |patterns: &'static [Pattern]| pattern::first(patterns, typed, &typed.bare);
    let (range, risk, why) = match first(&REMOVING).filter(|_| is_final(fix)) {
        Some((range, _)) => (range, Risk::Destructive, REMOVES),
        None => (first(&INTERRUPTING)?.0, Risk::Outage, INTERRUPTS),
    };
    let name = typed.bare.get(range)?.trim_start_matches(['|', ';', '&', ' ']).trim_end();
    Some((name.to_owned(), risk, why))
}
