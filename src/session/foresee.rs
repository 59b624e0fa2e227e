//! Evidence at hand: what it says to the waiting check, and to those that follow.
//!
//! Invariant: evidence decides only a check that it belongs to for sure, and only where all of it that belongs there
//! agrees. What was collected before a fix says nothing after it.
//! Deliberately absent: recognising (floor 4) and asking a person.

use crate::evidence::Verdict;
use crate::graph::Graph;
use crate::model::{NodeKey, OutcomeId};
use crate::recognise::{Profiles, Standing, Survey, attribute, origin};
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
    /// What is known to be missing of what was collected, a sentence each without a full stop.
    pub lacking: Vec<String>,
    /// The check that it was given to while that waited: there it has had its say.
    pub spent: Option<NodeKey>,
}

impl Evidence {
    /// A text whose checks are to be recognised.
    pub fn new(graph: &Graph, from: &str, text: &str) -> Self {
        let survey = Survey::new(graph, text);
        Self { from: from.to_owned(), survey, named: None, lacking: Vec::new(), spent: None }
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
    evidence: &[&Evidence],
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
    let make = |text: &str, also: &[String], standing: Standing| {
        let lacking = [evidence.lacking.as_slice(), also].concat();
        let proposal = Proposal::of_parts((node, visit), graph, state, now, (from, text, &lacking))?;
        Some(Testimony { proposal, standing })
    };
    let content = origin(graph, node);
    if let Some(named) = &evidence.named {
        let meant = named.iter().any(|check| origin(graph, check) == content);
        let whole = meant.then(|| make(&evidence.survey.reading.text, &[], Standing::Sure)).flatten();
        return whole.into_iter().collect();
    }
    if evidence.spent.as_ref() == Some(node) {
        return Vec::new();
    }
    let Some(home) = graph.node(node).map(|node| &node.home) else { return Vec::new() };
    let facts = state.facts.seen_from(home);
    let found: Vec<Testimony> = attribute(profiles, &evidence.survey, &facts)
        .into_iter()
        .filter(|attribution| attribution.check == content)
        .filter_map(|attribution| make(&attribution.text, &attribution.lacking, attribution.standing))
        .collect();
    agreed(found)
}

/// Where a text holds the output of a check several times, it must say the same each time.
fn agreed(mut found: Vec<Testimony>) -> Vec<Testimony> {
    let sure = || found.iter().filter(|one| one.standing == Standing::Sure).map(|one| &one.proposal.verdict);
    let differ = sure().any(|verdict| Some(verdict) != sure().next());
    for one in found.iter_mut().filter(|one| differ && one.standing == Standing::Sure) {
        one.standing =
            Standing::Open("The text holds this output again, and it says something else".to_owned());
    }
    found
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
    evidence: &[&Evidence],
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

/// A text among the events that may still say something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtHand<'e> {
    /// Index of its event.
    pub event: usize,
    /// Where it came from.
    pub from: &'e str,
    /// The text.
    pub text: &'e str,
    /// What of the commands' output is known to be missing in it.
    pub lacking: &'e [String],
    /// The check that it was given to, where that was answered since.
    pub spent: Option<&'e NodeKey>,
}

/// The texts of these events that no attempt at a fix has overtaken, in the order they came. An attempt that lies off the
/// path was made all the same.
pub fn at_hand<'e>(events: &'e [Event], state: &State) -> Vec<AtHand<'e>> {
    let on_path = state.path.iter().filter(|visit| matches!(visit.took, Took::Tried(_)));
    let off_path = state.kept.iter().filter(|kept| matches!(kept.took, Took::Tried(_)));
    let tried = on_path.filter_map(|visit| visit.event).chain(off_path.map(|kept| kept.event));
    let first = tried.max().map_or(0, |attempt| attempt + 1);
    let is_answered_after = |event: usize, check: &NodeKey| {
        events.iter().skip(event).any(|event| match &event.what {
            What::Answered { node, .. } | What::Overruled { node, .. } => node == check,
            _ => false,
        })
    };
    let texts = events.iter().enumerate().skip(first).filter_map(|(event, recorded)| {
        let What::Evidence { node, from, text, lacking } = &recorded.what else { return None };
        let spent = is_answered_after(event, node).then_some(node);
        Some(AtHand { event, from, text, lacking, spent })
    });
    texts.collect()
}
