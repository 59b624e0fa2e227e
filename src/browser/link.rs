//! A walk as the end of an address: where it began and what was answered. It can be shared, because nothing in it was
//! typed or pasted.
//!
//! Invariant: what a walk says of itself brings another page to the same place, as far as no value and no output is needed.
//! Deliberately absent: how an address is written.

use crate::graph::{Content, Graph};
use crate::model::NodeKey;
use crate::session::{Action, Answer, Event, FixResult, State, Took, step};
use serde::{Deserialize, Serialize};

/// Where a walk began, and its decisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Link {
    /// Where it began.
    pub entry: NodeKey,
    /// The nodes where something was decided, each with the answer's word; for a jump, with `>` and the node it led to.
    pub steps: Vec<(NodeKey, String)>,
}

impl Link {
    /// The walk of this state; none for a session that has not begun.
    pub(super) fn of(state: &State) -> Option<Self> {
        let steps = state.path.iter().filter(|visit| visit.event.is_some()).filter_map(|visit| {
            let word = match &visit.took {
                Took::Answered { answer, .. } => answer.word().to_owned(),
                Took::Tried(result) => result.word().to_owned(),
                Took::Jumped(to) => format!(">{to}"),
                Took::Entered | Took::AttemptsUsed | Took::Returned => return None,
            };
            Some((visit.node.clone(), word))
        });
        Some(Self { entry: state.entry.clone()?, steps: steps.collect() })
    }

    /// Does its steps after these events, as far as they can be done. Says what could not be, as a sentence.
    pub(super) fn follow(
        self,
        graph: &Graph,
        at: jiff::Timestamp,
        events: &mut Vec<Event>,
    ) -> Option<String> {
        for (node, word) in self.steps {
            let state = State::replay(graph, events);
            if state.node() != Some(&node) {
                return Some(format!(
                    "The address goes on at `{node}`. This walk does not come there without the values or the output \
                     of the one it was copied from."
                ));
            }
            let Some(action) = action(graph, &node, &word) else {
                return Some(format!("The address names an answer of `{node}` that it does not have."));
            };
            match step(graph, &state, action) {
                Ok(whats) => events.extend(whats.into_iter().map(|what| Event::new(at, what))),
                Err(refused) => {
                    return Some(format!("The address cannot be followed beyond `{node}`: {refused}."));
                }
            }
        }
        None
    }
}

/// The action behind a word at this node: the names of outcomes go before the words for "none of these" and the like.
fn action(graph: &Graph, node: &NodeKey, word: &str) -> Option<Action> {
    if let Some(to) = word.strip_prefix('>') {
        return to.parse().ok().map(|to| Action::Jump { to, reason: None });
    }
    match (&graph.node(node)?.content, word) {
        (Content::Check(check), word) if check.outcomes.get(word).is_some() => {
            Some(Action::Answer(Answer::Outcome(word.into())))
        }
        (Content::Check(_), "none") => Some(Action::Answer(Answer::None)),
        (Content::Check(_), "unsure") => Some(Action::Answer(Answer::Unsure)),
        (Content::Fix(_), "done") => Some(Action::Tried(FixResult::Done)),
        (Content::Fix(_), "failed") => Some(Action::Tried(FixResult::Failed)),
        _ => None,
    }
}
