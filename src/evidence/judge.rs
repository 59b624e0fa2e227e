//! Judging a check.

use crate::evidence::{Judgement, Known, OutcomeJudged, Reading, Truth, Verdict};
use crate::model::{Check, MatcherKind, Test};

/// Judges every outcome of `check` on a reading and the known facts.
pub fn judge(check: &Check, reading: &Reading, known: &Known<'_>) -> Judgement {
    let _ = known;
    let mut outcomes = Vec::new();
    for (name, outcome) in check.outcomes.iter() {
        let Some(matcher) = &outcome.when else { continue };
        let mut judged = OutcomeJudged {
            outcome: name.value.clone(),
            truth: Truth::Unknown,
            lines: Vec::new(),
            because: Vec::new(),
            missing: Vec::new(),
        };
        match &matcher.kind {
            MatcherKind::OutputNone => judged.truth = Truth::from(reading.is_blank()),
            MatcherKind::Property { property, test: Test::Equals(operand) } => {
                if let Some((_, found)) = reading.properties(property).next() {
                    judged.truth = Truth::from(found.value.eq_ignore_ascii_case(&operand.0.text.value));
                    judged.lines.push(found.lines);
                    judged.because.push(format!("`{}` is `{}`", found.name, found.value));
                }
            }
            _ => {}
        }
        outcomes.push(judged);
    }
    let matching: Vec<_> =
        outcomes.iter().filter(|o| o.truth == Truth::True).map(|o| o.outcome.clone()).collect();
    let verdict = match matching.as_slice() {
        [one] => Verdict::Proposed(one.clone()),
        [] if !outcomes.is_empty() && outcomes.iter().all(|o| o.truth == Truth::False) => Verdict::NoneFits,
        [] => Verdict::Unknown,
        _ => Verdict::Several(matching),
    };
    Judgement { verdict, outcomes }
}

/// Judges every outcome of `check` on the known facts alone, as a route does.
pub fn judge_facts(check: &Check, known: &Known<'_>) -> Judgement {
    judge(check, &Reading::default(), known)
}
