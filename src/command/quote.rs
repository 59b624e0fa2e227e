//! Quoting a value as one literal argument of a shell.
//!
//! Invariant: what [`quote`] returns is one argument that the shell reads back as exactly the value. In PowerShell
//! and POSIX shells it is always quoted, even where a bare word would do: one rule, and a word can never turn into a
//! command, a number with a unit (`1kb`) or a variable.
//! Deliberately absent: arguments for native programs started by Windows PowerShell 5.1, which adds its own rules for
//! `"`; and double quotes, in which shells expand variables.

use crate::model::Shell;
use crate::prose::is_hidden;
use serde::{Deserialize, Serialize};

/// Why a value cannot be an argument of a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuoteError {
    /// It is empty.
    Empty,
    /// It holds a line break, another control character, or a character that hides or turns text around.
    Control(char),
    /// It holds a character that this shell has no safe quoting for.
    Unsafe(char),
    /// It begins with this character, by which the shell takes it for a switch.
    Leading(char),
}

impl std::fmt::Display for QuoteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => f.write_str("the value is empty"),
            Self::Control(character) => {
                write!(f, "the value holds the invisible character U+{:04X}", *character as u32)
            }
            Self::Unsafe(character) => {
                write!(f, "the value holds `{character}`, which the command prompt cannot take safely")
            }
            Self::Leading(character) => {
                write!(f, "the value begins with `{character}`, so it would be taken for a switch")
            }
        }
    }
}

impl std::error::Error for QuoteError {}

/// Quotes `value` as one argument of `shell`.
///
/// # Errors
/// The value is empty, holds characters that no line of a command may hold, or (for the Windows command prompt, which
/// has no safe quoting at all) anything but letters, digits and `. _ @ : / \ -`.
pub fn quote(shell: Shell, value: &str) -> Result<String, QuoteError> {
    if value.is_empty() {
        return Err(QuoteError::Empty);
    }
    if let Some(character) = value.chars().find(|character| is_hidden(*character)) {
        return Err(QuoteError::Control(character));
    }
    match shell {
        Shell::Powershell => {
            Ok(surround(value, is_powershell_single_quote, |quote| format!("{quote}{quote}")))
        }
        Shell::Posix => Ok(surround(value, |character| character == '\'', |_| "'\\''".to_owned())),
        Shell::Cmd => bare(value),
        Shell::None => Ok(value.to_owned()),
    }
}

/// Puts `value` between single quotes, with every character that `ends` them replaced.
fn surround(value: &str, ends: fn(char) -> bool, replacement: fn(char) -> String) -> String {
    let mut quoted = String::with_capacity(value.len() + 2);
    quoted.push('\'');
    for character in value.chars() {
        if ends(character) {
            quoted.push_str(&replacement(character));
        } else {
            quoted.push(character);
        }
    }
    quoted.push('\'');
    quoted
}

fn bare(value: &str) -> Result<String, QuoteError> {
    let first = value.chars().next().filter(|first| matches!(first, '-' | '/'));
    if let Some(first) = first {
        return Err(QuoteError::Leading(first));
    }
    let allowed = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '.' | '_' | '@' | ':' | '/' | '\\' | '-')
    };
    match value.chars().find(|character| !allowed(*character)) {
        Some(character) => Err(QuoteError::Unsafe(character)),
        None => Ok(value.to_owned()),
    }
}

/// The five characters that PowerShell takes for a single quote (its `CharTraits`).
fn is_powershell_single_quote(character: char) -> bool {
    matches!(character, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}')
}

#[cfg(test)]
mod tests {
    use crate::command::{QuoteError, quote};
    use crate::model::Shell;
    use proptest::prelude::*;

    /// Reads one single-quoted PowerShell literal as its tokenizer does: any of five characters opens and closes it,
    /// two in a row stand for the first. `None` unless the whole text is exactly one literal.
    fn read_powershell_literal(text: &str) -> Option<String> {
        let is_quote = |c: char| ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'].contains(&c);
        let mut characters = text.chars().peekable();
        characters.next().filter(|c| is_quote(*c))?;
        let mut value = String::new();
        while let Some(character) = characters.next() {
            if !is_quote(character) {
                value.push(character);
            } else if characters.peek().is_some_and(|next| is_quote(*next)) {
                value.push(character);
                characters.next();
            } else {
                return characters.next().is_none().then_some(value);
            }
        }
        None
    }

    fn hostile() -> impl Strategy<Value = String> {
        proptest::string::string_regex(
            "([a-z ]|['\u{2018}\u{2019}\u{201a}\u{201b}\u{201c}\u{201d}\u{2013}\u{2014}\"`$(){};&|<>%!^*?~#@,\\\\/-]){1,24}",
        )
        .expect("the expression is valid")
    }

    #[test]
    fn every_single_quote_of_powershell_is_doubled() {
        assert_eq!(quote(Shell::Powershell, "olaf@contoso.com").as_deref(), Ok("'olaf@contoso.com'"));
        assert_eq!(quote(Shell::Powershell, "o'brien").as_deref(), Ok("'o''brien'"));
        assert_eq!(
            quote(Shell::Powershell, "a\u{2018}b\u{2019}c\u{201a}d\u{201b}e").as_deref(),
            Ok("'a\u{2018}\u{2018}b\u{2019}\u{2019}c\u{201a}\u{201a}d\u{201b}\u{201b}e'")
        );
        assert_eq!(quote(Shell::Powershell, "$(whoami)").as_deref(), Ok("'$(whoami)'"));
    }

    #[test]
    fn posix_shells_get_the_quote_outside_the_quotes() {
        assert_eq!(quote(Shell::Posix, "it's").as_deref(), Ok(r"'it'\''s'"));
    }

    #[test]
    fn the_command_prompt_takes_plain_values_only() {
        assert_eq!(quote(Shell::Cmd, r"C:\Temp\a.cer").as_deref(), Ok(r"C:\Temp\a.cer"));
        assert_eq!(quote(Shell::Cmd, "a b"), Err(QuoteError::Unsafe(' ')));
        assert_eq!(quote(Shell::Cmd, "a&calc"), Err(QuoteError::Unsafe('&')));
        assert_eq!(quote(Shell::Cmd, "%PATH%"), Err(QuoteError::Unsafe('%')));
        assert_eq!(quote(Shell::Cmd, "/c"), Err(QuoteError::Leading('/')));
    }

    #[test]
    fn line_breaks_and_hidden_characters_are_refused_everywhere() {
        for shell in [Shell::Powershell, Shell::Posix, Shell::Cmd, Shell::None] {
            assert_eq!(quote(shell, ""), Err(QuoteError::Empty));
            for character in ['\0', '\n', '\r', '\t', '\u{1b}', '\u{85}', '\u{2028}', '\u{2029}', '\u{202e}']
            {
                assert_eq!(quote(shell, &format!("a{character}b")), Err(QuoteError::Control(character)));
            }
        }
    }

    proptest! {
        #[test]
        fn powershell_reads_every_value_back(value in hostile()) {
            let quoted = quote(Shell::Powershell, &value).expect("no control characters");
            prop_assert_eq!(read_powershell_literal(&quoted), Some(value));
        }
    }

    #[test]
    #[cfg(unix)]
    #[expect(clippy::disallowed_methods, reason = "the test asks a real shell how it reads the quoting")]
    fn a_posix_shell_reads_every_value_back() {
        use proptest::strategy::ValueTree as _;
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let values: Vec<String> = (0..2_000)
            .map(|_| hostile().new_tree(&mut runner).expect("the strategy always gives a value").current())
            .collect();
        let arguments: Vec<String> =
            values.iter().map(|value| quote(Shell::Posix, value).expect("no control characters")).collect();
        let output = std::process::Command::new("sh")
            .arg("-c")
            .arg(format!("printf '%s\\n' {}", arguments.join(" ")))
            .output()
            .expect("sh is there");
        let read = String::from_utf8(output.stdout).expect("the values were UTF-8");
        assert_eq!(read.lines().collect::<Vec<_>>(), values);
    }
}
