//! The outcome of judging a check: the verdict, and for every outcome how it was decided and by which lines.
//!
//! Invariant: a [`Verdict::Proposed`] names the only outcome whose matcher is true.
//! Deliberately absent: judging itself (`judge`).

use crate::evidence::{Lines, Truth};
use crate::model::{FactName, OutcomeId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the session knows besides the text.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The facts: inputs, captured properties, and the outcomes of checks under the checks' names.
    pub facts: &'a BTreeMap<FactName, String>,
    /// The clock.
    pub now: jiff::civil::DateTime,
}

/// How a check was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// What follows.
    pub verdict: Verdict,
    /// Every outcome that has a matcher, in the order of the check.
    pub outcomes: Vec<OutcomeJudged>,
}

/// What follows from the outcomes' matchers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Exactly one outcome matches.
    Proposed(OutcomeId),
    /// Every outcome that has a matcher is ruled out.
    NoneFits,
    /// Several outcomes match: the matchers overlap.
    Several(Vec<OutcomeId>),
    /// No outcome matches, and at least one is not ruled out.
    Unknown,
}

/// How one outcome was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeJudged {
    /// The outcome.
    pub outcome: OutcomeId,
    /// Whether it matches.
    pub truth: Truth,
    /// The lines that decided, in rising order; empty where no line did (facts, no output).
    pub lines: Vec<Lines>,
    /// Why it is true or false, as sentences without a full stop.
    pub because: Vec<String>,
    /// What would be needed to know, as sentences without a full stop; empty unless it is unknown.
    pub missing: Vec<String>,
}
