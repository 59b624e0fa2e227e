//! Walks made up from the graph alone: over every edge, to every end, and at random. None may get stuck.
//!
//! Invariant: the same graph and seed make the same walks. Persons answer in them, so that no sample hides a way.
//! Deliberately absent: judging whether a way makes sense; scenarios do that.

use crate::graph::{Content, EdgeKind, Graph};
use crate::model::NodeKey;
use crate::scenario::coverage::{Coverage, EdgeId, edges_of};
use crate::scenario::departure::passed;
use crate::scenario::guide::{MOST_DECISIONS, Manner, Map, take};
use crate::scenario::numbers::Numbers;
use crate::scenario::walk::Walk;
use crate::session::{Position, State};
use crate::source::Span;

/// What came of the walks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Explored {
    /// How many walks were made.
    pub walks: usize,
    /// The walks that got stuck or came to no end.
    pub problems: Vec<Problem>,
    /// Edges to which no walk could be led, because known facts always sent it elsewhere.
    pub unreached: Vec<EdgeId>,
    /// What all walks came through.
    pub coverage: Coverage,
}

/// A walk that the knowledge base leaves without a way on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// Where the name of the node stands at which it happened.
    pub span: Option<Span>,
    /// The way there, `node=answer` each.
    pub way: Vec<String>,
}

/// Walks every edge and to every end, and `random` times by the numbers that follow from `seed`.
pub fn explore(graph: &Graph, seed: u64, random: usize) -> Explored {
    let mut exploring = Exploring { map: Map::new(graph), explored: Explored::default() };
    for node in graph.nodes() {
        exploring.leave(&node.key);
    }
    let symptoms: Vec<&NodeKey> = graph
        .nodes()
        .filter(|node| matches!(node.content, Content::Symptom(_)))
        .map(|node| &node.key)
        .collect();
    let mut numbers = Numbers(seed);
    for _ in 0..random {
        let Some(symptom) = symptoms.get(numbers.below(symptoms.len())) else { break };
        exploring.at_random(symptom, &mut numbers);
    }
    exploring.explored
}

struct Exploring<'a> {
    map: Map<'a>,
    explored: Explored,
}

impl<'a> Exploring<'a> {
    /// Leads a walk to a node and leaves it by each of its edges.
    fn leave(&mut self, node: &NodeKey) {
        self.turn_the_clock(node);
        let Some(walk) = self.lead_to(node) else {
            let covered = &self.explored.coverage.edges;
            let edges = edges_of(self.map.graph, node).into_iter().map(|(edge, _)| edge);
            self.explored.unreached.extend(edges.filter(|edge| !covered.contains(edge)));
            return;
        };
        self.end(&walk);
        for (edge, _) in edges_of(self.map.graph, node) {
            if self.explored.coverage.edges.contains(&edge) {
                continue;
            }
            let mut copy = walk.clone();
            if matches!(edge.kind, EdgeKind::Return) {
                self.come_back(&mut copy, &edge);
            } else {
                take(&mut copy, &edge.kind, Manner::Persons);
            }
            copy.settle();
            self.end(&copy);
            if !self.explored.coverage.edges.contains(&edge) {
                self.explored.unreached.push(edge);
            }
        }
    }

    /// Passes a route that asks nothing but the clock on both sides of each of its days.
    fn turn_the_clock(&mut self, node: &NodeKey) {
        let Some(Content::Check(check)) = self.map.graph.node(node).map(|node| &node.content) else { return };
        for turn in check.clock_turns().unwrap_or_default() {
            for at in [turn.saturating_sub(jiff::Span::new().minutes(1)), turn] {
                let mut walk = Walk::begin(self.map.graph, node.clone(), at);
                self.end(&walk);
                self.end_call(&mut walk, 0);
                self.end(&walk);
            }
        }
    }

    /// A walk that stands at a node, from a symptom where one leads there.
    fn lead_to(&self, node: &NodeKey) -> Option<Walk<'a>> {
        let costs = self.map.to(node);
        if let Some(symptom) = self.map.best_symptom(&costs, |_| 0) {
            let mut walk = self.begin(symptom);
            for _ in 0..MOST_DECISIONS {
                walk.settle();
                // A symptom is passed at once; its edge is behind the walk then.
                if walk.state().node() == Some(node) || symptom == node {
                    return Some(walk);
                }
                let Some(kind) = self.map.turn(&walk, &costs) else { break };
                if take(&mut walk, &kind, Manner::Persons).is_none() {
                    break;
                }
            }
        }
        let walk = self.begin(node);
        (walk.state().node() == Some(node)).then_some(walk)
    }

    fn begin(&self, entry: &NodeKey) -> Walk<'a> {
        let runbook = self.map.graph.runbook(&entry.runbook);
        let now = runbook.map_or(jiff::civil::DateTime::MIN, crate::model::Runbook::sample_clock);
        Walk::begin(self.map.graph, entry.clone(), now)
    }

    /// Takes the call that comes back over this edge, and ends it resolved.
    fn come_back(&self, walk: &mut Walk<'_>, edge: &EdgeId) {
        let ways = self.map.ways(&edge.from);
        let call = ways.iter().find(|way| way.back.is_some_and(|back| *self.map.key(back) == edge.to));
        let Some(call) = call else { return };
        let mut depth = walk.state().calls.len();
        if call.kind == EdgeKind::Start {
            depth = depth.saturating_sub(1);
        } else if take(walk, &call.kind, Manner::Persons).is_none() {
            return;
        }
        self.end_call(walk, depth);
    }

    /// Ends calls resolved until only so many are open.
    fn end_call(&self, walk: &mut Walk<'_>, depth: usize) {
        for _ in 0..MOST_DECISIONS {
            walk.settle();
            if walk.state().calls.len() <= depth {
                return;
            }
            let Some(kind) = self.map.turn(walk, self.map.to_resolved()) else { return };
            if take(walk, &kind, Manner::Persons).is_none() {
                return;
            }
        }
    }

    /// Walks from a symptom with answers drawn at random, until it ends.
    fn at_random(&mut self, symptom: &NodeKey, numbers: &mut Numbers) {
        let mut walk = self.begin(symptom);
        let mut decisions = 0;
        loop {
            walk.settle();
            let Position::Waiting { node, .. } = &walk.state().position else { break };
            let kinds: Vec<EdgeKind> = self
                .map
                .ways(node)
                .iter()
                .map(|way| way.kind.clone())
                .filter(|kind| !matches!(kind, EdgeKind::Return))
                .collect();
            let node = node.clone();
            let taken =
                kinds.get(numbers.below(kinds.len())).and_then(|kind| take(&mut walk, kind, Manner::Persons));
            decisions += 1;
            if taken.is_none() || decisions > 10 * MOST_DECISIONS {
                let why = if taken.is_none() { "no answer is taken" } else { "the walk comes to no end" };
                self.problem(&node, walk.state(), why);
                break;
            }
        }
        self.end(&walk);
    }

    /// Counts a walk that is over, and looks whether it got stuck.
    fn end(&mut self, walk: &Walk<'_>) {
        self.explored.walks += 1;
        self.explored.coverage.add(self.map.graph, walk.state());
        if let Position::Stuck { node, why } = &walk.state().position {
            self.problem(node, walk.state(), why.reason());
        }
    }

    fn problem(&mut self, node: &NodeKey, state: &State, why: &str) {
        let message = format!("a walk gets stuck at `{node}`: {why}");
        let span = self.map.graph.node(node).map(|node| node.span);
        let problem = Problem { message, span, way: state.path.iter().map(passed).collect() };
        let known = self.explored.problems.iter().any(|known| known.message == problem.message);
        if !known {
            self.explored.problems.push(problem);
        }
    }
}
