//! Evidence at hand: what it says to the waiting check, and to those that follow.
//!
//! Invariant: evidence decides only a check that it belongs to for sure, and only where all of it that belongs there
//! agrees. What was collected before a fix says nothing after it.
//! Deliberately absent: recognising (floor 4) and asking a person.

use crate::evidence::{Known, Verdict};
use crate::graph::{Content, Graph};
use crate::model::{NodeKey, OutcomeId};
use crate::recognise::{Profiles, Standing, Survey, answers, origin};
use crate::session::event::{Answer, Event, What};
use crate::session::proposal::Proposal;
use crate::session::state::{Position, State, Took};
use crate::session::step::{Action, step};

/// The most checks that are foreseen in one go: more than any path has without a fix.
const MOST: usize = 64;

/// A text at hand.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Where it came from.
    pub from: String,
    /// The text, read and taken apart.
    pub survey: Survey,
    /// The checks it was collected for, where that is written down; then it belongs to no other.
    pub named: Option<Vec<NodeKey>>,
    /// What is known to be missing of what was collected for them, a sentence each.
    pub lacking: Vec<String>,
}

impl Evidence {
    /// A text whose checks are to be recognised.
    pub fn new(graph: &Graph, from: &str, text: &str) -> Self {
        Self { from: from.to_owned(), survey: Survey::new(graph, text), named: None, lacking: Vec::new() }
    }
}

/// What evidence says to a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Testimony {
    /// How it was judged.
    pub proposal: Proposal,
    /// Whether it belongs to the check.
    pub standing: Standing,
}

/// What all evidence at hand says to the waiting check.
pub fn testimony(
    graph: &Graph,
    profiles: &Profiles,
    state: &State,
    now: jiff::Timestamp,
    evidence: &[Evidence],
) -> Vec<Testimony> {
    let Position::Waiting { node, visit } = &state.position else { return Vec::new() };
    evidence.iter().flat_map(|one| testimony_of((node, *visit), graph, profiles, state, now, one)).collect()
}

/// What one text says to a visit of a check.
pub fn testimony_of(
    (node, visit): (&NodeKey, u32),
    graph: &Graph,
    profiles: &Profiles,
    state: &State,
    now: jiff::Timestamp,
    evidence: &Evidence,
) -> Vec<Testimony> {
    let from = evidence.from.as_str();
    let make = |text: &str, lacking: &[String], standing: Standing| {
        let proposal = Proposal::of_parts((node, visit), graph, state, now, (from, text, lacking))?;
        Some(Testimony { proposal, standing })
    };
    let content = origin(graph, node);
    if let Some(named) = &evidence.named {
        let meant = named.iter().any(|check| origin(graph, check) == content);
        let whole =
            meant.then(|| make(&evidence.survey.reading.text, &evidence.lacking, Standing::Sure)).flatten();
        return whole.into_iter().collect();
    }
    let Some(home) = graph.node(node).map(|node| &node.home) else { return Vec::new() };
    let facts = state.facts.seen_from(home);
    let known = Known { facts: &facts, now: state.local(now) };
    answers(graph, profiles, &evidence.survey, &known)
        .into_iter()
        .filter(|answer| answer.attribution.check == content)
        .filter_map(|answer| {
            let attribution = answer.attribution;
            make(&attribution.text, &attribution.lacking, attribution.standing)
        })
        .collect()
}

/// The one that decides: what belongs to the check for sure proposes one outcome, and nothing else that belongs there
/// proposes another or none.
pub fn deciding(testimony: &[Testimony]) -> Option<&Proposal> {
    let sure = || testimony.iter().filter(|one| one.standing == Standing::Sure);
    let outcome = |one: &Testimony| -> Option<OutcomeId> {
        match &one.proposal.verdict {
            Verdict::Proposed(outcome) => Some(outcome.clone()),
            _ => None,
        }
    };
    let first = sure().find(|one| outcome(one).is_some())?;
    let contradicted = sure().any(|one| match &one.proposal.verdict {
        Verdict::Proposed(_) => outcome(one) != outcome(first),
        Verdict::NoneFits | Verdict::Several(_) => true,
        Verdict::Unknown => false,
    });
    (!contradicted).then_some(&first.proposal)
}

/// The answers that evidence gives from here on, in the order of the walk: to the waiting check, then to those that follow
/// from it, up to the first that the evidence does not answer.
pub fn foresee(
    graph: &Graph,
    profiles: &Profiles,
    events: &[Event],
    now: jiff::Timestamp,
    evidence: &[Evidence],
) -> Vec<Proposal> {
    let mut events = events.to_vec();
    let mut found: Vec<Proposal> = Vec::new();
    while found.len() < MOST {
        let state = State::replay(graph, &events);
        let testimony = testimony(graph, profiles, &state, now, evidence);
        let Some(proposal) = deciding(&testimony) else { break };
        let Verdict::Proposed(outcome) = &proposal.verdict else { break };
        let again = found.iter().any(|other| (&other.node, other.visit) == (&proposal.node, proposal.visit));
        let action = Action::Judge {
            proposal: Box::new(proposal.clone()),
            answer: Answer::Outcome(outcome.clone()),
            reason: None,
        };
        let Ok(whats) = step(graph, &state, action) else { break };
        if again {
            break;
        }
        found.push(proposal.clone());
        events.extend(whats.into_iter().map(|what| Event::new(now, what)));
    }
    found
}

/// Whether a fix was tried on the path: what was collected before it says nothing any more.
pub fn is_overtaken(state: &State) -> bool {
    state.path.iter().any(|visit| matches!(visit.took, Took::Tried(_)))
}

/// The texts of these events that were kept for a check like the waiting one, and not overtaken by a fix: index and text.
pub fn kept<'e>(graph: &Graph, events: &'e [Event], state: &State) -> Vec<(usize, &'e str, &'e str)> {
    let Some(node) = state.node() else { return Vec::new() };
    if !matches!(graph.node(node).map(|node| &node.content), Some(Content::Check(_))) {
        return Vec::new();
    }
    let content = origin(graph, node);
    let attempt = state
        .path
        .iter()
        .filter(|visit| matches!(visit.took, Took::Tried(_)))
        .filter_map(|visit| visit.event)
        .max();
    let mut kept = Vec::new();
    for (index, event) in events.iter().enumerate().skip(attempt.map_or(0, |attempt| attempt + 1)) {
        let What::Evidence { node: given, from, text } = &event.what else { continue };
        if origin(graph, given) != content {
            continue;
        }
        // Evidence given to the check that waited then has had its say there.
        let before = State::replay(graph, events.get(..index).unwrap_or_default());
        if before.node() != Some(given) {
            kept.push((index, from.as_str(), text.as_str()));
        }
    }
    kept
}
