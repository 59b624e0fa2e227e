//! `no-symptom`: a runbook must have a symptom, or be entered from another runbook.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::context::Context;
use crate::model::RunbookId;
use crate::prose;
use std::collections::HashSet;

/// A runbook must have a symptom, or be entered from another runbook.
pub(super) static RULE: Rule = Rule {
    name: "no-symptom",
    severity: Severity::Error,
    summary: "A runbook must have a symptom, or be entered from another runbook.",
    documentation: r"## What it does

Reports a runbook without `symptoms` into which no other runbook leads.

## Why it matters

People come in through what they see. Without a symptom the runbook is found by nobody, and nothing in it is ever reached.

## Example

```yaml
runbook: hcw8064
title: The wizard ends with HCW8064
# no symptoms
```

## How to fix it

Add at least one symptom in the words of the person who has the problem, with the exact texts it shows:

```yaml
symptoms:
  wizard-warning:
    title: The wizard finished with the warning HCW8064
    signatures: [HCW8064]
    next: connector
    sources: [kb3089172]
```
",
};

/// A finding for each runbook without an entry.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let closed = without_entry(context);
    let runbooks = context.graph.runbooks().iter();
    runbooks
        .filter(|runbook| closed.contains(&runbook.runbook.value) && !context.is_damaged(runbook))
        .map(|runbook| {
            let message = format!("nothing leads into the runbook {}", prose::quoted(&runbook.runbook.value));
            Diagnostic::new(&RULE, runbook.runbook.span, message)
                .label("no symptom, and no way from another runbook")
                .help("add what people see under `symptoms`")
        })
        .collect()
}

/// The runbooks that have no symptom and that no other runbook leads into.
pub(super) fn without_entry<'a>(context: &Context<'a>) -> HashSet<&'a RunbookId> {
    let graph = context.graph;
    if graph.runbooks().iter().all(|runbook| !runbook.symptoms.is_empty()) {
        return HashSet::new();
    }
    let mut entered: HashSet<&RunbookId> = context.reachable.iter().map(|key| &key.runbook).collect();
    for node in graph.nodes() {
        let next = graph.edges(&node.key).into_iter().map(|(_, next)| &next.key.runbook);
        entered.extend(next.filter(|runbook| **runbook != node.key.runbook));
    }
    let closed = graph.runbooks().iter().filter(|runbook| runbook.symptoms.is_empty());
    closed.map(|runbook| &runbook.runbook.value).filter(|id| !entered.contains(id)).collect()
}
