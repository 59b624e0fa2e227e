//! `missing-sample`: an outcome that evidence decides must have a sample.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::model::{Matcher, MatcherKind};
use crate::prose;

/// An outcome that evidence decides must have a sample.
pub(super) static RULE: Rule = Rule {
    name: "missing-sample",
    severity: Severity::Error,
    summary: "An outcome that evidence decides must have a sample.",
    documentation: r#"## What it does

Reports an outcome whose `when` looks at output but that has no `samples`. A matcher of known facts alone needs none, nor
does `output: none` alone.

## Why it matters

A matcher without a sample is untested. Nobody knows whether it recognises real output until it fails in front of somebody.

## Example

```yaml
outcomes:
  enabled:
    when: { property: Enabled, equals: true }
    # no samples
undecided: ["Name : HybridIOC"]
```

## How to fix it

Paste real output, with names and identifiers replaced by stand-ins such as `contoso.com`:

```yaml
    samples:
      - |
        Name    : HybridIOC
        Enabled : True
```
"#,
};

/// A finding for each untested outcome.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let outcomes = file
        .checks()
        .flat_map(|check| check.node.outcomes.iter().map(move |(name, outcome)| (check.name, name, outcome)));
    outcomes
        .filter(|(_, _, outcome)| outcome.samples.is_empty())
        .filter_map(|(check, name, outcome)| {
            let when = outcome.when.as_ref().filter(|when| needs_sample(when))?;
            let message = format!(
                "the outcome {} of {} has no sample",
                prose::quoted(&name.value),
                prose::quoted(&check.value)
            );
            Some(
                Diagnostic::new(&RULE, name.span, message)
                    .also(when.span, "this test is never tried")
                    .help("add `samples:` with output as it would be pasted"),
            )
        })
        .collect()
}

/// Whether a test has to be tried on output. That nothing was printed needs none.
pub(super) fn needs_sample(when: &Matcher) -> bool {
    when.kind != MatcherKind::OutputNone && when.looks_at_output()
}
