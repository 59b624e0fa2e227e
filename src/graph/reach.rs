//! What can be reached: nodes from entries, ends from nodes.
//!
//! Invariant: ways that could not be linked or read count as ways, so a name that does not resolve makes nothing
//! unreachable.
//! Deliberately absent: the ways themselves (`path`).

use crate::graph::{Content, Edge, Graph, Node};
use crate::model::{EndResult, NodeKey};
use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::{EdgeFiltered, EdgeRef, IntoNeighbors, Reversed};
use std::collections::HashSet;

impl Graph {
    /// The nodes that a walk can come to: from all symptoms, over all edges. A call counts both as the way into the
    /// other runbook and as the way to its return.
    pub fn reachable(&self) -> HashSet<&NodeKey> {
        let symptoms = self.inner.node_indices().filter(|index| {
            let node = &self.inner[*index];
            matches!(node.content, Content::Symptom(_)) || self.holes.entered.contains(&node.key)
        });
        self.closure(symptoms)
    }

    /// The nodes that a walk from `start` can come to, `start` included. Calls count as in [`Self::reachable`].
    pub fn reachable_from(&self, start: &NodeKey) -> HashSet<&NodeKey> {
        self.closure(self.index.get(start).copied())
    }

    /// Whether a walk from `start` can come to `goal`. Calls count as in [`Self::reachable`].
    pub fn leads(&self, start: &NodeKey, goal: &NodeKey) -> bool {
        let (Some(start), Some(goal)) = (self.index.get(start), self.index.get(goal)) else { return false };
        Spread::over(&self.inner, [*start]).any(|node| node == *goal)
    }

    /// The nodes that a walk can come to once it is at `start`, `start` included: also what follows after the calls in
    /// which it may be there, where they can end resolved.
    pub fn later_than(&self, start: &NodeKey) -> HashSet<&NodeKey> {
        let Some(index) = self.index.get(start).copied() else { return HashSet::new() };
        let mut starts = vec![index];
        if self.may_resolve(start) {
            let earlier = Spread::over(Reversed(&self.inner), [index]);
            // Only what leads to those: a look at all edges, for each node that is asked about, would cost the square of them.
            let calls = earlier.flat_map(|node| self.inner.edges_directed(node, Direction::Incoming));
            let backs = calls.filter_map(|call| call.weight().back.as_ref());
            starts.extend(backs.filter_map(|back| self.index.get(back)));
        }
        self.closure(starts)
    }

    /// The nodes from which a walk can come to one of these, them included, in the order they were written. Calls count as in
    /// [`Self::reachable`].
    pub fn before<'a>(&self, goals: impl IntoIterator<Item = &'a NodeKey>) -> Vec<&Node> {
        let goals = goals.into_iter().filter_map(|goal| self.index.get(goal).copied());
        let mut found: Vec<NodeIndex> = Spread::over(Reversed(&self.inner), goals).collect();
        found.sort_unstable();
        found.into_iter().map(|index| &self.inner[index]).collect()
    }

    /// The nodes from which a walk can come to an end. A call counts as the way to its return, because a called
    /// runbook that ends resolved goes on there.
    pub fn can_end(&self) -> HashSet<&NodeKey> {
        let own_ways = EdgeFiltered::from_fn(&self.inner, |edge| edge.weight().back.is_none());
        let ends = self.inner.node_indices().filter(|index| {
            let node = &self.inner[*index];
            matches!(node.content, Content::End(_)) || self.holes.left.contains(&node.key)
        });
        Spread::over(Reversed(&own_ways), ends).map(|index| &self.inner[index].key).collect()
    }

    /// Whether a walk from `start` can end resolved, as far as all ways are known. A call counts as the way to its
    /// return.
    pub fn may_resolve(&self, start: &NodeKey) -> bool {
        self.may_resolve_over(start, |_, _| true)
    }

    /// [`Self::may_resolve`] over the edges that `passable` admits, given the node they leave.
    pub(super) fn may_resolve_over(
        &self,
        start: &NodeKey,
        passable: impl Fn(NodeIndex, &Edge) -> bool,
    ) -> bool {
        let Some(start) = self.index.get(start).copied() else { return true };
        let own_ways = EdgeFiltered::from_fn(&self.inner, |edge| {
            edge.weight().back.is_none() && passable(edge.source(), edge.weight())
        });
        Spread::over(&own_ways, [start]).any(|index| {
            let node = &self.inner[index];
            let resolved =
                matches!(&node.content, Content::End(end) if end.result.value == EndResult::Resolved);
            resolved || self.holes.left.contains(&node.key)
        })
    }

    fn closure(&self, starts: impl IntoIterator<Item = NodeIndex>) -> HashSet<&NodeKey> {
        Spread::over(&self.inner, starts).map(|index| &self.inner[index].key).collect()
    }
}

/// Everything that can be reached from some nodes, them included, one after the other, in time linear in the graph.
struct Spread<G> {
    graph: G,
    /// The nodes that were come to, as bits.
    seen: Vec<u64>,
    open: Vec<NodeIndex>,
}

impl<G: IntoNeighbors<NodeId = NodeIndex>> Spread<G> {
    fn over(graph: G, starts: impl IntoIterator<Item = NodeIndex>) -> Self {
        let mut spread = Self { graph, seen: Vec::new(), open: Vec::new() };
        for start in starts {
            spread.enter(start);
        }
        spread
    }

    fn enter(&mut self, node: NodeIndex) {
        let (word, bit) = (node.index() / 64, 1 << (node.index() % 64));
        if self.seen.len() <= word {
            self.seen.resize(word + 1, 0);
        }
        if self.seen[word] & bit == 0 {
            self.seen[word] |= bit;
            self.open.push(node);
        }
    }
}

impl<G: IntoNeighbors<NodeId = NodeIndex>> Iterator for Spread<G> {
    type Item = NodeIndex;

    fn next(&mut self) -> Option<NodeIndex> {
        let node = self.open.pop()?;
        for next in self.graph.neighbors(node) {
            self.enter(next);
        }
        Some(node)
    }
}
