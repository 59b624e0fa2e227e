//! `missing-source`: symptoms, checks and fixes should say where their facts come from.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::model::NodeId;
use crate::prose;
use crate::source::Spanned;

/// Symptoms, checks and fixes should say where their facts come from.
pub(super) static RULE: Rule = Rule {
    name: "missing-source",
    severity: Severity::Warning,
    summary: "Symptoms, checks and fixes should say where their facts come from.",
    documentation: r"## What it does

Reports a symptom, check or fix without `sources`. Ends state no facts. A check without `run` and `ask` needs none
either, because it only compares what is known.

## Why it matters

Products change. Without a source nobody can tell whether a sentence is still true, or why it was written.

## Example

```yaml
checks:
  connector:
    title: Is the connector enabled?
    run: [{ place: ems, command: Get-IntraOrganizationConnector }]
```

## How to fix it

Declare the source at the head of the runbook and cite it:

```yaml
sources:
  ioc: { title: Configure OAuth authentication, url: 'https://…', seen: 2026-11-23 }
checks:
  connector:
    sources: [ioc]
```

If nobody has confirmed it, say so with `unconfirmed` and cite what there is.
",
};

/// A finding for each node that states facts without a source.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let symptoms = file.symptoms().filter(|symptom| symptom.node.sources.is_empty());
    let checks = file.checks().filter(|check| {
        let is_route = check.node.run.is_empty() && check.node.ask.is_none();
        check.node.sources.is_empty() && !is_route
    });
    let fixes = file.fixes().filter(|fix| fix.node.sources.is_empty());
    let symptoms = symptoms.map(|symptom| finding(symptom.name, "symptom"));
    let checks = checks.map(|check| finding(check.name, "check"));
    symptoms.chain(checks).chain(fixes.map(|fix| finding(fix.name, "fix"))).collect()
}

fn finding(name: &Spanned<NodeId>, kind: &str) -> Diagnostic {
    Diagnostic::new(&RULE, name.span, format!("the {kind} {} has no source", prose::quoted(&name.value)))
        .label("where do these facts come from?")
        .help("add `sources:` with a source declared in this runbook or in `knowledge-base.yaml`")
}
