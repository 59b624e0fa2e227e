//! `long-step`: a step should be one action in few words.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::prose;

/// Words that are read while doing something else.
const MOST: usize = 120;

/// A step should be one action in few words.
pub(super) static RULE: Rule = Rule {
    name: "long-step",
    severity: Severity::Warning,
    summary: "A step should be one action in few words.",
    documentation: r"## What it does

Reports a step of a fix whose words are more than 120.

## Why it matters

People read a step, do it and come back for the next. What is long holds several actions and an explanation, and one of
them is forgotten.

## Example

A step of half a page: which console to open, where to click, what the boxes mean, what to note, and what comes after.

## How to fix it

Make each action its own step, and put what explains it into `detail`.
",
};

/// A finding for each long step.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let steps = file.fixes().flat_map(|fix| fix.node.all_steps());
    steps
        .filter_map(|step| {
            let action = step.action.as_ref()?;
            let number = action.as_str().split_whitespace().count();
            (number > MOST).then(|| {
                Diagnostic::new(
                    &RULE,
                    action.0.span,
                    format!("this step has {}", prose::count(number, "word")),
                )
                .label(format!("more than {MOST}"))
                .help("make each action its own step, and put what explains it into `detail`")
            })
        })
        .collect()
}
