//! `missing-counterexample`: some sample of a check must not be of an outcome.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::evidence::Truth;
use crate::lint::file::File;
use crate::lint::rules::missing_sample::needs_sample;
use crate::prose;
use crate::source::Span;
use std::collections::HashSet;

/// Some sample of a check must not be of an outcome.
pub(super) static RULE: Rule = Rule {
    name: "missing-counterexample",
    severity: Severity::Error,
    summary: "Each test must have a sample that it does not take.",
    documentation: r#"## What it does

Reports an outcome that is tested by output and that takes every sample of its check, those of other outcomes and those
under `undecided` included, because there are none but its own.

## Why it matters

A test that takes everything passes its own samples too. Only an output that it must not take shows that it tells anything
apart.

## Example

```yaml
outcomes:
  running:
    title: It runs
    when: { text: State }
    samples: ["State : running"]
    next: oauth-test
  other: { title: Something else, next: enable-connectors }      # chosen by a person, without a sample
```

## How to fix it

Add the output of the other case: as a sample of its outcome, or under `undecided`. Where the test takes that, too, it tells
nothing apart; ask for more than it did: `text: "State : running"`.

```yaml
undecided:
  - "The service was not found."
```
"#,
};

/// A finding for each test that takes all samples there are.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let mut refused: HashSet<(Span, &str)> = HashSet::new();
    let mut sampled: HashSet<(Span, &str)> = HashSet::new();
    for judged in &file.judged {
        for outcome in &judged.judgement.outcomes {
            if outcome.truth != Truth::True {
                refused.insert((judged.name.span, outcome.outcome.as_str()));
            }
        }
        sampled.extend(judged.of.map(|of| (judged.name.span, of.as_str())));
    }
    let mut findings = Vec::new();
    // In a route a test of output is `useless-matcher`.
    for check in file.checks().filter(|check| !check.node.run.is_empty() || check.node.ask.is_some()) {
        for (name, outcome) in check.node.outcomes.iter() {
            let key = (check.name.span, name.as_str());
            let Some(when) = outcome.when.as_ref().filter(|when| needs_sample(when)) else { continue };
            // Without a sample of its own it is `missing-sample`.
            if sampled.contains(&key) && !refused.contains(&key) {
                let message =
                    format!("the test of {} takes every sample of the check", prose::quoted(&name.value));
                findings.push(
                    Diagnostic::new(&RULE, name.span, message)
                        .also(when.span, "never seen to refuse anything")
                        .help("add output of another case: as a sample of its outcome, or under `undecided`"),
                );
            }
        }
    }
    findings
}
