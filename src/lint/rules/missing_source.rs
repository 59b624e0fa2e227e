//! `missing-source`: symptoms, checks and fixes should say where their facts come from.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::context::Context;
use crate::lint::written;
use crate::model::{Allowance, NodeId, Runbook, SourceId};
use crate::prose;
use crate::source::Spanned;

/// Symptoms, checks and fixes should say where their facts come from.
pub(super) static RULE: Rule = Rule {
    name: "missing-source",
    severity: Severity::Warning,
    summary: "Symptoms, checks and fixes should say where their facts come from.",
    documentation: r"## What it does

Reports a symptom, check or fix without `sources`. Ends state no facts. A check without `run` and `ask` needs none
either, because it only compares what is known. Where no node of a runbook names a source, that is one finding.

## Why it matters

Products change. Without a source nobody can tell whether a sentence is still true, or why it was written.

## Example

```yaml
checks:
  connector:
    title: Is the connector enabled?
    # no sources
```

## How to fix it

Declare the source at the head of the runbook and cite it:

```yaml
sources:
  ioc: { title: Configure OAuth authentication, url: 'https://learn.microsoft.com/exchange/oauth', seen: 2026-11-23 }
checks:
  connector:
    sources: [ioc]
```

If nobody has confirmed it, say so with `unconfirmed` and cite what there is.
",
};

/// A finding for each node that states facts without a source, or one for a runbook in which none has any.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let of_runbook = |runbook| {
        let stated = stated(runbook);
        let is_bare = stated.iter().all(|node| node.is_bare && !node.is_allowed);
        // What could not be read of a damaged file may be the one source that it names.
        if stated.len() >= SEVERAL && is_bare && !context.is_damaged(runbook) {
            return vec![of_all(runbook, stated.len())];
        }
        stated.iter().filter(|node| node.is_bare).map(finding).collect()
    };
    context.graph.runbooks().iter().flat_map(of_runbook).collect()
}

/// The nodes of a runbook that state facts.
fn stated(runbook: &Runbook) -> Vec<Stated<'_>> {
    let symptoms = written::symptoms(runbook)
        .map(|symptom| Stated::new(symptom.name, "symptom", &symptom.node.sources, &symptom.node.allow));
    let checks = written::checks(runbook)
        .filter(|check| !check.node.run.is_empty() || check.node.ask.is_some())
        .map(|check| Stated::new(check.name, "check", &check.node.sources, &check.node.allow));
    let fixes =
        written::fixes(runbook).map(|fix| Stated::new(fix.name, "fix", &fix.node.sources, &fix.node.allow));
    symptoms.chain(checks).chain(fixes).collect()
}

/// From how many nodes on those without a source are told together.
const SEVERAL: usize = 3;

/// A node that states facts.
struct Stated<'a> {
    name: &'a Spanned<NodeId>,
    kind: &'static str,
    /// Whether it names no source.
    is_bare: bool,
    /// Whether it is an exception from this rule.
    is_allowed: bool,
}

impl<'a> Stated<'a> {
    fn new(
        name: &'a Spanned<NodeId>,
        kind: &'static str,
        sources: &[Spanned<SourceId>],
        allow: &[Allowance],
    ) -> Self {
        let is_allowed = allow.iter().any(|allowance| allowance.rule.value == RULE.name);
        Self { name, kind, is_bare: sources.is_empty(), is_allowed }
    }
}

fn of_all(runbook: &Runbook, nodes: usize) -> Diagnostic {
    let own: Vec<String> = runbook.sources.iter().map(|(name, _)| prose::quoted(&name.value)).collect();
    let help = if own.is_empty() {
        "declare under `sources:` what you read, and cite it in the nodes: `sources: [name]`".to_owned()
    } else {
        format!("cite {} in the nodes whose facts it backs: `sources: [name]`", prose::or(&own))
    };
    let message = format!("none of the {} names a source", prose::count(nodes, "node"));
    Diagnostic::new(&RULE, runbook.runbook.span, message).label("where do these facts come from?").help(help)
}

fn finding(node: &Stated<'_>) -> Diagnostic {
    let message = format!("the {} {} has no source", node.kind, prose::quoted(&node.name.value));
    Diagnostic::new(&RULE, node.name.span, message)
        .label("where do these facts come from?")
        .help("add `sources:` with a source declared in this runbook or in `knowledge-base.yaml`")
}
