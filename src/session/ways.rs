//! The ways on from where no answer can be given: a question that cannot be run, a fix that was not done.
//!
//! Invariant: every way that is offered can be gone. What it does is an ordinary action, so it is recorded like one.
//! Deliberately absent: asking which one.

use crate::graph::{EdgeKind, Graph, Node};
use crate::model::{EndResult, NodeKey};
use crate::session::state::{Position, State, Took};
use crate::session::suspects::{NextCheck, Suspects};

/// A way on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// Answer "cannot tell", which leads there.
    Unsure(Goal),
    /// Park the question, and ask somebody else to run it.
    Park,
    /// Go on at another node, and leave this one open.
    Jump(Goal),
    /// Take the last decision back.
    Back,
    /// Put the session aside and come back later.
    Leave,
}

/// Where a way leads.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Goal {
    /// The node.
    pub node: NodeKey,
    /// Its title.
    pub title: String,
    /// How the walk ends there, where it is an end.
    pub ends: Option<EndResult>,
}

impl Goal {
    fn of(node: &Node) -> Self {
        let ends = match &node.content {
            crate::graph::Content::End(end) => Some(end.result.value),
            _ => None,
        };
        Self { node: node.key.clone(), title: node.title().to_owned(), ends }
    }
}

impl State {
    /// The ways on from a question that cannot be run, or from a fix that was not done; none elsewhere.
    pub fn ways(&self, graph: &Graph) -> Vec<Way> {
        let Position::Waiting { node, visit } = &self.position else { return Vec::new() };
        match graph.node(node).map(|node| &node.content) {
            Some(crate::graph::Content::Check(_)) => self.ways_from_check(graph, node, *visit),
            Some(crate::graph::Content::Fix(_)) => self.ways_from_fix(graph, node),
            _ => Vec::new(),
        }
    }

    fn ways_from_check(&self, graph: &Graph, node: &NodeKey, visit: u32) -> Vec<Way> {
        let mut ways = Vec::new();
        if self.parked_check(node, visit).is_none() {
            ways.push(Way::Park);
        }
        let unsure = graph.edge(node, &EdgeKind::Unsure);
        ways.extend(unsure.map(|(_, goal)| Way::Unsure(Goal::of(goal))));
        ways.extend(self.best_elsewhere(graph));
        ways.push(Way::Leave);
        ways
    }

    fn ways_from_fix(&self, graph: &Graph, fix: &NodeKey) -> Vec<Way> {
        let mut ways = vec![Way::Leave];
        if self.back.is_some() {
            ways.push(Way::Back);
        }
        let asked = self.path.iter().rev().find(|visit| matches!(visit.took, Took::Answered { .. }));
        let unsure = asked.and_then(|visit| graph.edge(&visit.node, &EdgeKind::Unsure));
        ways.extend(unsure.map(|(_, goal)| Way::Jump(Goal::of(goal))));
        let others = Suspects::new(graph, self).possible;
        let other = others.iter().find(|suspect| suspect.node != *fix);
        let other = other.and_then(|suspect| graph.node(&suspect.node)).map(Goal::of);
        ways.extend(other.map(Way::Jump).filter(|way| !ways.contains(way)));
        ways
    }

    /// The check that tells most of those where the walk was not yet.
    fn best_elsewhere(&self, graph: &Graph) -> Option<Way> {
        let best = NextCheck::best_elsewhere(graph, self)?;
        graph.node(&best.node).map(Goal::of).map(Way::Jump)
    }
}
