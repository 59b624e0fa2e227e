//! Which runbooks a walk may need: those that the ways out of one lead to, and those that its content comes from.
//!
//! Invariant: a walk that enters in a runbook finds every node, input, source and required check in these.
//! Deliberately absent: which nodes of them (`reach`).

use crate::graph::{Content, Graph, Node};
use crate::model::RunbookId;
use std::collections::BTreeSet;

impl Graph {
    /// The runbook, and all that a walk from it may come to or take content from, sorted by name.
    pub fn companions(&self, runbook: &RunbookId) -> Vec<RunbookId> {
        let mut found = BTreeSet::from([runbook.clone()]);
        let mut open = vec![runbook.clone()];
        while let Some(next) = open.pop() {
            for node in self.nodes_of(&next) {
                for other in self.named_by(node) {
                    if found.insert(other.clone()) {
                        open.push(other);
                    }
                }
            }
        }
        found.into_iter().filter(|id| self.runbook(id).is_some()).collect()
    }

    /// The runbooks that one node's ways and content name.
    fn named_by(&self, node: &Node) -> BTreeSet<RunbookId> {
        let mut named = BTreeSet::from([node.home.clone()]);
        for (edge, to) in self.edges(&node.key) {
            named.insert(to.key.runbook.clone());
            named.extend(edge.back.iter().map(|back| back.runbook.clone()));
        }
        if let Content::Fix(fix) = &node.content {
            named.extend(fix.requires.names().map(|check| self.required(&node.home, &check.into()).runbook));
        }
        named
    }
}
