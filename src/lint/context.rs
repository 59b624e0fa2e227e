//! What the rules look at that compare files: the graph, the cases, and where the reader found errors.
//!
//! Invariant: content taken by `use` is walked where it is written, never a second time.
//! Deliberately absent: findings, and what a rule of one file looks at (`file`).

use crate::diagnostic::{Rule, Severity};
use crate::graph::Graph;
use crate::lint::Input;
use crate::lint::written::{self, Written};
use crate::model::{Allowance, Check, End, Fix, NodeKey, Runbook, ScenarioFile, Symptom};
use crate::source::{FileId, Span};
use crate::syntax;
use std::collections::{BTreeMap, HashSet};

/// What the rules look at.
pub(super) struct Context<'a> {
    /// The linked knowledge base.
    pub(super) graph: &'a Graph,
    /// The day of the check.
    pub(super) today: jiff::civil::Date,
    /// The cases of the knowledge base.
    pub(super) scenarios: &'a [ScenarioFile],
    /// The nodes that a walk can come to.
    pub(super) reachable: HashSet<&'a NodeKey>,
    /// Where the reader found errors, by file.
    errors: BTreeMap<FileId, Vec<Span>>,
    /// Where the nodes of each file that has errors begin, in rising order.
    starts: BTreeMap<FileId, Vec<u32>>,
}

impl<'a> Context<'a> {
    /// Prepares what the rules share.
    pub(super) fn new(input: Input<'a>) -> Self {
        let Input { graph, today, scenarios, found } = input;
        let is_readers = |rule: &Rule| syntax::RULES.iter().any(|other| other.name == rule.name);
        let mut errors: BTreeMap<FileId, Vec<Span>> = BTreeMap::new();
        for finding in
            found.iter().filter(|finding| finding.severity == Severity::Error && is_readers(finding.rule))
        {
            errors.entry(finding.primary.span.file).or_default().push(finding.primary.span);
        }
        let mut starts: BTreeMap<FileId, Vec<u32>> = errors.keys().map(|file| (*file, Vec::new())).collect();
        for node in graph.nodes() {
            if let Some(starts) = starts.get_mut(&node.span.file) {
                starts.push(node.span.start);
            }
        }
        for starts in starts.values_mut() {
            starts.sort_unstable();
        }
        Self { graph, today, scenarios, reachable: graph.reachable(), errors, starts }
    }

    /// Whether the reader found an error in the same node as `span`; before the first node, in the same head.
    pub(super) fn is_near_error(&self, span: Span) -> bool {
        let Some(starts) = self.starts.get(&span.file) else { return false };
        let part = |span: Span| starts.partition_point(|start| *start <= span.start);
        self.errors.get(&span.file).into_iter().flatten().any(|error| part(*error) == part(span))
    }

    /// Whether the reader found an error anywhere. Then something may be used where nobody could read it.
    pub(super) fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Whether the reader found an error in this runbook's file.
    pub(super) fn is_damaged(&self, runbook: &Runbook) -> bool {
        self.starts.contains_key(&runbook.runbook.span.file)
    }

    /// Whether the reader found an error in `knowledge-base.yaml`.
    pub(super) fn is_base_damaged(&self) -> bool {
        self.starts.contains_key(&self.graph.base().title.span.file)
    }

    /// Every exception of the knowledge base, with the part of its file for which it holds.
    pub(super) fn allowances(&self) -> impl Iterator<Item = (Span, &'a Allowance)> {
        self.graph.runbooks().iter().flat_map(written::allowances)
    }

    /// All symptoms.
    pub(super) fn symptoms(&self) -> impl Iterator<Item = Written<'a, Symptom>> {
        self.graph.runbooks().iter().flat_map(written::symptoms)
    }

    /// All checks that hold their content themselves.
    pub(super) fn checks(&self) -> impl Iterator<Item = Written<'a, Check>> {
        self.graph.runbooks().iter().flat_map(written::checks)
    }

    /// All fixes that hold their content themselves.
    pub(super) fn fixes(&self) -> impl Iterator<Item = Written<'a, Fix>> {
        self.graph.runbooks().iter().flat_map(written::fixes)
    }

    /// All ends.
    pub(super) fn ends(&self) -> impl Iterator<Item = Written<'a, End>> {
        self.graph.runbooks().iter().flat_map(written::ends)
    }
}
