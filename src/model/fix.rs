//! Fixes: changes, with what they touch, how to undo them and how to prove them.
//!
//! Invariant: a fix is shown and recorded; nothing in this program carries one out.
//! Deliberately absent: whether its requirements hold (floor 5, `session`).

use crate::model::{
    Allowance, Duration, Markdown, Named, NodeId, NodeRef, OutcomeId, PlaceId, SourceId, Target, Template,
};
use crate::source::Spanned;

/// A change that mends something.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Fix {
    /// The node whose content this one takes: everything but `verify` and `attempts` comes from there.
    #[schemars(rename = "use")]
    pub content_of: Option<NodeRef>,
    /// What is done, as an imperative.
    pub title: Option<Spanned<String>>,
    /// What it changes, and what to know before.
    pub detail: Option<Markdown>,
    /// Outcomes that must hold in this session before the commands are offered, as `check: outcome` or
    /// `check: [outcome, outcome]`.
    #[schemars(default)]
    pub requires: Named<NodeId, Requirement>,
    /// How dangerous it is.
    pub risk: Option<Spanned<Risk>>,
    /// The role or permission it needs.
    pub role: Option<Spanned<String>>,
    /// What users and services notice, and for how long.
    pub impact: Option<Markdown>,
    /// What is done, one action a step.
    #[schemars(default)]
    pub steps: Vec<Step>,
    /// When to stop and call somebody instead of going on.
    pub stop_if: Option<Markdown>,
    /// How to undo it, or why it cannot be undone.
    pub rollback: Option<Rollback>,
    /// How long to wait before its effect can be judged.
    pub wait: Option<Spanned<Duration>>,
    /// Minutes the work takes somebody who knows the tools, as an estimate, without the waiting time.
    pub minutes: Option<Spanned<u32>>,
    /// The check that proves it: the next node.
    pub verify: Option<Target>,
    /// How often it may be tried, and where to go afterwards.
    pub attempts: Option<Attempts>,
    /// What of this is not confirmed, where something is not.
    pub unconfirmed: Option<Markdown>,
    /// Sources of the facts stated here.
    #[schemars(default)]
    pub sources: Vec<Spanned<SourceId>>,
    /// Rules that do not apply here, each with the reason.
    #[schemars(default)]
    pub allow: Vec<Allowance>,
}

impl Fix {
    /// The steps of the fix and then those of its rollback.
    pub fn all_steps(&self) -> impl Iterator<Item = &Step> {
        let rollback: &[Step] = match &self.rollback {
            Some(Rollback::Steps(steps)) => steps,
            Some(Rollback::None(_)) | None => &[],
        };
        self.steps.iter().chain(rollback)
    }
}

/// Outcomes of one check, one of which must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The outcomes; at least one.
    pub outcomes: Vec<Spanned<OutcomeId>>,
}

impl schemars::JsonSchema for Requirement {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Requirement".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "anyOf": [{ "type": "string" }, { "type": "array", "minItems": 1, "items": { "type": "string" } }]
        })
    }
}

/// How dangerous a fix is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum Risk {
    /// A change of configuration that can be taken back; nobody is interrupted.
    Change,
    /// A short interruption for users or services.
    Outage,
    /// Loses configuration or data, or cannot simply be taken back.
    Destructive,
}

impl Risk {
    /// The word of the format.
    pub fn word(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Outage => "outage",
            Self::Destructive => "destructive",
        }
    }
}

/// One action.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Step {
    /// What to do, in one imperative sentence. May be left out where the command says it all.
    #[schemars(rename = "do")]
    pub action: Option<Markdown>,
    /// The place it is done in.
    pub place: Option<Spanned<PlaceId>>,
    /// The command. `{{ name }}` stands for a fact as one whole argument and is quoted for the shell of the place.
    pub command: Option<Template>,
    /// What to see when it worked.
    pub expect: Option<Markdown>,
}

/// How a fix is undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rollback {
    /// These steps.
    Steps(Vec<Step>),
    /// It cannot be undone, or undoing it makes no sense; the reason.
    None(Markdown),
}

impl schemars::JsonSchema for Rollback {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Rollback".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let step = generator.subschema_for::<Step>();
        schemars::json_schema!({
            "description": "How to undo it, or why it cannot be undone.",
            "anyOf": [
                { "type": "array", "minItems": 1, "items": step },
                {
                    "type": "object",
                    "properties": { "none": { "type": "string", "description": "Why it cannot be undone, or need not be." } },
                    "required": ["none"],
                    "additionalProperties": false
                }
            ]
        })
    }
}

/// How often a fix may be tried.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Attempts {
    /// At most this many times in one session.
    pub limit: Spanned<u32>,
    /// Where to go when the limit is reached.
    #[schemars(rename = "else")]
    pub otherwise: Target,
}
