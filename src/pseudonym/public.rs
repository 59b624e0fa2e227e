//! Names that stay: those that everybody has, and those that the knowledge base uses itself.
//!
//! Invariant: what stays identifies nobody, so it is the same in every session of a knowledge base.
//! Deliberately absent: the tables (`known`).

use crate::pseudonym::known::EVERYWHERE;
use std::collections::HashSet;

/// Bytes of a name that stays where it is a part of what the knowledge base writes.
const LONG_ENOUGH: usize = 10;

/// What stays: what everybody has, and what the knowledge base names itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Public {
    words: HashSet<String>,
    texts: Vec<String>,
}

impl Public {
    /// The names in these texts stay.
    pub(super) fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let (mut words, mut kept) = (HashSet::new(), Vec::new());
        for text in texts {
            let text = text.to_lowercase();
            words.extend(
                text.split(|c: char| !(c.is_alphanumeric() || ".-_@".contains(c))).map(str::to_owned),
            );
            words.extend(text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
            words.insert(text.clone());
            kept.push(text);
        }
        Self { words, texts: kept }
    }

    /// Whether exactly this name is one that the knowledge base uses.
    pub(super) fn uses(&self, name: &str) -> bool {
        self.words.contains(&name.to_lowercase())
    }

    /// Whether this name stays.
    pub(super) fn has(&self, name: &str) -> bool {
        let name = name.trim().to_lowercase();
        name.chars().count() < 2
            || EVERYWHERE.contains(&name.as_str())
            || self.words.contains(&name)
            || (name.len() >= LONG_ENOUGH && self.texts.iter().any(|text| text.contains(&name)))
            || name.bytes().all(|byte| byte.is_ascii_digit())
    }
}
