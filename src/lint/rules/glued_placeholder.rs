//! `glued-placeholder`: a placeholder must stand for a whole argument.
//!
//! Deliberately absent: placeholders inside quotes (`quoted-placeholder`).

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::model::Shell;
use crate::prose;

/// A placeholder must stand for a whole argument.
pub(super) static RULE: Rule = Rule {
    name: "glued-placeholder",
    severity: Severity::Error,
    summary: "A placeholder must stand for a whole argument.",
    documentation: r"## What it does

Reports `{{ name }}` that is glued to other text, such as `https://{{ host }}/ews` or `{{ user }}@contoso.com`. White space,
commas, semicolons, brackets, `|`, `=` and the colon after a parameter's name may stand beside it.

## Why it matters

The value is quoted when it is filled in, so `{{ user }}@contoso.com` becomes `'olaf'@contoso.com`. Some shells read that as
one argument, some as two, and some as an error.

## Example

```yaml
inputs:
  user: { ask: The user to test with, type: name, example: olaf }
checks:
  oauth-test:
    run: [{ place: exo, command: 'Test-OAuthConnectivity -Mailbox {{ user }}@contoso.com' }]
```

## How to fix it

Ask for the whole value instead:

```yaml
inputs:
  user: { ask: The mailbox to test with, type: smtp, example: olaf@contoso.com }
checks:
  oauth-test:
    run: [{ place: exo, command: 'Test-OAuthConnectivity -Mailbox {{ user }}' }]
```
",
};

/// A finding for each placeholder that is only a part of an argument.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (place, command) in file.commands() {
        if file.place(&place.value).is_none_or(|place| place.shell.value == Shell::None) {
            continue;
        }
        for placeholder in &command.placeholders {
            let text = command.text.as_str();
            let before = text.get(..placeholder.range.start).and_then(|text| text.chars().next_back());
            let after = text.get(placeholder.range.end..).and_then(|text| text.chars().next());
            let quote = |character: &char| matches!(character, '\'' | '"' | '\u{2018}'..='\u{201f}');
            // Quotes beside it are `quoted-placeholder`.
            if [before, after].iter().flatten().any(quote) {
                continue;
            }
            let glued =
                before.filter(|before| !may_precede(*before)).or(after.filter(|after| !may_follow(*after)));
            if let Some(character) = glued {
                let message =
                    format!("the placeholder `{{{{ {} }}}}` is only a part of an argument", placeholder.name);
                findings.push(
                    Diagnostic::new(&RULE, placeholder.name.span, message)
                        .label(format!("glued to `{}`", prose::visible_line(&character.to_string())))
                        .help("make the whole argument one input, and put its placeholder here alone"),
                );
            }
        }
    }
    findings
}

fn may_precede(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '(' | '[' | '{' | ',' | ';' | '|' | '=' | ':' | '&' | '>' | '<')
}

fn may_follow(character: char) -> bool {
    character.is_whitespace() || matches!(character, ')' | ']' | '}' | ',' | ';' | '|' | '&' | '>' | '<')
}
