//! All runbooks linked into one immutable graph, and the questions asked of it.
//!
//! Invariant: every edge leads to a node that exists; what could not be resolved is a diagnostic and no edge.
//! A node that takes its content by `use` holds that content here, under its own edges.
//! Deliberately absent: YAML, judgement, and any change after [`Graph::link`].

mod ahead;
mod calls;
mod companions;
mod damaged;
mod dominators;
mod link;
mod loops;
mod mentions;
mod path;
mod reach;
mod report;
mod stretch;

pub use ahead::{Ahead, Reach, Spot};
pub use damaged::Damaged;
pub use dominators::Dominators;
pub use mentions::{Mention, MentionKind, mentions};
pub use report::RULES;

use crate::diagnostic::Diagnostic;
use crate::model::{
    Check, End, FactName, Fix, Input, KnowledgeBase, NodeId, NodeKey, NodeRef, OutcomeId, Place, PlaceId,
    Runbook, RunbookId, ScenarioFile, Source, SourceId, Symptom,
};
use crate::source::Span;
use foldhash::fast::FixedState;
use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Nodes by their addresses. It is asked for every way that is shown; nobody attacks a graph with the names of its own nodes.
type Index = HashMap<NodeKey, NodeIndex, FixedState>;

/// The linked knowledge base.
#[derive(Debug, Clone)]
pub struct Graph {
    base: KnowledgeBase,
    runbooks: Vec<Runbook>,
    inner: DiGraph<Node, Edge>,
    index: Index,
    holes: Holes,
}

/// What is not known because a name did not resolve or a file could not be read. One mistake must not make others up.
#[derive(Debug, Clone, Default)]
struct Holes {
    /// Nodes that ways which could not be linked may lead to.
    entered: HashSet<NodeKey>,
    /// Nodes with a target that did not resolve or could not be read.
    left: HashSet<NodeKey>,
    /// Nodes whose content is not known because their `use` names nothing usable.
    hollow: HashSet<NodeKey>,
}

/// One node with its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its address.
    pub key: NodeKey,
    /// Where its name is written.
    pub span: Span,
    /// The runbook its content is written in: another one where it is taken by `use`. Names in the content (inputs,
    /// sources, required checks) are looked up there.
    pub home: RunbookId,
    /// What it is.
    pub content: Content,
}

/// What a node is. `use` is resolved: a check or fix here is complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// An entry.
    Symptom(Arc<Symptom>),
    /// A question.
    Check(Arc<Check>),
    /// A change.
    Fix(Arc<Fix>),
    /// A stop.
    End(Arc<End>),
}

impl Content {
    /// The word of the format: `symptom`, `check`, `fix` or `end`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Symptom(_) => "symptom",
            Self::Check(_) => "check",
            Self::Fix(_) => "fix",
            Self::End(_) => "end",
        }
    }

    /// The node that `use` names, where this is a check or a fix that has one.
    pub fn taken_from(&self) -> Option<&NodeRef> {
        match self {
            Self::Check(check) => check.content_of.as_ref(),
            Self::Fix(fix) => fix.content_of.as_ref(),
            Self::Symptom(_) | Self::End(_) => None,
        }
    }
}

impl Node {
    /// Its title; the node's id where the author gave none.
    pub fn title(&self) -> &str {
        let title = match &self.content {
            Content::Symptom(symptom) => Some(&symptom.title),
            Content::Check(check) => check.title.as_ref(),
            Content::Fix(fix) => fix.title.as_ref(),
            Content::End(end) => Some(&end.title),
        };
        title.map_or(self.key.node.as_str(), |title| title.value.as_str())
    }
}

/// One way from a node to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// When it is taken.
    pub kind: EdgeKind,
    /// Where its target is written.
    pub span: Span,
    /// For a call: where the walk goes on when the called runbook ends resolved.
    pub back: Option<NodeKey>,
}

/// When an edge is taken.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EdgeKind {
    /// From a symptom to its first check.
    Start,
    /// From a check, with this outcome.
    Outcome(OutcomeId),
    /// From a check: no outcome fits.
    NoneFits,
    /// From a check: it cannot be run, or its answer cannot be told.
    Unsure,
    /// From a fix to the check that proves it.
    Verify,
    /// From a fix: it was tried as often as it may be.
    AttemptsUsed,
    /// From a node that calls another runbook to the node where the walk comes back.
    Return,
}

impl Graph {
    /// Links the runbooks. Never fails: what does not resolve is reported and left out.
    pub fn link(base: KnowledgeBase, runbooks: Vec<Runbook>) -> (Self, Vec<Diagnostic>) {
        Self::link_around(base, runbooks, &[])
    }

    /// Links the runbooks where some files could not be read, or not whole. `damaged` names all of these, with or
    /// without a runbook in `runbooks`; names that such a file may declare are not reported, nor are nodes that it may
    /// lead to.
    pub fn link_around(
        base: KnowledgeBase,
        runbooks: Vec<Runbook>,
        damaged: &[Damaged<'_>],
    ) -> (Self, Vec<Diagnostic>) {
        let (graph, doubles) = link::build(base, runbooks, damaged);
        let diagnostics = report::report(&graph, &doubles, damaged);
        (graph, diagnostics)
    }

    /// Findings about names in scenario files: nodes, outcomes and inputs that are not there. `damaged` as for
    /// [`Self::link_around`].
    pub fn scenario_names(&self, files: &[ScenarioFile], damaged: &[Damaged<'_>]) -> Vec<Diagnostic> {
        report::scenarios::report(self, files, damaged)
    }

    /// What all runbooks share.
    pub fn base(&self) -> &KnowledgeBase {
        &self.base
    }

    /// The runbooks as written, sorted by name.
    pub fn runbooks(&self) -> &[Runbook] {
        &self.runbooks
    }

    /// The runbooks as a person reads them: in the `order` of the knowledge base, then the others by title.
    pub fn reading_order(&self) -> Vec<&Runbook> {
        let places: HashMap<&RunbookId, usize> =
            self.base.order.iter().enumerate().rev().map(|(place, id)| (&id.value, place)).collect();
        let mut runbooks: Vec<&Runbook> = self.runbooks.iter().collect();
        runbooks.sort_by_cached_key(|runbook| {
            let place = places.get(&runbook.runbook.value).copied();
            (place.unwrap_or(usize::MAX), runbook.title.value.to_lowercase())
        });
        runbooks
    }

    /// The runbook of this name.
    pub fn runbook(&self, id: &RunbookId) -> Option<&Runbook> {
        let found = self.runbooks.binary_search_by(|runbook| runbook.runbook.value.cmp(id)).ok()?;
        self.runbooks.get(found)
    }

    /// The node at this address.
    pub fn node(&self, key: &NodeKey) -> Option<&Node> {
        self.index.get(key).map(|index| &self.inner[*index])
    }

    /// The nodes that do not take their content from another one, in the order of [`Self::nodes`].
    pub fn written_nodes(&self) -> impl Iterator<Item = &Node> {
        self.nodes().filter(|node| node.content.taken_from().is_none())
    }

    /// The title of the node at this address; the address where there is none.
    pub fn title_of(&self, key: &NodeKey) -> String {
        self.node(key).map_or_else(|| key.to_string(), |node| node.title().to_owned())
    }

    /// All nodes: runbooks by name, nodes in the order they were written (symptoms, checks, fixes, ends).
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = &Node> {
        self.inner.raw_nodes().iter().map(|node| &node.weight)
    }

    /// The nodes of one runbook in the order they were written.
    pub fn nodes_of<'a>(&'a self, runbook: &'a RunbookId) -> impl Iterator<Item = &'a Node> {
        self.indices_of(runbook).map(|index| &self.inner[index])
    }

    fn indices_of<'a>(&'a self, runbook: &'a RunbookId) -> impl Iterator<Item = NodeIndex> + 'a {
        // Nodes stand by runbook, runbooks by name.
        let nodes = self.inner.raw_nodes();
        let start = nodes.partition_point(|node| node.weight.key.runbook < *runbook);
        let own = move |index: &usize| nodes[*index].weight.key.runbook == *runbook;
        (start..nodes.len()).take_while(own).map(NodeIndex::new)
    }

    /// The edges that leave a node, in the order they were written, each with the node it leads to.
    pub fn edges(&self, from: &NodeKey) -> Vec<(&Edge, &Node)> {
        let Some(index) = self.index.get(from) else { return Vec::new() };
        // petgraph gives the newest first.
        let mut edges: Vec<_> =
            self.inner.edges(*index).map(|edge| (edge.weight(), &self.inner[edge.target()])).collect();
        edges.reverse();
        edges
    }

    /// Whether no edge leaves a node.
    pub fn is_stuck(&self, key: &NodeKey) -> bool {
        self.index.get(key).is_none_or(|index| self.inner.edges(*index).next().is_none())
    }

    /// The edge of this kind that leaves a node.
    pub fn edge(&self, from: &NodeKey, kind: &EdgeKind) -> Option<(&Edge, &Node)> {
        let edges = self.inner.edges(*self.index.get(from)?);
        let first = edges.filter(|edge| edge.weight().kind == *kind).min_by_key(EdgeRef::id)?;
        Some((first.weight(), &self.inner[first.target()]))
    }

    /// How many edges lead to a node.
    pub fn entering(&self, to: &NodeKey) -> usize {
        let edges = |index: &NodeIndex| self.inner.edges_directed(*index, Direction::Incoming).count();
        self.index.get(to).map_or(0, edges)
    }

    /// Whether the content of this node is not known because its `use` names nothing usable.
    pub fn is_hollow(&self, key: &NodeKey) -> bool {
        self.holes.hollow.contains(key)
    }

    /// Whether everything is linked: each name of a node resolved, and each file could be read.
    pub fn is_whole(&self) -> bool {
        let Holes { entered, left, hollow } = &self.holes;
        entered.is_empty() && left.is_empty() && hollow.is_empty()
    }

    /// The check that a key of `requires` means when it is written in `home`: a name there, or `runbook/node`.
    pub fn required(&self, home: &RunbookId, name: &NodeId) -> NodeKey {
        report::address(name.as_str(), home)
    }

    /// The place of this name.
    pub fn place(&self, id: &PlaceId) -> Option<&Place> {
        self.base.places.get(id.as_str())
    }

    /// The title of the place of this name; the name where there is none.
    pub fn place_title(&self, id: &PlaceId) -> String {
        self.place(id).map_or_else(|| id.to_string(), |place| place.title.value.clone())
    }

    /// The source that a runbook means by this name: its own, or the shared one.
    pub fn source(&self, runbook: &RunbookId, id: &SourceId) -> Option<&Source> {
        let own = self.runbook(runbook).and_then(|runbook| runbook.sources.get(id.as_str()));
        own.or_else(|| self.base.sources.get(id.as_str()))
    }

    /// The input that a runbook means by this name: its own, or the first of this name in any runbook, because a
    /// session knows each fact once.
    pub fn input(&self, runbook: &RunbookId, name: &FactName) -> Option<&Input> {
        let own = self.runbook(runbook).and_then(|runbook| runbook.inputs.get(name.as_str()));
        own.or_else(|| self.runbooks.iter().find_map(|runbook| runbook.inputs.get(name.as_str())))
    }

    /// All node names of a runbook, for suggestions.
    pub fn node_names<'a>(&'a self, runbook: &'a RunbookId) -> impl Iterator<Item = &'a NodeId> {
        self.nodes_of(runbook).map(|node| &node.key.node)
    }
}
