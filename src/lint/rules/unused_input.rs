//! `unused-input`: an input should be used.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::{MentionKind, mentions};
use crate::lint::context::Context;
use crate::prose;
use std::collections::HashSet;

/// An input should be used.
pub(super) static RULE: Rule = Rule {
    name: "unused-input",
    severity: Severity::Warning,
    summary: "An input should be used.",
    documentation: r"## What it does

Reports an entry under `inputs` that no command, comparison or matcher of any runbook names.

## Why it matters

Mostly its name was misspelled where it was to be used, or the command that needed it is gone. People would be asked for
nothing.

## Example

```yaml
inputs:
  server: { ask: The Exchange server, type: server, example: EX01 }
checks:
  oauth-test:
    run: [{ place: exo, command: Test-OAuthConnectivity -Service EWS }]   # and the server?
```

## How to fix it

Use it as `{{ server }}` in the command, or remove it.

```yaml
checks:
  oauth-test:
    run: [{ place: ems, command: 'Test-ServiceHealth -Server {{ server }}' }]
```
",
};

/// A finding for each input that nothing uses.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    if context.has_errors() {
        return Vec::new();
    }
    let mentioned = context.graph.runbooks().iter().flat_map(mentions);
    let used: HashSet<&str> = mentioned
        .filter(|mention| !matches!(mention.kind, MentionKind::Sample))
        .map(|mention| mention.fact.as_str())
        .collect();
    let inputs = context.graph.runbooks().iter().flat_map(|runbook| runbook.inputs.iter());
    inputs
        .filter(|(name, _)| !used.contains(name.as_str()))
        .map(|(name, _)| {
            Diagnostic::new(
                &RULE,
                name.span,
                format!("the input {} is never used", prose::quoted(&name.value)),
            )
            .help(format!("write `{{{{ {} }}}}` in the command that needs it, or remove it", name.value))
        })
        .collect()
}
