//! `sensitive-output`: a check must not bring secrets, or what people wrote, to the screen.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::commands::{Part, Typed};
use crate::lint::file::File;
use crate::lint::pattern::{self, ALL_SHELLS, Pattern, regex};
use crate::model::Shell;

/// A check must not bring secrets, or what people wrote, to the screen.
pub(super) static RULE: Rule = Rule {
    name: "sensitive-output",
    severity: Severity::Error,
    summary: "A check must not bring secrets, or what people wrote, to the screen.",
    documentation: r"## What it does

Reports commands of checks that are known to print passwords, keys, recovery codes, a whole environment, or the contents of
mails and packets: `kubectl get secret -o yaml`, `cat /etc/shadow`, `Get-LapsADPassword`, `netsh wlan show profile key=clear`,
`tcpdump -A`, `Get-MgUserMessage`.

## Why it matters

The output of a check is pasted, kept with the session and attached to the ticket. Known forms of credentials are taken
out there, but a recovery code or a sentence from a mail has no form by which it could be known.

## Example

```yaml
run: [{ place: sh, command: 'kubectl get secret regcred --namespace shop -o yaml' }]
```

## How to fix it

Ask for what the question needs, which is seldom the secret itself: `stat /etc/shadow`,
`openssl pkey -in site.key -check -noout`. Where there is no other way, allow it there and say how the output is to be handled.

```yaml
run: [{ place: sh, command: 'kubectl get secret regcred --namespace shop' }]
```
",
};

const POSIX: &[Shell] = &[Shell::Posix];
const POWERSHELL: &[Shell] = &[Shell::Powershell];
const WINDOWS: &[Shell] = &[Shell::Powershell, Shell::Cmd];

static SENSITIVE: [Pattern; 13] = [
    // What is piped on may be filtered, so that nobody can tell what comes out.
    Pattern {
        words: &["secret"],
        regex: regex!(
            r"\b(kubectl|oc)\s+get\s+secrets?\b[^|;]*\s(-o|--output)[ =]?(yaml|json)\s*([^|\s][^|]*)?$"
        ),
        shells: ALL_SHELLS,
        unless: &[],
        what: "the values of a secret",
    },
    Pattern {
        words: &["vault", "secret"],
        regex: regex!(
            r"\b(vault\s+(kv\s+get|read)|aws\s+secretsmanager\s+get-secret-value|az\s+keyvault\s+secret\s+show|gcloud\s+secrets\s+versions\s+access)\b"
        ),
        shells: ALL_SHELLS,
        unless: &[],
        what: "the values of a secret",
    },
    Pattern {
        words: &["cat", "head", "tail", "less", "more", "strings"],
        regex: regex!(
            r"\b(cat|head|tail|less|more|strings)\s[^|;]*(/etc/g?shadow\b|/environ\b|id_rsa\b|id_ed25519\b|\.key\b|\.pgpass\b|\.netrc\b|\.env(\s|$))"
        ),
        shells: POSIX,
        unless: &[],
        what: "passwords or keys",
    },
    Pattern {
        words: &["getent"],
        regex: regex!(r"\bgetent\s+g?shadow\b"),
        shells: POSIX,
        unless: &[],
        what: "passwords",
    },
    Pattern {
        words: &["env"],
        regex: regex!(r"^\s*(env|printenv)\s*$"),
        shells: POSIX,
        unless: &[],
        what: "the whole environment, in which passwords often stand",
    },
    Pattern {
        words: &["openssl"],
        regex: regex!(r"\bopenssl\s+(rsa|ec|pkey|pkcs12)\s"),
        shells: POSIX,
        unless: &["-noout", "-nokeys", "-pubout", "-pubin"],
        what: "a private key",
    },
    Pattern {
        words: &["tcpdump"],
        regex: regex!(r"\btcpdump\s([^|;]*\s)?-[a-zA-Z]*[AX]"),
        shells: POSIX,
        unless: &[],
        what: "the contents of packets",
    },
    Pattern {
        words: &["-laps", "-admpwd"],
        regex: regex!(r"(?i)\bGet-(LapsADPassword|LapsAADPassword|AdmPwdPassword)\b"),
        shells: POWERSHELL,
        unless: &[],
        what: "a password",
    },
    Pattern {
        words: &["securestring", "networkcredential", "-asplaintext"],
        regex: regex!(
            r"(?i)\bConvertFrom-SecureString\b|\.GetNetworkCredential\(|\bGet-[^|;]*\s-AsPlainText\b"
        ),
        shells: POWERSHELL,
        unless: &[],
        what: "a password",
    },
    Pattern {
        words: &["env:"],
        regex: regex!(
            r"(?i)\b(Get-ChildItem|Get-Item|gci|dir|ls)\s+(-Path\s+)?env:[\\*]*(\s*\|\s*(fl|ft|Format-List|Format-Table)\b.*)?\s*$"
        ),
        shells: POWERSHELL,
        unless: &[],
        what: "the whole environment, in which passwords often stand",
    },
    Pattern {
        words: &["manage-bde", "keyprotector"],
        regex: regex!(
            r"(?i)\bmanage-bde(\.exe)?\s+-protectors\s+-get\b|\bGet-BitLockerVolume\b.*\bKeyProtector\b"
        ),
        shells: WINDOWS,
        unless: &[],
        what: "recovery passwords",
    },
    Pattern {
        words: &["netsh"],
        regex: regex!(r"(?i)\bnetsh(\.exe)?\s+wlan\s[^|&]*\bkey\s*=\s*clear\b"),
        shells: WINDOWS,
        unless: &[],
        what: "a password",
    },
    Pattern {
        words: &["message", ".eml", ".msg"],
        regex: regex!(
            r"(?i)\bGet-Mg(User|UserMailFolder)Message\b|\b(Get-Content|gc|type|cat)\s[^|;]*\.(eml|msg)\b"
        ),
        shells: POWERSHELL,
        unless: &[],
        what: "what people wrote",
    },
];

/// A finding for each such command of a check.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let of_checks = file.typed.iter().filter(|typed| matches!(typed.part, Part::Check));
    of_checks.filter_map(finding).collect()
}

fn finding(typed: &Typed<'_>) -> Option<Diagnostic> {
    let (found, what) = pattern::first(&SENSITIVE, typed, &typed.bare)?;
    Some(
        Diagnostic::new(&RULE, typed.near(&found), format!("this prints {what}"))
            .label("and its output is kept and passed on")
            .help(
                "ask for what the question needs, or allow it here and say how the output is to be handled",
            ),
    )
}
