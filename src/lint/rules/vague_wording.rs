//! `vague-wording`: words should say what to do.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::model::Markdown;
use crate::prose;
use regex_lite::Regex;
use std::sync::LazyLock;

/// Words should say what to do.
pub(super) static RULE: Rule = Rule {
    name: "vague-wording",
    severity: Severity::Warning,
    summary: "Words should say what to do.",
    documentation: r"## What it does

Looks for phrases in questions, steps, impacts and conditions that leave the decision to the reader: “as appropriate”, “if
necessary”, “should be fine”, “check the server”, “etc.”, “and so on”, “somehow”, “properly configured”.

## Why it matters

The reader has no time and often not the knowledge; that is why they read. What is appropriate is what the author knows.

## Example

```yaml
steps: [{ do: Restart services as appropriate. }]
```

## How to fix it

Say which, when, and how to see that it is right:

```yaml
steps: [{ do: Restart `MSExchangeServiceHost` on each server that the check names. }]
```
",
};

static VAGUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(as (appropriate|needed|necessary|required)|if (necessary|needed|required|appropriate)|where appropriate|should be (fine|ok|okay|good)|check the server|somehow|and so on|and so forth|properly configured|(configured|set up|works?) properly|various settings|the usual (steps|way))\b|\betc\.",
    )
    .expect("the expression is tested to compile")
});

/// One of these is in each of them.
const MARKS: &[&str] = &[
    "appropriate",
    "necessary",
    "needed",
    "required",
    "should be",
    "check the server",
    "somehow",
    "and so ",
    "properly",
    "various",
    "the usual",
    "etc.",
];

/// A finding for each text with such a phrase.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let asks = file.checks().flat_map(|check| check.node.ask.iter());
    let steps = file.fixes().flat_map(|fix| {
        let said = fix.node.all_steps().flat_map(|step| step.action.iter().chain(&step.expect));
        said.chain(&fix.node.stop_if).chain(&fix.node.impact)
    });
    asks.chain(steps).filter_map(finding).collect()
}

fn finding(text: &Markdown) -> Option<Diagnostic> {
    // A look that costs little, before one that costs more.
    let lower = text.as_str().to_lowercase();
    let found = MARKS.iter().any(|mark| lower.contains(mark)).then(|| VAGUE.find(text.as_str()))??;
    let message = format!("{} leaves the decision to the reader", prose::quoted(found.as_str()));
    Some(
        Diagnostic::new(&RULE, text.0.span, message).help("say which, when, and how to see that it is right"),
    )
}
