//! Answers that are kept although the path does not lead there now, as people read them.
//!
//! Invariant: one line for each kept answer, in the order they were given.
//! Deliberately absent: which ones are kept (`look_back`).

use crate::graph::Graph;
use crate::model::NodeKey;
use crate::session::event::Answer;
use crate::session::present::outcome_title;
use crate::session::state::{Fate, State, Took};

/// A kept answer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct KeptStep {
    /// The node.
    pub node: NodeKey,
    /// Its title.
    pub title: String,
    /// What was answered, as a statement.
    pub said: String,
    /// What becomes of it when the walk comes to the node.
    pub fate: Fate,
}

impl State {
    /// The titles of the checks that are parked.
    pub fn parked_titles(&self, graph: &Graph) -> Vec<String> {
        self.parked_checks.iter().map(|parked| graph.title_of(&parked.node)).collect()
    }

    /// The kept answers.
    pub fn kept_steps(&self, graph: &Graph) -> Vec<KeptStep> {
        let title = |key: &NodeKey| graph.title_of(key);
        let steps = self.kept.iter().filter_map(|kept| {
            let said = match &kept.took {
                Took::Answered { answer: Answer::Outcome(outcome), .. } => {
                    outcome_title(graph.node(&kept.node), outcome.as_str())
                }
                Took::Answered { answer: Answer::None, .. } => "None of these".to_owned(),
                Took::Answered { answer: Answer::Unsure, .. } => "Cannot tell".to_owned(),
                Took::Tried(result) => format!("Tried: {}", result.word()),
                Took::Jumped(to) => format!("Went on at: {}", title(to)),
                Took::Entered | Took::AttemptsUsed | Took::Returned => return None,
            };
            Some(KeptStep { node: kept.node.clone(), title: title(&kept.node), said, fate: kept.fate })
        });
        steps.collect()
    }
}
