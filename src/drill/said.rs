//! What is said about a decision.
//!
//! Invariant: the first time that a decision is wrong, nothing is given away but that.
//! Deliberately absent: whether it is wrong (`practice`).

use crate::drill::moves::{Remark, RemarkKind};
use crate::drill::serve::Served;
use crate::model::OutcomeId;
use crate::session::{Answer, CheckPrompt, Proposal};

/// An answer as a statement.
pub(super) fn answer_title(check: &CheckPrompt, answer: &Answer) -> String {
    let title = |outcome: &OutcomeId| {
        let choice = check.choices.iter().find(|choice| choice.outcome == *outcome);
        choice.map_or_else(|| outcome.to_string(), |choice| choice.title.clone())
    };
    match answer {
        Answer::Outcome(outcome) => title(outcome),
        Answer::None => "None of these".to_owned(),
        Answer::Unsure => "Cannot tell".to_owned(),
    }
}

/// What is said about a right decision; `seen` is the evidence, where it was looked at.
pub(super) fn right(seen: Option<&Served>) -> Remark {
    let because = seen.map(decided_by).unwrap_or_default();
    let text = match because.first() {
        Some(first) => format!("Right: {first}"),
        None => "Right.".to_owned(),
    };
    Remark::new(RemarkKind::Right, text)
}

/// What is said about a wrong decision: first that it is wrong, then the lines. `seen` as for [`right`].
pub(super) fn wrong(seen: Option<&Served>, times: usize) -> Vec<Remark> {
    let lead = match (seen, times) {
        (None, _) => "That is not so. Look before you decide.",
        (Some(_), 1) => "That is not what it says. Read it again, and decide again.",
        (Some(_), _) => "That is not what it says.",
    };
    let mut remarks = vec![Remark::new(RemarkKind::Wrong, lead)];
    let lines = seen.filter(|_| times > 1).map(decided_by).unwrap_or_default();
    remarks.extend(lines.into_iter().map(|line| Remark::new(RemarkKind::Wrong, line)));
    remarks
}

/// The lines of the evidence that decide, one sentence each.
pub(super) fn decided_by(served: &Served) -> Vec<String> {
    let judged = match (&served.proposal, &served.answer) {
        (Some(proposal), Answer::Outcome(outcome)) => Proposal::judged(proposal, outcome),
        _ => None,
    };
    let Some(judged) = judged else { return Vec::new() };
    let lines = judged.lines.iter().filter(|line| !line.text.trim().is_empty()).take(3);
    let lines: Vec<String> =
        lines.map(|line| format!("line {}: {}", line.number, line.text.trim())).collect();
    if lines.is_empty() { judged.because.clone() } else { lines }
}
