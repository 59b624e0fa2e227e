//! Facts that are named but that nothing provides.
//!
//! Invariant: a fact is known when any runbook of the knowledge base asks for it or captures it, because a session
//! knows each fact once.
//! Deliberately absent: whether a fact is known in time (floor 4).

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::report::{Lookup, Scope, address, with_suggestion};
use crate::graph::{Mention, MentionKind, mentions};
use crate::model::{FactName, Runbook, RunbookId};
use crate::prose;

/// Named facts exist.
pub(super) static UNKNOWN_INPUT: Rule = Rule {
    name: "unknown-input",
    severity: Severity::Error,
    summary: "A fact that is named must be an input, a captured value or a check.",
    documentation: r"## What it does

Reports a fact that nothing provides: a placeholder `{{ name }}` in a command or a comparison, the name after `fact:`,
a fact after `before:` or `after:`, or a fact given along with a sample.

A fact is provided by an entry under `inputs`, or by `capture` of an outcome, in any runbook of the knowledge base.
After `fact:`, the name of a check also stands for the outcome it had, and `now` for the clock of the session.

## Why it matters

A command with a hole in it cannot be shown, and a comparison with a value that nobody knows never settles anything.

## Example

```yaml
checks:
  connector:
    run: [{ place: ems, command: 'Get-Mailbox -Identity {{ mailboxes }}' }]   # the input is called mailbox
```

## How to fix it

Name an input or a captured fact that exists, or add the missing one under `inputs`.

```yaml
checks:
  connector:
    run: [{ place: ems, command: 'Get-Mailbox -Identity {{ mailbox }}' }]
```
",
};

/// The findings of one runbook.
pub(super) fn report(scope: &Scope<'_>, runbook: &Runbook) -> Vec<Diagnostic> {
    mentions(runbook).iter().filter_map(|mention| finding(scope, runbook, mention)).collect()
}

fn finding(scope: &Scope<'_>, runbook: &Runbook, mention: &Mention<'_>) -> Option<Diagnostic> {
    let (name, span, home) = (mention.fact.as_str(), mention.fact.span, &runbook.runbook.value);
    let may_be_check = matches!(mention.kind, MentionKind::Matcher(_) | MentionKind::Sample);
    let known = scope.values.contains(name) || scope.maybe_declared(name);
    let is_clock = matches!(mention.kind, MentionKind::Matcher(_)) && name == FactName::NOW;
    if known || is_clock || (may_be_check && names_check(scope, name, home)) {
        return None;
    }
    let what = if may_be_check { "input, captured fact or check" } else { "input or captured fact" };
    let message = format!("no {what} is called {}", prose::quoted(name));
    let finding = Diagnostic::new(&UNKNOWN_INPUT, span, message).label("nothing provides this");
    let checks = runbook.checks.names().filter(|_| may_be_check);
    let names: Vec<&str> = scope.values.iter().copied().chain(checks).collect();
    if prose::near(name, names.iter().copied()).is_some() {
        return Some(with_suggestion(finding, span, name, names, "facts"));
    }
    Some(finding.help(format!("add {} under `inputs`, or capture it in an outcome", prose::quoted(name))))
}

fn names_check(scope: &Scope<'_>, name: &str, home: &RunbookId) -> bool {
    match scope.node(&address(name, home)) {
        Lookup::Node(node) => matches!(node.content, crate::graph::Content::Check(_)),
        Lookup::Unread => true,
        Lookup::NoNode | Lookup::NoRunbook => false,
    }
}
