//! `duplicate-title`: two runbooks, or two symptoms, must not be called the same.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::context::Context;
use crate::lint::rules::alike_outcomes::words;
use crate::prose;
use crate::source::Spanned;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Two runbooks, or two symptoms, must not be called the same.
pub(super) static RULE: Rule = Rule {
    name: "duplicate-title",
    severity: Severity::Error,
    summary: "Two runbooks, or two symptoms, must not be called the same.",
    documentation: r"## What it does

Reports a runbook with the title of another runbook, and a symptom with the title of another symptom, in the whole
knowledge base. Case and punctuation do not count.

## Why it matters

People find their way in by these words. Of two entries that are called the same, they take the first.

## Example

```yaml
symptoms:
  wizard-warning: { title: No free/busy information, signatures: [HCW8064], next: connector, sources: [kb3089172] }
  no-free-busy: { title: No free/busy information, signatures: [Hashed], next: oauth-test, sources: [kb3089172] }
```

## How to fix it

Say what is different in what people see. If nothing is different, make it one symptom and let a check tell the cases apart.

```yaml
symptoms:
  wizard-warning: { title: The wizard ends with HCW8064, signatures: [HCW8064], next: connector, sources: [kb3089172] }
```
",
};

/// A finding for each title that is taken.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let runbooks = context.graph.runbooks().iter().map(|runbook| &runbook.title);
    let mut findings = taken(runbooks, "runbook");
    findings.extend(taken(context.symptoms().map(|symptom| &symptom.node.title), "symptom"));
    findings
}

fn taken<'a>(titles: impl Iterator<Item = &'a Spanned<String>>, what: &str) -> Vec<Diagnostic> {
    let mut seen: HashMap<String, &Spanned<String>> = HashMap::new();
    let mut findings = Vec::new();
    for title in titles {
        let first = match seen.entry(words(title)) {
            Entry::Occupied(first) => *first.get(),
            Entry::Vacant(free) => {
                free.insert(title);
                continue;
            }
        };
        // A label lies in the same file as the finding.
        let finding = Diagnostic::new(
            &RULE,
            title.span,
            format!("another {what} is called {} too", prose::quoted(&title.value)),
        );
        findings.push(finding.also(first.span, "this one").help("say what is different in what people see"));
    }
    findings
}
