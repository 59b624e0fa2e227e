//! `unknown-key`: a mapping holds a key that means nothing there.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::prose::{self, quoted};
use crate::source::Span;
use crate::syntax::lower::{Table, article, shorten, tables_with};

/// Every key means something where it stands.
pub(in crate::syntax) static UNKNOWN_KEY: Rule = Rule {
    name: "unknown-key",
    severity: Severity::Error,
    summary: "Every key means something where it stands.",
    documentation: r"## What it does

Reports a key that the format does not know at this place, with the key that was probably meant.

## Why it matters

A misspelt key would silently lose what it says: a fix whose `rolback` nobody sees has no rollback.

## Example

```yaml
fixes:
  enable-connectors:
    titel: Enable the connectors
```

## How to fix it

Correct the spelling, or move the key to where it belongs. The finding lists the keys that are possible at its place.

```yaml
fixes:
  enable-connectors:
    # no titel
    title: Enable the connectors
```
",
};

/// `key` at `span` means nothing in `table`. `meant` is the key that is nearest to it; `taken` are the known keys that
/// are there already.
pub(in crate::syntax) fn finding(
    span: Span,
    key: &str,
    table: &Table,
    meant: Option<&str>,
    taken: &[&str],
) -> Diagnostic {
    let what = table.what;
    let shown = shorten(key);
    let mut finding = Diagnostic::new(&UNKNOWN_KEY, span, format!("{} has no key `{shown}`", article(what)));
    let homes: Vec<String> = tables_with(key).map(|table| article(table.what)).collect();
    if !homes.is_empty() {
        finding = finding.note(format!("`{shown}` is a key of {}", prose::or(&homes)));
    }
    finding = match meant {
        Some(known) if taken.contains(&known) => {
            finding.note(format!("this {what} has the key `{known}` already"))
        }
        Some(known) => finding.suggest(format!("did you mean `{known}`?"), span, known),
        None => finding,
    };
    let allowed: Vec<String> = table.names().map(quoted).collect();
    finding.help(format!("the keys of {} are {}", article(what), prose::and(&allowed)))
}
