//! Captures: properties of the output that an outcome remembers as facts.
//!
//! Invariant: a captured value was printed in full and without a doubt; what was not is reported instead.
//! Deliberately absent: storing facts.

use crate::evidence::{Known, Lines, Reading};
use crate::model::{FactName, Outcome};
use serde::{Deserialize, Serialize};

/// What the captures of an outcome gave.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Captures {
    /// The facts found.
    pub found: Vec<Captured>,
    /// The facts that could not be taken, with the reason.
    pub refused: Vec<NotCaptured>,
}

/// A fact taken from the output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Captured {
    /// The fact.
    pub fact: FactName,
    /// Its value.
    pub value: String,
    /// Where it was printed.
    pub lines: Lines,
}

/// A fact that could not be taken from the output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotCaptured {
    /// The fact.
    pub fact: FactName,
    /// Why, as a sentence without a full stop.
    pub because: String,
}

/// Takes the captures of `outcome` from a reading, from the object that its matcher is true for.
pub fn capture(outcome: &Outcome, reading: &Reading, _known: &Known<'_>) -> Captures {
    let mut captures = Captures::default();
    for (fact, property) in outcome.capture.iter() {
        match reading.properties(property).next() {
            Some((_, found)) => captures.found.push(Captured {
                fact: fact.value.clone(),
                value: found.value.clone(),
                lines: found.lines,
            }),
            None => captures.refused.push(NotCaptured {
                fact: fact.value.clone(),
                because: format!("`{property}` is not in the output"),
            }),
        }
    }
    captures
}
