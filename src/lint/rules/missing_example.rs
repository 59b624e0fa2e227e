//! `missing-example`: an input should show what is meant.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::model::InputType;
use crate::prose;

/// An input should show what is meant.
pub(super) static RULE: Rule = Rule {
    name: "missing-example",
    severity: Severity::Warning,
    summary: "An input should show what is meant.",
    documentation: r"## What it does

Reports an input with neither `example` nor `help`. The values of an `enum` speak for themselves.

## Why it matters

Is it the short name of the server or the long one, the address or the alias? Who guesses wrong gets an error from the
command, and believes that to be the answer.

## Example

```yaml
inputs:
  server: { ask: The Exchange server, type: server }
```

## How to fix it

Give a value as an example, from the names reserved for that:

```yaml
inputs:
  server: { ask: The Exchange server, type: server, example: EX01 }
```
",
};

/// A finding for each such input.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let inputs = file.runbooks().flat_map(|runbook| runbook.inputs.iter());
    inputs
        .filter(|(_, input)| {
            input.example.is_none() && input.help.is_none() && input.kind.value != InputType::Enum
        })
        .map(|(name, _)| {
            let message = format!("the input {} shows no example", prose::quoted(&name.value));
            Diagnostic::new(&RULE, name.span, message)
                .help("add `example:` with a value as it has to be typed, or `help:` with where to find it")
        })
        .collect()
}
