//! `alike-outcomes`: outcomes of a check must be told apart by their words.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::prose;
use crate::source::Spanned;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Outcomes of a check must be told apart by their words.
pub(super) static RULE: Rule = Rule {
    name: "alike-outcomes",
    severity: Severity::Warning,
    summary: "Outcomes of a check should be told apart by their words.",
    documentation: r"## What it does

Reports two outcomes of one check whose titles differ in nothing but upper and lower case, punctuation or symbols.

## Why it matters

People choose by these words, some of them by hearing. A tick and a cross are no words for a screen reader, and a case
with a customer is no place to look for the difference.

## Example

```yaml
outcomes:
  good: { title: The connector ✔, next: resolved }
  bad: { title: The connector ✘, next: enable-connectors }
```

## How to fix it

Say what is the case:

```yaml
outcomes:
  good: { title: The connector is enabled, next: resolved }
  bad: { title: The connector is disabled, next: enable-connectors }
```
",
};

/// A finding for each outcome whose title another one has before.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    // Nobody reads the outcomes of a route.
    for check in file.checks().filter(|check| !check.node.run.is_empty() || check.node.ask.is_some()) {
        let mut seen: HashMap<String, &Spanned<String>> = HashMap::new();
        for title in check.node.outcomes.iter().filter_map(|(_, outcome)| outcome.title.as_ref()) {
            match seen.entry(words(title)) {
                Entry::Occupied(first) => {
                    let message =
                        format!("this outcome is called like another one: {}", prose::quoted(&title.value));
                    findings.push(
                        Diagnostic::new(&RULE, title.span, message)
                            .also(first.get().span, "the other one")
                            .help("say in words what is the case with each"),
                    );
                }
                Entry::Vacant(free) => drop(free.insert(title)),
            }
        }
    }
    findings
}

/// The letters and digits of a title, and signs that mean something between numbers.
pub(super) fn words(title: &str) -> String {
    let kept = title.to_lowercase();
    let parts: Vec<&str> = kept
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '<' | '>' | '+' | '%'))
        .filter(|word| !word.is_empty())
        .collect();
    parts.join(" ")
}
