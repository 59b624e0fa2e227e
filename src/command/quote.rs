//! Quoting a value as one literal argument of a shell.
//!
//! Invariant: what [`quote`] returns is one argument that the shell reads back as exactly the value, and no switch. In
//! PowerShell and POSIX shells it is always quoted, even where a bare word would do: one rule, and a word can never
//! turn into a command, a number with a unit (`1kb`) or a variable. Windows PowerShell 5.1 passes `"` on to native
//! programs as it is, and the final `\` of a value with spaces so that it escapes the quote behind it; both could end
//! the argument there, so both are refused.
//! Deliberately absent: double quotes, in which shells expand variables.

use crate::command::LONGEST;
use crate::model::Shell;
use crate::prose::is_hidden;
use serde::{Deserialize, Serialize};

/// Why a value cannot be an argument of a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuoteError {
    /// It is empty.
    Empty,
    /// It is longer than any value of an input may be.
    Long,
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
            Self::Long => write!(f, "the value is longer than {LONGEST} characters"),
            Self::Control(character) => {
                write!(f, "the value holds the invisible character U+{:04X}", *character as u32)
            }
            Self::Unsafe(character) => {
                write!(f, "the value holds `{character}`, which this shell cannot take safely")
            }
            Self::Leading(character) => {
                write!(f, "the value begins with `{character}`, so it would be taken for a switch")
            }
        }
    }
}

impl std::error::Error for QuoteError {}

/// Quotes `value` as one argument of `shell`. Where there is no shell (a browser, a form), it is checked for hidden
/// characters and stays as it is.
///
/// # Errors
/// The value is empty or too long, holds characters that no line of a command may hold, begins like a switch, or holds
/// what the shell has no safe quoting for: in PowerShell `"` (and a final `\` beside spaces), and in the Windows command
/// prompt, which has no safe quoting at all, anything but letters, digits and `. _ @ : / \ -`.
pub fn quote(shell: Shell, value: &str) -> Result<String, QuoteError> {
    if value.is_empty() {
        return Err(QuoteError::Empty);
    }
    if value.chars().count() > LONGEST {
        return Err(QuoteError::Long);
    }
    if let Some(character) = value.chars().find(|character| is_hidden(*character)) {
        return Err(QuoteError::Control(character));
    }
    if let Some(dash) = value.chars().next().filter(|first| is_dash(*first)) {
        // A negative number is taken for a number.
        if shell != Shell::None && !is_number(value) {
            return Err(QuoteError::Leading(dash));
        }
    }
    match shell {
        Shell::Powershell if value.contains('"') => Err(QuoteError::Unsafe('"')),
        Shell::Powershell if value.ends_with('\\') && value.contains(char::is_whitespace) => {
            Err(QuoteError::Unsafe('\\'))
        }
        Shell::Powershell => {
            Ok(surround(value, is_powershell_single_quote, |quote| format!("{quote}{quote}")))
        }
        Shell::Posix => Ok(surround(value, |character| character == '\'', |_| "'\\''".to_owned())),
        Shell::Cmd => bare(value),
        Shell::None => Ok(value.to_owned()),
    }
}

/// The characters that begin a switch: PowerShell takes three typographic dashes for `-` as well.
fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2013}' | '\u{2014}' | '\u{2015}')
}

/// Whether a value is a negative whole number, which no command takes for a switch.
fn is_number(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
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
    if value.starts_with('/') {
        return Err(QuoteError::Leading('/'));
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
    fn what_a_native_program_would_read_differently_is_refused() {
        assert_eq!(quote(Shell::Powershell, r#"a" -x "b"#), Err(QuoteError::Unsafe('"')));
        assert_eq!(quote(Shell::Powershell, r"C:\Temp (1)\"), Err(QuoteError::Unsafe('\\')));
        assert_eq!(quote(Shell::Powershell, r"C:\Temp (1)").as_deref(), Ok(r"'C:\Temp (1)'"));
    }

    #[test]
    fn a_value_that_begins_like_a_switch_is_refused_but_a_negative_number_is_not() {
        for shell in [Shell::Powershell, Shell::Posix, Shell::Cmd] {
            for (value, dash) in [("-rf", '-'), ("-", '-'), ("--", '-'), ("\u{2013}Force", '\u{2013}')] {
                assert_eq!(quote(shell, value), Err(QuoteError::Leading(dash)), "{value}");
            }
        }
        assert_eq!(quote(Shell::Posix, "-8").as_deref(), Ok("'-8'"));
        assert_eq!(quote(Shell::Cmd, "-8").as_deref(), Ok("-8"));
        assert_eq!(quote(Shell::None, "- a remark").as_deref(), Ok("- a remark"));
    }

    #[test]
    fn line_breaks_and_hidden_characters_are_refused_everywhere() {
        for shell in [Shell::Powershell, Shell::Posix, Shell::Cmd, Shell::None] {
            assert_eq!(quote(shell, ""), Err(QuoteError::Empty));
            assert_eq!(quote(shell, &"a".repeat(257)), Err(QuoteError::Long));
            for character in ['\0', '\n', '\r', '\t', '\u{1b}', '\u{85}', '\u{2028}', '\u{2029}', '\u{202e}']
            {
                assert_eq!(quote(shell, &format!("a{character}b")), Err(QuoteError::Control(character)));
            }
        }
    }
}
