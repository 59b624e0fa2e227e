//! Leads a walk to a node or an edge of the graph: the cheapest way, taken anew from wherever the walk stands.
//!
//! Invariant: it only chooses among the answers that the waiting node has; known facts may send the walk elsewhere, and the
//! way is then looked for from there.
//! Deliberately absent: knowing whether a target can be reached at all; a walk that runs out of steps says so.

use crate::graph::{Content, EdgeKind, Graph};
use crate::model::{EndResult, Given, NodeKey, OutcomeId, RunbookId};
use crate::scenario::walk::{Said, Walk};
use crate::session::{Action, Answer, FixResult, Prompt};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// The most decisions of one walk.
pub(super) const MOST_DECISIONS: usize = 120;

/// The graph with the ways into each node.
pub(crate) struct Map<'a> {
    pub(super) graph: &'a Graph,
    keys: Vec<&'a NodeKey>,
    index: HashMap<&'a NodeKey, usize>,
    out: Vec<Vec<Way>>,
    into: Vec<Vec<(usize, u32)>>,
    /// What it costs to come to an end that is resolved.
    resolved: Costs,
}

/// A way from a node to the next.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    pub(crate) kind: EdgeKind,
    pub(crate) to: usize,
    pub(crate) back: Option<usize>,
}

/// What it costs to come from each node to a target; none where no way leads there.
pub(crate) type Costs = Vec<Option<u32>>;

/// How the evidence of a step is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// By persons alone; a withheld fix is opened all the same.
    Persons,
    /// By samples where they say so; a withheld fix stays withheld.
    Samples,
}

/// How a step was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// With the first sample, or by a person where there is none.
    Plainly,
    /// By a person, although there is a sample.
    ByPerson,
}

impl<'a> Map<'a> {
    pub(crate) fn new(graph: &'a Graph) -> Self {
        let keys: Vec<&NodeKey> = graph.nodes().map(|node| &node.key).collect();
        let index: HashMap<&NodeKey, usize> =
            keys.iter().enumerate().map(|(index, key)| (*key, index)).collect();
        let mut out = vec![Vec::new(); keys.len()];
        let mut into = vec![Vec::new(); keys.len()];
        for (from, key) in keys.iter().enumerate() {
            for (edge, node) in graph.edges(key) {
                let Some(to) = index.get(&node.key).copied() else { continue };
                let back = edge.back.as_ref().and_then(|back| index.get(back)).copied();
                into[to].push((from, cost(&edge.kind)));
                out[from].push(Way { kind: edge.kind.clone(), to, back });
            }
        }
        let mut map = Self { graph, keys, index, out, into, resolved: Vec::new() };
        let resolved: Vec<usize> = (0..map.keys.len()).filter(|index| map.is_resolved(*index)).collect();
        map.resolved = map.costs(resolved);
        map
    }

    fn is_resolved(&self, index: usize) -> bool {
        self.graph.node(self.keys[index]).is_some_and(
            |node| matches!(&node.content, Content::End(end) if end.result.value == EndResult::Resolved),
        )
    }

    /// What it costs to come to a node.
    pub(crate) fn to(&self, target: &NodeKey) -> Costs {
        self.costs(self.index.get(target).copied())
    }

    /// What it costs to come to the nearest end that is resolved.
    pub(crate) fn to_resolved(&self) -> &Costs {
        &self.resolved
    }

    /// What it costs to come from this node.
    pub(crate) fn cost(&self, costs: &Costs, from: &NodeKey) -> Option<u32> {
        self.index.get(from).and_then(|from| *costs.get(*from)?)
    }

    fn costs(&self, targets: impl IntoIterator<Item = usize>) -> Costs {
        let mut costs: Costs = vec![None; self.keys.len()];
        let mut open: BinaryHeap<Reverse<(u32, usize)>> =
            targets.into_iter().map(|target| Reverse((0, target))).collect();
        while let Some(Reverse((cost, node))) = open.pop() {
            if costs[node].is_some() {
                continue;
            }
            costs[node] = Some(cost);
            let earlier = self.into[node].iter().filter(|(from, _)| costs[*from].is_none());
            open.extend(earlier.map(|(from, step)| Reverse((cost + step, *from))));
        }
        costs
    }

    /// The ways that leave a node.
    pub(crate) fn ways(&self, from: &NodeKey) -> &[Way] {
        self.index.get(from).map(|from| self.out[*from].as_slice()).unwrap_or_default()
    }

    /// The node of a way.
    pub(crate) fn key(&self, index: usize) -> &'a NodeKey {
        self.keys[index]
    }

    /// The symptom from which it costs least to come to the target; of several, one that `prefer` says yes to.
    pub(super) fn best_symptom(
        &self,
        costs: &Costs,
        prefer: impl Fn(&NodeKey) -> u32,
    ) -> Option<&'a NodeKey> {
        let symptoms = self.graph.nodes().filter(|node| matches!(node.content, Content::Symptom(_)));
        let reach =
            symptoms.filter_map(|node| Some((self.cost(costs, &node.key)? + prefer(&node.key), node)));
        reach.min_by_key(|(cost, _)| *cost).map(|(_, node)| &node.key)
    }

    /// The kind of the edge to take next on the cheapest way to a target; where none leads there from inside a call, to the
    /// end of the call.
    pub(super) fn turn(&self, walk: &Walk<'_>, costs: &Costs) -> Option<EdgeKind> {
        let here = self.index.get(walk.state().node()?).copied()?;
        let costs = match costs[here] {
            None if !walk.state().calls.is_empty() => &self.resolved,
            _ => costs,
        };
        let ways = self.out[here].iter().filter_map(|way| Some((costs[way.to]? + cost(&way.kind), way)));
        let (_, way) = ways.min_by_key(|(cost, _)| *cost)?;
        if way.kind != EdgeKind::Return {
            return Some(way.kind.clone());
        }
        self.out[here].iter().find(|call| call.back == Some(way.to)).map(|call| call.kind.clone())
    }
}

/// How dear a step is: answers first, giving up last.
fn cost(kind: &EdgeKind) -> u32 {
    match kind {
        EdgeKind::Start | EdgeKind::Outcome(_) => 2,
        EdgeKind::Verify => 3,
        EdgeKind::Return => 9,
        EdgeKind::NoneFits | EdgeKind::Unsure => 30,
        EdgeKind::AttemptsUsed => 60,
    }
}

/// Leaves the waiting node by an edge of this kind; none where that cannot be done.
pub(super) fn take(walk: &mut Walk<'_>, kind: &EdgeKind, manner: Manner) -> Option<Taken> {
    let prompt = walk.settle();
    let answer = match (kind, prompt) {
        (EdgeKind::Verify | EdgeKind::AttemptsUsed, Prompt::Fix(fix)) => {
            if !fix.unmet.is_empty() {
                if manner == Manner::Samples {
                    return None;
                }
                walk.act(Action::OverruleRequirement { reason: None }).ok()?;
                walk.settle();
            }
            return match kind {
                EdgeKind::Verify => walk.act(Action::Tried(FixResult::Done)),
                _ => use_up(walk),
            }
            .ok()
            .map(|()| Taken::Plainly);
        }
        (EdgeKind::Outcome(outcome), Prompt::Check(_)) => Answer::Outcome(outcome.clone()),
        (EdgeKind::NoneFits, Prompt::Check(_)) => Answer::None,
        (EdgeKind::Unsure, Prompt::Check(_)) => Answer::Unsure,
        _ => return None,
    };
    if manner == Manner::Samples
        && let Said::Taken = walk.answer(&answer, &Given::default())
    {
        return Some(Taken::Plainly);
    }
    walk.act(Action::Answer(answer)).ok()?;
    Some(if manner == Manner::Samples { Taken::ByPerson } else { Taken::Plainly })
}

/// Fails at the waiting fix until it is not offered any more. Its requirements may be overruled anew each time.
fn use_up(walk: &mut Walk<'_>) -> Result<(), crate::session::Refused> {
    let fix = walk.state().node().cloned();
    for _ in 0..MOST_DECISIONS {
        walk.act(Action::Tried(FixResult::Failed))?;
        if walk.state().node() != fix.as_ref() {
            break;
        }
        if let Prompt::Fix(fix) = walk.settle()
            && !fix.unmet.is_empty()
        {
            walk.act(Action::OverruleRequirement { reason: None })?;
            walk.settle();
        }
    }
    Ok(())
}

/// The resolved end of a runbook that is written first.
pub(super) fn resolved_end<'a>(graph: &'a Graph, runbook: &'a RunbookId) -> Option<&'a NodeKey> {
    let resolved =
        |content: &Content| matches!(content, Content::End(end) if end.result.value == EndResult::Resolved);
    graph.nodes_of(runbook).find(|node| resolved(&node.content)).map(|node| &node.key)
}

/// The word of the format for leaving a node in this way, where there is one.
pub(super) fn word(kind: &EdgeKind) -> Option<OutcomeId> {
    let word = match kind {
        EdgeKind::Outcome(outcome) => return Some(outcome.clone()),
        EdgeKind::NoneFits => "none",
        EdgeKind::Unsure => "unsure",
        EdgeKind::Verify => "done",
        EdgeKind::AttemptsUsed => "failed",
        EdgeKind::Start | EdgeKind::Return => return None,
    };
    Some(word.into())
}
