//! What the rules of one run look at: the graph, walks over what was written, and results that several rules share.
//!
//! Invariant: content taken by `use` is walked where it is written, never a second time.
//! Deliberately absent: findings.

use crate::diagnostic::{Rule, Severity};
use crate::graph::Graph;
use crate::lint::Input;
use crate::lint::commands::{self, Typed};
use crate::lint::logic::Formula;
use crate::lint::samples::{self, Judged};
use crate::model::{
    Allowance, Check, End, Fix, Matcher, NodeId, NodeKey, OutcomeId, PlaceId, Runbook, ScenarioFile, Symptom,
    Template,
};
use crate::source::{FileId, Span, Spanned};
use crate::syntax;
use std::collections::{BTreeMap, HashSet};

/// A node as it was written, with the runbook it is written in.
pub(super) struct Written<'a, T> {
    /// The runbook.
    pub(super) runbook: &'a Runbook,
    /// The node's name.
    pub(super) name: &'a Spanned<NodeId>,
    /// The node.
    pub(super) node: &'a T,
}

/// The test of an outcome, as logic.
pub(super) struct OutcomeFormula<'a> {
    /// The check's name.
    pub(super) check: &'a Spanned<NodeId>,
    /// The check.
    pub(super) content: &'a Check,
    /// The outcome's name.
    pub(super) name: &'a Spanned<OutcomeId>,
    /// The test.
    pub(super) when: &'a Matcher,
    /// What it says.
    pub(super) formula: Formula,
}

/// What the rules look at.
pub(super) struct Context<'a> {
    /// The linked knowledge base.
    pub(super) graph: &'a Graph,
    /// The day of the check.
    pub(super) today: jiff::civil::Date,
    /// The cases of the knowledge base.
    pub(super) scenarios: &'a [ScenarioFile],
    /// Every sample with what it was judged to be.
    pub(super) judged: Vec<Judged<'a>>,
    /// Every command that is typed into a shell.
    pub(super) typed: Vec<Typed<'a>>,
    /// The test of every outcome that has one, those of a check side by side.
    pub(super) formulas: Vec<OutcomeFormula<'a>>,
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
        let judged = samples::judge_all(graph);
        let typed = commands::typed(graph);
        let formulas = formulas(graph);
        Self {
            graph,
            today,
            scenarios,
            judged,
            typed,
            formulas,
            reachable: graph.reachable(),
            errors,
            starts,
        }
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

    /// Every exception of the knowledge base, with the part of its file for which it holds: its node, or the head of its
    /// runbook.
    pub(super) fn allowances(&self) -> impl Iterator<Item = (Span, &'a Allowance)> {
        self.graph.runbooks().iter().flat_map(|runbook| {
            let mut nodes: Vec<(Span, &'a [Allowance])> = Vec::new();
            nodes.extend(runbook.symptoms.iter().map(|(name, node)| (name.span, node.allow.as_slice())));
            nodes.extend(runbook.checks.iter().map(|(name, node)| (name.span, node.allow.as_slice())));
            nodes.extend(runbook.fixes.iter().map(|(name, node)| (name.span, node.allow.as_slice())));
            nodes.extend(runbook.ends.iter().map(|(name, node)| (name.span, node.allow.as_slice())));
            nodes.push((Span { start: 0, end: 0, ..runbook.runbook.span }, runbook.allow.as_slice()));
            nodes.sort_by_key(|(span, _)| *span);
            let ends: Vec<u32> = nodes.iter().skip(1).map(|(span, _)| span.start).chain([u32::MAX]).collect();
            nodes.into_iter().zip(ends).flat_map(|((span, allowances), end)| {
                allowances.iter().map(move |allowance| (Span { end, ..span }, allowance))
            })
        })
    }

    /// All symptoms.
    pub(super) fn symptoms(&self) -> impl Iterator<Item = Written<'a, Symptom>> {
        written(self.graph, |runbook| runbook.symptoms.iter())
    }

    /// All checks that hold their content themselves.
    pub(super) fn checks(&self) -> impl Iterator<Item = Written<'a, Check>> {
        written(self.graph, |runbook| runbook.checks.iter()).filter(|check| check.node.content_of.is_none())
    }

    /// All fixes that hold their content themselves.
    pub(super) fn fixes(&self) -> impl Iterator<Item = Written<'a, Fix>> {
        written(self.graph, |runbook| runbook.fixes.iter()).filter(|fix| fix.node.content_of.is_none())
    }

    /// All commands of checks, steps and rollbacks, each with its place.
    pub(super) fn commands(&self) -> impl Iterator<Item = (&'a Spanned<PlaceId>, &'a Template)> {
        let runs = self.checks().flat_map(|check| &check.node.run);
        let steps = self.fixes().flat_map(|fix| fix.node.all_steps());
        let steps = steps.filter_map(|step| Some((step.place.as_ref()?, step.command.as_ref()?)));
        runs.map(|command| (&command.place, &command.command)).chain(steps)
    }

    /// All ends.
    pub(super) fn ends(&self) -> impl Iterator<Item = Written<'a, End>> {
        written(self.graph, |runbook| runbook.ends.iter())
    }
}

/// The nodes that `table` picks from each runbook.
fn written<'a, T: 'a, I>(
    graph: &'a Graph,
    table: impl Fn(&'a Runbook) -> I,
) -> impl Iterator<Item = Written<'a, T>>
where
    I: Iterator<Item = (&'a Spanned<NodeId>, &'a T)>,
{
    graph
        .runbooks()
        .iter()
        .flat_map(move |runbook| table(runbook).map(move |(name, node)| Written { runbook, name, node }))
}

/// The tests of all outcomes that are written where they stand.
fn formulas(graph: &Graph) -> Vec<OutcomeFormula<'_>> {
    let checks = graph.runbooks().iter().flat_map(|runbook| runbook.checks.iter());
    let outcomes = checks.filter(|(_, check)| check.content_of.is_none()).flat_map(|(name, check)| {
        check.outcomes.iter().map(move |(outcome, content)| (name, check, outcome, content))
    });
    outcomes
        .filter_map(|(check, content, name, outcome)| {
            let when = outcome.when.as_ref()?;
            Some(OutcomeFormula { check, content, name, when, formula: Formula::of(when) })
        })
        .collect()
}
