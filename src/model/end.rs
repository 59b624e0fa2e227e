//! Ends: where a walk stops, and what is done with the case.
//!
//! Invariant: every end says which of the three results it is.
//! Deliberately absent: the report (floor 5).

use crate::model::{Allowance, Markdown, SourceId};
use crate::source::Spanned;

/// Where a walk ends.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct End {
    /// What is the case now, as a statement.
    pub title: Spanned<String>,
    /// What is left to do, or why this is not the place.
    pub detail: Option<Markdown>,
    /// How it ended.
    pub result: Spanned<EndResult>,
    /// Who takes over: a team for `escalated`, a place or a runbook for `elsewhere`.
    pub to: Option<Spanned<String>>,
    /// What to attach to the ticket.
    #[schemars(default)]
    pub attach: Vec<Spanned<String>>,
    /// What of this is not confirmed, where something is not.
    pub unconfirmed: Option<Markdown>,
    /// Sources of the facts stated here.
    #[schemars(default)]
    pub sources: Vec<Spanned<SourceId>>,
    /// Rules that do not apply here, each with the reason.
    #[schemars(default)]
    pub allow: Vec<Allowance>,
}

/// How a walk ended.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum EndResult {
    /// The problem is gone and proved gone.
    Resolved,
    /// Somebody else takes over, with everything collected so far.
    Escalated,
    /// It is another problem, or another product's.
    Elsewhere,
}

impl EndResult {
    /// The word of the format.
    pub fn word(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::Escalated => "escalated",
            Self::Elsewhere => "elsewhere",
        }
    }
}
