//! Stored evidence, judged again: by another knowledge base, or by a newer program.
//!
//! Invariant: each answer that rests on evidence is judged where the walk stood when it was given, with what was known
//! then.
//! Deliberately absent: taking answers back. A person, or a flag, decides that.

use crate::evidence::Verdict;
use crate::graph::Graph;
use crate::model::NodeKey;
use crate::session::event::{Answer, By, Event, What};
use crate::session::history::counting;
use crate::session::proposal::Proposal;
use crate::session::state::State;

/// An answer that evidence gave, which the same evidence does not give any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejudged {
    /// The index of the answer among the events.
    pub index: usize,
    /// The check.
    pub node: NodeKey,
    /// Which visit to it on the path this was, from 1.
    pub visit: u32,
    /// The answer then.
    pub was: Answer,
    /// What the evidence says now; none where the walk would not ask this question any more.
    pub now: Option<Verdict>,
}

impl Rejudged {
    /// What changed, as a sentence without a full stop.
    pub fn sentence(&self) -> String {
        let now = match &self.now {
            None => "is not asked any more on this way".to_owned(),
            Some(Verdict::Proposed(outcome)) => format!("would now be answered with `{outcome}`"),
            Some(Verdict::NoneFits) => "now has no outcome that fits its output".to_owned(),
            Some(Verdict::Several(_)) => "now has several outcomes that fit its output".to_owned(),
            Some(Verdict::Unknown) => "is not settled by its output any more".to_owned(),
        };
        let visit = if self.visit > 1 { format!(" (visit {})", self.visit) } else { String::new() };
        format!("`{}`{visit}, answered with `{}`, {now}", self.node, self.was.word())
    }
}

/// The answers in force that rest on evidence and that this graph would not give again.
pub fn rejudge(graph: &Graph, events: &[Event]) -> Vec<Rejudged> {
    let counts = counting(events);
    let answers = events.iter().enumerate().filter(|(index, _)| counts[*index]);
    let judged = answers.filter_map(|(index, event)| {
        let What::Answered { node, visit, answer: was @ Answer::Outcome(outcome), by: By::Evidence, .. } =
            &event.what
        else {
            return None;
        };
        let given = events[..index].iter().rev().find_map(|event| match &event.what {
            What::Evidence { node: of, from, text, lacking } if of == node => {
                Some((from.as_str(), text.as_str(), lacking.as_slice()))
            }
            _ => None,
        })?;
        let state = State::replay(graph, &events[..index]);
        let proposal =
            Proposal::waiting(graph, &state, event.at, given).filter(|proposal| proposal.node == *node);
        let now = proposal.map(|proposal| proposal.verdict);
        let same = now.as_ref() == Some(&Verdict::Proposed(outcome.clone()));
        (!same).then(|| Rejudged { index, node: node.clone(), visit: *visit, was: was.clone(), now })
    });
    judged.collect()
}
