//! `todo`: no text says TODO.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::source::Spanned;

/// No text says TODO.
pub(super) static RULE: Rule = Rule {
    name: "todo",
    severity: Severity::Warning,
    summary: "No text says TODO.",
    documentation: r#"## What it does

Reports titles, prose and the `to` of ends that hold the word `TODO`.

## Why it matters

A draft, such as `triagebook new --from-mermaid` makes, marks what its author still has to say. A person in the middle of an
incident has no use for the mark.

## Example

```yaml
checks:
  disk:
    title: Is the disk full?
    ask: "TODO: what to look at, and where"
    # no run
    outcomes:
      full: { title: It is, next: enable-connectors }
      space: { title: It is not, next: oauth-test }
```

## How to fix it

Write what is meant, and take the mark out:

```yaml
checks:
  disk:
    title: Is the disk full?
    run: [{ place: sh, command: df -h /var }]
    # no ask
```
"#,
};

/// A finding for each text with the mark.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let prose = file.prose().into_iter().map(|text| &text.0);
    let marked = lines(file).into_iter().chain(prose).filter(|text| is_marked(&text.value));
    marked
        .map(|text| {
            Diagnostic::new(&RULE, text.span, "this text still says TODO")
                .label("not written yet")
                .help("write what is meant, and take the mark out")
        })
        .collect()
}

/// Titles and the `to` of ends.
fn lines<'a>(file: &File<'a>) -> Vec<&'a Spanned<String>> {
    let mut lines: Vec<&Spanned<String>> = file.shared().map(|base| &base.title).into_iter().collect();
    lines.extend(file.runbooks().map(|runbook| &runbook.title));
    lines.extend(file.symptoms().map(|symptom| &symptom.node.title));
    for check in file.checks() {
        lines.extend(&check.node.title);
        lines.extend(check.node.outcomes.iter().filter_map(|(_, outcome)| outcome.title.as_ref()));
    }
    for fix in file.fixes() {
        lines.extend(fix.node.title.iter().chain(&fix.node.role));
    }
    for end in file.ends() {
        lines.extend(std::iter::once(&end.node.title).chain(&end.node.to));
    }
    lines
}

fn is_marked(text: &str) -> bool {
    text.contains("TODO") && text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "TODO")
}
