//! What can be wrong with a move, and what it costs.
//!
//! Invariant: the points stand here and nowhere else; the chapter about drills lists the same.
//! Deliberately absent: finding faults (`practice`).

use serde::{Deserialize, Serialize};

/// Something wrong with a move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// What kind it is.
    pub kind: FaultKind,
    /// What was wrong, as a sentence.
    pub text: String,
}

/// The kind of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// A change that nothing in the case calls for.
    WrongChange,
    /// The right change, before anything proved it.
    Unproved,
    /// A change without a look at how to undo it.
    NoUndo,
    /// The effect of a change was judged before it could show.
    TooEarly,
    /// The evidence says something else.
    Misread,
    /// Decided without looking at the evidence.
    Guessed,
    /// A hint was taken.
    Hinted,
    /// The case was left before its end.
    Unsolved,
    /// Much longer than the best path.
    Detour,
}

impl FaultKind {
    /// Points that it costs, of 100. A detour costs up to so many.
    pub fn points(self) -> u32 {
        match self {
            Self::WrongChange => 25,
            Self::Unproved | Self::Detour => 20,
            Self::NoUndo | Self::Misread => 10,
            Self::TooEarly | Self::Guessed => 5,
            Self::Hinted => 2,
            Self::Unsolved => 40,
        }
    }

    /// What it is called in a list.
    pub fn label(self) -> &'static str {
        match self {
            Self::WrongChange => "A change that nothing called for",
            Self::Unproved => "A change before its proof",
            Self::NoUndo => "A change without a look at how to undo it",
            Self::TooEarly => "Judged before the wait was over",
            Self::Misread => "Evidence misread",
            Self::Guessed => "Decided without looking",
            Self::Hinted => "A hint taken",
            Self::Unsolved => "The case was not solved",
            Self::Detour => "Longer than the best path",
        }
    }
}
