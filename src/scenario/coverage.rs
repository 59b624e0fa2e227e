//! What walks came through: nodes, outcomes and edges of the graph, and what is left.
//!
//! Invariant: an edge counts when a walk took it. Edges of one node that are taken for the same reason to the same place
//! are one edge.
//! Deliberately absent: walking.

use crate::graph::{EdgeKind, Graph};
use crate::model::{NodeKey, RunbookId};
use crate::session::{Answer, FixResult, State, Took};
use crate::source::Span;
use std::collections::HashSet;

/// One edge of the graph.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EdgeId {
    /// The node it leaves.
    pub from: NodeKey,
    /// When it is taken.
    pub kind: EdgeKind,
    /// The node it leads to.
    pub to: NodeKey,
}

/// The nodes and edges that walks came through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The nodes.
    pub nodes: HashSet<NodeKey>,
    /// The edges.
    pub edges: HashSet<EdgeId>,
}

/// How much of one runbook is covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunbookCoverage {
    /// The runbook.
    pub runbook: RunbookId,
    /// Nodes covered, and nodes.
    pub nodes: (usize, usize),
    /// Edges of outcomes covered, and all of them.
    pub outcomes: (usize, usize),
    /// Edges covered, and edges.
    pub edges: (usize, usize),
    /// The edges that are not covered, in the order they are written.
    pub uncovered: Vec<Uncovered>,
}

/// An edge that no walk took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncovered {
    /// The edge.
    pub edge: EdgeId,
    /// Where its target is written.
    pub span: Span,
}

impl Coverage {
    /// Adds what this walk came through.
    pub fn add(&mut self, graph: &Graph, state: &State) {
        self.nodes.extend(state.path.iter().map(|visit| visit.node.clone()));
        self.nodes.extend(state.node().cloned());
        let mut calls: Vec<(NodeKey, NodeKey)> = Vec::new();
        for visit in &state.path {
            let kind = match &visit.took {
                Took::Entered => EdgeKind::Start,
                Took::Answered { answer: Answer::Outcome(outcome), .. } => EdgeKind::Outcome(outcome.clone()),
                Took::Answered { answer: Answer::None, .. }
                    if graph.edge(&visit.node, &EdgeKind::NoneFits).is_some() =>
                {
                    EdgeKind::NoneFits
                }
                Took::Answered { .. } => EdgeKind::Unsure,
                Took::Tried(FixResult::Done) => EdgeKind::Verify,
                Took::AttemptsUsed => EdgeKind::AttemptsUsed,
                Took::Tried(FixResult::Failed) => continue,
                Took::Jumped(to) => {
                    if to.runbook != visit.node.runbook {
                        calls.clear();
                    }
                    continue;
                }
                Took::Returned => {
                    let back = calls.pop();
                    self.edges.extend(back.map(|(from, to)| EdgeId { from, kind: EdgeKind::Return, to }));
                    continue;
                }
            };
            let Some((edge, next)) = graph.edge(&visit.node, &kind) else { continue };
            calls.extend(edge.back.clone().map(|back| (visit.node.clone(), back)));
            self.edges.insert(EdgeId { from: visit.node.clone(), kind, to: next.key.clone() });
        }
    }

    /// Adds what others came through.
    pub fn merge(&mut self, other: &Self) {
        self.nodes.extend(other.nodes.iter().cloned());
        self.edges.extend(other.edges.iter().cloned());
    }

    /// What is covered of each runbook, in the order of the graph.
    pub fn by_runbook(&self, graph: &Graph) -> Vec<RunbookCoverage> {
        graph.runbooks().iter().map(|runbook| self.of_runbook(graph, &runbook.runbook.value)).collect()
    }

    fn of_runbook(&self, graph: &Graph, runbook: &RunbookId) -> RunbookCoverage {
        let mut found = RunbookCoverage {
            runbook: runbook.clone(),
            nodes: (0, 0),
            outcomes: (0, 0),
            edges: (0, 0),
            uncovered: Vec::new(),
        };
        for node in graph.nodes_of(runbook) {
            tally(&mut found.nodes, usize::from(self.nodes.contains(&node.key)));
            for (edge, span) in edges_of(graph, &node.key) {
                let covered = self.edges.contains(&edge);
                if matches!(edge.kind, EdgeKind::Outcome(_)) {
                    tally(&mut found.outcomes, usize::from(covered));
                }
                tally(&mut found.edges, usize::from(covered));
                if !covered {
                    found.uncovered.push(Uncovered { edge, span });
                }
            }
        }
        found
    }
}

/// The edges that leave a node, each once, with the place where the target is written.
pub(crate) fn edges_of(graph: &Graph, node: &NodeKey) -> Vec<(EdgeId, Span)> {
    let mut seen = HashSet::new();
    let edges = graph.edges(node).into_iter().map(|(edge, to)| {
        (EdgeId { from: node.clone(), kind: edge.kind.clone(), to: to.key.clone() }, edge.span)
    });
    edges.filter(|(edge, _)| seen.insert(edge.clone())).collect()
}

fn tally((covered, all): &mut (usize, usize), hits: usize) {
    *covered += hits;
    *all += 1;
}

impl EdgeId {
    /// The edge as people say it: `connector-onprem, disabled → relationship`, with addresses in full.
    pub fn sentence(&self) -> String {
        let Self { from, kind, to } = self;
        match kind {
            EdgeKind::Start => format!("{from} → {to}"),
            EdgeKind::Outcome(outcome) => format!("{from}, {outcome} → {to}"),
            EdgeKind::NoneFits => format!("{from}, none → {to}"),
            EdgeKind::Unsure => format!("{from}, unsure → {to}"),
            EdgeKind::Verify => format!("{from}, done → {to}"),
            EdgeKind::AttemptsUsed => format!("{from}, attempts used up → {to}"),
            EdgeKind::Return => format!("{from}, back from a call → {to}"),
        }
    }
}
