//! `uncovered-end`: where a runbook has scenarios, some case must come to each of its ends.
//!
//! Deliberately absent: runbooks without scenarios, which have nothing to practise on at all, and nodes and edges that no
//! case goes over (`triagebook test` lists them).

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::context::Context;
use crate::model::{Alternative, NodeKey, RunbookId, ScenarioFile};
use crate::prose;
use std::collections::HashSet;

/// Where a runbook has scenarios, some case must come to each of its ends.
pub(super) static RULE: Rule = Rule {
    name: "uncovered-end",
    severity: Severity::Warning,
    summary: "A case should come to each end of a runbook that has scenarios.",
    documentation: r"## What it does

Reports an end of a runbook with scenarios at which no scenario ends and to which none of their other answers (`also`,
`anywhere`) leads. A runbook without scenarios is left alone, so that a draft has no findings.

## Why it matters

Drills are made from scenarios: an end that no case comes to is practised by nobody. And an edit that sends people there, or
keeps them away, is noticed by no test.

## Example

```yaml
# tests/hcw8064.yaml
runbook: hcw8064
scenarios:                             # none ends at `escalate`
  - title: The connector is enabled, and the test passes
    entry: wizard-warning
    steps: [connector: enabled, oauth-test: passes]
    ends: resolved
```

## How to fix it

Add a case to the runbook's file in `tests/`; `triagebook test --suggest RUNBOOK` proposes one to every end.

```yaml
# tests/hcw8064.yaml
runbook: hcw8064
scenarios:
  - title: The connector is enabled, and the test passes
    entry: wizard-warning
    steps: [connector: enabled, oauth-test: passes]
    ends: resolved
  - title: The connector is enabled, but the test fails
    entry: wizard-warning
    steps: [connector: enabled, oauth-test: fails]
    ends: escalate
```
",
};

/// A finding for each end that no case comes to.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // In a file that cannot be read there may be the case that is missed.
    if context.has_errors() {
        return Vec::new();
    }
    let files = context.scenarios;
    let tested: HashSet<&RunbookId> =
        files.iter().filter(|file| !file.scenarios.is_empty()).map(|file| &file.runbook.value).collect();
    let covered: HashSet<NodeKey> = files.iter().flat_map(come_to).collect();
    let ends = context.ends().filter(|end| tested.contains(&end.runbook.runbook.value));
    ends.filter(|end| {
        let key = NodeKey { runbook: end.runbook.runbook.value.clone(), node: end.name.value.clone() };
        !covered.contains(&key)
    })
    .map(|end| {
        let message = format!("no scenario comes to the end {}", prose::quoted(&end.name.value));
        let runbook = &end.runbook.runbook.value;
        Diagnostic::new(&RULE, end.name.span, message)
            .help(format!("add a case that ends here: `triagebook test --suggest {runbook}` proposes some"))
    })
    .collect()
}

/// Where the cases of a file end, and where their other answers lead.
fn come_to(file: &ScenarioFile) -> impl Iterator<Item = NodeKey> {
    let home = &file.runbook.value;
    let scenarios = &file.scenarios;
    let ends = scenarios.iter().filter_map(|scenario| scenario.ends.as_ref());
    let others =
        scenarios.iter().flat_map(|scenario| scenario.steps.iter().flat_map(|step| step.also.iter()));
    let others = others.chain(scenarios.iter().flat_map(|scenario| scenario.anywhere.iter()));
    let others = others.chain(file.anywhere.iter()).map(|(_, Alternative { goes, .. })| goes);
    ends.chain(others).map(|node| node.key(home))
}
