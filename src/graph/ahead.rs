//! What lies ahead of a walk: the nodes it can come to before it does another fix.
//!
//! Invariant: a fix is reached and not passed, and questions ahead are taken to be answered: "cannot tell" leads nowhere
//! here. A called runbook is left for its return only where it can end resolved without a fix. Each search is linear in
//! the graph.
//! Deliberately absent: what is known in a session; the caller says which edges are closed.

use crate::graph::{Content, Edge, EdgeKind, Graph, Node};
use crate::model::{EndResult, NodeKey};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::collections::VecDeque;

/// A graph made ready for many searches.
#[derive(Debug)]
pub struct Ahead<'a> {
    graph: &'a Graph,
    ways: Vec<Vec<Way<'a>>>,
    resolves: Vec<bool>,
}

/// A node of the graph, as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot(usize);

/// An edge that leaves a spot.
#[derive(Debug, Clone, Copy)]
struct Way<'a> {
    edge: &'a Edge,
    to: Spot,
    back: Option<Spot>,
}

/// What a search came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The spots, nearest first, each with the steps to it.
    pub order: Vec<(Spot, usize)>,
    seen: Vec<bool>,
    /// Edges that were looked at.
    pub work: usize,
}

impl Reach {
    /// Whether the search came to this spot.
    pub fn holds(&self, spot: Spot) -> bool {
        self.seen.get(spot.0).copied().unwrap_or_default()
    }
}

impl Graph {
    /// Makes ready to look ahead.
    pub fn ahead(&self) -> Ahead<'_> {
        let mut ways: Vec<Vec<Way<'_>>> = vec![Vec::new(); self.inner.node_count()];
        for edge in self.inner.edge_references() {
            // The way to the return of a call is taken only when the call comes back.
            if matches!(edge.weight().kind, EdgeKind::Return | EdgeKind::Unsure) {
                continue;
            }
            let back = edge.weight().back.as_ref().and_then(|back| self.index.get(back));
            let way = Way {
                edge: edge.weight(),
                to: Spot(edge.target().index()),
                back: back.map(|back| Spot(back.index())),
            };
            if let Some(leaving) = ways.get_mut(edge.source().index()) {
                leaving.push(way);
            }
        }
        let mut ahead = Ahead { graph: self, resolves: vec![false; ways.len()], ways };
        ahead.find_what_resolves();
        ahead
    }
}

impl<'a> Ahead<'a> {
    /// The spot of a node.
    pub fn spot(&self, key: &NodeKey) -> Option<Spot> {
        self.graph.index.get(key).map(|index| Spot(index.index()))
    }

    /// The node of a spot.
    pub fn node(&self, spot: Spot) -> &'a Node {
        &self.graph.inner[NodeIndex::new(spot.0)]
    }

    /// Where a walk stands that came to `here` inside these calls, the innermost last: there, and where the calls come
    /// back to as far as they can without a fix.
    pub fn starts(&self, here: &NodeKey, calls: &[NodeKey]) -> Vec<Spot> {
        let mut starts: Vec<Spot> = self.spot(here).into_iter().collect();
        for back in calls.iter().rev().filter_map(|back| self.spot(back)) {
            if !starts.last().is_some_and(|last| self.resolves(*last)) {
                break;
            }
            starts.push(back);
        }
        starts
    }

    /// Everything that can be come to from `starts` before another fix is done, over the edges that are open.
    pub fn reach(&self, starts: &[Spot], open: impl Fn(Spot, &EdgeKind) -> bool) -> Reach {
        let mut reach = Reach { order: Vec::new(), seen: vec![false; self.ways.len()], work: 0 };
        let mut waiting = VecDeque::new();
        for start in starts {
            enter(&mut reach, &mut waiting, *start, 0);
        }
        while let Some((spot, steps)) = waiting.pop_front() {
            if matches!(self.node(spot).content, Content::Fix(_)) {
                continue;
            }
            for way in self.ways_from(spot) {
                reach.work += 1;
                if !open(spot, &way.edge.kind) {
                    continue;
                }
                enter(&mut reach, &mut waiting, way.to, steps + 1);
                if let Some(back) = way.back.filter(|_| self.resolves(way.to)) {
                    enter(&mut reach, &mut waiting, back, steps + 1);
                }
            }
        }
        reach
    }

    fn ways_from(&self, spot: Spot) -> &[Way<'a>] {
        self.ways.get(spot.0).map(Vec::as_slice).unwrap_or_default()
    }

    fn resolves(&self, spot: Spot) -> bool {
        self.resolves.get(spot.0).copied().unwrap_or_default()
    }

    /// Finds the spots from which a walk may end resolved without a fix.
    fn find_what_resolves(&mut self) {
        let mut before: Vec<Vec<Spot>> = vec![Vec::new(); self.ways.len()];
        let mut waiting: Vec<Spot> = Vec::new();
        for (index, ways) in self.ways.iter().enumerate() {
            for spot in ways.iter().flat_map(|way| std::iter::once(way.to).chain(way.back)) {
                if let Some(before) = before.get_mut(spot.0) {
                    before.push(Spot(index));
                }
            }
            if is_resolved(self.node(Spot(index))) {
                waiting.push(Spot(index));
            }
        }
        while let Some(spot) = waiting.pop() {
            if self.resolves(spot) {
                continue;
            }
            if let Some(resolves) = self.resolves.get_mut(spot.0) {
                *resolves = true;
            }
            for earlier in before.get(spot.0).into_iter().flatten() {
                let passes =
                    |way: &Way<'_>| self.resolves(way.to) && way.back.is_none_or(|back| self.resolves(back));
                let is_fix = matches!(self.node(*earlier).content, Content::Fix(_));
                if !is_fix && !self.resolves(*earlier) && self.ways_from(*earlier).iter().any(passes) {
                    waiting.push(*earlier);
                }
            }
        }
    }
}

fn is_resolved(node: &Node) -> bool {
    matches!(&node.content, Content::End(end) if end.result.value == EndResult::Resolved)
}

fn enter(reach: &mut Reach, waiting: &mut VecDeque<(Spot, usize)>, spot: Spot, steps: usize) {
    if let Some(seen) = reach.seen.get_mut(spot.0)
        && !std::mem::replace(seen, true)
    {
        reach.order.push((spot, steps));
        waiting.push_back((spot, steps));
    }
}
