//! Which runbooks a walk may need: those that the ways out of one lead to, and those that its content comes from.
//!
//! Invariant: a walk that enters in a runbook finds every node, input, source and required check in these.
//! Deliberately absent: which nodes of them (`reach`).

use crate::graph::{Content, Graph, Node};
use crate::model::RunbookId;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;

impl Graph {
    /// The runbook, and all that a walk from it may come to or take content from, sorted by name.
    pub fn companions(&self, runbook: &RunbookId) -> Vec<RunbookId> {
        let mut found = BTreeSet::from([runbook.clone()]);
        let mut open = vec![runbook.clone()];
        while let Some(next) = open.pop() {
            let mut name = |other: &RunbookId| {
                if !found.contains(other) {
                    found.insert(other.clone());
                    open.push(other.clone());
                }
            };
            self.indices_of(&next).for_each(|index| self.named_by(index, &mut name));
        }
        found.into_iter().filter(|id| self.runbook(id).is_some()).collect()
    }

    /// Gives the runbooks that one node's ways and content name to `name`.
    fn named_by(&self, node: NodeIndex, name: &mut impl FnMut(&RunbookId)) {
        for edge in self.inner.edges(node) {
            name(&self.inner[edge.target()].key.runbook);
            edge.weight().back.iter().for_each(|back| name(&back.runbook));
        }
        let Node { home, content, .. } = &self.inner[node];
        name(home);
        if let Content::Fix(fix) = content {
            fix.requires.names().for_each(|check| name(&self.required(home, &check.into()).runbook));
        }
    }
}
