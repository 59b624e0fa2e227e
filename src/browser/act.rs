//! What a person does on a page, as the actions of a session.
//!
//! Invariant: output that comes with an answer is judged again here, at the moment it was judged for the person.
//! Deliberately absent: what an action means (`session`).

use crate::browser::desk::Desk;
use crate::evidence::Verdict;
use crate::model::{FactName, NodeKey};
use crate::session::{Action, Answer, FixResult, Proposal, Refused};
use serde::Deserialize;

/// An act.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Act {
    /// Gives a value.
    Input { fact: FactName, text: String },
    /// Does not know the value asked for.
    Decline,
    /// Answers the waiting question.
    Answer(Answer),
    /// Answers a question with output.
    Judge {
        /// The output; none for what is at hand.
        text: Option<String>,
        /// When it was judged for the person.
        judged: jiff::Timestamp,
        /// The answer.
        answer: Answer,
        /// Why, where it goes against the output.
        reason: Option<String>,
        /// The question, where it is not the waiting one but one that is parked.
        parked: Option<(NodeKey, u32)>,
    },
    /// Takes the answers that output gives in a row.
    Take {
        /// The output; none for what is at hand.
        text: Option<String>,
        /// When it was judged for the person.
        judged: jiff::Timestamp,
        /// How many, from the first.
        count: usize,
    },
    /// Opens a fix whose requirements do not hold.
    OverruleRequirement { reason: Option<String> },
    /// Types the target of a fix.
    ConfirmTarget(String),
    /// Tried the waiting fix.
    Tried(FixResult),
    /// Did not try it.
    NotDone { reason: Option<String> },
    /// Goes on before the wait is over.
    SkipWait,
    /// Asks somebody else to run the waiting question.
    ParkCheck { reason: Option<String> },
    /// Goes on elsewhere.
    Jump { to: NodeKey, reason: Option<String> },
    /// Takes back the last decision.
    Back,
    /// Takes up a step of the path again.
    BackTo { index: usize },
    /// Takes back the last act.
    Undo,
    /// Does it again.
    Redo,
    /// Writes a remark down.
    Note(String),
    /// Closes a walk that has ended.
    Finish,
}

impl Act {
    /// The actions that it is, one after the other.
    pub(super) fn actions(self, desk: &mut Desk<'_>) -> Result<Vec<Action>, Refused> {
        Ok(vec![match self {
            Self::Judge { text, judged, answer, reason, parked } => {
                let heard = desk.hear(text.as_deref(), judged)?;
                let (proposal, mut actions) = match parked {
                    Some(parked) => (desk.reply(&heard, text.as_deref(), judged, &parked), Vec::new()),
                    None => (heard.answers.first().cloned(), desk.keep(&heard, &[])),
                };
                actions.push(match proposal {
                    Some(proposal) => Action::Judge { proposal: Box::new(proposal), answer, reason },
                    None => Action::Answer(answer),
                });
                return Ok(actions);
            }
            Self::Take { text, judged, count } => {
                let heard = desk.hear(text.as_deref(), judged)?;
                let taken = heard.answers.get(..count).unwrap_or(&heard.answers);
                let kept = desk.keep(&heard, taken);
                let mut actions: Vec<Action> = taken.iter().filter_map(confirmed).collect();
                if actions.len() > 1 {
                    actions.push(Action::TakeTogether { first: desk.events.len() });
                }
                actions.extend(kept);
                return Ok(actions);
            }
            Self::Input { fact, text } => Action::Input { fact, text },
            Self::Decline => Action::Decline,
            Self::Answer(answer) => Action::Answer(answer),
            Self::OverruleRequirement { reason } => Action::OverruleRequirement { reason },
            Self::ConfirmTarget(typed) => Action::ConfirmTarget(typed),
            Self::Tried(result) => Action::Tried(result),
            Self::NotDone { reason } => Action::NotDone { reason },
            Self::SkipWait => Action::SkipWait,
            Self::ParkCheck { reason } => Action::ParkCheck { reason },
            Self::Jump { to, reason } => Action::Jump { to, reason },
            Self::Back => Action::Back,
            Self::BackTo { index } => Action::BackTo { index },
            Self::Undo => Action::Undo,
            Self::Redo => Action::Redo,
            Self::Note(text) => Action::Note(text),
            Self::Finish => Action::Finish,
        }])
    }
}

/// The answer that a proposal proposes, as given.
fn confirmed(proposal: &Proposal) -> Option<Action> {
    let Verdict::Proposed(outcome) = &proposal.verdict else { return None };
    let answer = Answer::Outcome(outcome.clone());
    Some(Action::Judge { proposal: Box::new(proposal.clone()), answer, reason: None })
}
