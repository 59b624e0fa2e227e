//! Dominators: the nodes that every walk from an entry to a node has passed.
//!
//! Invariant: a call counts as the way to its return, so nodes of a called runbook dominate nothing in the caller.
//! Deliberately absent: facts that are known on every walk; those depend on outcomes, not on nodes.

use crate::graph::{Edge, Graph, Node};
use crate::model::NodeKey;
use petgraph::algo::dominators::{self, simple_fast};
use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::EdgeFiltered;

/// The dominators of the nodes that can be reached from one entry.
#[derive(Debug)]
pub struct Dominators<'a> {
    graph: &'a Graph,
    inner: dominators::Dominators<NodeIndex>,
}

impl Graph {
    /// The dominators of the walks that begin at `entry`; `None` where there is no such node.
    pub fn dominators(&self, entry: &NodeKey) -> Option<Dominators<'_>> {
        let root = self.index.get(entry).copied()?;
        let own_ways =
            EdgeFiltered::from_fn(&self.inner, |edge: EdgeReference<'_, Edge>| edge.weight().back.is_none());
        Some(Dominators { graph: self, inner: simple_fast(&own_ways, root) })
    }
}

impl<'a> Dominators<'a> {
    /// The nodes that every walk from the entry to `node` has passed before, nearest first, the entry last. Empty for
    /// the entry itself, and for a node that cannot be reached without entering a called runbook.
    pub fn of(&self, node: &NodeKey) -> Vec<&'a Node> {
        let index = self.graph.index.get(node).copied();
        let dominators = index.and_then(|index| self.inner.strict_dominators(index));
        dominators.into_iter().flatten().map(|index| &self.graph.inner[index]).collect()
    }
}
