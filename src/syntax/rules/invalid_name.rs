//! `invalid-name`: a name holds characters that names can't hold.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;
use crate::syntax::lower::shorten;

/// Names hold lower-case letters, digits and hyphens; names of facts underscores.
pub(in crate::syntax) static INVALID_NAME: Rule = Rule {
    name: "invalid-name",
    severity: Severity::Error,
    summary: "Names hold lower-case letters, digits and hyphens; names of facts underscores.",
    documentation: r"## What it does

Checks the names of runbooks, nodes, outcomes, places and sources (`^[a-z0-9][a-z0-9-]*$`) and of facts and inputs (`^[a-z][a-z0-9_]*$`).

## Why it matters

Names become addresses of pages, arguments of commands and keys of a session's journal. Facts use underscores so that they never look like nodes.

## Example

```yaml
inputs:
  onprem-mailbox: { ask: A mailbox that is still on-premises, type: smtp, example: olaf@contoso.com }
```

## How to fix it

Rename it, here and wherever it is used.

```yaml
inputs:
  # no onprem-mailbox
  onprem_mailbox: { ask: A mailbox that is still on-premises, type: smtp, example: olaf@contoso.com }
checks:
  oauth-test:
    run: [{ place: exo, command: 'Test-OAuthConnectivity -Mailbox {{ onprem_mailbox }}' }]
```
",
};

/// `name` at `span` is not a name of a `what`; `rule` says how such names are written, `instead` is a name that would do.
pub(in crate::syntax) fn finding(
    span: Span,
    what: &str,
    name: &str,
    rule: &str,
    instead: Option<String>,
) -> Diagnostic {
    let finding =
        Diagnostic::new(&INVALID_NAME, span, format!("`{}` cannot be the name of {what}", shorten(name)))
            .help(rule);
    match instead {
        Some(instead) => {
            let message = format!("write `{instead}`, here and wherever it is used");
            finding.suggest(message, span, instead)
        }
        None => finding,
    }
}
