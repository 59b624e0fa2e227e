//! The linked graph as a [`Picture`]: which nodes are shown, and the words on the edges.
//!
//! Invariant: every edge that leaves a shown node is in the picture; another runbook is one node for each way of
//! calling it, never its inner nodes.
//! Deliberately absent: shapes and places on a canvas.

use crate::graph::{Content, EdgeKind, Graph, Node};
use crate::model::{NodeId, NodeKey, RunbookId};
use crate::page::picture::{Line, LineKind, Picture, Shape, ShapeKind};
use crate::prose::count;
use std::collections::HashMap;

/// The picture of a whole runbook; empty where there is no such runbook.
pub fn of_runbook(graph: &Graph, runbook: &RunbookId) -> Picture {
    let title = graph.runbook(runbook).map_or(runbook.as_str(), |runbook| runbook.title.value.as_str());
    let mut gathering = Gathering::new(graph, runbook, title);
    gathering.add_nodes(graph.nodes_of(runbook));
    gathering.finish()
}

/// The picture of what is reachable from one symptom (or any other node) inside its runbook, with other runbooks as
/// single nodes; empty where there is no such node.
pub fn of_entry(graph: &Graph, symptom: &NodeKey) -> Picture {
    let whole = of_runbook(graph, &symptom.runbook);
    let reached = whole.reached(&symptom.node);
    whole.part(&symptom.node, &reached)
}

impl Picture {
    /// For each node whether a walk from `start`, a node of the runbook, gets there.
    pub(in crate::page) fn reached(&self, start: &NodeId) -> Vec<bool> {
        let mut reached = vec![false; self.nodes.len()];
        let mut next: Vec<usize> =
            self.nodes.iter().position(|shape| shape.id == start.as_str()).into_iter().collect();
        while let Some(node) = next.pop() {
            if !std::mem::replace(&mut reached[node], true) {
                next.extend(self.edges.iter().filter(|line| line.from == node).map(|line| line.to));
            }
        }
        reached
    }

    /// The nodes that are `reached` from `start`, with the edges between them.
    pub(in crate::page) fn part(&self, start: &NodeId, reached: &[bool]) -> Self {
        let mut places = vec![None; self.nodes.len()];
        let mut nodes = Vec::new();
        for (node, _) in reached.iter().enumerate().filter(|(_, reached)| **reached) {
            places[node] = Some(nodes.len());
            nodes.push(self.nodes[node].clone());
        }
        let edges = self
            .edges
            .iter()
            .filter_map(|line| Some(Line { from: places[line.from]?, to: places[line.to]?, ..line.clone() }));
        let title = nodes.iter().find(|shape| shape.id == start.as_str());
        Self {
            runbook: self.runbook.clone(),
            entry: Some(start.clone()),
            title: title.map_or_else(|| start.to_string(), |shape| shape.title.clone()),
            edges: edges.collect(),
            nodes,
        }
    }
}

struct Gathering<'a> {
    graph: &'a Graph,
    picture: Picture,
    /// The index of each node in the picture, by its id there.
    index: HashMap<String, usize>,
}

impl<'a> Gathering<'a> {
    fn new(graph: &'a Graph, runbook: &RunbookId, title: &str) -> Self {
        let picture = Picture {
            runbook: runbook.clone(),
            entry: None,
            title: title.to_owned(),
            nodes: Vec::new(),
            edges: Vec::new(),
        };
        Self { graph, picture, index: HashMap::new() }
    }

    fn add(&mut self, id: String, kind: ShapeKind, title: &str, key: NodeKey) -> usize {
        let nodes = &mut self.picture.nodes;
        *self.index.entry(id.clone()).or_insert_with(|| {
            nodes.push(Shape { id, kind, title: title.to_owned(), key });
            nodes.len() - 1
        })
    }

    fn add_nodes(&mut self, nodes: impl Iterator<Item = &'a Node>) {
        for node in nodes {
            let kind = match &node.content {
                Content::Symptom(_) => ShapeKind::Symptom,
                Content::Check(_) => ShapeKind::Check,
                Content::Fix(fix) => ShapeKind::Fix(fix.risk.as_ref().map(|risk| risk.value)),
                Content::End(end) => ShapeKind::End(end.result.value),
            };
            self.add(node.key.node.0.clone(), kind, node.title(), node.key.clone());
        }
    }

    fn finish(mut self) -> Picture {
        for from in 0..self.picture.nodes.len() {
            self.add_edges(from);
        }
        self.picture
    }

    fn add_edges(&mut self, from: usize) {
        let graph = self.graph;
        let key = self.picture.nodes[from].key.clone();
        let Some(node) = graph.node(&key) else { return };
        for (edge, target) in graph.edges(&key) {
            // A call's way back leaves the called runbook's node here, not the caller; it is drawn with the call.
            let Some((kind, label)) = words(&edge.kind, node) else { continue };
            let title = outcome_title(&edge.kind, node);
            let to = if target.key.runbook == key.runbook && edge.back.is_none() {
                self.index.get(&target.key.node.0).copied()
            } else {
                Some(self.add_call(target, edge.back.as_ref()))
            };
            if let Some(to) = to {
                self.picture.edges.push(Line { from, to, kind, label, title });
            }
        }
    }

    /// The node of another runbook that is entered at `target`, with its way back.
    fn add_call(&mut self, target: &Node, back: Option<&NodeKey>) -> usize {
        let id = match back {
            Some(back) => format!("{}>{}", target.key, back.node),
            None => target.key.to_string(),
        };
        if let Some(index) = self.index.get(&id) {
            return *index;
        }
        let runbook = self.graph.runbook(&target.key.runbook);
        let title = runbook.map_or(target.title(), |runbook| runbook.title.value.as_str());
        let call = self.add(id, ShapeKind::Call, title, target.key.clone());
        if let Some(to) = back.and_then(|back| self.index.get(&back.node.0).copied()) {
            let label = "when resolved".to_owned();
            self.picture.edges.push(Line { from: call, to, kind: LineKind::Return, label, title: None });
        }
        call
    }
}

/// The kind of an edge and short words for it; nothing for a call's way back.
fn words(kind: &EdgeKind, from: &Node) -> Option<(LineKind, String)> {
    let words = match kind {
        EdgeKind::Start => (LineKind::Start, String::new()),
        EdgeKind::Outcome(id) => (LineKind::Outcome, id.as_str().replace(['-', '_'], " ")),
        EdgeKind::NoneFits => (LineKind::NoneFits, "none fits".to_owned()),
        EdgeKind::Unsure => (LineKind::Unsure, "cannot tell".to_owned()),
        EdgeKind::Verify => (LineKind::Verify, "verify".to_owned()),
        EdgeKind::AttemptsUsed => {
            let limit = match &from.content {
                Content::Fix(fix) => fix.attempts.as_ref().map_or(1, |attempts| attempts.limit.value),
                _ => 1,
            };
            (LineKind::AttemptsUsed(limit), format!("after {}", count(limit as usize, "attempt")))
        }
        EdgeKind::Return => return None,
    };
    Some(words)
}

fn outcome_title(kind: &EdgeKind, from: &Node) -> Option<String> {
    match (kind, &from.content) {
        (EdgeKind::Outcome(id), Content::Check(check)) => {
            check.outcomes.get(id.as_str()).and_then(|outcome| outcome.title.clone()).map(|title| title.value)
        }
        _ => None,
    }
}
