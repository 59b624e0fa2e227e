//! Runbook files that could not be read, or not whole: enough about them to stay silent about names they may declare.
//!
//! Invariant: a damaged file only ever takes findings away; it never adds one.
//! Deliberately absent: what is wrong with the file (floor 2 has said it).

use crate::model::RunbookId;

/// A runbook file in which something could not be read.
#[derive(Debug, Clone)]
pub struct Damaged<'a> {
    /// The runbook's name: the file's name without its ending.
    pub runbook: RunbookId,
    /// What the file holds; empty where not even that is known.
    pub text: &'a str,
}

impl Damaged<'_> {
    /// Whether the text seems to declare this name: it stands there as a key (`name:`).
    pub(super) fn declares(&self, name: &str) -> bool {
        words(self.text, name).any(|(_, after)| {
            let after = after.trim_start_matches(['"', '\'']).trim_start_matches([' ', '\t']);
            after
                .strip_prefix(':')
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
        })
    }

    /// The whole words of the text that may be addresses of nodes.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &str> {
        self.text.split(|character| !in_name(character)).filter(|word| word.contains('/'))
    }
}

/// Whether a character may stand in an address.
fn in_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '_' | '/')
}

/// The places where `name` stands as a whole word, each with the text before and after it.
fn words<'t>(text: &'t str, name: &str) -> impl Iterator<Item = (&'t str, &'t str)> {
    let length = name.len();
    text.match_indices(name)
        .map(move |(start, _)| (&text[..start], &text[start + length..]))
        .filter(move |(before, after)| !before.ends_with(in_name) && !after.starts_with(in_name))
}

#[cfg(test)]
mod tests {
    use super::Damaged;

    #[test]
    fn a_key_declares_a_name_and_a_value_does_not() {
        let text = "checks:\n  first: { title: x, next: second }\n  \"third\" :\n  other-first: 1\n";
        let file = Damaged { runbook: "a".into(), text };
        assert!(file.declares("first"));
        assert!(file.declares("third"));
        assert!(!file.declares("second"), "a target is no declaration");
        assert!(!file.declares("other"), "part of a name is no name");
    }

    #[test]
    fn an_address_is_a_whole_word() {
        let file = Damaged { runbook: "a".into(), text: "next: b/renew-now\nunsure: [b/stop]" };
        assert_eq!(file.addresses().collect::<Vec<_>>(), ["b/renew-now", "b/stop"]);
    }
}
