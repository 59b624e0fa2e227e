//! What can be done about a finding: the edits that it offers.
//!
//! Invariant: the edits are those of the findings, which `check --fix` applies too.
//! Deliberately absent: applying them.

use crate::diagnostic::{Certainty, Diagnostic, Edit};
use crate::source::Span;

/// An edit that an author may choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action<'f> {
    /// What it does, as an imperative or a question.
    pub title: String,
    /// The finding that it mends.
    pub finding: &'f Diagnostic,
    /// The edits.
    pub edits: &'f [Edit],
    /// How sure it is that it is right.
    pub certainty: Certainty,
}

/// What can be done about the findings that touch a span, the surest first.
pub fn actions(findings: &[Diagnostic], at: Span) -> Vec<Action<'_>> {
    let touches = |span: Span| span.file == at.file && span.start <= at.end && at.start <= span.end;
    let offers = findings.iter().filter_map(|finding| {
        let suggestion = finding.suggestion.as_ref()?;
        let near = touches(finding.primary.span) || suggestion.edits.iter().any(|edit| touches(edit.span));
        near.then(|| Action {
            title: capital(&suggestion.message),
            finding,
            edits: &suggestion.edits,
            certainty: suggestion.certainty,
        })
    });
    let mut actions: Vec<Action<'_>> = offers.collect();
    actions.sort_by_key(|action| std::cmp::Reverse(action.certainty));
    actions
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    first + characters.as_str()
}
