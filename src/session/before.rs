//! Before and after a fix: what a check said last, and what its output says now.
//!
//! Invariant: a value is compared only where both outputs name it for the same number of objects; nothing is guessed.
//! Deliberately absent: whether the fix helped. The outcomes say that.

use crate::evidence::{Reading, read};
use crate::graph::{Content, Graph};
use crate::model::{Check, Matcher, MatcherKind, NodeKey};
use crate::session::event::{Answer, Event, EvidenceLine, What};
use crate::session::present::outcome_title;
use crate::session::proposal::Proposal;
use crate::session::state::{State, Visit};

/// What a check said before the last attempt at a fix.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Before {
    /// When it was answered.
    pub at: jiff::Timestamp,
    /// The answer.
    pub answer: Answer,
    /// The lines that decided it.
    pub lines: Vec<EvidenceLine>,
    /// Index of the event of the evidence that was given to it then.
    pub evidence: Option<usize>,
}

/// One property before and after.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Changed {
    /// Its name.
    pub name: String,
    /// Its values before, one for each object.
    pub was: Vec<String>,
    /// When they were read.
    #[schemars(with = "String")]
    pub at: jiff::Timestamp,
    /// The lines they were read from.
    pub was_lines: Vec<EvidenceLine>,
    /// Its values now.
    pub now: Vec<String>,
    /// The lines they were read from.
    pub now_lines: Vec<EvidenceLine>,
}

impl Changed {
    /// Whether it has another value now.
    pub fn differs(&self) -> bool {
        self.was != self.now
    }
}

impl Before {
    /// The answer as a statement.
    pub fn title(&self, graph: &Graph, node: &NodeKey) -> String {
        match &self.answer {
            Answer::Outcome(outcome) => outcome_title(graph.node(node), outcome.as_str()),
            Answer::None => "None of these".to_owned(),
            Answer::Unsure => "Cannot tell".to_owned(),
        }
    }
}

/// The properties that the check of a proposal looks at, before the last fix and now. Empty where the check was not run
/// before, or no fix was tried since.
pub fn compare(graph: &Graph, state: &State, events: &[Event], proposal: &Proposal) -> Vec<Changed> {
    let Some(before) = &state.before else { return Vec::new() };
    changed(graph, events, &proposal.node, before, &proposal.text)
}

/// The same for a step of the path that was answered after a fix.
pub fn compare_visit(graph: &Graph, events: &[Event], visit: &Visit) -> Vec<Changed> {
    let (Some(before), Some(answered)) = (&visit.before, visit.event) else { return Vec::new() };
    let mut given = events.iter().take(answered).rev().map_while(|event| match &event.what {
        What::Evidence { node, text, .. } if *node == visit.node => Some(text),
        _ => None,
    });
    given.next().map(|now| changed(graph, events, &visit.node, before, now)).unwrap_or_default()
}

fn changed(graph: &Graph, events: &[Event], node: &NodeKey, before: &Before, now: &str) -> Vec<Changed> {
    let Some(event) = before.evidence.and_then(|index| events.get(index)) else { return Vec::new() };
    let (What::Evidence { text, .. }, Some(Content::Check(check))) =
        (&event.what, graph.node(node).map(|node| &node.content))
    else {
        return Vec::new();
    };
    let (was, now) = (read(text), read(now));
    let changed = names(check).into_iter().filter_map(|name| {
        let ((was, was_lines), (now, now_lines)) = (values(&was, &name), values(&now, &name));
        let comparable = !was.is_empty() && was.len() == now.len();
        comparable.then_some(Changed { name, was, at: event.at, was_lines, now, now_lines })
    });
    changed.collect()
}

fn values(reading: &Reading, name: &str) -> (Vec<String>, Vec<EvidenceLine>) {
    let found = reading
        .properties(name)
        .map(|(_, property)| (property.value.clone(), EvidenceLine::of(&reading.text, property.lines.first)));
    let (values, lines): (Vec<String>, Vec<Option<EvidenceLine>>) = found.unzip();
    (values, lines.into_iter().flatten().collect())
}

/// The properties that the outcomes of a check look at, each once, in the order a reader meets them.
fn names(check: &Check) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (_, outcome) in check.outcomes.iter() {
        for test in outcome.when.iter().flat_map(Matcher::leaves) {
            if let MatcherKind::Property { property, .. } = &test.kind
                && !names.iter().any(|name| name.eq_ignore_ascii_case(&property.value))
            {
                names.push(property.value.clone());
            }
        }
    }
    names
}
