//! `colliding-outcomes`: at most one outcome may match an output.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::evidence::Verdict;
use crate::lint::file::File;
use crate::lint::samples::Judged;
use crate::model::OutcomeId;
use crate::prose;
use crate::source::Span;
use std::collections::BTreeMap;

/// At most one outcome may match an output.
pub(super) static RULE: Rule = Rule {
    name: "colliding-outcomes",
    severity: Severity::Error,
    summary: "At most one outcome may match an output.",
    documentation: r#"## What it does

Judges each sample and reports outcomes that claim the same one.

## Why it matters

When two outcomes match, nothing can be proposed, and the person has to choose between two branches without a reason.

## Example

```yaml
outcomes:
  expired:
    title: It expired
    when: { property: NotAfter, before: now }
    samples: ["NotAfter : 11/2/2024 9:00:00 AM"]
    next: enable-connectors
  expires-soon:
    title: It expires soon
    when: { property: NotAfter, before: now + 60d }   # an expired one also matches this
    samples: ["NotAfter : 12/20/2026 9:00:00 AM"]
    next: escalate
none: oauth-test
undecided: ["Name : HybridIOC"]
```

## How to fix it

Make the wider matcher exclude the narrower case:

```yaml
outcomes:
  expires-soon:
    when:
      all:
        - { property: NotAfter, after: now }
        - { property: NotAfter, before: now + 60d }
```
"#,
};

/// One finding for each set of outcomes that claim the same samples.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    // By check and outcomes, so that several samples of the same mistake are told once.
    let mut collisions: BTreeMap<(Span, &[OutcomeId]), Vec<&Judged<'_>>> = BTreeMap::new();
    for judged in &file.judged {
        if let (Some(_), Verdict::Several(outcomes)) = (judged.of, &judged.judgement.verdict) {
            collisions.entry((judged.name.span, outcomes)).or_default().push(judged);
        }
    }
    collisions.into_iter().filter_map(|((_, outcomes), samples)| finding(outcomes, &samples)).collect()
}

fn finding(outcomes: &[OutcomeId], samples: &[&Judged<'_>]) -> Option<Diagnostic> {
    let (first, more) = samples.split_first()?;
    let own = prose::quoted(&first.of?.value);
    let names: Vec<String> = outcomes.iter().map(prose::quoted).collect();
    let message = format!("this sample of {own} is judged to be {} at once", prose::and(&names));
    let mut finding = Diagnostic::new(&RULE, first.sample.text.span, message);
    for outcome in outcomes {
        if let Some(when) =
            first.check.outcomes.get(outcome.as_str()).and_then(|outcome| outcome.when.as_ref())
        {
            finding = finding.also(when.span, format!("{} matches", prose::quoted(outcome)));
        }
        if let Some(reason) = first.reason(outcome) {
            finding = finding.note(reason);
        }
    }
    if !more.is_empty() {
        finding = finding.note(format!("the same holds for {}", prose::count(more.len(), "more sample")));
    }
    Some(finding.help("make one of the matchers exclude what the other one matches"))
}
