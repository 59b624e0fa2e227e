//! Two states of a knowledge base, and what changed between them, in words.
//!
//! Invariant: a change of layout, of comments or of the order of keys is no change. What makes a runbook less safe is told
//! apart and comes first.
//! Deliberately absent: where the states come from, and walking scenarios on them (floor 6).

mod base;
mod check;
mod fix;
mod form;
mod list;
mod node;
mod pair;
mod said;
mod way;
mod words;

use crate::graph::Graph;
use crate::model::{NodeId, RunbookId};
use crate::prose::quoted;
use std::collections::BTreeSet;

pub use form::{Case, json, markdown, text};

/// How closely somebody who reviews a change has to look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// It takes a guard away: a rollback, a verification, a requirement.
    Safety,
    /// It changes where walks go, what is run or how answers are recognised.
    Way,
    /// It changes what is said.
    Text,
}

impl Weight {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Safety => "safety",
            Self::Way => "way",
            Self::Text => "text",
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// How closely to look.
    pub weight: Weight,
    /// The runbook; none for what all share.
    pub runbook: Option<RunbookId>,
    /// The node as it is called now, or was called where it is gone.
    pub node: Option<NodeId>,
    /// What changed, as a sentence without subject and full stop: "adds check `x`", or with one: "fix `y` lost its
    /// rollback".
    pub sentence: String,
}

/// All changes from `before` to `after`: what all share, then runbook by runbook, the weightiest first.
pub fn compare(before: &Graph, after: &Graph) -> Vec<Change> {
    let mut changes = Changes::default();
    base::compare(before.base(), after.base(), &mut changes);
    let names = |graph: &Graph| -> BTreeSet<RunbookId> {
        graph.runbooks().iter().map(|runbook| runbook.runbook.value.clone()).collect()
    };
    let (old, new) = (names(before), names(after));
    for runbook in old.union(&new) {
        changes.runbook = Some(runbook.clone());
        match (old.contains(runbook), new.contains(runbook)) {
            (true, false) => changes.way(None, format!("removes the runbook {}", quoted(runbook))),
            (false, true) => changes.way(None, added(after, runbook)),
            _ => node::compare(before, after, runbook, &mut changes),
        }
    }
    let mut all = changes.all;
    all.sort_by(|a, b| (&a.runbook, a.weight).cmp(&(&b.runbook, b.weight)));
    all
}

fn added(graph: &Graph, runbook: &RunbookId) -> String {
    let nodes = crate::prose::count(graph.nodes_of(runbook).count(), "node");
    format!("adds the runbook {} of {nodes}", quoted(runbook))
}

/// Changes being found.
#[derive(Debug, Default)]
struct Changes {
    all: Vec<Change>,
    /// The runbook that is compared.
    runbook: Option<RunbookId>,
}

impl Changes {
    fn add(&mut self, weight: Weight, node: Option<&NodeId>, sentence: String) {
        self.all.push(Change { weight, runbook: self.runbook.clone(), node: node.cloned(), sentence });
    }

    fn safety(&mut self, node: Option<&NodeId>, sentence: String) {
        self.add(Weight::Safety, node, sentence);
    }

    fn way(&mut self, node: Option<&NodeId>, sentence: String) {
        self.add(Weight::Way, node, sentence);
    }

    fn text(&mut self, node: Option<&NodeId>, sentence: String) {
        self.add(Weight::Text, node, sentence);
    }
}
