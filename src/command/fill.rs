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
        match facts.get(name).map(|value| quote(shell, value)) {
            Some(Ok(quoted)) => filled.text.push_str(&quoted),
            Some(Err(error)) => {
                filled.text.push_str(&format!("<{name}>"));
                if !filled.refused.iter().any(|(known, _)| known == name) {
                    filled.refused.push((name.clone(), error));
                }
            }
            None => {
                filled.text.push_str(&format!("<{name}>"));
                if !filled.missing.contains(name) {
                    filled.missing.push(name.clone());
                }
            }
        }
    }
    filled.text.push_str(source.get(done..).unwrap_or_default());
    filled
}
