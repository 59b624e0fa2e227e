//! `secret-in-text`: no credential may stand in a runbook.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::redact;
use crate::source::Spanned;

/// No credential may stand in a runbook.
pub(super) static RULE: Rule = Rule {
    name: "secret-in-text",
    severity: Severity::Error,
    summary: "No credential may stand in a runbook.",
    documentation: r#"## What it does

Looks for credentials in all texts, by the patterns with which `run` takes them out of a paste: private keys, tokens,
passwords in commands and connection strings, keys of cloud services.

## Why it matters

A runbook goes into a repository and onto a site, and both keep what was once there.

## Example

```yaml
outcomes:
  enabled:
    samples: ["Enabled : True\nAuthorization: Basic b2xhZjpIdW50ZXIyIQ=="]
```

## How to fix it

Replace it by `[removed]`, and change the credential if it ever was a real one: it is known now.

```yaml
outcomes:
  enabled:
    samples: ["Enabled : True\nAuthorization: [removed]"]
```
"#,
};

/// A finding for each credential.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    file.texts().into_iter().flat_map(|text| findings(&text)).collect()
}

fn findings(text: &Spanned<&str>) -> Vec<Diagnostic> {
    let found = redact::credentials(text.value).found;
    found
        .into_iter()
        .map(|found| {
            Diagnostic::new(&RULE, text.span, format!("this text holds {}", found.title))
                .note(format!("in line {} of the text", found.line))
                .help("write `[removed]` instead, and change the credential if it was a real one")
        })
        .collect()
}
