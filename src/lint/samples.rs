//! Samples, judged as pasted output would be.
//!
//! Invariant: each sample is read and judged once, at the frozen clock of its runbook.
//! Deliberately absent: what a judgement ought to be (the rules say that).

use crate::evidence::{Judgement, Known, OutcomeJudged, Truth, judge, read};
use crate::lint::written::{self, Written};
use crate::model::{Check, NodeId, OutcomeId, Runbook, Sample};
use crate::prose;
use crate::source::Spanned;

/// A sample and what it was judged to be.
pub(super) struct Judged<'a> {
    /// The check's name.
    pub(super) name: &'a Spanned<NodeId>,
    /// The check.
    pub(super) check: &'a Check,
    /// The outcome it is a sample of; `None` where it must settle nothing.
    pub(super) of: Option<&'a Spanned<OutcomeId>>,
    /// The sample.
    pub(super) sample: &'a Sample,
    /// What came of it.
    pub(super) judgement: Judgement,
}

impl Judged<'_> {
    /// How this outcome was judged.
    pub(super) fn of_outcome(&self, outcome: &OutcomeId) -> Option<&OutcomeJudged> {
        self.judgement.outcomes.iter().find(|judged| judged.outcome == *outcome)
    }

    /// One sentence: how this outcome was judged and why, with the lines of the sample that decided.
    pub(super) fn reason(&self, outcome: &OutcomeId) -> Option<String> {
        let judged = self.of_outcome(outcome)?;
        let (verb, reasons) = match judged.truth {
            Truth::True => ("matches", &judged.because),
            Truth::False => ("does not match", &judged.because),
            Truth::Unknown => ("is not decided", &judged.missing),
        };
        let why = match reasons.as_slice() {
            [] => String::new(),
            reasons => format!(": {}", prose::visible_line(&reasons.join("; "))),
        };
        let lines: Vec<String> = judged.lines.iter().map(ToString::to_string).collect();
        let place = match lines.as_slice() {
            [] => String::new(),
            lines => format!(" ({} of the sample)", prose::and(lines)),
        };
        Some(format!("{} {verb}{why}{place}", prose::quoted(outcome)))
    }
}

/// Judges all samples of the checks of a runbook that hold their content themselves.
pub(super) fn judge_all(runbook: &Runbook) -> Vec<Judged<'_>> {
    let mut judged = Vec::new();
    let now = runbook.sample_clock();
    for Written { name, node: check, .. } in written::checks(runbook) {
        let of_outcomes = check
            .outcomes
            .iter()
            .flat_map(|(outcome, content)| content.samples.iter().map(move |sample| (Some(outcome), sample)));
        let undecided = check.undecided.iter().map(|sample| (None, sample));
        for (of, sample) in of_outcomes.chain(undecided) {
            let facts =
                sample.facts.iter().map(|(name, value)| (name.value.clone(), value.value.clone())).collect();
            let judgement = judge(check, &read(&sample.text), &Known { facts: &facts, now });
            judged.push(Judged { name, check, of, sample, judgement });
        }
    }
    judged
}
