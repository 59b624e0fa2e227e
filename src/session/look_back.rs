//! What only the end of the fold can say: what "back" takes back, what was answered before, what waits elsewhere.
//!
//! Invariant: it looks at events in force alone, and at nothing but what they say and where the walk ended.
//! Deliberately absent: walking (`walk`).

use crate::model::NodeKey;
use crate::session::before::Before;
use crate::session::event::{Answer, By, Event, What};
use crate::session::state::{Fate, Kept, ParkedCheck, Position, State, Took};
use std::collections::{BTreeMap, HashSet};

/// The events of a session, and which of them count.
pub(crate) struct Events<'a> {
    pub(crate) all: &'a [Event],
    pub(crate) counts: &'a [bool],
    /// Index of the last attempt at a fix on the path.
    pub(crate) last_attempt: Option<usize>,
}

impl<'a> Events<'a> {
    fn in_force(&self) -> impl DoubleEndedIterator<Item = (usize, &'a Event)> + use<'a, '_> {
        self.all.iter().enumerate().filter(|(index, _)| self.counts[*index])
    }
}

/// Fills it in.
pub(crate) fn look_back(state: &mut State, events: &Events<'_>) {
    here(state, events);
    state.kept = kept(state, events);
    state.parked_checks = parked(events);
    let Position::Waiting { node: here, .. } = &state.position else { return };
    state.earlier = events.all.iter().rev().find_map(|event| match &event.what {
        What::Answered { node, answer, .. } | What::Overruled { node, answer, .. } if node == here => {
            Some(answer.clone())
        }
        _ => None,
    });
    state.before = events.last_attempt.and_then(|attempt| before(here, attempt, events));
}

/// What a check said before the attempt of this index.
pub(crate) fn before(here: &NodeKey, attempt: usize, events: &Events<'_>) -> Option<Before> {
    let earlier = || events.in_force().rev().filter(|(index, _)| *index < attempt);
    let (answered, event) =
        earlier().find(|(_, event)| matches!(decision(&event.what), Some((node, ..)) if node == here))?;
    let (answer, lines) = match &event.what {
        What::Answered { answer, lines, .. } => (answer.clone(), lines.clone()),
        What::Overruled { answer, .. } => (answer.clone(), Vec::new()),
        _ => return None,
    };
    let given = earlier().filter(|(index, _)| *index < answered);
    let mut evidence =
        given.take_while(|(_, event)| !matches!(decision(&event.what), Some((node, ..)) if node == here));
    let evidence = evidence.find_map(|(index, event)| match &event.what {
        What::Evidence { node, .. } if node == here => Some(index),
        _ => None,
    });
    Some(Before { at: event.at, answer, lines, evidence })
}

/// What was said about the waiting node since the last decision, apart from an answer.
fn here(state: &mut State, events: &Events<'_>) {
    let decided = state.last_decided().and_then(|visit| visit.event);
    state.back = decided;
    let Position::Waiting { node: here, visit: now } = state.position.clone() else { return };
    for (index, event) in events.in_force().filter(|(index, _)| Some(*index) > decided) {
        let is_here =
            |node: &NodeKey, visit: &u32| *node == here && *visit == now && Some(index) > events.last_attempt;
        match &event.what {
            What::Input { node: Some(node), .. } if *node == here => {}
            What::RequirementOverruled { node, visit, .. } if is_here(node, visit) => {
                state.requirement_overruled = true;
            }
            What::TargetConfirmed { node, visit, .. } if is_here(node, visit) => {
                state.target_confirmed = true;
            }
            What::FixNotDone { node, visit, reason } if is_here(node, visit) => {
                state.not_done = Some(reason.clone());
            }
            What::WaitSkipped { node, visit, .. } if is_here(node, visit) => state.wait_skipped = true,
            What::CheckParked { node, visit, .. } if is_here(node, visit) => {}
            _ => continue,
        }
        state.back = Some(index);
    }
}

/// Answers and attempts in force that are not on the path; of several for one visit, the last.
fn kept(state: &State, events: &Events<'_>) -> Vec<Kept> {
    let on_path: HashSet<(&NodeKey, u32)> = state
        .path
        .iter()
        .filter(|visit| visit.event.is_some())
        .map(|visit| (&visit.node, visit.number))
        .collect();
    let mut kept: BTreeMap<(&NodeKey, u32), Kept> = BTreeMap::new();
    for (index, event) in events.in_force() {
        let Some((node, visit, took)) = decision(&event.what) else { continue };
        if on_path.contains(&(node, visit)) {
            continue;
        }
        let overtaken = events.last_attempt.is_some_and(|attempt| index < attempt);
        let fate = if overtaken { Fate::AskedAgain } else { Fate::ComesBack };
        let node_key = node.clone();
        kept.insert((node, visit), Kept { node: node_key, visit, took, event: index, at: event.at, fate });
    }
    let mut kept: Vec<Kept> = kept.into_values().collect();
    kept.sort_by_key(|kept| kept.event);
    kept
}

fn decision(what: &What) -> Option<(&NodeKey, u32, Took)> {
    match what {
        What::Answered { node, visit, answer, by, .. } => {
            Some((node, *visit, Took::Answered { answer: answer.clone(), by: *by, overruled: false }))
        }
        What::Overruled { node, visit, answer, .. } => {
            Some((node, *visit, Took::Answered { answer: answer.clone(), by: By::Answer, overruled: true }))
        }
        What::FixDone { node, visit, result, .. } => Some((node, *visit, Took::Tried(*result))),
        What::Jumped { node, visit, to, .. } => Some((node, *visit, Took::Jumped(to.clone()))),
        _ => None,
    }
}

/// Checks that were parked and have no outcome since.
fn parked(events: &Events<'_>) -> Vec<ParkedCheck> {
    let mut parked: Vec<ParkedCheck> = Vec::new();
    for (_, event) in events.in_force() {
        match &event.what {
            What::CheckParked { node, visit, reason } => {
                let (at, reason) = (event.at, reason.clone());
                parked.retain(|parked| parked.node != *node || parked.visit != *visit);
                parked.push(ParkedCheck { node: node.clone(), visit: *visit, at, reason });
            }
            What::Answered { node, visit, answer, .. } | What::Overruled { node, visit, answer, .. }
                if *answer != Answer::Unsure =>
            {
                parked.retain(|parked| parked.node != *node || parked.visit != *visit);
            }
            _ => {}
        }
    }
    parked
}
