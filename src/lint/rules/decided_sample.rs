//! `decided-sample`: a sample under `undecided` must settle nothing.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::evidence::Verdict;
use crate::lint::file::File;
use crate::prose;

/// A sample under `undecided` must settle nothing.
pub(super) static RULE: Rule = Rule {
    name: "decided-sample",
    severity: Severity::Error,
    summary: "A sample under `undecided` must settle nothing.",
    documentation: r#"## What it does

Judges each sample under `undecided` and reports one that is judged to be an outcome. Output that several outcomes claim
settles nothing either, so it may stand there.

## Why it matters

These samples stand for output that proves nothing: cut off, from the wrong side, of another command. If one of them
settles the check, a bad paste leads people down a branch.

## Example

```yaml
undecided:
  - "Name : HybridIOC\nEnabled : Tr…"     # cut off
outcomes:
  enabled:
    when: { text: 'Enabled : Tr' }         # but this matches it
```

## How to fix it

Compare the property instead of searching the text, or ask for more: `all: [ … ]` with a line that only complete output
has.

```yaml
outcomes:
  enabled:
    when: { property: Enabled, equals: true }
```
"#,
};

/// A finding for each such sample that settles the check.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let undecided = file.judged.iter().filter(|judged| judged.of.is_none());
    undecided
        .filter_map(|judged| {
            // Where several outcomes match, nothing is proposed either.
            let Verdict::Proposed(outcome) = &judged.judgement.verdict else { return None };
            let quoted = prose::quoted(outcome);
            let message = format!("this sample must settle nothing but is judged to be {quoted}");
            let mut finding = Diagnostic::new(&RULE, judged.sample.text.span, message);
            if let Some(when) =
                judged.check.outcomes.get(outcome.as_str()).and_then(|outcome| outcome.when.as_ref())
            {
                finding = finding.also(when.span, format!("{quoted} matches"));
            }
            finding.notes.extend(judged.reason(outcome));
            Some(
                finding.help("make the matcher demand more, or move the sample to the outcome it belongs to"),
            )
        })
        .collect()
}
