//! `copied-node`: what is written twice should be written once.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::context::Context;
use crate::model::{Check, Fix, Markdown, NodeId, RunbookId, Step};
use crate::prose;
use crate::source::Spanned;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
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
  connector:
    outcomes:
      enabled:
        next: oauth-test-again
      disabled:
        next: oauth-test
  oauth-test:
    title: Does the OAuth test pass?
    run: [{ place: exo, command: 'Test-OAuthConnectivity -Service EWS -Mailbox {{ mailbox }}' }]
    outcomes:
      passes: { title: It passes, next: resolved }
      fails: { title: It fails, next: enable-connectors }
  oauth-test-again:             # as in oauth-test, word for word
    title: Does the OAuth test pass?
    run: [{ place: exo, command: 'Test-OAuthConnectivity -Service EWS -Mailbox {{ mailbox }}' }]
    outcomes:
      passes: { title: It passes, next: resolved }
      fails: { title: It fails, next: escalate }
    unsure: escalate
    sources: [kb3089172]
```

## How to fix it

Take the content from the other one, and write only where this one leads:

```yaml
checks:
  oauth-test-again:
    use: oauth-test
    outcomes: { passes: { next: resolved }, fails: { next: escalate } }
    # no title, run, sources
```
",
};

/// A finding for each copy but the first.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut seen: HashMap<(&str, &str), Alike<'_>> = HashMap::new();
    let mut findings = Vec::new();
    let checks = context.checks().map(|check| (Part::Check(check.node), check.runbook, check.name));
    let fixes = context.fixes().map(|fix| (Part::Fix(fix.node), fix.runbook, fix.name));
    for (part, runbook, name) in checks.chain(fixes) {
        let home = &runbook.runbook.value;
        let Some(beginning) = part.beginning() else { continue };
        let node = (part, home, name);
        let Some((_, other_home, other)) = seen.entry(beginning).or_default().earlier(node) else { continue };
        let address = if other_home == home { other.to_string() } else { format!("{other_home}/{other}") };
        let message = format!("{} is the same as {}", prose::quoted(&name.value), prose::quoted(&address));
        findings.push(
            Diagnostic::new(&RULE, name.span, message)
                .also(other.span, "the first of them")
                .help(format!("write `use: {address}` and only the ways that lead on")),
        );
    }
    findings
}

/// A node that may be copied.
#[derive(Clone, Copy)]
enum Part<'a> {
    Check(&'a Check),
    Fix(&'a Fix),
}

/// A node, its runbook and its name.
type Candidate<'a> = (Part<'a>, &'a RunbookId, &'a Spanned<NodeId>);

/// Nodes that begin the same. Most are alone, and then nobody asks for all that they hold.
#[derive(Default)]
struct Alike<'a> {
    alone: Option<Candidate<'a>>,
    by_content: HashMap<String, Candidate<'a>>,
}

impl<'a> Alike<'a> {
    /// The node that holds the same and came before, if there is one; else this one is kept.
    fn earlier(&mut self, node: Candidate<'a>) -> Option<Candidate<'a>> {
        if self.alone.is_none() && self.by_content.is_empty() {
            self.alone = Some(node);
            return None;
        }
        if let Some(first) = self.alone.take() {
            self.by_content.insert(first.0.content(), first);
        }
        match self.by_content.entry(node.0.content()) {
            Entry::Occupied(earlier) => Some(*earlier.get()),
            Entry::Vacant(free) => {
                free.insert(node);
                None
            }
        }
    }
}

impl<'a> Part<'a> {
    /// Its first command or step; none where it runs nothing, because a question is short, or has one step at most, which is
    /// often the same.
    fn beginning(self) -> Option<(&'a str, &'a str)> {
        match self {
            Self::Check(check) => {
                let run = check.run.first()?;
                Some((run.place.as_str(), run.command.text.as_str()))
            }
            Self::Fix(fix) => {
                let step = fix.steps.first().filter(|_| fix.steps.len() > 1)?;
                let action = step.action.as_ref().map(Markdown::as_str).unwrap_or_default();
                let command = step.command.as_ref().map(|command| command.text.as_str());
                Some((action, command.unwrap_or_default()))
            }
        }
    }

    fn content(self) -> String {
        match self {
            Self::Check(check) => content_of_check(check),
            Self::Fix(fix) => content_of_fix(fix),
        }
    }
}

/// What a check asks, without where it leads.
fn content_of_check(check: &Check) -> String {
    let title = check.title.as_ref().map(|title| title.as_str()).unwrap_or_default();
    let mut content = format!("check {title}");
    for run in &check.run {
        let _ = write!(content, "\n{}: {}", run.place.value, run.command.text.value);
    }
    for (name, outcome) in check.outcomes.iter() {
        let title = outcome.title.as_ref().map(|title| title.as_str()).unwrap_or_default();
        let _ = write!(content, "\n{}: {title} {}", name.value, outcome.samples.len());
    }
    content
}

/// What a fix does.
fn content_of_fix(fix: &Fix) -> String {
    let said = |step: &Step| {
        let action = step.action.as_ref().map(Markdown::as_str).unwrap_or_default();
        let command = step.command.as_ref().map(|command| command.text.as_str()).unwrap_or_default();
        format!("\n{action} | {command}")
    };
    let title = fix.title.as_ref().map(|title| title.as_str()).unwrap_or_default();
    format!("fix {title}{}", fix.all_steps().map(said).collect::<String>())
}
