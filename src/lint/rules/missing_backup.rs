//! `missing-backup`: what is destroyed should be kept before.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::effect::{self, Effect};
use crate::lint::file::File;
use crate::model::{Fix, Risk, Step};
use crate::prose;
use regex_lite::Regex;
use std::sync::LazyLock;

/// What is destroyed should be kept before.
pub(super) static RULE: Rule = Rule {
    name: "missing-backup",
    severity: Severity::Error,
    summary: "What is destroyed should be kept before.",
    documentation: r"## What it does

Reports a `destructive` fix that changes something before it has kept anything: no step before the first change reads or
exports what is there, and none says in words to keep, save, note or export it.

## Why it matters

When it was the wrong object, the only way back is what was kept.

## Example

```yaml
risk: destructive
steps: [{ place: ems, command: Remove-HybridConfiguration }]
stop_if: Another administrator is at work.
rollback: { none: The wizard has to be run again. }
```

## How to fix it

Begin with a step that keeps it:

```yaml
steps:
  - { do: Keep this output with the ticket., place: ems, command: 'Get-HybridConfiguration | Format-List' }
  - { place: ems, command: Remove-HybridConfiguration }
```
",
};

static KEEPS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(keep|save|sav(ed|ing)|note|copy|export|backup|back up|record|write down|screenshot|take down|download|into the (case|ticket))\b")
        .expect("the expression is tested to compile")
});

/// A finding for each fix that destroys before it keeps.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let destructive =
        file.fixes().filter(|fix| fix.node.risk.as_ref().is_some_and(|risk| risk.value == Risk::Destructive));
    destructive
        .filter(|fix| !fix.node.steps.is_empty() && !is_kept(file, fix.node))
        .map(|fix| {
            let message =
                format!("the fix {} keeps nothing before it destroys", prose::quoted(&fix.name.value));
            Diagnostic::new(&RULE, fix.name.span, message)
                .help("begin with a step that reads or exports what is there, and say where to keep it")
        })
        .collect()
}

/// Whether something is kept before the first command that changes something; steps by hand are taken at their words.
fn is_kept(file: &File<'_>, fix: &Fix) -> bool {
    let first = fix
        .steps
        .iter()
        .position(|step| effect_of(file, step).is_some_and(|effect| effect >= Effect::Unknown));
    let (before, first) = match first {
        Some(index) => (fix.steps.get(..index), fix.steps.get(index)),
        None => (Some(fix.steps.as_slice()), None),
    };
    before.unwrap_or_default().iter().any(|step| says_so(step) || effect_of(file, step) == Some(Effect::Read))
        || first.is_some_and(says_so)
        || fix.detail.as_ref().is_some_and(|detail| KEEPS.is_match(detail.as_str()))
}

fn says_so(step: &Step) -> bool {
    step.action.as_ref().is_some_and(|action| KEEPS.is_match(action.as_str()))
        || step.command.as_ref().is_some_and(|command| KEEPS.is_match(&command.text))
}

fn effect_of(file: &File<'_>, step: &Step) -> Option<Effect> {
    let command = step.command.as_ref()?;
    let shell = file.place(&step.place.as_ref()?.value)?.shell.value;
    let text = crate::lint::commands::with_words(command);
    Some(effect::assess(shell, &text).effect)
}
