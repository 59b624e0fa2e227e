//! A walk with the evidence at hand and nobody to ask: how far it comes, and what is missing to go on.
//!
//! Invariant: nothing is asked and nothing is guessed; where evidence, given answers and facts carry no further, the walk
//! stands, and what is missing names the commands that would carry it on.
//! Deliberately absent: reading files.

use crate::command::fill;
use crate::evidence::Verdict;
use crate::graph::{Content, EdgeKind, Graph, Node};
use crate::model::{Check, EndResult, FactName, NodeKey, PlaceId, Shell};
use crate::prose;
use crate::recognise::{Profiles, Standing, attribute, origin};
use crate::session::event::{Answer, By, Event};
use crate::session::foresee::{Evidence, Testimony, deciding, is_overtaken, testimony};
use crate::session::prompt::Prompt;
use crate::session::report::Report;
use crate::session::state::State;
use crate::session::step::Action;
use std::collections::{BTreeSet, VecDeque};

/// Version of this JSON.
const VERSION: u32 = 1;

/// The most checks that are named as missing.
const MOST_MISSING: usize = 12;

/// How far a walk came, and what is missing.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Diagnosis {
    /// Version of this JSON: 1.
    pub version: u32,
    /// What was decided, in order.
    pub path: Vec<Decided>,
    /// The node where the walk stands.
    #[schemars(with = "Option<String>")]
    pub stopped_at: Option<NodeKey>,
    /// Why it stands there; null at an end.
    pub why: Option<String>,
    /// The commands whose output would carry it on, nearest first.
    pub missing: Vec<Missing>,
    /// How the walk ended; null where it did not.
    #[schemars(with = "Option<String>")]
    pub result: Option<EndResult>,
    /// Where the texts came from that may be the output asked for, and may be another's. Not part of the JSON.
    #[serde(skip)]
    pub open: Vec<String>,
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Decided {
    /// The check or fix, as `runbook/node`.
    #[schemars(with = "String")]
    pub node: NodeKey,
    /// The outcome; `done` or `failed` for a fix.
    pub outcome: String,
    /// Who or what decided: `evidence`, `answer` or `fact`.
    #[schemars(with = "String")]
    pub by: By,
    /// The lines that decided, counted in the evidence.
    pub lines: Vec<usize>,
}

/// One command whose output is missing.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Missing {
    /// The check it would answer.
    #[schemars(with = "String")]
    pub check: NodeKey,
    /// Where to type it, by the name of the place; null where only a person can answer.
    #[schemars(with = "Option<String>")]
    pub place: Option<PlaceId>,
    /// The command; null where only a person can answer.
    pub command: Option<String>,
}

impl Diagnosis {
    /// The diagnosis of a walk that came as far as these events.
    pub fn new(
        graph: &Graph,
        profiles: &Profiles,
        events: &[Event],
        now: jiff::Timestamp,
        evidence: &[&Evidence],
    ) -> Option<Self> {
        let report = Report::new(graph, events)?;
        let state = State::replay(graph, events);
        let seen =
            if is_overtaken(&state) { Vec::new() } else { testimony(graph, profiles, &state, now, evidence) };
        let decided = report.path.iter().filter_map(|step| {
            Some(Decided {
                node: step.node.clone(),
                outcome: step.outcome.clone()?,
                by: step.by?,
                lines: step.lines.iter().map(|line| line.number).collect(),
            })
        });
        Some(Self {
            version: VERSION,
            path: decided.collect(),
            why: why(graph, &state, &seen).or(report.why),
            missing: missing(graph, &state, &seen, &at_hand(graph, profiles, &state, evidence)),
            open: open(&seen),
            stopped_at: report.stopped_at,
            result: report.result,
        })
    }
}

/// Why no evidence answers the check where the walk stands; none where it stands at something else.
fn why(graph: &Graph, state: &State, seen: &[Testimony]) -> Option<String> {
    if matches!(state.prompt(graph), Prompt::Fix(_) | Prompt::End(_) | Prompt::Stuck(_)) {
        return None;
    }
    let node = state.node().and_then(|key| graph.node(key))?;
    let Content::Check(check) = &node.content else { return None };
    if check.run.is_empty() {
        return Some("only a person can answer it".to_owned());
    }
    if is_overtaken(state) {
        return Some("what was collected before the fix says nothing after it".to_owned());
    }
    if seen.is_empty() {
        return Some("no evidence belongs to it".to_owned());
    }
    let mut reasons: Vec<String> = seen.iter().map(reason).collect();
    reasons.dedup();
    Some(reasons.join("; "))
}

fn reason(one: &Testimony) -> String {
    let from = prose::quoted(&one.proposal.from);
    let said = match (&one.standing, &one.proposal.verdict) {
        (Standing::Open(why) | Standing::WrongSide(why), _) => why.clone(),
        (Standing::Sure, Verdict::Proposed(outcome)) => {
            format!("it says {}, but other evidence does not", prose::quoted(outcome))
        }
        (Standing::Sure, Verdict::Several(outcomes)) => {
            let names: Vec<String> = outcomes.iter().map(prose::quoted).collect();
            format!("{} fit it at once", prose::and(&names))
        }
        (Standing::Sure, Verdict::NoneFits) => "no outcome fits it".to_owned(),
        (Standing::Sure, Verdict::Unknown) => match one.proposal.missing().as_slice() {
            [] => "it settles nothing".to_owned(),
            missing => missing.iter().take(3).copied().collect::<Vec<_>>().join("; "),
        },
    };
    format!("{from}: {said}")
}

/// The checks, by where their content is, whose output is at hand for sure.
fn at_hand(graph: &Graph, profiles: &Profiles, state: &State, evidence: &[&Evidence]) -> BTreeSet<NodeKey> {
    let home = state.node().and_then(|key| graph.node(key)).map(|node| &node.home);
    let facts = home.map(|home| state.facts.seen_from(home)).unwrap_or_default();
    let belongs = |one: &&Evidence| match &one.named {
        Some(named) => named.iter().map(|check| origin(graph, check)).collect(),
        None => attribute(profiles, &one.survey, &facts)
            .into_iter()
            .filter(|attribution| attribution.standing == Standing::Sure)
            .map(|attribution| attribution.check)
            .collect::<Vec<_>>(),
    };
    evidence.iter().flat_map(belongs).collect()
}

/// Where the texts came from that may belong to the check where the walk stands.
fn open(seen: &[Testimony]) -> Vec<String> {
    let open = seen.iter().filter(|one| matches!(one.standing, Standing::Open(_)));
    open.map(|one| one.proposal.from.clone()).collect()
}

/// The commands of the check where the walk stands, and of those that can be collected along with them.
fn missing(graph: &Graph, state: &State, seen: &[Testimony], at_hand: &BTreeSet<NodeKey>) -> Vec<Missing> {
    let Some(start) = state.node() else { return Vec::new() };
    let answered: BTreeSet<&NodeKey> = state.path.iter().map(|visit| &visit.node).collect();
    let mut missing = Vec::new();
    let mut met: BTreeSet<NodeKey> = BTreeSet::from([start.clone()]);
    let mut queue = VecDeque::from([start.clone()]);
    let mut checks = 0;
    while let Some(key) = queue.pop_front() {
        let Some(node) = graph.node(&key) else { continue };
        match &node.content {
            Content::Fix(_) | Content::End(_) => continue,
            Content::Check(check) if key == *start => {
                missing.extend(wanted(graph, state, node, check, seen));
            }
            Content::Check(check) if !answered.contains(&key) && checks < MOST_MISSING => {
                let collectable = !at_hand.contains(&origin(graph, &key)) && ready(graph, state, node, check);
                checks += usize::from(collectable);
                if collectable {
                    missing.extend(wanted(graph, state, node, check, &[]));
                }
            }
            Content::Check(_) | Content::Symptom(_) => {}
        }
        for (edge, next) in graph.edges(&key) {
            let open = matches!(edge.kind, EdgeKind::Outcome(_) | EdgeKind::Start);
            if open && met.insert(next.key.clone()) {
                queue.push_back(next.key.clone());
            }
        }
    }
    missing
}

/// Whether the commands of a check can be run now: every fact in them is known, or a person can give it.
fn ready(graph: &Graph, state: &State, node: &Node, check: &Check) -> bool {
    let facts = state.facts.seen_from(&node.home);
    let given = |name: &FactName| facts.contains_key(name) || graph.input(&node.home, name).is_some();
    let mut names = check.run.iter().flat_map(|command| &command.command.placeholders);
    !check.run.is_empty() && names.all(|placeholder| given(&placeholder.name.value))
}

fn wanted(graph: &Graph, state: &State, node: &Node, check: &Check, seen: &[Testimony]) -> Vec<Missing> {
    let one = |place, command| Missing { check: node.key.clone(), place, command };
    if check.run.is_empty() {
        // A route asks nothing of anybody.
        return check.ask.iter().map(|_| one(None, None)).collect();
    }
    let better: Vec<Missing> = seen
        .iter()
        .flat_map(|one| &one.proposal.better)
        .map(|better| one(Some(better.place.clone()), Some(better.command.clone())))
        .collect();
    let facts = state.facts.seen_from(&node.home);
    let mut wanted: Vec<Missing> = Vec::new();
    for command in &check.run {
        let place = &command.place.value;
        let shell = graph.place(place).map_or(Shell::None, |place| place.shell.value);
        let text = fill(&command.command, shell, &facts).text.trim().to_owned();
        let wider =
            better.iter().find(|better| better.command.as_ref().is_some_and(|wide| wide.contains(&text)));
        wanted.push(wider.cloned().unwrap_or_else(|| one(Some(place.clone()), Some(text.clone()))));
    }
    wanted
}

/// What the walk with the evidence at hand does next; none where it carries no further.
pub fn next(
    graph: &Graph,
    profiles: &Profiles,
    state: &State,
    now: jiff::Timestamp,
    evidence: &[&Evidence],
) -> Option<Action> {
    if is_overtaken(state) {
        return None;
    }
    let seen = testimony(graph, profiles, state, now, evidence);
    let proposal = deciding(&seen)?;
    let Verdict::Proposed(outcome) = &proposal.verdict else { return None };
    let answer = Answer::Outcome(outcome.clone());
    Some(Action::Judge { proposal: Box::new(proposal.clone()), answer, reason: None })
}
