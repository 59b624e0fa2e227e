//! Checks: questions settled by evidence, by a person, or by known facts alone.
//!
//! Invariant: none beyond the types; that a check asks or runs something, and that its outcomes differ, is linted.
//! Deliberately absent: judging and linking.

use crate::model::{
    Allowance, Command, FactName, Markdown, Matcher, Named, NodeRef, OutcomeId, SourceId, Target,
};
use crate::source::{Span, Spanned};

/// A question. With `run` it is settled by the output of commands, with `ask` by a person; with neither it is a route
/// that known facts settle alone.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Check {
    /// The node whose content this one takes: everything but the edges (`next`, `unsure`, `none`) comes from there.
    #[schemars(rename = "use")]
    pub content_of: Option<NodeRef>,
    /// The question.
    pub title: Option<Spanned<String>>,
    /// Why it is asked: what the answer tells.
    pub why: Option<Markdown>,
    /// Commands whose output settles it.
    #[schemars(default)]
    pub run: Vec<Command>,
    /// What a person has to look at or to know, where no command settles it.
    pub ask: Option<Markdown>,
    /// Minutes it takes somebody who knows the tools, as an estimate.
    pub minutes: Option<Spanned<u32>>,
    /// The answers, by name.
    #[schemars(default)]
    pub outcomes: Named<OutcomeId, Outcome>,
    /// Outputs that must settle nothing (cut off, from the wrong side), as tests of the matchers.
    #[schemars(default)]
    pub undecided: Vec<Sample>,
    /// Where to go when the check cannot be run or its answer cannot be told.
    pub unsure: Option<Target>,
    /// Where to go when no outcome fits what is seen. The target of `unsure` unless set.
    pub none: Option<Target>,
    /// What of this is not confirmed, where something is not.
    pub unconfirmed: Option<Markdown>,
    /// Sources of the facts stated here.
    #[schemars(default)]
    pub sources: Vec<Spanned<SourceId>>,
    /// Rules that do not apply here, each with the reason.
    #[schemars(default)]
    pub allow: Vec<Allowance>,
}

impl Check {
    /// For a route that asks nothing but the clock: the days and times at which its answer changes.
    pub fn clock_turns(&self) -> Option<Vec<jiff::civil::DateTime>> {
        if !self.run.is_empty() || self.ask.is_some() || self.outcomes.iter().next().is_none() {
            return None;
        }
        let turns = self.outcomes.iter().map(|(_, outcome)| outcome.when.as_ref()?.clock_turns());
        turns.collect::<Option<Vec<_>>>().map(|turns| turns.concat())
    }
}

/// One answer of a check.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Outcome {
    /// The answer as a statement.
    pub title: Option<Spanned<String>>,
    /// What it means and what follows from it.
    pub detail: Option<Markdown>,
    /// The test that recognises it. Without one only a person can choose it.
    pub when: Option<Matcher>,
    /// Properties to remember, as `fact: Property`.
    #[schemars(default)]
    pub capture: Named<FactName, Spanned<String>>,
    /// Outputs that must be judged to exactly this outcome.
    #[schemars(default)]
    pub samples: Vec<Sample>,
    /// Where the walk goes on.
    pub next: Target,
}

/// An output as a test: a text, or a text with the facts known at that point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The whole sample.
    pub span: Span,
    /// The output, as it would be pasted.
    pub text: Spanned<String>,
    /// Facts known when it is judged.
    pub facts: Named<FactName, Spanned<String>>,
}

impl schemars::JsonSchema for Sample {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Sample".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "An output as it would be pasted.",
            "anyOf": [
                { "type": "string" },
                {
                    "type": "object",
                    "properties": {
                        "text": { "type": "string", "description": "The output." },
                        "facts": {
                            "type": "object",
                            "description": "Facts known when it is judged.",
                            "additionalProperties": { "type": ["string", "number", "boolean"] }
                        }
                    },
                    "additionalProperties": false
                }
            ]
        })
    }
}
