//! Shortest ways from one node to another.
//!
//! Invariant: a way is a list of edges that follow each other; the first one leaves the start.
//! Deliberately absent: weights. Each edge counts as one step.

use crate::graph::{Edge, Graph, Node};
use crate::model::NodeKey;
use petgraph::graph::EdgeIndex;
use petgraph::visit::EdgeRef;
use std::collections::{HashMap, VecDeque};

impl Graph {
    /// A shortest way from `from` to `to`: each edge with the node it leads to. Empty where both are the same node;
    /// `None` where no way leads there. Of several shortest ways, the one whose edges are written first.
    ///
    /// Calls count both as the way into the other runbook and as the way to their return.
    pub fn path(&self, from: &NodeKey, to: &NodeKey) -> Option<Vec<(&Edge, &Node)>> {
        let (start, goal) = (*self.index.get(from)?, *self.index.get(to)?);
        let mut came_by: HashMap<_, EdgeIndex> = HashMap::new();
        let mut open = VecDeque::from([start]);
        while let Some(node) = open.pop_front() {
            if node == goal {
                break;
            }
            let mut edges: Vec<_> = self.inner.edges(node).map(|edge| (edge.id(), edge.target())).collect();
            edges.sort();
            for (edge, target) in edges {
                if target != start && !came_by.contains_key(&target) {
                    came_by.insert(target, edge);
                    open.push_back(target);
                }
            }
        }
        let mut way = Vec::new();
        let mut node = goal;
        while node != start {
            let edge = *came_by.get(&node)?;
            way.push((&self.inner[edge], &self.inner[node]));
            (node, _) = self.inner.edge_endpoints(edge)?;
        }
        way.reverse();
        Some(way)
    }

    /// A shortest way from a symptom to `to`, with that symptom; the symptom that is written first, of equally near ones.
    pub fn path_from_symptom(&self, to: &NodeKey) -> Option<(&Node, Vec<(&Edge, &Node)>)> {
        let symptoms = self.nodes().filter(|node| matches!(node.content, crate::graph::Content::Symptom(_)));
        symptoms
            .filter_map(|symptom| Some((symptom, self.path(&symptom.key, to)?)))
            .min_by_key(|(_, way)| way.len())
    }
}
