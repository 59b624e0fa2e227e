//! `many-outcomes`: a person should choose among at most seven outcomes.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::prose;

/// The most outcomes that a person reads at once.
const MOST: usize = 7;

/// A person should choose among at most seven outcomes.
pub(super) static RULE: Rule = Rule {
    name: "many-outcomes",
    severity: Severity::Warning,
    summary: "A person should choose among at most seven outcomes.",
    documentation: r"## What it does

Reports a check with more than seven outcomes that only a person can choose. Outcomes with a test do not count: where the
output decides, nobody has to choose among them.

## Why it matters

Who chooses reads them all, some of them by hearing, and takes the first that sounds right.

## Example

```yaml
checks:
  what-is-seen:
    title: What do you see?
    ask: Look at the window of the wizard.
    # no run
    outcomes:
      warning: { title: A warning, next: oauth-test }
      failure: { title: A failure, next: enable-connectors }
      question: { title: A question, next: escalate }
      password: { title: A box for a password, next: escalate }
      progress: { title: A bar that does not move, next: escalate }
      nothing: { title: Nothing at all, next: escalate }
      help: { title: A page of the help, next: escalate }
      update: { title: A wish to be updated, next: escalate }
```

## How to fix it

Ask in two steps: first which kind, then which one of it. Or let a test of output decide.

```yaml
checks:
  what-is-seen:
    outcomes:
      words: { title: Words, next: oauth-test }
      no-words: { title: No words, next: enable-connectors }
```
",
};

/// A finding for each such check.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for check in file.checks() {
        let is_route = check.node.run.is_empty() && check.node.ask.is_none();
        let chosen = check.node.outcomes.iter().filter(|(_, outcome)| outcome.when.is_none()).count();
        if is_route || chosen <= MOST {
            continue;
        }
        let number = prose::count(chosen, "outcome");
        let message =
            format!("in the check {} a person chooses among {number}", prose::quoted(&check.name.value));
        findings.push(
            Diagnostic::new(&RULE, check.name.span, message)
                .label(format!("more than {MOST}"))
                .help("ask in two steps: first which kind, then which one of it"),
        );
    }
    findings
}
