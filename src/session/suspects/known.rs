//! What is known of the ways ahead: answers that are kept, routes that facts settle, calls that are open.
//!
//! Invariant: a fact that a check ahead may yet change settles nothing.
//! Deliberately absent: searching (`graph::Ahead`).

use crate::evidence::{Known, Verdict, judge_facts};
use crate::graph::{Ahead, Content, EdgeKind, Graph, Node, Reach, Spot};
use crate::model::{Check, FactName, NodeKey};
use crate::session::event::Answer;
use crate::session::needs;
use crate::session::state::{Fate, State, Took};
use std::collections::{HashMap, HashSet};

/// Whether a person could be asked: a route is settled by facts alone.
pub(super) fn can_be_asked(check: &Check) -> bool {
    !check.run.is_empty() || check.ask.is_some()
}

/// The way a step took, where it tells something about what lies beside it.
pub(super) fn kind_of(took: &Took) -> Option<EdgeKind> {
    match took {
        Took::Answered { answer: Answer::Outcome(outcome), .. } => Some(EdgeKind::Outcome(outcome.clone())),
        Took::Answered { answer: Answer::None, .. } => Some(EdgeKind::NoneFits),
        Took::Answered { answer: Answer::Unsure, .. }
        | Took::Entered
        | Took::Tried(_)
        | Took::AttemptsUsed
        | Took::Returned
        | Took::Jumped(_) => None,
    }
}

/// Where the walk came back to from calls at each step of the path, before that step.
pub(super) fn calls_along(graph: &Graph, state: &State) -> Vec<Vec<NodeKey>> {
    let mut calls: Vec<NodeKey> = Vec::new();
    let mut along = Vec::with_capacity(state.path.len());
    for visit in &state.path {
        along.push(calls.clone());
        let kind = match &visit.took {
            Took::Entered => Some(EdgeKind::Start),
            Took::Tried(_) => Some(EdgeKind::Verify),
            Took::AttemptsUsed => Some(EdgeKind::AttemptsUsed),
            Took::Answered { answer: Answer::Unsure, .. } => Some(EdgeKind::Unsure),
            Took::Answered { .. } => kind_of(&visit.took),
            Took::Returned => {
                calls.pop();
                None
            }
            Took::Jumped(to) => {
                if to.runbook != visit.node.runbook {
                    calls.clear();
                }
                None
            }
        };
        let edge = kind.and_then(|kind| graph.edge(&visit.node, &kind));
        calls.extend(edge.and_then(|(edge, _)| edge.back.clone()));
    }
    along
}

/// The ways taken at the checks of the path that have an outcome; the last, of several.
pub(super) fn answered_ways(state: &State, ahead: &Ahead<'_>) -> Vec<(Spot, EdgeKind)> {
    let answered = state.path.iter().filter_map(|visit| match &visit.took {
        Took::Answered { answer: Answer::Outcome(outcome), .. } => {
            Some((ahead.spot(&visit.node)?, EdgeKind::Outcome(outcome.clone())))
        }
        _ => None,
    });
    answered.collect()
}

/// The ways that the walk will take by itself: over answers that are kept, and at routes that facts settle. A fact that
/// a check ahead may yet change settles nothing.
pub(super) fn known_ways(
    graph: &Graph,
    state: &State,
    ahead: &Ahead<'_>,
    all: &Reach,
) -> HashMap<Spot, EdgeKind> {
    let mut known = HashMap::new();
    for kept in state.kept.iter().filter(|kept| kept.fate == Fate::ComesBack) {
        let before = state.path.iter().filter(|visit| visit.node == kept.node).count();
        if let (Took::Answered { answer: Answer::Outcome(outcome), .. }, Some(spot)) =
            (&kept.took, ahead.spot(&kept.node))
            && kept.visit as usize == before + 1
        {
            known.insert(spot, EdgeKind::Outcome(outcome.clone()));
        }
    }
    let open = open_facts(ahead, all, &known);
    for (spot, _) in &all.order {
        let node = ahead.node(*spot);
        let Content::Check(check) = &node.content else { continue };
        let names = needs::of_check(check);
        if can_be_asked(check) || names.iter().any(|name| open.contains(&full(graph, node, name))) {
            continue;
        }
        let facts = state.facts.seen_from(&node.home);
        let verdict = judge_facts(check, &Known { facts: &facts, now: state.now() }).verdict;
        if let Verdict::Proposed(outcome) = verdict {
            known.insert(*spot, EdgeKind::Outcome(outcome));
        }
    }
    known
}

/// The facts that checks ahead may yet set: what they capture, and their outcomes by address.
fn open_facts(ahead: &Ahead<'_>, all: &Reach, known: &HashMap<Spot, EdgeKind>) -> HashSet<String> {
    let mut open = HashSet::new();
    for (spot, _) in all.order.iter().filter(|(spot, _)| !known.contains_key(spot)) {
        let node = ahead.node(*spot);
        let Content::Check(check) = &node.content else { continue };
        open.insert(node.key.to_string());
        open.extend(check.content_of.as_ref().map(|origin| origin.key(&node.key.runbook).to_string()));
        let captured = check.outcomes.iter().flat_map(|(_, outcome)| outcome.capture.names());
        open.extend(captured.map(str::to_owned));
    }
    open
}

/// A name in a matcher as [`open_facts`] writes it: a check by its address, another fact as it is.
fn full(graph: &Graph, node: &Node, name: &FactName) -> String {
    let address = NodeKey::new(node.home.as_str(), name.as_str());
    if graph.node(&address).is_some() { address.to_string() } else { name.to_string() }
}
