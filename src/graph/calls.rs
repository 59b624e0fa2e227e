//! How runbooks lead into each other.
//!
//! Invariant: counts every edge between two runbooks, with or without a return.
//! Deliberately absent: content shared by `use`, which is no way.

use crate::graph::{Edge, Graph, Node};
use crate::model::RunbookId;
use petgraph::visit::EdgeRef;

impl Graph {
    /// The ways that lead out of a runbook into others, in reading order: node, edge, and the node it leads to.
    pub fn ways_out<'a>(&'a self, runbook: &RunbookId) -> Vec<(&'a Node, &'a Edge, &'a Node)> {
        self.ways_between(|from, to| from == runbook && to != runbook)
    }

    /// The ways that lead into a runbook from others, in reading order: node, edge, and the node it leads to.
    pub fn ways_in<'a>(&'a self, runbook: &RunbookId) -> Vec<(&'a Node, &'a Edge, &'a Node)> {
        self.ways_between(|from, to| from != runbook && to == runbook)
    }

    fn ways_between(&self, wanted: impl Fn(&RunbookId, &RunbookId) -> bool) -> Vec<(&Node, &Edge, &Node)> {
        self.inner
            .edge_references()
            .map(|edge| (&self.inner[edge.source()], edge.weight(), &self.inner[edge.target()]))
            .filter(|(from, _, to)| wanted(&from.key.runbook, &to.key.runbook))
            .collect()
    }
}
