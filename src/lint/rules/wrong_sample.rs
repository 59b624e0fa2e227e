//! `wrong-sample`: a sample must be judged to be the outcome it stands under.
//!
//! Deliberately absent: samples that several outcomes claim (`colliding-outcomes`).

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::evidence::Verdict;
use crate::lint::file::File;
use crate::lint::samples::Judged;
use crate::model::OutcomeId;
use crate::prose;

/// A sample must be judged to be the outcome it stands under.
pub(super) static RULE: Rule = Rule {
    name: "wrong-sample",
    severity: Severity::Error,
    summary: "A sample must be judged to be the outcome it stands under.",
    documentation: r#"## What it does

Reads each sample as pasted output, judges the check, and reports a sample that is judged to be another outcome, that no
outcome fits, or that settles nothing. The clock is noon of `now`, or else of `reviewed`.

## Why it matters

A sample is a test. When it fails, real output of the same form leads people down the wrong branch, or leaves them without
a proposal.

## Example

```yaml
outcomes:
  enabled:
    when: { property: Enabled, equals: true }
    samples: ["Enabled : False"]      # judged to be `disabled`
  disabled:
    when: { property: Enabled, equals: false }
undecided: ["Name : HybridIOC"]
```

## How to fix it

The notes say which line of the sample decided, and why. Mend the matcher if the sample is right; move or correct the
sample if the matcher is right. Where the outcome cannot be told from such output, put the sample under `undecided`.

```yaml
outcomes:
  enabled:
    samples: ["Enabled : True"]
```
"#,
};

/// A finding for each sample that is judged to be something else.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    file.judged.iter().filter_map(finding).collect()
}

fn finding(judged: &Judged<'_>) -> Option<Diagnostic> {
    let own = judged.of?;
    let quoted = prose::quoted(&own.value);
    // An outcome without a matcher is never proposed; its samples say what it looks like when nothing else fits.
    let expected = judged.check.outcomes.get(own.as_str()).is_some_and(|outcome| outcome.when.is_some());
    let mut other = None;
    let message = match &judged.judgement.verdict {
        Verdict::Proposed(found) if *found == own.value => return None,
        Verdict::NoneFits | Verdict::Unknown if !expected => return None,
        // Matchers that overlap are `colliding-outcomes`.
        Verdict::Several(_) => return None,
        Verdict::Proposed(found) => {
            other = Some(found);
            format!("this sample of {quoted} is judged to be {}", prose::quoted(found))
        }
        Verdict::NoneFits => format!("no outcome fits this sample of {quoted}"),
        Verdict::Unknown => format!("this sample of {quoted} settles nothing"),
    };
    let mut finding = Diagnostic::new(&RULE, judged.sample.text.span, message);
    let matcher = |outcome: &OutcomeId| judged.check.outcomes.get(outcome.as_str())?.when.as_ref();
    if let Some(when) = matcher(&own.value) {
        finding = finding.also(when.span, format!("what {quoted} demands"));
    }
    if let Some((other, when)) = other.and_then(|other| Some((other, matcher(other)?))) {
        finding = finding.also(when.span, format!("what {} demands", prose::quoted(other)));
    }
    let reasons =
        [other, Some(&own.value)].into_iter().flatten().filter_map(|outcome| judged.reason(outcome));
    for reason in reasons {
        finding = finding.note(reason);
    }
    Some(finding.help("mend the matcher, or move the sample to the outcome it belongs to"))
}
