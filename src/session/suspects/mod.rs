//! Suspects: the fixes that may still be the one, those that are not and why, and the check that tells most.
//!
//! A fix is *possible* where the walk can come to it from here before it does another fix, given what is known. It is
//! *ruled out* where it was possible earlier and no longer is, or where a known answer contradicts it. The others come
//! into question only *after* another fix.
//!
//! Invariant: computed from the graph and the session alone; nothing is weighed by probability.
//! Deliberately absent: what a fix may have changed. After a fix the walk asks again.

mod best;
mod known;

pub use best::NextCheck;

use crate::graph::{Ahead, Content, EdgeKind, Graph, Node, Reach, Spot};
use crate::model::{Fix, NodeKey, Risk};
use crate::session::event::Answer;
use crate::session::present::outcome_title;
use crate::session::state::{State, Took};
use crate::session::suspects::known::{answered_ways, calls_along, kind_of, known_ways};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// The fixes of a session, sorted by what is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Suspects {
    /// Fixes still possible, the nearest first.
    pub possible: Vec<Suspect>,
    /// Fixes ruled out.
    pub ruled_out: Vec<RuledOut>,
    /// Fixes that come into question only after another one.
    pub later: Vec<Suspect>,
}

/// A fix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Suspect {
    /// The fix.
    pub node: NodeKey,
    /// What is done.
    pub title: String,
    /// How dangerous it is.
    pub risk: Option<Risk>,
    /// The least number of steps to it from where the walk stands; null where it is not ahead.
    pub steps: Option<usize>,
}

/// A fix that is ruled out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuledOut {
    /// The fix.
    pub node: NodeKey,
    /// What is done.
    pub title: String,
    /// The node whose answer rules it out.
    pub by: NodeKey,
    /// That node's title.
    pub by_title: String,
    /// The answer, as a statement.
    pub answer: String,
}

impl Suspects {
    /// The suspects of this state.
    pub fn new(graph: &Graph, state: &State) -> Self {
        View::new(graph, state).map(|view| view.suspects()).unwrap_or_default()
    }

    /// One line: `5 fixes still possible, 12 ruled out`; none where the walk can come to no fix at all.
    pub fn line(&self) -> Option<String> {
        if self.possible.is_empty() && self.ruled_out.is_empty() {
            return None;
        }
        let possible = crate::prose::count_of(self.possible.len(), "fix", "fixes");
        Some(format!("{possible} still possible, {} ruled out", self.ruled_out.len()))
    }
}

/// A state on its graph, made ready for searches.
struct View<'a> {
    graph: &'a Graph,
    state: &'a State,
    ahead: Ahead<'a>,
    /// Where the walk stands.
    here: Vec<Spot>,
    /// Where the walk stands, and the questions on the path that were left without an answer.
    starts: Vec<Spot>,
    /// The only way that is open at nodes whose answer is known, and that answer.
    known: HashMap<Spot, EdgeKind>,
    /// What can be come to, given what is known.
    reach: Reach,
}

impl<'a> View<'a> {
    fn new(graph: &'a Graph, state: &'a State) -> Option<Self> {
        let ahead = graph.ahead();
        let here = ahead.starts(state.node()?, &state.calls);
        let calls = calls_along(graph, state);
        let left_open = state.path.iter().zip(&calls).filter(|(visit, _)| is_left_open(&visit.took));
        let left_open = left_open.flat_map(|(visit, calls)| ahead.starts(&visit.node, calls));
        let starts: Vec<Spot> = here.iter().copied().chain(left_open).collect();
        let all = ahead.reach(&starts, |_, _| true);
        let mut known = known_ways(graph, state, &ahead, &all);
        if starts.len() > here.len() {
            known.extend(answered_ways(state, &ahead));
        }
        let reach = ahead.reach(&starts, |spot, kind| is_open(&known, spot, kind));
        Some(Self { graph, state, ahead, here, starts, known, reach })
    }

    fn fixes(&self, reach: &Reach) -> Vec<(Spot, usize)> {
        let is_fix = |spot: &Spot| matches!(self.ahead.node(*spot).content, Content::Fix(_));
        reach.order.iter().copied().filter(|(spot, _)| is_fix(spot)).collect()
    }

    fn suspects(&self) -> Suspects {
        let mut suspects = Suspects::default();
        let mut told: HashSet<Spot> = HashSet::new();
        let from_here = self.ahead.reach(&self.here, |spot, kind| is_open(&self.known, spot, kind));
        let steps: HashMap<Spot, usize> = from_here.order.iter().copied().collect();
        let mut ahead = self.fixes(&self.reach);
        ahead.sort_by_key(|(spot, _)| steps.get(spot).copied().unwrap_or(usize::MAX));
        for (spot, _) in ahead {
            told.insert(spot);
            let node = self.ahead.node(spot);
            match self.contradiction(node) {
                Some((by, answer)) => suspects.ruled_out.push(ruled_out(self.graph, node, by, answer)),
                None => suspects.possible.push(suspect(node, steps.get(&spot).copied())),
            }
        }
        self.tell_tried(&mut suspects, &mut told);
        self.rule_out_by_known_answers(&mut suspects, &mut told);
        self.rule_out_by_path(&mut suspects, &mut told);
        let entry = self.state.entry.as_ref();
        let walked = entry.map(|entry| self.graph.reachable_from(entry)).unwrap_or_default();
        for node in self.graph.nodes().filter(|node| walked.contains(&node.key)) {
            let is_new = self.ahead.spot(&node.key).is_some_and(|spot| !told.contains(&spot));
            if matches!(node.content, Content::Fix(_)) && is_new {
                suspects.later.push(suspect(node, None));
            }
        }
        suspects
    }

    /// Fixes that were tried and are not ahead: the one whose verification waits is in question, the others are not.
    fn tell_tried(&self, suspects: &mut Suspects, told: &mut HashSet<Spot>) {
        let proving = self.state.last_decided().map(|visit| &visit.node);
        for visit in self.state.path.iter().rev().filter(|visit| matches!(visit.took, Took::Tried(_))) {
            let (Some(spot), Some(node)) = (self.ahead.spot(&visit.node), self.graph.node(&visit.node))
            else {
                continue;
            };
            if !told.insert(spot) {
                continue;
            }
            if proving == Some(&visit.node) {
                suspects.possible.insert(0, suspect(node, None));
            } else {
                let answer = "It was tried, and the walk went on".to_owned();
                suspects.ruled_out.push(ruled_out(self.graph, node, node.key.clone(), answer));
            }
        }
    }

    /// The known answer that contradicts a requirement of this fix, unless the walk may yet ask for it again; or the
    /// fix itself, where it was tried as often as it may be and its proof failed.
    fn contradiction(&self, node: &Node) -> Option<(NodeKey, String)> {
        let Content::Fix(fix) = &node.content else { return None };
        let is_being_proved = self.state.last_decided().is_some_and(|visit| visit.node == node.key);
        if !is_being_proved && self.is_used_up(node, fix) {
            return Some((node.key.clone(), "It was tried as often as it may be".to_owned()));
        }
        fix.requires.iter().find_map(|(name, requirement)| {
            let check = self.graph.required(&node.home, &name.value);
            let found = self.state.facts.outcome(&check)?;
            let fits = requirement.outcomes.iter().any(|wanted| wanted.as_str() == found);
            let asked_again = self.ahead.spot(&check).is_some_and(|spot| self.reach.holds(spot));
            let title = || outcome_title(self.graph.node(&check), found);
            (!fits && !asked_again).then(|| (check.clone(), title()))
        })
    }

    fn is_used_up(&self, node: &Node, fix: &Fix) -> bool {
        let limit = fix.attempts.as_ref().map(|attempts| attempts.limit.value as usize);
        let is_attempt = |took: &Took| matches!(took, Took::Tried(_));
        let tried = self.state.path.iter().filter(|visit| visit.node == node.key && is_attempt(&visit.took));
        limit.is_some_and(|limit| tried.count() >= limit)
    }

    /// Fixes ahead that only an answer other than the known one leads to.
    fn rule_out_by_known_answers(&self, suspects: &mut Suspects, told: &mut HashSet<Spot>) {
        let closed: Vec<(Spot, &EdgeKind)> = self
            .known
            .iter()
            .filter(|(spot, _)| self.reach.holds(**spot))
            .map(|(spot, kind)| (*spot, kind))
            .collect();
        for (spot, kind) in sorted(closed) {
            let beyond =
                self.ahead.reach(&[spot], |from, other| from == spot || is_open(&self.known, from, other));
            for (fix, _) in self.fixes(&beyond) {
                if told.insert(fix) {
                    let by = self.ahead.node(spot).key.clone();
                    let answer = self.answer_words(&by, kind);
                    suspects.ruled_out.push(ruled_out(self.graph, self.ahead.node(fix), by, answer));
                }
            }
        }
    }

    /// Fixes that were possible somewhere on the path, by the last step at which they no longer were.
    fn rule_out_by_path(&self, suspects: &mut Suspects, told: &mut HashSet<Spot>) {
        let calls = calls_along(self.graph, self.state);
        for (visit, calls) in self.state.path.iter().zip(&calls).rev() {
            let Some(kind) = kind_of(&visit.took) else { continue };
            let starts = self.ahead.starts(&visit.node, calls);
            let then = self.ahead.reach(&starts, |_, _| true);
            for (fix, _) in self.fixes(&then) {
                if told.insert(fix) {
                    let answer = self.answer_words(&visit.node, &kind);
                    let node = self.ahead.node(fix);
                    suspects.ruled_out.push(ruled_out(self.graph, node, visit.node.clone(), answer));
                }
            }
        }
    }

    fn answer_words(&self, node: &NodeKey, kind: &EdgeKind) -> String {
        match kind {
            EdgeKind::Outcome(outcome) => outcome_title(self.graph.node(node), outcome.as_str()),
            EdgeKind::NoneFits => "None of these".to_owned(),
            EdgeKind::Unsure => "Cannot tell".to_owned(),
            EdgeKind::Start | EdgeKind::Return | EdgeKind::Verify | EdgeKind::AttemptsUsed => {
                "The walk went another way".to_owned()
            }
        }
    }
}

fn suspect(node: &Node, steps: Option<usize>) -> Suspect {
    let risk = match &node.content {
        Content::Fix(fix) => fix.risk.as_ref().map(|risk| risk.value),
        _ => None,
    };
    Suspect { node: node.key.clone(), title: node.title().to_owned(), risk, steps }
}

fn ruled_out(graph: &Graph, node: &Node, by: NodeKey, answer: String) -> RuledOut {
    let by_title = graph.title_of(&by);
    RuledOut { node: node.key.clone(), title: node.title().to_owned(), by, by_title, answer }
}

fn is_open(known: &HashMap<Spot, EdgeKind>, spot: Spot, kind: &EdgeKind) -> bool {
    known.get(&spot).is_none_or(|taken| taken == kind)
}

/// Whether the walk left a question without an answer.
fn is_left_open(took: &Took) -> bool {
    matches!(took, Took::Jumped(_) | Took::Answered { answer: Answer::Unsure, .. })
}

fn sorted(mut closed: Vec<(Spot, &EdgeKind)>) -> Vec<(Spot, &EdgeKind)> {
    closed.sort_by_key(|(spot, _)| *spot);
    closed
}
