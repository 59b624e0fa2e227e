//! `typographic-character`: a command is written with plain characters.

use crate::diagnostic::{Certainty, Diagnostic, Edit, Rule, Severity, Suggestion};
use crate::lint::commands::Typed;
use crate::lint::file::File;
use crate::model::Shell;
use crate::prose;

/// A command is written with plain characters.
pub(super) static RULE: Rule = Rule {
    name: "typographic-character",
    severity: Severity::Error,
    summary: "A command is written with plain characters.",
    documentation: r"## What it does

Reports typographic quotes, dashes and spaces in a command, and characters that are not seen: zero-width ones and those that
turn the direction of writing.

## Why it matters

They come in with text from a web page or a word processor. PowerShell takes `‘` and `“` for quotes and `–` for a hyphen, other
shells do not, and a space that is none makes one word of two. A hidden character can make a command read as another one.

## Example

```yaml
run: [{ place: ems, command: Get-Mailbox –Identity “Olaf” }]
```

## How to fix it

Type the plain character; `check --fix` does it where there is only one:

```yaml
run: [{ place: ems, command: Get-Mailbox -Identity 'Olaf' }]
```
",
};

/// A finding for each command with such characters.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    file.typed.iter().filter_map(finding).collect()
}

fn finding(typed: &Typed<'_>) -> Option<Diagnostic> {
    let text = typed.text.as_str();
    // Nearly every command is done with here.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t' | b'\r')) {
        return None;
    }
    let odd: Vec<(usize, char, &str)> = text
        .char_indices()
        .filter_map(|(at, character)| Some((at, character, plain(character)?)))
        .filter(|(at, character, _)| typed.shell == Shell::Powershell || !is_spoken(typed, *at, *character))
        .collect();
    let (at, first, _) = *odd.first()?;
    let range = at..at + first.len_utf8();
    let message = match odd.len() {
        1 => format!("this command holds {}", shown(first)),
        number => format!(
            "this command holds {} and {}",
            shown(first),
            prose::count(number - 1, "more odd character")
        ),
    };
    let finding = Diagnostic::new(&RULE, typed.near(&range), message);
    // In quotes of YAML a quote would end the text, and from here it cannot be seen which quotes they are.
    let is_plain = typed.command.text.span.range().len() == text.len();
    let edits: Option<Vec<Edit>> = odd
        .iter()
        .map(|(at, character, replacement)| {
            let span = typed.place(&(*at..at + character.len_utf8()))?;
            let safe = is_plain || !replacement.contains(['\'', '"']);
            safe.then(|| Edit { span, replacement: (*replacement).to_owned() })
        })
        .collect();
    Some(match edits {
        Some(edits) => {
            let message = "write the plain characters".to_owned();
            let suggestion = Some(Suggestion { message, certainty: Certainty::Certain, edits });
            Diagnostic { suggestion, ..finding }
        }
        None => finding.help("type the plain character"),
    })
}

/// Between quotes of a shell that knows only plain ones, typographic characters are text.
fn is_spoken(typed: &Typed<'_>, at: usize, character: char) -> bool {
    let inside = typed.bare.get(at..).is_some_and(|rest| rest.starts_with(' '));
    inside && !prose::is_hidden(character)
}

/// What is typed instead; nothing for characters that are not seen.
fn plain(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{2018}'..='\u{201b}' => "'",
        '\u{201c}'..='\u{201f}' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '\u{2026}' => "...",
        character if !matches!(character, '\n' | '\t' | '\r') && prose::is_hidden(character) => "",
        _ => return None,
    })
}

fn shown(character: char) -> String {
    let name = match character {
        '\u{2018}'..='\u{201f}' => "a typographic quote",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "a typographic dash",
        '\u{2026}' => "dots in one character",
        character if prose::is_hidden(character) => "a character that is not seen",
        _ => "a space that is none",
    };
    format!("{name} (U+{:04X})", u32::from(character))
}
