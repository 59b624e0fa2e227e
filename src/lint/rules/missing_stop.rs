//! `missing-stop`: a fix that interrupts or destroys must say when to stop.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::model::Risk;
use crate::prose;

/// A fix that interrupts or destroys must say when to stop.
pub(super) static RULE: Rule = Rule {
    name: "missing-stop",
    severity: Severity::Error,
    summary: "A fix that interrupts or destroys must say when to stop.",
    documentation: r"## What it does

Reports a fix of risk `outage` or `destructive` without `stop_if`.

## Why it matters

Halfway through, with users waiting, nobody decides well whether to go on. The author decides it beforehand.

## Example

```yaml
fixes:
  restart:
    title: Restart the transport service
    risk: outage
    steps: [{ place: ps, command: Restart-Service MSExchangeTransport }]
```

## How to fix it

Say what must not be seen before or during the steps, and what then:

```yaml
fixes:
  restart:
    stop_if: The service does not come up within five minutes. Leave it, and escalate with the application log.
```
",
};

/// A finding for each such fix.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for fix in file.fixes().filter(|fix| fix.node.stop_if.is_none()) {
        let Some(risk) = fix.node.risk.as_ref().filter(|risk| risk.value >= Risk::Outage) else { continue };
        let message = format!("the fix {} does not say when to stop", prose::quoted(&fix.name.value));
        findings.push(
            Diagnostic::new(&RULE, fix.name.span, message)
                .also(risk.span, "this can go wrong")
                .help("add `stop_if:` with what must not be seen, and what to do then"),
        );
    }
    findings
}
