//! What is known in a session, and where each value came from.
//!
//! Invariant: each name is known once; what became known later replaces what was known before.
//! An outcome is kept under its full address `runbook/node`; [`Facts::seen_from`] adds the short names of one runbook.
//! Deliberately absent: judging with the facts (floor 2, `evidence`).

use crate::model::{FactName, NodeKey, RunbookId};
use crate::session::event::EvidenceLine;
use std::collections::BTreeMap;

/// The facts of a session, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    known: BTreeMap<FactName, Fact>,
}

/// One known value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The value.
    pub value: String,
    /// Where it came from.
    pub origin: Origin,
    /// Index of the event it came from; absent where known facts alone led to it.
    pub event: Option<usize>,
    /// The lines of evidence it was read from.
    pub lines: Vec<EvidenceLine>,
}

/// Where a fact came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A person gave it.
    Input,
    /// It was read from the output given to this check.
    Captured(NodeKey),
    /// It is the outcome of this check.
    Outcome(NodeKey),
}

impl Facts {
    /// The fact of this name; outcomes go by `runbook/node`.
    pub fn get(&self, name: &str) -> Option<&Fact> {
        self.known.get(&FactName::from(name))
    }

    /// The value of this name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.get(name).map(|fact| fact.value.as_str())
    }

    /// All facts by name.
    pub fn iter(&self) -> impl Iterator<Item = (&FactName, &Fact)> {
        self.known.iter()
    }

    /// The outcome of a check, where it has one.
    pub fn outcome(&self, check: &NodeKey) -> Option<&str> {
        self.value(&check.to_string())
    }

    /// All values as a text written in runbook `home` names them: its own checks also without the runbook's name.
    /// Inputs and captures go before a check of the same short name.
    pub fn seen_from(&self, home: &RunbookId) -> BTreeMap<FactName, String> {
        let mut seen: BTreeMap<FactName, String> =
            self.known.iter().map(|(name, fact)| (name.clone(), fact.value.clone())).collect();
        for (name, fact) in &self.known {
            if let Some((runbook, node)) = name.as_str().split_once('/')
                && runbook == home.as_str()
            {
                seen.entry(node.into()).or_insert_with(|| fact.value.clone());
            }
        }
        seen
    }

    /// Notes a value, unless a person typed the one known under this name later than that.
    pub(crate) fn learn(&mut self, name: FactName, fact: Fact) {
        let typed_later = |known: &Fact| known.origin == Origin::Input && known.event > fact.event;
        if !self.known.get(&name).is_some_and(typed_later) {
            self.known.insert(name, fact);
        }
    }

    /// Forgets the outcome of a check, because its latest answer names none.
    pub(crate) fn forget(&mut self, check: &NodeKey) {
        self.known.remove(&FactName(check.to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::{Fact, Facts, NodeKey, Origin};

    fn fact(value: &str, origin: Origin, event: usize) -> Fact {
        Fact { value: value.to_owned(), origin, event: Some(event), lines: Vec::new() }
    }

    #[test]
    fn a_runbook_sees_its_own_outcomes_by_their_short_names() {
        let mut facts = Facts::default();
        let check = NodeKey::new("oauth", "certificate");
        facts.learn("oauth/certificate".into(), fact("expired", Origin::Outcome(check), 3));
        assert_eq!(
            facts.seen_from(&"oauth".into()).get(&"certificate".into()).map(String::as_str),
            Some("expired")
        );
        assert_eq!(facts.seen_from(&"hcw".into()).get(&"certificate".into()), None);
    }

    #[test]
    fn a_value_typed_after_a_capture_replaces_it_and_one_typed_before_does_not() {
        let captured = |event| fact("captured", Origin::Captured(NodeKey::new("kb", "a")), event);
        let mut facts = Facts::default();
        facts.learn("thumbprint".into(), fact("typed", Origin::Input, 2));
        facts.learn("thumbprint".into(), captured(4));
        assert_eq!(facts.value("thumbprint"), Some("captured"));

        let mut facts = Facts::default();
        facts.learn("thumbprint".into(), fact("typed", Origin::Input, 7));
        facts.learn("thumbprint".into(), captured(5));
        assert_eq!(facts.value("thumbprint"), Some("typed"));
    }
}
