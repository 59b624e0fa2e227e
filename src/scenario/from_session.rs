//! A recorded session as a scenario: the way that was walked, with the output that decided it.
//!
//! Invariant: what is written down stands in the events as they are given.
//! Deliberately absent: taking names and credentials out of them (`session::anonymous`).

use crate::graph::Graph;
use crate::model::{NodeKey, OutcomeId};
use crate::scenario::suggest::{Last, Proposed, ProposedAct, ProposedStep};
use crate::session::{By, Event, Position, State, Took, Visit, What};
use std::collections::BTreeMap;

/// The scenario of a session; none where it never began.
pub fn from_session(graph: &Graph, events: &[Event]) -> Option<Proposed> {
    let state = State::replay(graph, events);
    let entry = state.entry.clone()?;
    let title = graph.title_of(&entry);
    let node = state.node()?.clone();
    let last = match state.position {
        Position::Ended { .. } => Last::Ends(node),
        _ => Last::Stops(node),
    };
    let inputs = events.iter().filter_map(|event| match &event.what {
        What::Input { fact, value: Some(value), .. } => Some((fact.clone(), value.clone())),
        _ => None,
    });
    Some(Proposed {
        title,
        entry,
        now: state.span.map(|(first, _)| state.local(first).date()),
        inputs: inputs.collect::<BTreeMap<_, _>>(),
        steps: state.path.iter().filter_map(|visit| step(events, visit)).collect(),
        last,
    })
}

/// The step of a visit that somebody or something decided.
fn step(events: &[Event], visit: &Visit) -> Option<ProposedStep> {
    let index = visit.event?;
    let mut evidence = None;
    let act = match &visit.took {
        Took::Answered { answer, by, overruled } => {
            let word = OutcomeId::from(answer.word());
            if *by == By::Evidence && !overruled {
                evidence = pasted(events, index, &visit.node).map(str::to_owned);
            }
            if evidence.is_some() { ProposedAct::Takes(word) } else { ProposedAct::ByPerson(word) }
        }
        Took::Tried(result) => ProposedAct::Takes(result.word().into()),
        Took::Jumped(to) => ProposedAct::SkipTo(to.clone()),
        Took::Entered | Took::AttemptsUsed | Took::Returned => return None,
    };
    Some(ProposedStep { at: visit.node.clone(), act, evidence, also: BTreeMap::new() })
}

/// The text that was given to a check last before an answer.
fn pasted<'e>(events: &'e [Event], answer: usize, check: &NodeKey) -> Option<&'e str> {
    events.get(..answer)?.iter().rev().find_map(|event| match &event.what {
        What::Evidence { node, text, .. } if node == check => Some(text.as_str()),
        _ => None,
    })
}
