//! Runbooks of one name, and nodes of one name in the tables of a runbook.
//!
//! Invariant: the first one stays in the graph; the finding is at the second and points to the first.
//! Deliberately absent: one key twice in one table (the reader reports that).

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::Graph;
use crate::model::{NodeId, Runbook};
use crate::prose;
use crate::source::{Span, Spanned};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Node names are unique in a runbook.
pub(super) static DUPLICATE_NODE: Rule = Rule {
    name: "duplicate-node",
    severity: Severity::Error,
    summary: "A name stands for one node of a runbook.",
    documentation: r"## What it does

Reports a name that two tables of a runbook use: a check and a fix of the same name, for example.

## Why it matters

A target names a node without saying what kind it is, and a session remembers answers by the node's name. With two
nodes of one name neither is sure.

## Example

```yaml
checks:
  connector:
    title: Is the connector enabled?
ends:
  connector: { title: The connector is enabled, result: resolved }   # `next: connector` could mean either
```

## How to fix it

Give one of them another name. Verbs make good names for fixes (`renew-certificate`), nouns for checks.

```yaml
ends:
  # no connector, resolved
  connector-works: { title: The connector is enabled, result: resolved }
checks:
  oauth-test:
    outcomes:
      passes:
        next: connector-works
```
",
};

/// Runbook names are unique.
pub(super) static DUPLICATE_RUNBOOK: Rule = Rule {
    name: "duplicate-runbook",
    severity: Severity::Error,
    summary: "A name stands for one runbook.",
    documentation: r"## What it does

Reports a second file that says it is the same runbook. Only the first file is read further.

## Why it matters

Addresses such as `hcw8064/connector`, journals and links use the runbook's name. With two runbooks of one name they
lead to the wrong one.

## Example

```yaml
# auth-certificate.yaml
runbook: hcw8064        # hcw8064.yaml says the same
```

## How to fix it

Give the second runbook a name of its own, the same as its file's, or remove the file.

```yaml
# auth-certificate.yaml
runbook: auth-certificate
```
",
};

/// A finding for each runbook that the graph leaves out.
pub(super) fn runbooks(graph: &Graph, doubles: &[Runbook]) -> Vec<Diagnostic> {
    doubles
        .iter()
        .filter_map(|double| {
            let first = graph.runbook(&double.runbook.value)?;
            let message = format!("two runbooks are called {}", prose::quoted(&double.runbook.value));
            Some(
                Diagnostic::new(&DUPLICATE_RUNBOOK, double.runbook.span, message)
                    .label("the second one")
                    .also(first.runbook.span, "the first one")
                    .note("the second file is not looked at further")
                    .help("give this runbook another name, the same as its file's"),
            )
        })
        .collect()
}

/// The findings about nodes of one runbook.
pub(super) fn nodes(runbook: &Runbook) -> Vec<Diagnostic> {
    let symptoms = runbook.symptoms.iter().map(|(name, _)| (name, "symptom"));
    let checks = runbook.checks.iter().map(|(name, _)| (name, "check"));
    let fixes = runbook.fixes.iter().map(|(name, _)| (name, "fix"));
    let ends = runbook.ends.iter().map(|(name, _)| (name, "end"));
    let mut first: HashMap<&str, (Span, &str)> = HashMap::new();
    let mut findings = Vec::new();
    for (name, kind) in symptoms.chain(checks).chain(fixes).chain(ends) {
        match first.entry(name.as_str()) {
            Entry::Vacant(free) => {
                free.insert((name.span, kind));
            }
            Entry::Occupied(taken) => findings.push(node(name, kind, *taken.get())),
        }
    }
    findings
}

fn node(name: &Spanned<NodeId>, kind: &str, (first, first_kind): (Span, &str)) -> Diagnostic {
    let message = format!("{} names a {first_kind} and {} {kind}", prose::quoted(&name.value), article(kind));
    Diagnostic::new(&DUPLICATE_NODE, name.span, message)
        .label("the second use of the name")
        .also(first, format!("the {first_kind}"))
        .help("give one of them another name")
}

fn article(kind: &str) -> &'static str {
    if kind == "end" { "an" } else { "a" }
}
