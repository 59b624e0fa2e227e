//! `uncovered-values`: outcomes that divide one value should leave no gap.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::{File, OutcomeFormula};
use crate::lint::logic::Formula;
use crate::prose;

/// Outcomes that divide one value should leave no gap.
pub(super) static RULE: Rule = Rule {
    name: "uncovered-values",
    severity: Severity::Error,
    summary: "Outcomes that divide one value must leave no gap.",
    documentation: r#"## What it does

Looks at checks whose outcomes all compare one and the same property with numbers or instants, and reports a range that none
of them takes. A check with `none`, or with an outcome that a person chooses, has said where the rest goes.

## Why it matters

A value in the gap fits no outcome, and the person is sent where “cannot tell” leads, although the output is clear.

## Example

```yaml
outcomes:
  expired:
    title: It expired
    when: { property: NotAfter, before: now }
    samples: ["NotAfter : 2024-11-02"]
    next: enable-connectors
  fine:
    title: It is valid for long
    when: { property: NotAfter, after: now + 60d }     # and what expires next week?
    samples: ["NotAfter : 2030-11-02"]
    next: oauth-test
```

## How to fix it

Add the outcome that is missing, move a bound, or say with `none:` where all other values lead.

```yaml
none: escalate
```
"#,
};

/// A finding for each check with a gap.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let checks = file.formulas.chunk_by(|a, b| a.check.span == b.check.span);
    checks.filter_map(finding).collect()
}

fn finding(outcomes: &[OutcomeFormula<'_>]) -> Option<Diagnostic> {
    let first = outcomes.first()?;
    let says_where = first.content.none.is_some() || first.content.outcomes.len() > outcomes.len();
    if says_where {
        return None;
    }
    let formulas: Vec<&Formula> = outcomes.iter().map(|outcome| &outcome.formula).collect();
    let subject = Formula::common_value(&formulas)?;
    let gap = Formula::gap(&formulas)?;
    let message = format!("no outcome takes {gap} as the value of {}", prose::quoted(subject));
    let mut finding = Diagnostic::new(&RULE, first.check.span, message);
    for outcome in outcomes {
        finding = finding.also(outcome.when.span, "does not take it");
    }
    Some(
        finding.help(
            "add the outcome that is missing, move a bound, or say with `none:` where other values lead",
        ),
    )
}
