//! Putting facts into a command.
//!
//! Invariant: a fact enters only through [`quote`]; what is unknown or refused stays visible as `<name>`.
//! Deliberately absent: deciding what to do about missing facts.

use crate::command::{QuoteError, quote};
use crate::model::{FactName, Shell, Template};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A command with its facts in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// The command. Facts that are unknown or refused stand in it as `<name>`.
    pub text: String,
    /// The facts that are not known, each once, in the order of the command.
    pub missing: Vec<FactName>,
    /// The facts whose values the shell cannot take, each once, with the reason.
    pub refused: Vec<(FactName, QuoteError)>,
}

impl Filled {
    /// Whether the command can be typed as it stands.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty() && self.refused.is_empty()
    }
}

/// Fills the placeholders of a command with facts, quoted for `shell`.
pub fn fill(template: &Template, shell: Shell, facts: &BTreeMap<FactName, String>) -> Filled {
    let source = template.text.value.as_str();
    let mut filled =
        Filled { text: String::with_capacity(source.len()), missing: Vec::new(), refused: Vec::new() };
    let mut done = 0;
    for placeholder in &template.placeholders {
        let name = &placeholder.name.value;
        filled.text.push_str(source.get(done..placeholder.range.start).unwrap_or_default());
        done = placeholder.range.end;
        let quoted = facts.get(name).map(|value| quote(shell, value));
        if let Some(Ok(quoted)) = &quoted {
            filled.text.push_str(quoted);
        } else {
            filled.text.extend(["<", name.as_str(), ">"]);
        }
        match quoted {
            Some(Ok(_)) => {}
            Some(Err(error)) => {
                if !filled.refused.iter().any(|(known, _)| known == name) {
                    filled.refused.push((name.clone(), error));
                }
            }
            None => {
                if !filled.missing.contains(name) {
                    filled.missing.push(name.clone());
                }
            }
        }
    }
    filled.text.push_str(source.get(done..).unwrap_or_default());
    filled
}

#[cfg(test)]
mod tests {
    use crate::command::{QuoteError, fill};
    use crate::model::{FactName, Placeholder, Shell, Template};
    use crate::source::{FileId, Span, Spanned};
    use std::collections::BTreeMap;

    /// A template whose placeholders are found the way the reader of the format finds them.
    fn template(text: &str) -> Template {
        let span = Span::new(FileId(0), 0, 0);
        let mut placeholders = Vec::new();
        let mut from = 0;
        while let Some(start) = text[from..].find("{{").map(|start| from + start) {
            let end = start + text[start..].find("}}").expect("the placeholder ends") + 2;
            let name = FactName::from(text[start + 2..end - 2].trim());
            placeholders.push(Placeholder { name: Spanned::new(name, span), range: start..end });
            from = end;
        }
        Template { text: Spanned::new(text.to_owned(), span), placeholders }
    }

    fn facts(entries: &[(&str, &str)]) -> BTreeMap<FactName, String> {
        entries.iter().map(|(name, value)| (FactName::from(*name), (*value).to_owned())).collect()
    }

    #[test]
    fn facts_enter_quoted_and_unknown_ones_stay_visible() {
        let template =
            template("Test-OAuthConnectivity -Service EWS -TargetUri {{ url }} -Mailbox {{ mailbox }} | fl");
        let filled = fill(&template, Shell::Powershell, &facts(&[("mailbox", "o'brien@contoso.com")]));
        assert_eq!(
            filled.text,
            "Test-OAuthConnectivity -Service EWS -TargetUri <url> -Mailbox 'o''brien@contoso.com' | fl"
        );
        assert_eq!(filled.missing, [FactName::from("url")]);
        assert!(filled.refused.is_empty() && !filled.is_complete());
    }

    #[test]
    fn a_value_the_shell_cannot_take_is_reported_once() {
        let template = template("certutil {{ file }} {{ file }}");
        let filled = fill(&template, Shell::Cmd, &facts(&[("file", "a&b")]));
        assert_eq!(filled.text, "certutil <file> <file>");
        assert_eq!(filled.refused, [(FactName::from("file"), QuoteError::Unsafe('&'))]);
    }

    #[test]
    fn a_command_without_placeholders_stays_as_it_is() {
        let filled = fill(&template("Get-AuthConfig | fl"), Shell::Powershell, &facts(&[]));
        assert_eq!(filled.text, "Get-AuthConfig | fl");
        assert!(filled.is_complete());
    }
}
