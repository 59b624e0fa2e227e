//! `failed-scenario`: a case must go the way that its scenario tells.
//!
//! Deliberately absent: walking it (floor 6, `scenario`); `test` reports it, `check` does not.

use crate::diagnostic::{Rule, Severity};

/// A case must go the way that its scenario tells.
pub static RULE: Rule = Rule {
    name: "failed-scenario",
    severity: Severity::Error,
    summary: "A case must go the way that its scenario tells.",
    documentation: r"## What it does

`triagebook test` walks each scenario of `tests/` as `triagebook run` would, and reports the first place where the walk does
something else: another node waits, the evidence is judged to be another outcome, a fix is withheld, a command is not shown
as expected, or the walk ends elsewhere.

## Why it matters

A scenario is a case that somebody had. When an edit of a runbook sends it another way, the next person with that case is
sent there too. Sometimes that is the aim of the edit; then the scenario says so from now on.

## Example

```yaml
# tests/hcw8064.yaml
runbook: hcw8064
scenarios:
  - title: The connector is enabled, and the test passes
    entry: wizard-warning
    steps: [connector: enabled, oauth-test: passes]
    ends: resolved
  - title: The connector is enabled, but the test fails
    entry: wizard-warning
    steps: [connector: enabled, oauth-test: passes]     # so the walk ends at `resolved`
    ends: escalate
```

## How to fix it

The notes say what the evidence said and how far the walk had come. Mend the runbook if the case must still go this way;
change the step if the new way is right.

```yaml
# tests/hcw8064.yaml
runbook: hcw8064
scenarios:
  - title: The connector is enabled, and the test passes
    entry: wizard-warning
    steps: [connector: enabled, oauth-test: passes]
    ends: resolved
  - title: The connector is enabled, but the test fails
    entry: wizard-warning
    steps: [connector: enabled, oauth-test: fails]
    ends: escalate
```
",
};
