//! `single-outcome`: a check must have at least two outcomes.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::model::Check;
use crate::prose;

/// A check must have at least two outcomes.
pub(super) static RULE: Rule = Rule {
    name: "single-outcome",
    severity: Severity::Error,
    summary: "A check must have at least two outcomes.",
    documentation: r"## What it does

Reports a check with `run` or `ask` that has one outcome or none. A route (neither `run` nor `ask`) may have a single
outcome beside `none`.

## Why it matters

A question with one answer is no question. Mostly the case that nobody thought of is missing, and that is the one the
person has.

## Example

```yaml
checks:
  connector:
    title: Is the connector enabled?
    ask: Look at the list of connectors.
    # no run
    outcomes:
      present: { title: It is enabled, next: enable-connectors }
    unsure: escalate
```

## How to fix it

Add the other answers: disabled, absent, access denied. If there is nothing to decide, it is a step of a fix or a
sentence in `detail` of the node before.

```yaml
checks:
  connector:
    outcomes:
      present: { title: It is enabled, next: oauth-test }
      absent: { title: There is none, next: enable-connectors }
```
",
};

/// A finding for each question with fewer than two answers.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    file.checks()
        .filter(|check| {
            let Check { run, ask, outcomes, unsure, none, .. } = check.node;
            let is_question = !run.is_empty() || ask.is_some();
            // Without any way out it is a dead end, which is said already.
            let leads = !outcomes.is_empty() || unsure.is_some() || none.is_some();
            leads && if is_question { outcomes.len() < 2 } else { outcomes.is_empty() }
        })
        .map(|check| {
            let quoted = prose::quoted(&check.name.value);
            let (message, label) = match check.node.outcomes.iter().next() {
                Some((only, _)) => (
                    format!("the check {quoted} has only one outcome"),
                    format!("always {}", prose::quoted(&only.value)),
                ),
                None => (format!("the check {quoted} has no outcome"), String::new()),
            };
            Diagnostic::new(&RULE, check.name.span, message)
                .label(label)
                .help("add the other answers, each with its `next`")
        })
        .collect()
}
