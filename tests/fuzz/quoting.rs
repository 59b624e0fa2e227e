//! Target: what a shell reads of a quoted value is the value, whatever the value.

use triagebook::command::quote;
use triagebook::model::Shell;

/// Quotes the bytes as text for every shell and reads them back as that shell does.
pub(crate) fn quoting(bytes: &[u8]) {
    let value = String::from_utf8_lossy(bytes);
    for (shell, read) in [
        (Shell::Powershell, powershell as fn(&str) -> Option<String>),
        (Shell::Posix, posix),
        (Shell::Cmd, plain),
    ] {
        let Ok(quoted) = quote(shell, &value) else { continue };
        assert_eq!(read(&quoted).as_deref(), Some(value.as_ref()), "{shell:?} reads {quoted:?}");
        assert!(!quoted.contains(char::is_control), "{quoted:?}");
    }
}

/// One literal in any of PowerShell's five single quotes; two in a row stand for the first.
fn powershell(text: &str) -> Option<String> {
    let is_quote = |c: char| ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'].contains(&c);
    let mut rest = text.chars();
    rest.next().filter(|c| is_quote(*c))?;
    let mut value = String::new();
    loop {
        let character = rest.next()?;
        if is_quote(character) {
            match rest.next() {
                None => return Some(value),
                Some(again) if is_quote(again) => {}
                Some(_) => return None,
            }
        }
        value.push(character);
    }
}

/// Pieces between single quotes, and characters behind backslashes, with nothing else between.
fn posix(text: &str) -> Option<String> {
    let mut rest = text.chars();
    let mut value = String::new();
    while let Some(character) = rest.next() {
        match character {
            '\'' => loop {
                match rest.next()? {
                    '\'' => break,
                    inside => value.push(inside),
                }
            },
            '\\' => value.push(rest.next()?),
            _ => return None,
        }
    }
    Some(value)
}

/// Nothing that the command prompt acts on.
fn plain(text: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._@:/\\-".contains(&byte);
    text.bytes().all(plain).then(|| text.to_owned())
}
