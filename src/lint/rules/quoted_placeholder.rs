//! `quoted-placeholder`: a placeholder must not stand inside quotes.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::model::{FactName, Shell};
use std::ops::Range;

/// A placeholder must not stand inside quotes.
pub(super) static RULE: Rule = Rule {
    name: "quoted-placeholder",
    severity: Severity::Error,
    summary: "A placeholder must not stand inside quotes.",
    documentation: r#"## What it does

Reports `{{ name }}` inside single or double quotes of a command, as the shell of its place reads quotes.

## Why it matters

A placeholder is a whole argument, and its value is quoted for the shell when it is filled in. Inside quotes, the two kinds
of quotes cut each other: the command breaks, or a value ends the text it stands in and becomes a command of its own.

## Example

```yaml
checks:
  oauth-test:
    run: [{ place: exo, command: "Get-Mailbox -Identity '{{ mailbox }}'" }]
```

## How to fix it

Leave out the quotes:

```yaml
checks:
  oauth-test:
    run: [{ place: exo, command: 'Get-Mailbox -Identity {{ mailbox }}' }]
```

A filter is a language of its own with its own quotes. Let the shell compare instead:

```yaml
checks:
  oauth-test:
    run: [{ place: exo, command: 'Get-Mailbox | Where-Object PrimarySmtpAddress -eq {{ mailbox }}' }]
```
"#,
};

/// A finding for each placeholder inside quotes.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (place, command) in file.commands().filter(|(_, command)| !command.placeholders.is_empty()) {
        let shell = file.place(&place.value).map_or(Shell::None, |place| place.shell.value);
        let quoted = quoted(shell, &command.text);
        for placeholder in &command.placeholders {
            if let Some(quote) = quoted.iter().find(|quote| quote.range.contains(&placeholder.range.start)) {
                let message = format!("the placeholder {} stands inside quotes", shown(&placeholder.name));
                findings.push(
                    Diagnostic::new(&RULE, placeholder.name.span, message)
                        .label(format!("between `{}` and `{}`", quote.mark, quote.mark))
                        .note("its value is quoted for the shell when it is filled in")
                        .help("leave out the quotes, so that the placeholder is a whole argument"),
                );
            }
        }
    }
    findings
}

fn shown(name: &FactName) -> String {
    format!("`{{{{ {name} }}}}`")
}

/// A part of a command between quotes.
struct Quoted {
    mark: char,
    range: Range<usize>,
}

/// The parts of a command that stand inside quotes, without the quotes.
pub(in crate::lint) fn quoted_ranges(shell: Shell, command: &str) -> Vec<Range<usize>> {
    quoted(shell, command).into_iter().map(|quoted| quoted.range).collect()
}

/// The parts of a command between quotes, as the shell reads it. A quote that is not closed reaches to the end.
fn quoted(shell: Shell, command: &str) -> Vec<Quoted> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize)> = None;
    let mut escaped = false;
    for (index, character) in command.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        let quote = quote_mark(shell, character);
        match (open, quote) {
            // No escape character means anything between single quotes.
            (None | Some(('"', _)), _) if is_escape(shell, character) => escaped = true,
            (None, Some(mark)) => open = Some((mark, index)),
            (Some((mark, start)), Some(closing)) if mark == closing => {
                found.push(Quoted { mark, range: start..index });
                open = None;
            }
            _ => {}
        }
    }
    found.extend(open.map(|(mark, start)| Quoted { mark, range: start..command.len() }));
    found
}

/// The kind of quote that a character is in this shell. PowerShell takes typographic quotes for plain ones.
fn quote_mark(shell: Shell, character: char) -> Option<char> {
    let mark = match character {
        '\'' | '"' => character,
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' if shell == Shell::Powershell => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' if shell == Shell::Powershell => '"',
        _ => return None,
    };
    match shell {
        Shell::Powershell | Shell::Posix => Some(mark),
        Shell::Cmd => Some(mark).filter(|mark| *mark == '"'),
        Shell::None => None,
    }
}

fn is_escape(shell: Shell, character: char) -> bool {
    matches!((shell, character), (Shell::Powershell, '`') | (Shell::Posix, '\\') | (Shell::Cmd, '^'))
}

#[cfg(test)]
mod tests {
    use super::{Shell, quoted_ranges};

    fn inside(shell: Shell, command: &str) -> bool {
        let at = command.find("{{").expect("the command has a placeholder");
        quoted_ranges(shell, command).iter().any(|range| range.contains(&at))
    }

    #[test]
    fn quotes_are_read_as_each_shell_reads_them() {
        assert!(inside(Shell::Powershell, "Get-Mailbox '{{ x }}'"));
        assert!(inside(Shell::Powershell, "Get-Mailbox -Filter \"Name -eq '{{ x }}'\""));
        assert!(
            inside(Shell::Powershell, "Get-Mailbox \u{2018}{{ x }}\u{2019}"),
            "typographic quotes are quotes"
        );
        assert!(inside(Shell::Posix, "grep \"a {{ x }}\""));
        assert!(!inside(Shell::Powershell, "Get-Mailbox 'a' {{ x }} 'b'"));
        assert!(!inside(Shell::Powershell, "Write-Host 'it''s' {{ x }}"), "a doubled quote closes nothing");
        assert!(!inside(Shell::Powershell, "Write-Host `' {{ x }}"), "an escaped quote opens nothing");
        assert!(!inside(Shell::Posix, "echo it\\'s {{ x }}"));
        assert!(!inside(Shell::Cmd, "echo it's {{ x }}"), "the command prompt knows no single quotes");
        assert!(!inside(Shell::None, "say '{{ x }}'"), "a place without a shell has no quotes");
    }
}
