//! What a knowledge base sets for its rules: levels for all of it, exceptions for single nodes.
//!
//! Invariant: an exception that nothing needed is a finding itself; a level never hides that.
//! Deliberately absent: rules that cannot be set: those of reading and of names (floors 2 and 3).

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::context::Context;
use crate::lint::rules::{unknown_rule, unused_allowance};
use crate::model::Level;
use crate::source::FileId;
use std::collections::HashMap;

/// The findings that are left, each with the weight that the knowledge base gives it.
pub(super) fn apply(context: &Context<'_>, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let levels = &context.graph.base().rules;
    let allowances: Vec<_> = context.allowances().collect();
    let mut used = vec![Use::Unused; allowances.len()];
    let mut of_file: HashMap<FileId, Vec<usize>> = HashMap::new();
    for (index, (part, _)) in allowances.iter().enumerate() {
        of_file.entry(part.file).or_default().push(index);
    }
    let mut left = Vec::new();
    for finding in findings {
        let place = finding.primary.span;
        let candidates = of_file.get(&place.file).map(Vec::as_slice).unwrap_or_default();
        let excuse = candidates.iter().copied().find(|index| {
            let (part, allowance) = &allowances[*index];
            allowance.rule.value == finding.rule.name
                && (part.start..part.end).contains(&place.start)
                && allowance.until.is_none_or(|until| until.value >= context.today)
        });
        match excuse {
            Some(index) => used[index] = Use::Used,
            None => left.push(finding),
        }
    }
    let unused = allowances.iter().zip(used).filter(|((_, allowance), used)| {
        let is_over = allowance.until.is_some_and(|until| until.value < context.today);
        // A name that cannot be set is reported as such.
        let is_settable = unknown_rule::settable().any(|rule| rule.name == allowance.rule.value);
        *used == Use::Unused && !is_over && is_settable
    });
    left.extend(unused.map(|((_, allowance), _)| unused_allowance::finding(allowance)));
    left.retain_mut(|finding| {
        match levels.get(finding.rule.name).map(|level| level.value) {
            None => {}
            Some(Level::Error) => finding.severity = Severity::Error,
            Some(Level::Warning) => finding.severity = Severity::Warning,
            Some(Level::Info) => finding.severity = Severity::Info,
            Some(Level::Off) => return false,
        }
        true
    });
    left
}

/// Whether an exception was needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Used,
    Unused,
}
