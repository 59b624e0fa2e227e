//! `missing-signature`: a runbook should be found by what people see.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::prose;

/// A runbook should be found by what people see.
pub(super) static RULE: Rule = Rule {
    name: "missing-signature",
    severity: Severity::Warning,
    summary: "A runbook should be found by what people see.",
    documentation: r"## What it does

Reports a runbook with symptoms none of which has `signatures`: no error code, no part of a message, no pattern. A symptom
where nothing is shown may have none; that all of them show nothing is rare.

## Why it matters

People paste the error text. A runbook that has none of it is found by luck.

## Example

```yaml
symptoms:
  wizard-warning:
    title: The wizard ends with a warning
    # no signatures
```

## How to fix it

Add the code and the exact words of the message. Where a person sees nothing but that something does not work, the words
they would type are a pattern too.

```yaml
    signatures: [HCW8064, was not able to perform the OAuth portion]
```
",
};

/// A finding for each such runbook, at its first symptom.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let runbooks = file.runbooks();
    let silent =
        runbooks.filter(|runbook| runbook.symptoms.iter().all(|(_, symptom)| symptom.signatures.is_empty()));
    silent
        .filter_map(|runbook| Some((runbook, runbook.symptoms.iter().next()?)))
        .map(|(runbook, (first, _))| {
            let message = format!("no symptom of {} has a signature", prose::quoted(&runbook.runbook.value));
            Diagnostic::new(&RULE, first.span, message)
                .help("add `signatures:` with the error code and the exact words of the message")
        })
        .collect()
}
