//! `late-warning`: a warning must stand before the action that it is about.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use regex_lite::Regex;
use std::sync::LazyLock;

/// A warning must stand before the action that it is about.
pub(super) static RULE: Rule = Rule {
    name: "late-warning",
    severity: Severity::Error,
    summary: "A warning must stand before the action that it is about.",
    documentation: r"## What it does

Reports the last step of a fix, and an `expect`, that is a warning: it begins with a word such as “Warning”, “Caution” or
“Attention”, or speaks of what had to be done “before”.

## Why it matters

People do one step after the other. Who reads the warning has done the damage.

## Example

```yaml
steps:
  - { place: ems, command: Set-IntraOrganizationConnector HybridIOC -Enabled $true }
  - { do: 'Caution: note the settings before you enable it.' }
```

## How to fix it

Put it in front: in `detail`, in `stop_if`, or in the step before.

```yaml
steps:
  - { do: 'Caution: note the settings before you enable it.' }
  - { place: ems, command: Set-IntraOrganizationConnector HybridIOC -Enabled $true }
```
",
};

static WARNS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(warning|caution|attention|danger|beware|before (you|doing|this|running)|make sure (that )?you (have|had))\b")
        .expect("the expression is tested to compile")
});

/// A finding for each warning that comes too late.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for fix in file.fixes() {
        let steps = &fix.node.steps;
        let last = steps.last().filter(|step| steps.len() > 1 && step.command.is_none());
        let texts = last.and_then(|step| step.action.as_ref());
        let expected = steps.iter().filter_map(|step| step.expect.as_ref());
        for text in texts.into_iter().chain(expected).filter(|text| WARNS.is_match(text.as_str())) {
            findings.push(
                Diagnostic::new(&RULE, text.0.span, "this warning comes after the action that it is about")
                    .help("put it into `detail` or `stop_if`, or in front of the step"),
            );
        }
    }
    findings
}
