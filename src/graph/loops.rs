//! Loops that a walk can go around without end.
//!
//! Invariant: the way from a fix with an attempts limit to its verification can be taken only so often, so it is no part
//! of an endless loop; every other way is.
//! Deliberately absent: loops that end (they are how a fix is tried again).

use crate::graph::{Content, Edge, EdgeKind, Graph, Node};
use petgraph::algo::tarjan_scc;
use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::{EdgeFiltered, EdgeRef};
use std::collections::{HashMap, HashSet, VecDeque};

impl Graph {
    /// For each part of the graph that a walk can go around in without end, its shortest loop through the node that
    /// is written first. The first node is not repeated at the end.
    ///
    /// A call is a way to its return, provided the called runbook can end resolved without a limited fix. It is also
    /// a way into the other runbook, which matters where that one leads back without ending.
    pub fn endless_loops(&self) -> Vec<Vec<&Node>> {
        let endless =
            EdgeFiltered::from_fn(&self.inner, |edge: EdgeReference<'_, Edge>| self.is_endless(edge));
        let mut loops: Vec<Vec<NodeIndex>> = tarjan_scc(&endless)
            .into_iter()
            .filter_map(|part| match part.as_slice() {
                [alone] => self.leads_to_itself(*alone).then_some(part),
                _ => self.shortest_loop(&part.into_iter().collect()),
            })
            .collect();
        loops.sort();
        loops.into_iter().map(|nodes| nodes.into_iter().map(|index| &self.inner[index]).collect()).collect()
    }

    /// Whether a walk can take this edge any number of times.
    fn is_endless(&self, edge: EdgeReference<'_, Edge>) -> bool {
        if !self.is_unlimited(edge.source(), edge.weight()) {
            return false;
        }
        if edge.weight().kind != EdgeKind::Return {
            return true;
        }
        // The way back exists for each call that comes back here.
        let back = &self.inner[edge.target()].key;
        let mut calls =
            self.inner.edges(edge.source()).filter(|call| call.weight().back.as_ref() == Some(back));
        calls.any(|call| {
            let entry = &self.inner[call.target()].key;
            self.may_resolve_over(entry, |from, edge| self.is_unlimited(from, edge))
        })
    }

    fn is_unlimited(&self, from: NodeIndex, edge: &Edge) -> bool {
        match &self.inner[from].content {
            Content::Fix(fix) if fix.attempts.is_some() => edge.kind == EdgeKind::AttemptsUsed,
            _ => true,
        }
    }

    fn leads_to_itself(&self, node: NodeIndex) -> bool {
        self.inner.edges(node).any(|edge| edge.target() == node && self.is_endless(edge))
    }

    /// The shortest loop through the first node of `part`, a strongly connected part; `None` where it has no loop.
    fn shortest_loop(&self, part: &HashSet<NodeIndex>) -> Option<Vec<NodeIndex>> {
        let first = part.iter().min().copied()?;
        let mut came_from: HashMap<NodeIndex, NodeIndex> = HashMap::new();
        let mut open = VecDeque::from([first]);
        while let Some(node) = open.pop_front() {
            let mut next: Vec<_> = self
                .inner
                .edges(node)
                .filter(|edge| part.contains(&edge.target()) && self.is_endless(*edge))
                .map(|edge| (edge.id(), edge.target()))
                .collect();
            next.sort();
            for (_, target) in next {
                if target == first {
                    let mut nodes: Vec<_> =
                        std::iter::successors(Some(node), |node| came_from.get(node).copied()).collect();
                    nodes.reverse();
                    return Some(nodes);
                }
                came_from.entry(target).or_insert_with(|| {
                    open.push_back(target);
                    node
                });
            }
        }
        None
    }
}
