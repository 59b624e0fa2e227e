//! `missing-title`: checks and fixes should have a title.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::model::NodeId;
use crate::prose;
use crate::source::Spanned;

/// Checks and fixes should have a title.
pub(super) static RULE: Rule = Rule {
    name: "missing-title",
    severity: Severity::Warning,
    summary: "Checks and fixes should have a title.",
    documentation: r"## What it does

Reports a check or a fix without `title`.

## Why it matters

The title is the question that is asked, or the work that is announced. Without one people see the name of the node, which
was made for files.

## Example

```yaml
checks:
  connector:
    # no title
    run: [{ place: ems, command: Get-IntraOrganizationConnector }]
```

## How to fix it

Write the question as a question, and the fix as an imperative:

```yaml
checks:
  connector:
    title: Is the on-premises connector enabled?
```
",
};

/// A finding for each check and each fix without a title.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let checks = file.checks().filter(|check| check.node.title.is_none());
    let fixes = file.fixes().filter(|fix| fix.node.title.is_none());
    let checks = checks.map(|check| finding(check.name, "check", "write the question"));
    checks.chain(fixes.map(|fix| finding(fix.name, "fix", "say what is done, as an imperative"))).collect()
}

fn finding(name: &Spanned<NodeId>, kind: &str, advice: &str) -> Diagnostic {
    Diagnostic::new(&RULE, name.span, format!("the {kind} {} has no title", prose::quoted(&name.value)))
        .label("this name is shown instead")
        .help(format!("add `title:`: {advice}"))
}
