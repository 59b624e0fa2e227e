//! What a trainee can do, and what is said about it.
//!
//! Invariant: a list of moves is all there is to a drill besides its case and seed; its JSON is stable.
//! Deliberately absent: what a move does (`practice`).

use crate::drill::fault::Fault;
use crate::model::NodeKey;
use crate::session::Answer;
use serde::{Deserialize, Serialize};

/// One thing that a trainee does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Move {
    /// Runs the commands of the waiting check, or asks the person who knows.
    Look,
    /// Decides the waiting check.
    Decide(Answer),
    /// Asks for the next hint.
    Hint,
    /// Looks at how the waiting fix is undone.
    Undo,
    /// Opens a waiting fix whose requirements do not hold.
    Show,
    /// Carries out the waiting fix.
    Try,
    /// Lets the wait pass that a fix asks for.
    Wait,
    /// Goes to another check or fix.
    Go(NodeKey),
    /// Takes back the last decision.
    Back,
    /// Stops here.
    GiveUp,
}

/// When a trainee is told about a wrong decision.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Feedback {
    /// At once; the decision is taken again.
    #[default]
    AtOnce,
    /// At the end; the walk goes where the decision leads.
    AtEnd,
}

/// How a drill is run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Where its numbers begin: which sample is served, and how it looks.
    pub seed: u64,
    /// When wrong decisions are told.
    pub feedback: Feedback,
}

/// A move that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The move.
    pub made: Move,
    /// The node where it was made.
    pub node: NodeKey,
    /// What was decided or done, as a statement.
    pub said: String,
    /// Minutes it took, by the authors' estimates.
    pub minutes: u32,
    /// What is said about it.
    pub remarks: Vec<Remark>,
    /// What was wrong with it.
    pub faults: Vec<Fault>,
}

/// A sentence about a move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// What kind it is.
    pub kind: RemarkKind,
    /// The sentence.
    pub text: String,
}

/// The kind of a remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemarkKind {
    /// It was right.
    Right,
    /// It was wrong.
    Wrong,
    /// It endangers what works.
    Unsafe,
    /// A hint that was asked for.
    Hint,
    /// What happened.
    Happened,
}

impl Remark {
    pub(super) fn new(kind: RemarkKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into() }
    }
}
