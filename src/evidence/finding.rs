//! What judging one matcher gave: a truth with its lines and reasons, and how such answers combine.
//!
//! Invariant: a true or false finding has reasons and nothing missing; an unknown one has what is missing.
//! Deliberately absent: judging.

use crate::evidence::{Lines, Truth};

/// The most lines and sentences a finding keeps: a reason is for reading.
const MOST: usize = 20;

/// A truth with its lines and reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) truth: Truth,
    pub(crate) lines: Vec<Lines>,
    pub(crate) because: Vec<String>,
    pub(crate) missing: Vec<String>,
}

impl Finding {
    /// It holds or it does not (`truth` is true or false), because of this.
    pub(crate) fn known(truth: Truth, lines: impl IntoIterator<Item = Lines>, because: String) -> Self {
        Self {
            truth,
            lines: lines.into_iter().take(MOST).collect(),
            because: vec![because],
            missing: Vec::new(),
        }
    }

    /// It is not known for want of this.
    pub(crate) fn unknown(missing: impl Into<String>) -> Self {
        Self { truth: Truth::Unknown, lines: Vec::new(), because: Vec::new(), missing: vec![missing.into()] }
    }

    /// The opposite, for the same reasons.
    pub(crate) fn not(mut self) -> Self {
        self.truth = self.truth.not();
        self
    }

    /// Holds where all do. Of the parts' reasons those are kept that decided.
    pub(crate) fn all(parts: Vec<Self>) -> Self {
        let truth = parts.iter().map(|part| part.truth).fold(Truth::True, Truth::and);
        let mut whole = Self { truth, lines: Vec::new(), because: Vec::new(), missing: Vec::new() };
        for part in parts.into_iter().filter(|part| part.truth == truth) {
            whole.lines.extend(part.lines);
            whole.because.extend(part.because);
            whole.missing.extend(part.missing);
            whole.lines.truncate(MOST);
            whole.because.truncate(MOST);
            whole.missing.truncate(MOST);
        }
        whole
    }

    /// Holds where one does.
    pub(crate) fn any(parts: Vec<Self>) -> Self {
        Self::all(parts.into_iter().map(Self::not).collect()).not()
    }
}
