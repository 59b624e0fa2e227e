//! `secret-input`: no input may ask for a credential.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::model::FactName;
use crate::prose;
use regex_lite::Regex;
use std::sync::LazyLock;

/// No input may ask for a credential.
pub(super) static RULE: Rule = Rule {
    name: "secret-input",
    severity: Severity::Error,
    summary: "No input may ask for a credential.",
    documentation: r"## What it does

Reports an input or a captured fact whose name, or whose question, says that it is a password, a secret, a token, a key or a
PIN.

## Why it matters

Inputs are kept in the journal, shown in commands and written into reports. There is no kind of input that is not.

## Example

```yaml
inputs:
  admin_password: { ask: The password of the administrator, type: name, example: Pa55 }
checks:
  oauth-test:
    run: [{ place: exo, command: 'Test-OAuthConnectivity -Credential {{ admin_password }}' }]
```

## How to fix it

Let the command ask for it, where nobody writes it down: `-Credential (Get-Credential)`,
`-Password (Read-Host -AsSecureString)`.

```yaml
# no inputs
checks:
  oauth-test:
    run: [{ place: exo, command: 'Test-OAuthConnectivity -Credential (Get-Credential)' }]
```
",
};

static NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(^|[_-])(password|passwd|pwd|passphrase|secret|token|api_?key|private_?key|client_?secret|pin|credentials?)($|[_-])")
        .expect("the expression is tested to compile")
});
static QUESTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(the|a|an|your|its|their)?\s*([\w-]+\s+){0,2}(password|passphrase|client secret|api key|access token|private key|pin)\b( of| for|$)")
        .expect("the expression is tested to compile")
});

/// One of these is in each of them: a look that costs little, before one that costs more.
const MARKS: &[&str] = &["pass", "pwd", "secret", "token", "key", "pin", "credential"];

fn may_be_meant(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    MARKS.iter().any(|mark| lower.contains(mark))
}

fn is_name(name: &FactName) -> bool {
    may_be_meant(name.as_str()) && NAME.is_match(name.as_str())
}

/// A finding for each such input or captured fact.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let inputs = file.runbooks().flat_map(|runbook| runbook.inputs.iter());
    let asked = inputs
        .filter(|(name, input)| is_name(name) || (may_be_meant(&input.ask) && QUESTION.is_match(&input.ask)))
        .map(|(name, _)| (name, "asks for"));
    let captured = file.checks().flat_map(|check| check.node.outcomes.iter());
    let captured = captured
        .flat_map(|(_, outcome)| outcome.capture.iter())
        .filter(|(name, _)| is_name(name))
        .map(|(name, _)| (name, "captures"));
    asked
        .chain(captured)
        .map(|(name, verb)| {
            let message = format!("{} {verb} a credential, and would keep it", prose::quoted(&name.value));
            Diagnostic::new(&RULE, name.span, message)
                .help("let the command ask for it: `Get-Credential` or `Read-Host -AsSecureString`")
        })
        .collect()
}
