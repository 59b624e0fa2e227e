//! `long-walk`: a symptom should lead to a fix or an end in at most twelve questions.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::context::Context;
use crate::prose;

/// Questions that one person answers without losing the thread.
const MOST: usize = 12;

/// A symptom should lead to a fix or an end in at most twelve questions.
pub(super) static RULE: Rule = Rule {
    name: "long-walk",
    severity: Severity::Warning,
    summary: "A symptom should lead to a fix or an end in at most twelve questions.",
    documentation: r"## What it does

Follows from each symptom the longest way to the first fix or end, and reports one with more than twelve checks that
somebody has to answer. Checks that known facts decide do not count, nor does what follows “cannot tell”, or what comes in
and after a called runbook.

## Why it matters

Checklists that are used under pressure have five to nine items. After a dozen questions without anything done, people
begin to skip.

## Example

Twenty checks, of which each leads to the next one.

## How to fix it

Ask first what splits the causes best, so that most ways are short. Make a part with its own symptom a runbook of its own,
and call it.
",
};

/// A finding for each symptom with a long way.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let stretches = context.graph.longest_stretches();
    stretches
        .into_iter()
        .filter(|(_, asked)| asked.len() > MOST)
        .map(|(symptom, asked)| {
            let number = prose::count(asked.len(), "question");
            let message =
                format!("from {} it may take {number} to a fix or an end", prose::quoted(&symptom.key.node));
            let names: Vec<&str> = asked.iter().map(|node| node.key.node.as_str()).collect();
            Diagnostic::new(&RULE, symptom.span, message)
                .label(format!("more than {MOST}"))
                .note(format!("the longest way asks {}", names.join(" → ")))
                .help("ask first what splits the causes best, or make a part of it a runbook and call it")
        })
        .collect()
}
