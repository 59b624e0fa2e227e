//! `short-command`: a command should be written out.

use crate::diagnostic::{Certainty, Diagnostic, Edit, Rule, Severity, Suggestion};
use crate::effect;
use crate::lint::commands::Typed;
use crate::lint::file::File;
use crate::model::Shell;
use crate::prose;
use std::ops::Range;

/// A command should be written out.
pub(super) static RULE: Rule = Rule {
    name: "short-command",
    severity: Severity::Warning,
    summary: "A command should be written out.",
    documentation: r"## What it does

Reports short names of PowerShell commands, such as `fl`, `?` and `%`, where they are called. What stands in quotes is no
call.

## Why it matters

Who reads a runbook does not know every short name, cannot look up `?`, and a machine may have given the name to something
else. In PowerShell 7, `curl` and `wget` are programs.

## Example

```yaml
run: [{ place: ems, command: 'Get-AuthConfig | fl' }]
```

## How to fix it

Write the whole name; `check --fix` does:

```yaml
run: [{ place: ems, command: 'Get-AuthConfig | Format-List' }]
```
",
};

/// A finding for each command with short names.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    file.typed.iter().filter(|typed| typed.shell == Shell::Powershell).filter_map(finding).collect()
}

fn finding(typed: &Typed<'_>) -> Option<Diagnostic> {
    let mut places = Vec::new();
    let mut from = 0;
    for call in &typed.calls {
        let Some(long) = effect::long_name(&call.name) else { continue };
        let place = next_call(&typed.bare, &call.name, from);
        from = place.as_ref().map_or(from, |place| place.end);
        places.push((&call.name, long, place));
    }
    let (name, long, first) = places.first()?;
    let message = format!("{} is a short name of {}", prose::quoted(name), prose::quoted(long));
    let span = first.as_ref().map_or(typed.command.text.span, |place| typed.near(place));
    let mut finding = Diagnostic::new(&RULE, span, message);
    if places.len() > 1 {
        let others: Vec<String> = places.iter().skip(1).map(|(name, ..)| prose::quoted(name)).collect();
        finding = finding.note(format!(
            "so {} {}",
            if others.len() == 1 { "is" } else { "are" },
            prose::and(&others)
        ));
    }
    let edits: Option<Vec<Edit>> = places
        .iter()
        .map(|(_, long, place)| Some(Edit { span: typed.place(place.as_ref()?)?, replacement: long.clone() }))
        .collect();
    Some(match edits {
        Some(edits) => {
            let message = "write the whole names".to_owned();
            finding.suggestion = Some(Suggestion { message, certainty: Certainty::Certain, edits });
            finding
        }
        None => finding.help(format!("write {}", prose::quoted(long))),
    })
}

/// Where a name is called next: at the beginning of a statement, of a block or behind a pipe.
fn next_call(bare: &str, name: &str, from: usize) -> Option<Range<usize>> {
    let is_before = |at: usize| {
        let before = bare.get(..at).unwrap_or_default().trim_end();
        before.is_empty() || before.ends_with(['|', ';', '{', '(', '=', '&', '\n'])
    };
    let is_after = |end: usize| {
        let next = bare.get(end..).and_then(|rest| rest.chars().next());
        next.is_none_or(|next| next.is_whitespace() || matches!(next, '|' | ';' | '}' | ')' | '{'))
    };
    let (rest, name) = (bare.get(from..)?.to_lowercase(), name.to_lowercase());
    let mut places = rest.match_indices(&name).map(|(at, _)| from + at..from + at + name.len());
    places.find(|place| is_before(place.start) && is_after(place.end))
}
