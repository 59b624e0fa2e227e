//! Outcomes that are named but that their check does not have.
//!
//! Invariant: reported only where the check itself is known; an unknown check is another finding.
//! Deliberately absent: outcomes of a check that takes its content by `use` (`uses`).

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::report::{Lookup, Scope, address, with_suggestion};
use crate::graph::{Content, MentionKind, mentions};
use crate::model::{NodeKey, Runbook, Test};
use crate::prose;
use crate::source::Span;

/// Named outcomes exist.
pub(super) static UNKNOWN_OUTCOME: Rule = Rule {
    name: "unknown-outcome",
    severity: Severity::Error,
    summary: "An outcome that is named must be one of its check.",
    documentation: r"## What it does

Reports an outcome that its check does not have: under `requires`, in a comparison of a check's fact
(`{ fact: connector, equals: enabled }`), and among the outcomes of a check that takes its content by `use`.

## Why it matters

A fix that requires an outcome nobody can reach is never offered. A comparison with it is never true.

## Example

```yaml
fixes:
  enable-connectors:
    requires: { connector: disable }   # the outcome is called disabled
```

## How to fix it

Write the name of an outcome as it stands under `outcomes` of that check.

```yaml
fixes:
  enable-connectors:
    requires: { connector: disabled }
```
",
};

/// The findings of one runbook.
pub(super) fn report(scope: &Scope<'_>, runbook: &Runbook) -> Vec<Diagnostic> {
    let home = &runbook.runbook.value;
    let mut findings = Vec::new();
    for (_, fix) in runbook.fixes.iter() {
        for (required, requirement) in fix.requires.iter() {
            let key = address(required.as_str(), home);
            for outcome in &requirement.outcomes {
                findings.extend(unknown(scope, &key, outcome.as_str(), outcome.span));
            }
        }
    }
    for mention in mentions(runbook) {
        let MentionKind::Matcher(Test::Equals(operand) | Test::Not(operand)) = mention.kind else { continue };
        let key = address(mention.fact.as_str(), home);
        if operand.0.placeholders.is_empty() && !scope.values.contains(mention.fact.as_str()) {
            findings.extend(unknown(scope, &key, operand.0.text.as_str(), operand.0.text.span));
        }
    }
    findings
}

/// That the check of this address lacks the outcome; none where it has it, or where that is not known.
pub(super) fn unknown(scope: &Scope<'_>, key: &NodeKey, outcome: &str, span: Span) -> Option<Diagnostic> {
    let Lookup::Node(node) = scope.node(key) else { return None };
    let Content::Check(check) = &node.content else { return None };
    if check.outcomes.get(outcome).is_some() || scope.is_damaged(&key.runbook) || scope.graph.is_hollow(key) {
        return None;
    }
    let message = format!("the check {} has no outcome {}", prose::quoted(&key.node), prose::quoted(outcome));
    let finding = Diagnostic::new(&UNKNOWN_OUTCOME, span, message).also(node.span, "this check");
    Some(with_suggestion(finding, span, outcome, check.outcomes.names(), "outcomes"))
}
