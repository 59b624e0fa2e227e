//! The order in which a page shows the nodes of a runbook: as a walk meets them.
//!
//! Invariant: every node of the runbook occurs exactly once.
//! Deliberately absent: titles and words.

use crate::graph::{Content, Graph, Node};
use crate::model::{NodeKey, RunbookId};
use foldhash::fast::FixedState;
use std::collections::{HashSet, VecDeque};

/// The nodes of a runbook, breadth first from its symptoms, edges in the order they were written; what no symptom
/// reaches follows in the order it was written.
pub(super) fn walk<'a>(graph: &'a Graph, runbook: &'a RunbookId) -> Vec<&'a Node> {
    let written: Vec<&Node> = graph.nodes_of(runbook).collect();
    let is_symptom = |node: &&&Node| matches!(node.content, Content::Symptom(_));
    let mut queue: VecDeque<&Node> = written.iter().filter(is_symptom).copied().collect();
    let mut seen: HashSet<&NodeKey, FixedState> = queue.iter().map(|node| &node.key).collect();
    let mut order = Vec::with_capacity(written.len());
    let mut rest = written.iter().copied();
    loop {
        while let Some(node) = queue.pop_front() {
            order.push(node);
            for (_, next) in graph.edges(&node.key) {
                if next.key.runbook == *runbook && seen.insert(&next.key) {
                    queue.push_back(next);
                }
            }
        }
        match rest.find(|node| seen.insert(&node.key)) {
            Some(node) => queue.push_back(node),
            None => return order,
        }
    }
}
