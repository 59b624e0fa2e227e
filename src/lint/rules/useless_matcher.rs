//! `useless-matcher`: a test of output needs a command or a question that brings the output.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::prose;

/// A test of output needs a command or a question that brings the output.
pub(super) static RULE: Rule = Rule {
    name: "useless-matcher",
    severity: Severity::Error,
    summary: "A test of output needs a command or a question that brings the output.",
    documentation: r#"## What it does

Reports an outcome whose `when` looks at output in a check that has neither `run` nor `ask`.

## Why it matters

A check without `run` and `ask` is a route: known facts settle it and nobody is asked for output. A test of output there
never holds.

## Example

```yaml
checks:
  which-way:
    title: Is the connector enabled?
    # no run
    outcomes:
      enabled: { title: It is, when: { property: Enabled, equals: true }, samples: ["Enabled : True"], next: oauth-test }   # output of what?
      disabled: { title: It is not, when: { property: Enabled, equals: false }, samples: ["Enabled : False"], next: enable-connectors }
```

## How to fix it

Add the command under `run`, or compare a fact: `{ fact: connector, equals: enabled }`.

```yaml
checks:
  which-way:
    run: [{ place: ems, command: 'Get-IntraOrganizationConnector | Format-List' }]
```
"#,
};

/// A finding for each test of output in a route.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let routes = file.checks().filter(|check| check.node.run.is_empty() && check.node.ask.is_none());
    let outcomes =
        routes.flat_map(|check| check.node.outcomes.iter().map(move |(_, outcome)| (check.name, outcome)));
    outcomes
        .filter_map(|(check, outcome)| {
            let when = outcome.when.as_ref().filter(|when| when.looks_at_output())?;
            let message =
                format!("this looks at output, but {} runs and asks nothing", prose::quoted(&check.value));
            Some(
                Diagnostic::new(&RULE, when.span, message)
                    .also(check.span, "neither `run` nor `ask`")
                    .help("add the command under `run`, or compare a fact instead"),
            )
        })
        .collect()
}
