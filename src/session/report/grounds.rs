//! What the answers of a session rest on: rule ← facts ← raw lines; and what speaks against them.
//!
//! Invariant: judged anew from the evidence in the events, where the walk stood when the answer was given; nothing is
//! taken from what was noted then.
//! Deliberately absent: saying whether that agrees with what was noted (`verify`).

use crate::evidence::Truth;
use crate::graph::{Content, Graph};
use crate::model::{FactName, Matcher, MatcherKind, NodeKey};
use crate::session::event::{Answer, By, Event, EvidenceLine, What};
use crate::session::journal_line::hash;
use crate::session::proposal::Proposal;
use crate::session::report::build::{statement, title};
use crate::session::state::{State, Took, Visit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What one answer rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ground {
    /// Index of the step in the report's path.
    pub step: usize,
    /// The check.
    pub node: NodeKey,
    /// The answer, as a statement.
    pub said: String,
    /// Who or what gave it.
    pub by: By,
    /// What recognises it, as Markdown; null where only a person can.
    pub rule: Option<String>,
    /// The facts that the rule looks at, as they were known then.
    pub facts: Vec<GroundFact>,
    /// Why the rule holds, as sentences without a full stop.
    pub because: Vec<String>,
    /// SHA-256 of the evidence it was judged from.
    pub evidence: Option<String>,
    /// The lines of it that decided.
    pub lines: Vec<HashedLine>,
    /// What was remembered from it.
    pub captured: Vec<GroundFact>,
}

/// A name and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GroundFact {
    /// The fact.
    pub name: FactName,
    /// Its value.
    pub value: String,
}

/// A line of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HashedLine {
    /// Its number, from 1.
    pub number: usize,
    /// Its text, the end of a long one cut off.
    pub text: String,
    /// SHA-256 of all of it, without the line end.
    pub sha256: String,
}

/// Evidence that speaks against the answer that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Contradicted {
    /// Index of the step in the report's path.
    pub step: usize,
    /// The check.
    pub node: NodeKey,
    /// Its title.
    pub title: String,
    /// What was answered, as a statement.
    pub answered: String,
    /// What the evidence speaks for, as statements; empty where it only rules the answer out.
    pub says: Vec<String>,
    /// Why, as sentences without a full stop.
    pub because: Vec<String>,
    /// SHA-256 of the evidence.
    pub evidence: String,
    /// The lines of it that say so.
    pub lines: Vec<HashedLine>,
    /// Why the person answered otherwise; null where no reason was given.
    pub reason: Option<String>,
}

/// What was given to a visit before it was answered: where it came from, its text, and what is known to be missing in it.
pub(super) fn given<'a>(events: &'a [Event], visit: &Visit) -> Option<(&'a str, &'a str, &'a [String])> {
    let answered = visit.event?;
    for event in events.iter().take(answered).rev() {
        match &event.what {
            What::Evidence { node, from, text, lacking } if *node == visit.node => {
                return Some((from, text, lacking));
            }
            What::Answered { node, .. } | What::Overruled { node, .. } if *node == visit.node => return None,
            What::FixDone { .. } => return None,
            _ => {}
        }
    }
    None
}

/// The evidence of a visit, judged anew.
pub(super) fn judged(graph: &Graph, events: &[Event], visit: &Visit) -> Option<Proposal> {
    let given = given(events, visit)?;
    let answered = visit.event?;
    let state = State::replay(graph, events.get(..answered)?);
    let at = events.get(answered)?.at;
    Proposal::of_parts((&visit.node, visit.number), graph, &state, at, given)
}

/// The grounds of every answer on the path, and what speaks against answers.
pub(super) fn grounds(graph: &Graph, events: &[Event], state: &State) -> (Vec<Ground>, Vec<Contradicted>) {
    let (mut grounds, mut against) = (Vec::new(), Vec::new());
    for (step, visit) in state.path.iter().enumerate() {
        let Took::Answered { answer, by, .. } = &visit.took else { continue };
        let proposal = judged(graph, events, visit);
        if let Some(proposal) = proposal.as_ref().filter(|proposal| proposal.speaks_against(answer)) {
            against.push(contradicted(graph, events, (step, visit), answer, proposal));
        }
        grounds.push(ground(graph, state, (step, visit), (answer, *by), proposal.as_ref()));
    }
    (grounds, against)
}

fn ground(
    graph: &Graph,
    state: &State,
    (step, visit): (usize, &Visit),
    (answer, by): (&Answer, By),
    proposal: Option<&Proposal>,
) -> Ground {
    let node = graph.node(&visit.node);
    let matcher = match (node.map(|node| &node.content), answer) {
        (Some(Content::Check(check)), Answer::Outcome(outcome)) => {
            check.outcomes.get(outcome.as_str()).and_then(|outcome| outcome.when.as_ref())
        }
        _ => None,
    };
    let judged = match answer {
        Answer::Outcome(outcome) => proposal.and_then(|proposal| {
            let judged = proposal.judged(outcome).filter(|judged| judged.truth == Truth::True)?;
            Some((proposal, judged))
        }),
        Answer::None | Answer::Unsure => None,
    };
    let mut names = Vec::new();
    if let Some(matcher) = matcher {
        facts_of(matcher, &mut names);
    }
    let seen = node.map(|node| state.facts.seen_from(&node.home)).unwrap_or_default();
    let fact = |name: FactName| {
        let value = seen.get(&name)?.clone();
        Some(GroundFact { name, value })
    };
    Ground {
        step,
        node: visit.node.clone(),
        said: statement(node, answer),
        by,
        rule: matcher.map(crate::evidence::in_words),
        facts: names.into_iter().filter_map(fact).collect(),
        because: judged.map(|(_, judged)| judged.because.clone()).unwrap_or_default(),
        evidence: proposal.map(|proposal| hash(proposal.text.as_bytes())),
        lines: judged.map(|(proposal, judged)| hashed(&proposal.text, &judged.lines)).unwrap_or_default(),
        captured: judged
            .map(|(_, judged)| {
                let captured = judged.captured.iter();
                captured
                    .map(|captured| GroundFact { name: captured.fact.clone(), value: captured.value.clone() })
                    .collect()
            })
            .unwrap_or_default(),
    }
}

fn contradicted(
    graph: &Graph,
    events: &[Event],
    (step, visit): (usize, &Visit),
    answer: &Answer,
    proposal: &Proposal,
) -> Contradicted {
    let node = graph.node(&visit.node);
    let proposed = proposal.proposed();
    let speaking = if proposed.is_empty() {
        match answer {
            Answer::Outcome(outcome) => proposal.judged(outcome).into_iter().collect(),
            Answer::None | Answer::Unsure => Vec::new(),
        }
    } else {
        proposed.iter().filter_map(|outcome| proposal.judged(outcome)).collect::<Vec<_>>()
    };
    let lines: Vec<EvidenceLine> = speaking.iter().flat_map(|judged| judged.lines.clone()).collect();
    let reason = match visit.event.and_then(|index| events.get(index)).map(|event| &event.what) {
        Some(What::Overruled { reason, .. }) => reason.clone(),
        _ => None,
    };
    Contradicted {
        step,
        node: visit.node.clone(),
        title: title(graph, &visit.node),
        answered: statement(node, answer),
        says: proposed.iter().map(|outcome| statement(node, &Answer::Outcome(outcome.clone()))).collect(),
        because: speaking.iter().flat_map(|judged| judged.because.clone()).collect(),
        evidence: hash(proposal.text.as_bytes()),
        lines: hashed(&proposal.text, &lines),
        reason,
    }
}

/// Lines of a text with their hashes.
fn hashed(text: &str, lines: &[EvidenceLine]) -> Vec<HashedLine> {
    let whole =
        |number: usize| number.checked_sub(1).and_then(|index| text.lines().nth(index)).unwrap_or_default();
    lines
        .iter()
        .map(|line| HashedLine {
            number: line.number,
            text: line.text.clone(),
            sha256: hash(whole(line.number).as_bytes()),
        })
        .collect()
}

/// The facts that a matcher looks at, each once.
fn facts_of(matcher: &Matcher, names: &mut Vec<FactName>) {
    for test in matcher.leaves() {
        if let MatcherKind::Fact { fact, .. } = &test.kind
            && !names.contains(&fact.value)
        {
            names.push(fact.value.clone());
        }
    }
}
