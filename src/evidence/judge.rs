//! Judging a check: every outcome's matcher on a reading and the known facts, and the verdict that follows.
//!
//! Invariant: only what the text or the facts show is true or false. Every true or false matcher says why, with the
//! lines that decided; every unknown one says what is missing.
//! Deliberately absent: choosing between outcomes that both match; that is a defect of the check and is said loudly.

use crate::evidence::matching::Matching;
use crate::evidence::{Judgement, Known, OutcomeJudged, Reading, Truth, Verdict};
use crate::model::Check;

/// Judges every outcome of `check` on a reading and the known facts.
pub fn judge(check: &Check, reading: &Reading, known: &Known<'_>) -> Judgement {
    judge_with(check, &Matching::new(Some(reading), *known))
}

/// Judges every outcome of `check` on the known facts alone, as a route does.
pub fn judge_facts(check: &Check, known: &Known<'_>) -> Judgement {
    judge_with(check, &Matching::new(None, *known))
}

fn judge_with(check: &Check, matching: &Matching<'_>) -> Judgement {
    let outcomes: Vec<OutcomeJudged> = check
        .outcomes
        .iter()
        .filter_map(|(name, outcome)| {
            let mut found = matching.whole(outcome.when.as_ref()?);
            found.lines.sort_unstable();
            found.lines.dedup();
            Some(OutcomeJudged {
                outcome: name.value.clone(),
                truth: found.truth,
                lines: found.lines,
                because: unique(found.because),
                missing: unique(found.missing),
            })
        })
        .collect();
    Judgement { verdict: verdict(&outcomes), outcomes }
}

fn verdict(outcomes: &[OutcomeJudged]) -> Verdict {
    let mut matching: Vec<_> = outcomes
        .iter()
        .filter(|outcome| outcome.truth == Truth::True)
        .map(|outcome| outcome.outcome.clone())
        .collect();
    let ruled_out = outcomes.iter().all(|outcome| outcome.truth == Truth::False);
    match (matching.len(), matching.pop()) {
        (1, Some(one)) => Verdict::Proposed(one),
        (_, Some(last)) => {
            matching.push(last);
            Verdict::Several(matching)
        }
        _ if ruled_out && !outcomes.is_empty() => Verdict::NoneFits,
        _ => Verdict::Unknown,
    }
}

/// The sentences without repetitions, in their order.
fn unique(sentences: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        if !kept.contains(&sentence) {
            kept.push(sentence);
        }
    }
    kept
}
