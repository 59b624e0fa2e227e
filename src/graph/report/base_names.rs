//! Places and sources that are named but not declared, and what `knowledge-base.yaml` itself names.
//!
//! Invariant: places are declared in `knowledge-base.yaml` only; a source of the runbook hides a shared one.
//! Deliberately absent: names of nodes and facts.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::report::{Scope, node_names, with_suggestion};
use crate::model::{PlaceId, Runbook, SourceId};
use crate::prose;
use crate::source::Spanned;

/// Named places are declared.
pub(super) static UNKNOWN_PLACE: Rule = Rule {
    name: "unknown-place",
    severity: Severity::Error,
    summary: "A place that is named must be declared in `knowledge-base.yaml`.",
    documentation: r"## What it does

Reports a `place` of a command or a step that `knowledge-base.yaml` does not declare under `places`.

## Why it matters

The place says which shell reads the command, and so how values are quoted in it. It also tells a newcomer how to open
that shell. A command without a known place cannot be shown safely.

## Example

```yaml
run:
  - { place: exchange-shell, command: Get-AuthConfig }   # declared as ems
```

## How to fix it

Name a declared place, or declare this one with its title and its shell:

```yaml
# knowledge-base.yaml
places:
  exchange-shell: { title: Exchange Management Shell, shell: powershell }
```
",
};

/// Named sources are declared.
pub(super) static UNKNOWN_SOURCE: Rule = Rule {
    name: "unknown-source",
    severity: Severity::Error,
    summary: "A source that is cited must be declared.",
    documentation: r"## What it does

Reports a name under `sources` of a node that neither the runbook nor `knowledge-base.yaml` declares.

## Why it matters

The reader wants to know where a fact comes from and how old it is. A citation that leads nowhere proves nothing.

## Example

```yaml
checks:
  connector:
    sources: [kb3098172]   # kb3089172, with two digits swapped
```

## How to fix it

Cite a declared source, or declare this one at the head of the runbook with a title, an address and the date it was
last read.

```yaml
checks:
  connector:
    sources: [kb3089172]
```
",
};

/// The findings about the `order` of `knowledge-base.yaml`.
pub(super) fn order(scope: &Scope<'_>) -> Vec<Diagnostic> {
    let is_there = |id| scope.graph.runbook(id).is_some() || scope.is_damaged(id);
    let unknown = scope.graph.base().order.iter().filter(|id| !is_there(&id.value));
    unknown.map(|id| node_names::no_such_runbook(scope, id)).collect()
}

/// The findings of one runbook.
pub(super) fn report(scope: &Scope<'_>, runbook: &Runbook) -> Vec<Diagnostic> {
    let places = places(runbook).into_iter().filter_map(|place| unknown_place(scope, place));
    let sources = cited(runbook).into_iter().filter_map(|source| unknown_source(scope, runbook, source));
    places.chain(sources).collect()
}

fn places(runbook: &Runbook) -> Vec<&Spanned<PlaceId>> {
    let commands = runbook.checks.iter().flat_map(|(_, check)| &check.run).map(|command| &command.place);
    let steps = runbook.fixes.iter().flat_map(|(_, fix)| fix.all_steps());
    commands.chain(steps.filter_map(|step| step.place.as_ref())).collect()
}

/// All citations of a runbook, in reading order.
fn cited(runbook: &Runbook) -> Vec<&Spanned<SourceId>> {
    let symptoms = runbook.symptoms.iter().flat_map(|(_, symptom)| &symptom.sources);
    let checks = runbook.checks.iter().flat_map(|(_, check)| &check.sources);
    let fixes = runbook.fixes.iter().flat_map(|(_, fix)| &fix.sources);
    let ends = runbook.ends.iter().flat_map(|(_, end)| &end.sources);
    symptoms.chain(checks).chain(fixes).chain(ends).collect()
}

fn unknown_place(scope: &Scope<'_>, place: &Spanned<PlaceId>) -> Option<Diagnostic> {
    let places = &scope.graph.base().places;
    if places.get(place.as_str()).is_some() || scope.maybe_declared(place.as_str()) {
        return None;
    }
    let message = format!("no place is called {}", prose::quoted(&place.value));
    let finding = Diagnostic::new(&UNKNOWN_PLACE, place.span, message).label("not declared");
    if places.is_empty() {
        return Some(finding.help("declare it in `knowledge-base.yaml` under `places`"));
    }
    Some(with_suggestion(finding, place.span, place.as_str(), places.names(), "places"))
}

fn unknown_source(scope: &Scope<'_>, runbook: &Runbook, source: &Spanned<SourceId>) -> Option<Diagnostic> {
    if scope.graph.source(&runbook.runbook.value, &source.value).is_some()
        || scope.maybe_declared(source.as_str())
    {
        return None;
    }
    let message = format!("no source is called {}", prose::quoted(&source.value));
    let finding = Diagnostic::new(&UNKNOWN_SOURCE, source.span, message).label("not declared");
    let names: Vec<&str> = runbook.sources.names().chain(scope.graph.base().sources.names()).collect();
    if prose::near(source.as_str(), names.iter().copied()).is_none() {
        return Some(finding.help(format!(
            "declare {} under `sources` of this runbook or of `knowledge-base.yaml`",
            prose::quoted(&source.value)
        )));
    }
    Some(with_suggestion(finding, source.span, source.as_str(), names, "sources"))
}
