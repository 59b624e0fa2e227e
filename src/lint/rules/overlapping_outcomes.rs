//! `overlapping-outcomes`: the matchers of two outcomes must exclude each other.
//!
//! Deliberately absent: overlaps that a sample shows (`colliding-outcomes`), and matchers about different things, which
//! may meet in an output that nobody has seen.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::evidence::Verdict;
use crate::lint::file::{File, OutcomeFormula};
use crate::lint::logic::Formula;
use crate::prose;
use crate::source::Span;
use std::collections::HashSet;

/// The matchers of two outcomes must exclude each other.
pub(super) static RULE: Rule = Rule {
    name: "overlapping-outcomes",
    severity: Severity::Error,
    summary: "The matchers of two outcomes must exclude each other.",
    documentation: r#"## What it does

Decides on the matchers themselves, without samples, and reports two outcomes of a check

- where everything that passes the one also passes the other, so that the first can never be proposed, and
- which compare one and the same property with plain values or ranges that meet.

## Why it matters

Only when exactly one outcome matches, it is proposed. Where two match, the person has to choose between two branches
without a reason. There is no order among outcomes: the first one does not win.

## Example

```yaml
outcomes:
  full:
    title: The queue is long
    when: { property: Length, greater: 100 }
    samples: ["Length : 250"]
    next: enable-connectors
  normal:
    title: The queue is short
    when: { property: Length, less: 200 }      # and 150 is both
    samples: ["Length : 3"]
    next: oauth-test
```

## How to fix it

Let the wider one exclude the narrower:

```yaml
outcomes:
  normal:
    when: { none: [{ property: Length, greater: 100 }] }
```
"#,
};

/// A finding for each pair that meets.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let seen = seen_collisions(file);
    let mut findings = Vec::new();
    for outcomes in file.formulas.chunk_by(|a, b| a.check.span == b.check.span) {
        for (index, first) in outcomes.iter().enumerate() {
            for second in outcomes.get(index + 1..).unwrap_or_default() {
                let names = pair(first.name.as_str(), second.name.as_str());
                if !seen.contains(&(first.check.span, names.0, names.1)) {
                    findings.extend(finding(first, second));
                }
            }
        }
    }
    findings
}

fn pair<'n>(a: &'n str, b: &'n str) -> (&'n str, &'n str) {
    if a < b { (a, b) } else { (b, a) }
}

/// The pairs of outcomes that a sample shows to meet, by check.
fn seen_collisions<'c>(file: &'c File<'_>) -> HashSet<(Span, &'c str, &'c str)> {
    let mut seen = HashSet::new();
    for judged in &file.judged {
        let Verdict::Several(outcomes) = &judged.judgement.verdict else { continue };
        for (index, first) in outcomes.iter().enumerate() {
            for second in outcomes.get(index + 1..).unwrap_or_default() {
                let (first, second) = pair(first.as_str(), second.as_str());
                seen.insert((judged.name.span, first, second));
            }
        }
    }
    seen
}

fn finding(first: &OutcomeFormula<'_>, second: &OutcomeFormula<'_>) -> Option<Diagnostic> {
    let relation = first.formula.relation(&second.formula)?;
    let (narrow, wide) = if relation.first_in_second { (first, second) } else { (second, first) };
    let (own, other) = (prose::quoted(&narrow.name.value), prose::quoted(&wide.name.value));
    if !relation.meet {
        return None;
    }
    let message = if relation.first_in_second && relation.second_in_first {
        format!("{own} and {other} match the same")
    } else if relation.first_in_second || relation.second_in_first {
        format!("{own} can never be proposed: what passes its test also passes that of {other}")
    } else if let Some(subject) = Formula::common_value(&[&first.formula, &second.formula]) {
        format!("{own} and {other} both match some values of {}", prose::quoted(subject))
    } else {
        return None;
    };
    Some(
        Diagnostic::new(&RULE, narrow.when.span, message)
            .also(wide.when.span, format!("what {other} demands"))
            .help(format!("make the test of {other} exclude what {own} matches")),
    )
}
