//! What a person does on a page, as the actions of a session.
//!
//! Invariant: output that comes with an answer is judged again here, at the moment it was judged for the person.
//! Deliberately absent: what an action means (`session`).

use crate::graph::Graph;
use crate::model::{FactName, NodeKey};
use crate::session::{Action, Answer, FixResult, Proposal, Refused, State};
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
    /// Answers a question with output at hand.
    Judge {
        /// The output.
        text: String,
        /// When it was judged for the person.
        judged: jiff::Timestamp,
        /// The answer.
        answer: Answer,
        /// Why, where it goes against the output.
        reason: Option<String>,
        /// The question, where it is not the waiting one but one that is parked.
        parked: Option<(NodeKey, u32)>,
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
    /// The action that it is.
    pub(super) fn action(self, graph: &Graph, state: &State) -> Result<Action, Refused> {
        Ok(match self {
            Self::Input { fact, text } => Action::Input { fact, text },
            Self::Decline => Action::Decline,
            Self::Answer(answer) => Action::Answer(answer),
            Self::Judge { text, judged, answer, reason, parked } => {
                let proposal = judge(graph, state, judged, &text, parked.as_ref());
                let proposal =
                    proposal.ok_or_else(|| Refused("no question is waiting for output".to_owned()))?;
                Action::Judge { proposal: Box::new(proposal), answer, reason }
            }
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
        })
    }
}

/// What a text says about the waiting question, or about one that is parked.
pub(super) fn judge(
    graph: &Graph,
    state: &State,
    at: jiff::Timestamp,
    text: &str,
    parked: Option<&(NodeKey, u32)>,
) -> Option<Proposal> {
    match parked {
        Some((node, visit)) => Proposal::of_visit((node, *visit), graph, state, at, ("paste", text)),
        None => Proposal::new(graph, state, at, "paste", text),
    }
}
