//! `unused-source`: a source should be cited.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::context::Context;
use crate::model::{Runbook, SourceId};
use crate::prose;
use crate::source::Spanned;
use std::collections::HashSet;

/// A source should be cited.
pub(super) static RULE: Rule = Rule {
    name: "unused-source",
    severity: Severity::Warning,
    summary: "A source should be cited.",
    documentation: r"## What it does

Reports an entry under `sources` of a runbook or of `knowledge-base.yaml` that no node cites.

## Why it matters

A page lists its sources. One that backs nothing misleads, and its date is looked after for nothing.

## Example

```yaml
sources:
  kb3089172: { title: The wizard ends with HCW8064, seen: 2026-11-23 }
  kb2828687: { title: Another page, seen: 2026-11-23 }   # no node says `sources: [kb2828687]`
```

## How to fix it

Cite it in the nodes whose facts it backs, or remove it.

```yaml
checks:
  connector:
    sources: [kb3089172, kb2828687]
```
",
};

/// A finding for each source that nothing cites.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let (mut shared, mut findings) = (HashSet::new(), Vec::new());
    for runbook in context.graph.runbooks() {
        let cited = cited(runbook);
        if !context.is_damaged(runbook) {
            let own = runbook.sources.iter().filter(|(name, _)| !cited.contains(name.as_str()));
            findings.extend(own.map(|(name, _)| finding(name, "in this runbook")));
        }
        shared.extend(cited.into_iter().filter(|name| runbook.sources.get(name).is_none()));
    }
    if !context.has_errors() {
        let base = context.graph.base().sources.iter().filter(|(name, _)| !shared.contains(name.as_str()));
        findings.extend(base.map(|(name, _)| finding(name, "in any runbook")));
    }
    findings
}

fn cited(runbook: &Runbook) -> HashSet<&str> {
    let symptoms = runbook.symptoms.iter().flat_map(|(_, symptom)| &symptom.sources);
    let checks = runbook.checks.iter().flat_map(|(_, check)| &check.sources);
    let fixes = runbook.fixes.iter().flat_map(|(_, fix)| &fix.sources);
    let ends = runbook.ends.iter().flat_map(|(_, end)| &end.sources);
    symptoms.chain(checks).chain(fixes).chain(ends).map(|source| source.as_str()).collect()
}

fn finding(name: &Spanned<SourceId>, place: &str) -> Diagnostic {
    let message = format!("the source {} is never cited {place}", prose::quoted(&name.value));
    Diagnostic::new(&RULE, name.span, message).help("cite it in the nodes whose facts it backs, or remove it")
}
