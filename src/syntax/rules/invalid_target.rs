//! `invalid-target`: an edge leads to something that is no address of a node.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;
use crate::syntax::lower::shorten;

/// A target is `node`, `runbook/node` or a call.
pub(in crate::syntax) static INVALID_TARGET: Rule = Rule {
    name: "invalid-target",
    severity: Severity::Error,
    summary: "A target is `node`, `runbook/node` or a call.",
    documentation: r"## What it does

Checks the form of `next`, `verify`, `unsure`, `none`, `else` and `use`. Whether the node exists is another rule's question.

## Why it matters

The walk goes where these values say.

## Example

```yaml
next: the certificate check
```

## How to fix it

Write the node's name, `runbook/node` for a node of another runbook, or a call that comes back: `{ call: auth-certificate/expiry, return: oauth-test }`.

```yaml
next: auth-certificate/expiry
```
",
};

/// `subject` at `span` is `value`, which is no address; `instead` is an address that may be meant.
pub(in crate::syntax) fn finding(
    span: Span,
    subject: &str,
    value: &str,
    instead: Option<String>,
) -> Diagnostic {
    let message = format!("{subject} must be the address of a node, not `{}`", shorten(value));
    let finding = Diagnostic::new(&INVALID_TARGET, span, message).help(HELP);
    match instead {
        Some(instead) => finding.suggest(format!("did you mean `{instead}`?"), span, instead),
        None => finding,
    }
}

/// How a target is written.
pub(in crate::syntax) const HELP: &str =
    "write `node`, `runbook/node`, or a call that comes back: `{ call: runbook/node, return: node }`";
