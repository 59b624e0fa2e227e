//! Walks over what was written in runbooks: nodes that hold their content themselves, and exceptions.
//!
//! Invariant: content taken by `use` is walked where it is written, never a second time.
//! Deliberately absent: which runbooks (one in `file`, all in `context`).

use crate::model::{Allowance, Check, End, Fix, NodeId, Runbook, Symptom};
use crate::source::{Span, Spanned};
use std::sync::Arc;

/// A node as it was written, with the runbook it is written in.
pub(super) struct Written<'a, T> {
    /// The runbook.
    pub(super) runbook: &'a Runbook,
    /// The node's name.
    pub(super) name: &'a Spanned<NodeId>,
    /// The node.
    pub(super) node: &'a T,
}

impl<'a, T> Written<'a, T> {
    fn of(runbook: &'a Runbook) -> impl Fn((&'a Spanned<NodeId>, &'a Arc<T>)) -> Self {
        move |(name, node)| Self { runbook, name, node }
    }
}

/// All symptoms.
pub(super) fn symptoms(runbook: &Runbook) -> impl Iterator<Item = Written<'_, Symptom>> {
    runbook.symptoms.iter().map(Written::of(runbook))
}

/// All checks that hold their content themselves.
pub(super) fn checks(runbook: &Runbook) -> impl Iterator<Item = Written<'_, Check>> {
    runbook.checks.iter().map(Written::of(runbook)).filter(|check| check.node.content_of.is_none())
}

/// All fixes that hold their content themselves.
pub(super) fn fixes(runbook: &Runbook) -> impl Iterator<Item = Written<'_, Fix>> {
    runbook.fixes.iter().map(Written::of(runbook)).filter(|fix| fix.node.content_of.is_none())
}

/// All ends.
pub(super) fn ends(runbook: &Runbook) -> impl Iterator<Item = Written<'_, End>> {
    runbook.ends.iter().map(Written::of(runbook))
}

/// Every exception, with the part of the file for which it holds: its node, or the head of the runbook.
pub(super) fn allowances(runbook: &Runbook) -> impl Iterator<Item = (Span, &Allowance)> {
    let mut nodes: Vec<(Span, &[Allowance])> = Vec::new();
    nodes.extend(runbook.symptoms.iter().map(|(name, node)| (name.span, node.allow.as_slice())));
    nodes.extend(runbook.checks.iter().map(|(name, node)| (name.span, node.allow.as_slice())));
    nodes.extend(runbook.fixes.iter().map(|(name, node)| (name.span, node.allow.as_slice())));
    nodes.extend(runbook.ends.iter().map(|(name, node)| (name.span, node.allow.as_slice())));
    nodes.push((Span { start: 0, end: 0, ..runbook.runbook.span }, runbook.allow.as_slice()));
    // Most runbooks hold none.
    if nodes.iter().all(|(_, allowances)| allowances.is_empty()) {
        nodes.clear();
    }
    nodes.sort_by_key(|(span, _)| *span);
    let ends: Vec<u32> = nodes.iter().skip(1).map(|(span, _)| span.start).chain([u32::MAX]).collect();
    nodes.into_iter().zip(ends).flat_map(|((span, allowances), end)| {
        allowances.iter().map(move |allowance| (Span { end, ..span }, allowance))
    })
}
