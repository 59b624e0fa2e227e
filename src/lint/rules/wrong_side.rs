//! `wrong-side`: a command must exist where it is typed.
//!
//! Deliberately absent: places without `side`, and parameters that only one side has.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::lint::sides::only_side;
use crate::model::Side;
use crate::prose;

/// A command must exist where it is typed.
pub(super) static RULE: Rule = Rule {
    name: "wrong-side",
    severity: Severity::Warning,
    summary: "A command should exist where it is typed.",
    documentation: r"## What it does

Reports a command of Exchange that exists on one side only, typed at a place of the other side (`side` of the place in
`knowledge-base.yaml`). The sides are those of the vendor's reference.

## Why it matters

The person gets “is not recognized as the name of a cmdlet”, in the middle of an incident, and looks for the mistake at their
end: a module, a role, a typing error.

## Example

```yaml
run: [{ place: exo, command: Get-ExchangeCertificate | Format-List }]    # exo is in the cloud
```

## How to fix it

Name the other place, or the command that shows the same there: `Get-SendConnector` on-premises is `Get-OutboundConnector` in
Exchange Online.

```yaml
run: [{ place: ems, command: Get-ExchangeCertificate | Format-List }]
```
",
};

/// A finding for each command that its place does not have.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for typed in &file.typed {
        let place = file.place(&typed.at.value);
        let Some(here) = place.and_then(|place| place.side.as_ref()) else { continue };
        let foreign =
            typed.calls.iter().find(|call| only_side(&call.command).is_some_and(|side| side != here.value));
        if let Some(call) = foreign {
            let (there, here) = match here.value {
                Side::Cloud => ("on-premises", "the cloud"),
                Side::OnPremises => ("in the cloud", "on-premises"),
            };
            let message = format!("{} exists only {there}", prose::quoted(&call.name));
            findings.push(
                Diagnostic::new(&RULE, typed.command.text.span, message)
                    .label(format!("{} is {here}", prose::quoted(&typed.at.value)))
                    .help("name a place of the other side, or the command that shows the same here"),
            );
        }
    }
    findings
}
