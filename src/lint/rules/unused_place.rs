//! `unused-place`: a place should be used.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::context::Context;
use crate::prose;
use std::collections::HashSet;

/// A place should be used.
pub(super) static RULE: Rule = Rule {
    name: "unused-place",
    severity: Severity::Warning,
    summary: "A place should be used.",
    documentation: r"## What it does

Reports an entry under `places` of `knowledge-base.yaml` that no command and no step names.

## Why it matters

Newcomers read the list of places to see what they need access to. One that nothing uses sends them for nothing.

## Example

```yaml
# knowledge-base.yaml
places:
  ems: { title: Exchange Management Shell, shell: powershell }
  ecp: { title: Old admin center, shell: none }     # no step says `place: ecp`
```

## How to fix it

Name it in the steps that are done there, or remove it.

```yaml
steps: [{ place: ecp, do: Open the page *Hybrid* and press *Enable*. }]
```
",
};

/// A finding for each place where nothing is done.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    if context.has_errors() || context.graph.runbooks().is_empty() {
        return Vec::new();
    }
    let commands = context.checks().flat_map(|check| &check.node.run).map(|command| command.place.as_str());
    let steps = context.fixes().flat_map(|fix| fix.node.all_steps()).filter_map(|step| step.place.as_ref());
    let used: HashSet<&str> = commands.chain(steps.map(|place| place.as_str())).collect();
    let unused = context.graph.base().places.iter().filter(|(name, _)| !used.contains(name.as_str()));
    unused
        .map(|(name, _)| {
            Diagnostic::new(
                &RULE,
                name.span,
                format!("nothing is done in the place {}", prose::quoted(&name.value)),
            )
            .help("name it in the steps that are done there, or remove it")
        })
        .collect()
}
