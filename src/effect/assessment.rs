//! An effect, and why a command has it.
//!
//! Invariant: effects are ordered from harmless to strict; joining two keeps the stricter and its reason.
//! Deliberately absent: finding an effect out.

use serde::Serialize;

/// What running a command does, from harmless to strict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// It only reads.
    Read,
    /// It changes nothing but the window it is typed in (what that is connected to, or looks at), or it asks the person
    /// in front of it.
    Session,
    /// Nothing here knows what it does.
    Unknown,
    /// It changes something, sends something, or writes a file.
    Change,
}

/// What a command does, and why that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// What it does.
    pub effect: Effect,
    /// Why it does not only read, as a sentence without a full stop: ``` `Test-Mailflow` sends messages ```. Empty where
    /// it only reads.
    pub because: String,
}

impl Assessment {
    /// It only reads.
    pub(super) const READ: Self = Self { effect: Effect::Read, because: String::new() };

    pub(super) fn new(effect: Effect, because: impl Into<String>) -> Self {
        Self { effect, because: because.into() }
    }

    /// Nothing here knows what it does.
    pub(super) fn unknown(because: impl Into<String>) -> Self {
        Self::new(Effect::Unknown, because)
    }

    /// Takes another part in: the stricter wins, and of two that are as strict the first.
    pub(super) fn join(&mut self, other: Self) {
        if other.effect > self.effect {
            *self = other;
        }
    }
}
