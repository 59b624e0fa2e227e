//! Findings about names: everything a knowledge base names must be there, and be what it is used as.
//!
//! Invariant: runbooks are reported on as they were written, so content taken by `use` is reported once, at its origin.
//! A name that a damaged file may declare is not reported.
//! Deliberately absent: building the graph (`link`) and rules about its shape (floor 4).

mod base_names;
mod calls;
mod duplicates;
mod fact_names;
mod node_names;
mod outcome_names;
pub(super) mod scenarios;
mod uses;

use crate::diagnostic::{self, Diagnostic, Rule};
use crate::graph::{Damaged, Graph};
use crate::model::{NodeKey, Runbook, RunbookId};
use crate::prose;
use crate::source::Span;
use std::collections::{BTreeSet, HashSet};

/// The rules about names.
pub static RULES: &[&Rule] = &[
    &base_names::UNKNOWN_PLACE,
    &base_names::UNKNOWN_SOURCE,
    &calls::INVALID_CALL,
    &duplicates::DUPLICATE_NODE,
    &duplicates::DUPLICATE_RUNBOOK,
    &fact_names::UNKNOWN_INPUT,
    &node_names::UNKNOWN_NODE,
    &node_names::UNKNOWN_RUNBOOK,
    &node_names::WRONG_KIND,
    &outcome_names::UNKNOWN_OUTCOME,
    &scenarios::DUPLICATE_SCENARIO,
    &uses::INVALID_USE,
];

/// All findings about names, sorted. `doubles` are the runbooks that the graph leaves out because their name is taken.
pub(super) fn report(graph: &Graph, doubles: &[Runbook], damaged: &[Damaged<'_>]) -> Vec<Diagnostic> {
    let scope = Scope::new(graph, doubles, damaged);
    let mut findings = duplicates::runbooks(graph, doubles);
    findings.extend(base_names::order(&scope));
    for runbook in graph.runbooks() {
        findings.extend(duplicates::nodes(runbook));
        findings.extend(node_names::report(&scope, runbook));
        findings.extend(outcome_names::report(&scope, runbook));
        findings.extend(fact_names::report(&scope, runbook));
        findings.extend(base_names::report(&scope, runbook));
        findings.extend(uses::report(&scope, runbook));
        findings.extend(calls::report(&scope, runbook));
    }
    diagnostic::sort(&mut findings);
    findings
}

fn node_keys(runbook: &Runbook) -> impl Iterator<Item = NodeKey> {
    let symptoms = runbook.symptoms.names();
    let others = runbook.checks.names().chain(runbook.fixes.names()).chain(runbook.ends.names());
    symptoms.chain(others).map(|name| NodeKey::new(runbook.runbook.value.as_str(), name))
}

fn values(graph: &Graph) -> BTreeSet<&str> {
    let inputs = graph.runbooks().iter().flat_map(|runbook| runbook.inputs.names());
    let checks = graph.runbooks().iter().flat_map(|runbook| runbook.checks.iter());
    let outcomes = checks.flat_map(|(_, check)| check.outcomes.iter());
    inputs.chain(outcomes.flat_map(|(_, outcome)| outcome.capture.names())).collect()
}

/// What the reports of one run look names up in.
struct Scope<'a> {
    graph: &'a Graph,
    damaged: &'a [Damaged<'a>],
    /// Nodes of runbooks that the graph leaves out.
    lost: HashSet<NodeKey>,
    /// The names of all inputs and captured facts of the knowledge base.
    values: BTreeSet<&'a str>,
}

/// What is known about an address.
enum Lookup<'a> {
    /// This node.
    Node(&'a crate::graph::Node),
    /// No such node in this runbook.
    NoNode,
    /// No such runbook.
    NoRunbook,
    /// Perhaps something that could not be read.
    Unread,
}

impl<'a> Scope<'a> {
    fn new(graph: &'a Graph, doubles: &[Runbook], damaged: &'a [Damaged<'a>]) -> Self {
        let lost = doubles.iter().flat_map(node_keys).collect();
        Self { graph, damaged, lost, values: values(graph) }
    }

    /// What an address leads to.
    fn node(&self, key: &NodeKey) -> Lookup<'a> {
        if let Some(node) = self.graph.node(key) {
            return Lookup::Node(node);
        }
        let file = self.damaged.iter().find(|file| file.runbook == key.runbook);
        let known = self.graph.runbook(&key.runbook).is_some();
        match file {
            _ if self.lost.contains(key) => Lookup::Unread,
            Some(file) if !known || file.declares(key.node.as_str()) => Lookup::Unread,
            _ if known => Lookup::NoNode,
            _ => Lookup::NoRunbook,
        }
    }

    /// Whether a damaged file may declare this name, as an input, a capture, a place or a source.
    fn maybe_declared(&self, name: &str) -> bool {
        self.damaged.iter().any(|file| file.text.is_empty() || file.declares(name))
    }

    /// Whether this runbook's file could not be read as a whole.
    fn is_damaged(&self, runbook: &RunbookId) -> bool {
        self.damaged.iter().any(|file| file.runbook == *runbook)
    }
}

/// Adds what may have been meant instead of `typed`: a near name with an edit, or else the first few names there are.
/// `noun` is the plural of what the names are.
fn with_suggestion<'n>(
    finding: Diagnostic,
    span: Span,
    typed: &str,
    names: impl IntoIterator<Item = &'n str>,
    noun: &str,
) -> Diagnostic {
    let names: Vec<&str> = names.into_iter().collect();
    if let Some(near) = prose::near(typed, names.iter().copied()) {
        return finding.suggest(format!("did you mean {}?", prose::quoted(near)), span, near);
    }
    if names.is_empty() {
        return finding;
    }
    let mut shown: Vec<String> = names.iter().take(6).map(prose::quoted).collect();
    let rest = names.len() - shown.len();
    if rest > 0 {
        shown.push(format!("{rest} more"));
    }
    finding.help(format!("the {noun} are {}", prose::and(&shown)))
}

/// The address that a name written as `node` or `runbook/node` means in `home`.
pub(super) fn address(name: &str, home: &RunbookId) -> NodeKey {
    match name.split_once('/') {
        Some((runbook, node)) => NodeKey::new(runbook, node),
        None => NodeKey::new(home.as_str(), name),
    }
}
