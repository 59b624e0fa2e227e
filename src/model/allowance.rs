//! What a knowledge base says about the rules themselves: how much each weighs, and where one does not apply.
//!
//! Invariant: an exception always says why.
//! Deliberately absent: which rules there are (floor 4).

use crate::source::Spanned;

/// An exception from one rule for one node.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Allowance {
    /// The name of the rule, as findings show it in brackets.
    pub rule: Spanned<String>,
    /// Why it does not apply here, for the next person who reads this.
    pub reason: Spanned<String>,
    /// The last day on which the exception holds, as `YYYY-MM-DD`. Without it, it holds until the finding is gone.
    #[schemars(with = "Option<String>")]
    pub until: Option<Spanned<jiff::civil::Date>>,
}

/// How much the findings of a rule weigh in a knowledge base.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum Level {
    /// `check` fails.
    Error,
    /// `check` fails with `--deny warnings`.
    Warning,
    /// Worth knowing.
    Info,
    /// Not reported.
    Off,
}
