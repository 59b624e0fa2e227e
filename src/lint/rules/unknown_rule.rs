//! `unknown-rule`: a level or an exception must name a rule that can be set.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint;
use crate::lint::file::File;
use crate::lint::rules::LINTS;
use crate::prose;
use crate::source::Spanned;

/// A level or an exception must name a rule that can be set.
pub(in crate::lint) static RULE: Rule = Rule {
    name: "unknown-rule",
    severity: Severity::Error,
    summary: "A level or an exception must name a rule that can be set.",
    documentation: r"## What it does

Reports a name under `rules` in `knowledge-base.yaml`, or a `rule` under `allow`, that is no rule or one that cannot be set.
The rules of reading a file and of names that lead nowhere always hold: without them nothing can be walked.

## Why it matters

A misspelt exception excuses nothing, and the finding it was meant for stays.

## Example

```yaml
allow:
  - { rule: mising-rollback, reason: The service has no state }
```

## How to fix it

Write the name as findings show it in brackets; `triagebook explain` lists all of them.

```yaml
# no rollback
allow:
  - { rule: missing-rollback, reason: The service has no state }
```
",
};

/// A finding for each such name.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let levels = file.shared().into_iter().flat_map(|base| base.rules.iter()).map(|(name, _)| name);
    let allowed = file.allowances().map(|allowance| &allowance.rule);
    levels.chain(allowed).filter_map(finding).collect()
}

fn finding(name: &Spanned<String>) -> Option<Diagnostic> {
    let typed = name.value.as_str();
    if settable().any(|rule| rule.name == typed) {
        return None;
    }
    if lint::rule(typed).is_some() {
        let message = format!("the rule {} always holds", prose::quoted(typed));
        let finding = Diagnostic::new(&RULE, name.span, message).label("cannot be set");
        return Some(finding.help("mend what it finds"));
    }
    let message = format!("no rule is called {}", prose::quoted(typed));
    let finding = Diagnostic::new(&RULE, name.span, message).label("names no rule");
    Some(match prose::near(typed, settable().map(|rule| rule.name)) {
        Some(near) => finding.suggest(format!("did you mean {}?", prose::quoted(near)), name.span, near),
        None => finding.help("`triagebook explain` lists all rules"),
    })
}

/// The rules whose level a knowledge base may set, and from which it may except a node.
pub(in crate::lint) fn settable() -> impl Iterator<Item = &'static Rule> {
    LINTS.iter().map(|lint| lint.rule)
}
