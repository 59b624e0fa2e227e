//! A command as a script to run: its values are not in its text, they travel beside it as environment variables.
//!
//! Invariant: no character of a value is in the script, so that no shell can read one as anything but data. A placeholder
//! that does not stand for a whole argument is refused, and so is every value that could not be quoted for a person.
//! Deliberately absent: running it (floor 8), and whether it may be run (`effect`).

use crate::command::{fill, quote};
use crate::model::{FactName, Placeholder, Shell, Template};
use crate::prose::quoted;
use std::collections::BTreeMap;

/// A script, and the values it reads from its environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// The shell that reads it: PowerShell or POSIX.
    pub shell: Shell,
    /// Its text, with references to `values` in place of the placeholders.
    pub text: String,
    /// Names of environment variables with their values.
    pub values: Vec<(String, String)>,
    /// The same command as a person would type it.
    pub shown: String,
}

/// Makes a script of a command.
///
/// # Errors
/// Why it cannot be one, as a sentence without a full stop.
pub fn script(
    template: &Template,
    shell: Shell,
    facts: &BTreeMap<FactName, String>,
) -> Result<Script, String> {
    if !matches!(shell, Shell::Powershell | Shell::Posix) {
        return Err("only commands of PowerShell and of POSIX shells can be run".to_owned());
    }
    let filled = fill(template, shell, facts);
    if let Some(missing) = filled.missing.first() {
        return Err(format!("the value {} is not known", quoted(missing)));
    }
    if let Some((name, error)) = filled.refused.first() {
        return Err(format!("the value {} cannot be used: {error}", quoted(name)));
    }
    let source = template.text.value.as_str();
    let (mut text, mut values, mut done) = (String::with_capacity(source.len()), Vec::new(), 0);
    for placeholder in &template.placeholders {
        let name = &placeholder.name.value;
        let value = facts.get(name).filter(|value| quote(shell, value).is_ok());
        let value = value.ok_or_else(|| format!("the value {} is not known", quoted(name)))?;
        if !is_whole(source, placeholder) {
            return Err(format!("{} is not an argument of its own in the command", quoted(name)));
        }
        let variable = format!("TRIAGEBOOK_VALUE_{}", values.len() + 1);
        text.push_str(source.get(done..placeholder.range.start).unwrap_or_default());
        done = placeholder.range.end;
        match shell {
            Shell::Powershell => text.extend(["${env:", &variable, "}"]),
            _ => text.extend(["\"${", &variable, "}\""]),
        }
        values.push((variable, value.clone()));
    }
    text.push_str(source.get(done..).unwrap_or_default());
    text.push('\n');
    Ok(Script { shell, text, values, shown: filled.text })
}

/// Whether a placeholder stands between blanks or brackets, and outside of quotes as far as that can be told: quotes of
/// each kind before it come in pairs.
fn is_whole(source: &str, placeholder: &Placeholder) -> bool {
    let before = source.get(..placeholder.range.start).unwrap_or_default();
    let after = source.get(placeholder.range.end..).unwrap_or_default();
    let pairs =
        |is_quote: fn(char) -> bool| before.chars().filter(|c| is_quote(*c)).count().is_multiple_of(2);
    let stands_alone = before.chars().next_back().is_none_or(|c| c.is_whitespace() || "(,:=".contains(c))
        && after.chars().next().is_none_or(|c| c.is_whitespace() || "),;|".contains(c));
    stands_alone
        && pairs(|c| matches!(c, '\'' | '\u{2018}'..='\u{201b}'))
        && pairs(|c| matches!(c, '"' | '\u{201c}'..='\u{201f}'))
}

#[cfg(test)]
mod tests {
    use super::script;
    use crate::model::{FactName, Placeholder, Shell, Template};
    use crate::source::{FileId, Span, Spanned};
    use std::collections::BTreeMap;

    fn template(text: &str) -> Template {
        let span = Span::new(FileId(0), 0, 0);
        let mut placeholders = Vec::new();
        for (start, _) in text.match_indices("{{") {
            let end = start + text[start..].find("}}").unwrap() + 2;
            let name = FactName::from(text[start + 2..end - 2].trim());
            placeholders.push(Placeholder { name: Spanned::new(name, span), range: start..end });
        }
        Template { text: Spanned::new(text.to_owned(), span), placeholders }
    }

    fn made(text: &str, shell: Shell, value: &str) -> Result<String, String> {
        let facts = BTreeMap::from([(FactName::from("x"), value.to_owned())]);
        script(&template(text), shell, &facts).map(|script| script.text)
    }

    #[test]
    fn values_travel_beside_the_script() {
        assert_eq!(
            made("cat {{ x }} | grep a", Shell::Posix, "it's $(rm -rf /)").as_deref(),
            Ok("cat \"${TRIAGEBOOK_VALUE_1}\" | grep a\n")
        );
        assert_eq!(
            made("Get-Mailbox -Identity {{ x }}|fl", Shell::Powershell, "o'brien").as_deref(),
            Ok("Get-Mailbox -Identity ${env:TRIAGEBOOK_VALUE_1}|fl\n")
        );
    }

    #[test]
    fn what_is_no_argument_of_its_own_is_refused() {
        for text in
            ["echo 'a {{ x }} b'", "echo \" {{ x }} \"", "cat /etc/{{ x }}", "cat {{ x }}.txt", "a `{{ x }}`"]
        {
            assert!(made(text, Shell::Posix, "v").is_err(), "{text}");
        }
        assert!(made("dir {{ x }}", Shell::Cmd, "v").is_err());
        assert!(made("cat {{ y }}", Shell::Posix, "v").is_err(), "an unknown value");
        assert!(made("cat {{ x }}", Shell::Posix, "-rf").is_err(), "a switch");
    }
}
