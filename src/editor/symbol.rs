//! What a name in a knowledge base can mean.
//!
//! Invariant: two names mean the same thing exactly if their symbols are equal.
//! Deliberately absent: where names stand (`occurrence`).

use crate::model::{FactName, NodeKey, OutcomeId, PlaceId, RunbookId, SourceId};

/// Something that has a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Symbol {
    /// A runbook.
    Runbook(RunbookId),
    /// A symptom, check, fix or end.
    Node(NodeKey),
    /// An outcome, by the check that holds its content.
    Outcome(NodeKey, OutcomeId),
    /// An input or a captured value. A session knows each one once, so the name means the same in all runbooks.
    Fact(FactName),
    /// A place.
    Place(PlaceId),
    /// A source: of a runbook, or shared by all.
    Source(Option<RunbookId>, SourceId),
    /// A rule.
    Rule(&'static str),
}

impl Symbol {
    /// The name as it is written, without the runbook of a node.
    pub fn name(&self) -> &str {
        match self {
            Self::Runbook(id) => id.as_str(),
            Self::Node(key) => key.node.as_str(),
            Self::Outcome(_, id) => id.as_str(),
            Self::Fact(name) => name.as_str(),
            Self::Place(id) => id.as_str(),
            Self::Source(_, id) => id.as_str(),
            Self::Rule(name) => name,
        }
    }

    /// What it is, as a noun.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Runbook(_) => "runbook",
            Self::Node(_) => "node",
            Self::Outcome(..) => "outcome",
            Self::Fact(_) => "fact",
            Self::Place(_) => "place",
            Self::Source(..) => "source",
            Self::Rule(_) => "rule",
        }
    }
}
