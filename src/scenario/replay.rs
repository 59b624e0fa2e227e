//! Recorded sessions, judged again by the knowledge base of today.
//!
//! Invariant: a session counts as changed only where this knowledge base would have led the same person, with the same
//! output, another way.
//! Deliberately absent: reading sessions, and the knowledge base of then: what a session did is in its events.

use crate::graph::Graph;
use crate::model::NodeKey;
use crate::prose::quoted;
use crate::session::{Event, Position, Rejudged, State, What, rejudge};

/// A session judged again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// What is different, a sentence without a full stop each; empty where nothing is.
    pub changes: Vec<String>,
}

/// Judges a session again.
pub fn replay(graph: &Graph, events: &[Event]) -> Replayed {
    let mut changes: Vec<String> = rejudge(graph, events).iter().map(Rejudged::sentence).collect();
    changes.extend(departure(graph, events).filter(|_| changes.is_empty()));
    changes.extend(end(graph, events).filter(|_| changes.is_empty()));
    Replayed { changes }
}

/// The first decision that would be asked for elsewhere today.
fn departure(graph: &Graph, events: &[Event]) -> Option<String> {
    events.iter().enumerate().find_map(|(index, event)| {
        let node = decided(&event.what)?;
        let state = State::replay(graph, events.get(..index)?);
        let is_parked = state.parked_checks.iter().any(|parked| parked.node == *node);
        if state.node() == Some(node) || is_parked {
            return None;
        }
        let instead = match (&state.position, state.node()) {
            (Position::Stuck { why, .. }, _) => format!("the walk would be stuck: {}", why.reason()),
            (_, Some(other)) => format!("the walk would stand at {}", quoted(other)),
            (_, None) => "the walk would not have begun".to_owned(),
        };
        Some(format!("when {} was decided, {instead}", quoted(node)))
    })
}

fn decided(what: &What) -> Option<&NodeKey> {
    match what {
        What::Answered { node, .. } | What::Overruled { node, .. } | What::FixDone { node, .. } => Some(node),
        _ => None,
    }
}

/// Another end than the one that was written down.
fn end(graph: &Graph, events: &[Event]) -> Option<String> {
    let ended = events.iter().rev().find_map(|event| match &event.what {
        What::Finished { result } => Some(*result),
        _ => None,
    })?;
    let state = State::replay(graph, events);
    match state.result() {
        Some(now) if now == ended => None,
        Some(now) => Some(format!("it ended {}, and would end {}", ended.word(), now.word())),
        None => Some(format!("it ended {}, and would not have come to an end", ended.word())),
    }
}
