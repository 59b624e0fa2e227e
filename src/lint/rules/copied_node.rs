//! `copied-node`: what is written twice should be written once.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::context::Context;
use crate::model::{Check, Fix, Markdown, NodeId, RunbookId, Step};
use crate::prose;
use crate::source::Spanned;
use std::collections::HashMap;
use std::fmt::Write as _;

/// What is written twice should be written once.
pub(super) static RULE: Rule = Rule {
    name: "copied-node",
    severity: Severity::Info,
    summary: "What is written twice should be written once.",
    documentation: r"## What it does

Reports a check with the same title, commands and outcomes as another one, and a fix with the same steps, instead of taking
the content with `use`.

## Why it matters

One of the copies is mended, and the other is not.

## Example

```yaml
checks:
  oauth-test-again:
    title: Does the OAuth test pass?
    run: [{ place: ems, command: Test-OAuthConnectivity -Service EWS }]    # as in oauth-test, word for word
```

## How to fix it

Take the content from the other one, and write only where this one leads:

```yaml
  oauth-test-again:
    use: oauth-test
    outcomes: { passes: { next: resolved }, fails: { next: escalate } }
```
",
};

/// A finding for each copy but the first.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut seen: HashMap<String, (&RunbookId, &Spanned<NodeId>)> = HashMap::new();
    let mut findings = Vec::new();
    let checks =
        context.checks().filter_map(|check| Some((content_of_check(check.node)?, check.runbook, check.name)));
    let fixes = context.fixes().filter_map(|fix| Some((content_of_fix(fix.node)?, fix.runbook, fix.name)));
    for (content, runbook, name) in checks.chain(fixes) {
        let home = &runbook.runbook.value;
        let Some((other_home, other)) = seen.get(&content) else {
            seen.insert(content, (home, name));
            continue;
        };
        let address = if *other_home == home { other.to_string() } else { format!("{other_home}/{other}") };
        let message = format!("{} is the same as {}", prose::quoted(&name.value), prose::quoted(&address));
        findings.push(
            Diagnostic::new(&RULE, name.span, message)
                .also(other.span, "the first of them")
                .help(format!("write `use: {address}` and only the ways that lead on")),
        );
    }
    findings
}

/// What a check asks, without where it leads; none where it runs nothing, because a question is short.
fn content_of_check(check: &Check) -> Option<String> {
    if check.run.is_empty() {
        return None;
    }
    let title = check.title.as_ref().map(|title| title.as_str()).unwrap_or_default();
    let mut content = format!("check {title}");
    for run in &check.run {
        let _ = write!(content, "\n{}: {}", run.place.value, run.command.text.value);
    }
    for (name, outcome) in check.outcomes.iter() {
        let title = outcome.title.as_ref().map(|title| title.as_str()).unwrap_or_default();
        let _ = write!(content, "\n{}: {title} {}", name.value, outcome.samples.len());
    }
    Some(content)
}

/// What a fix does; none where it has one step at most, which is often the same.
fn content_of_fix(fix: &Fix) -> Option<String> {
    let said = |step: &Step| {
        let action = step.action.as_ref().map(Markdown::as_str).unwrap_or_default();
        let command = step.command.as_ref().map(|command| command.text.as_str()).unwrap_or_default();
        format!("\n{action} | {command}")
    };
    (fix.steps.len() > 1).then(|| {
        let title = fix.title.as_ref().map(|title| title.as_str()).unwrap_or_default();
        format!("fix {title}{}", fix.all_steps().map(said).collect::<String>())
    })
}
