//! Calls of other runbooks: they must be able to come back.
//!
//! Invariant: only calls whose both nodes resolve are looked at; an unknown name is another finding.
//! Deliberately absent: loops over calls (floor 4).

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::report::{Lookup, Scope};
use crate::model::{NodeRef, Runbook, Target};
use crate::prose;

/// A call comes back.
pub(super) static INVALID_CALL: Rule = Rule {
    name: "invalid-call",
    severity: Severity::Error,
    summary: "A call must be able to come back, and must come back to the runbook that makes it.",
    documentation: r"## What it does

Reports a `{ call: other/node, return: node }` in which

- `return` names a node of another runbook, or
- no end of result `resolved` can be reached from the called node.

## Why it matters

A call means: solve that first, then go on here. The walk comes back when the called runbook ends resolved. If it never
does, nobody ever reaches the `return`.

## Example

```yaml
checks:
  oauth-test:
    outcomes:
      fails:
        next: { call: auth-certificate/expiry, return: auth-certificate/escalate }   # inside another runbook than hcw8064
```

## How to fix it

Let `return` name a node of the runbook in which the call is written. If the other runbook is not meant to come back,
lead to its node without a call: `next: auth-certificate/expiry`.

```yaml
checks:
  oauth-test:
    outcomes:
      fails:
        next: { call: auth-certificate/expiry, return: escalate }
```
",
};

/// The findings of one runbook.
pub(super) fn report(scope: &Scope<'_>, runbook: &Runbook) -> Vec<Diagnostic> {
    let symptoms = runbook.symptoms.iter().map(|(_, symptom)| &symptom.next);
    let checks = runbook.checks.iter().flat_map(|(_, check)| {
        let outcomes = check.outcomes.iter().map(|(_, outcome)| &outcome.next);
        outcomes.chain(&check.unsure).chain(&check.none)
    });
    let fixes = runbook.fixes.iter().flat_map(|(_, fix)| {
        let attempts = fix.attempts.iter().map(|attempts| &attempts.otherwise);
        fix.verify.iter().chain(attempts)
    });
    let targets = symptoms.chain(checks).chain(fixes);
    targets.filter_map(|target| finding(scope, runbook, target)).collect()
}

fn finding(scope: &Scope<'_>, runbook: &Runbook, target: &Target) -> Option<Diagnostic> {
    let Target::Call { call, back } = target else { return None };
    let home = &runbook.runbook.value;
    let back_key = back.key(home);
    if back_key.runbook != *home {
        let message =
            format!("a call comes back to the runbook that makes it, not to {}", prose::quoted(back));
        return Some(
            Diagnostic::new(&INVALID_CALL, back.span, message)
                .help(format!("name a node of {}", prose::quoted(home)))
                .help("to stay in the other runbook, lead to its node without a call"),
        );
    }
    never_comes_back(scope, home, call, back)
}

fn never_comes_back(
    scope: &Scope<'_>,
    home: &crate::model::RunbookId,
    call: &NodeRef,
    back: &NodeRef,
) -> Option<Diagnostic> {
    let Lookup::Node(entry) = scope.node(&call.key(home)) else { return None };
    if scope.graph.may_resolve(&entry.key) {
        return None;
    }
    let message = format!("no walk from {} ends resolved, so it never comes back", prose::quoted(call));
    Some(
        Diagnostic::new(&INVALID_CALL, call.span, message)
            .also(back.span, "never reached by this call")
            .also(entry.span, "the node that is called")
            .help("lead to a resolved end there, or lead to the node without a call"),
    )
}
