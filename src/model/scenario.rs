//! Scenario files: cases that are walked on the knowledge base, and the way each has to go.
//!
//! Invariant: a scenario says what is given and what is expected; it holds no part of a runbook.
//! Deliberately absent: walking (`scenario`, floor 6) and whether the names mean anything (floor 3).

use crate::model::{FactName, Markdown, Named, NodeRef, OutcomeId, RunbookId};
use crate::source::{Span, Spanned};

/// A file in the folder `tests/` of a knowledge base: cases and the ways they have to go.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ScenarioFile {
    /// The runbook whose nodes are named without a runbook.
    pub runbook: Spanned<RunbookId>,
    /// The clock of all scenarios of the file, as `YYYY-MM-DD`. That of the runbook's samples unless set.
    #[schemars(with = "Option<String>")]
    pub now: Option<Spanned<jiff::civil::Date>>,
    /// What is known beforehand in all scenarios of the file, by the name of the input or captured value. An input that
    /// is asked for and not given here has the value of its `example`.
    #[schemars(default)]
    pub inputs: Named<FactName, Spanned<String>>,
    /// Other answers that lead to the same place at every step in this runbook, in all scenarios of the file:
    /// `unsure: escalate`. `failed` means a fix that fails as often as it may be tried. A step's `also` goes before it.
    #[schemars(default)]
    pub anywhere: Named<OutcomeId, Alternative>,
    /// The cases.
    pub scenarios: Vec<Scenario>,
}

/// A case: where it begins, what is answered, and where it ends.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Scenario {
    /// The case in a few words, such as `Certificate renewed but not activated`. No two are called the same.
    pub title: Spanned<String>,
    /// What happened in it.
    pub about: Option<Markdown>,
    /// Where the walk begins: a symptom, or any other node.
    pub entry: NodeRef,
    /// The clock, as `YYYY-MM-DD`. That of the file unless set. The waiting time of each fix done is added to it.
    #[schemars(with = "Option<String>")]
    pub now: Option<Spanned<jiff::civil::Date>>,
    /// What is known beforehand, besides what the file says.
    #[schemars(default)]
    pub inputs: Named<FactName, Spanned<String>>,
    /// Other answers that lead to the same place at every step of this case in the file's runbook.
    #[schemars(default)]
    pub anywhere: Named<OutcomeId, Alternative>,
    /// What is asked and answered, in order. What follows from known facts alone needs no step.
    pub steps: Vec<ScenarioStep>,
    /// The end that is reached.
    pub ends: Option<NodeRef>,
    /// The check or fix where the walk stands after the last step, where it does not come to an end.
    pub stops: Option<NodeRef>,
}

/// One question or fix on the way, written `node: outcome` or with the keys below.
///
/// A check with commands is answered by the outcome's first sample, which has to be judged to be that outcome; a check
/// without, or an outcome without samples, by a person. A fix is `done`, `failed` or `withheld`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioStep {
    /// The whole step.
    pub span: Span,
    /// The check or fix that has to be waiting.
    pub at: NodeRef,
    /// What is done there.
    pub act: Act,
    /// What stands on the screen there before the answer, in this order: commands with the values filled in.
    pub shows: Vec<Spanned<String>>,
    /// Other answers here, and where each would lead. This step's own answer is not among them.
    pub also: Named<OutcomeId, Alternative>,
}

/// What is done at a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// This answer is given: an outcome, `unsure` or `none`; at a fix `done`, `failed` or `withheld`.
    Takes(Spanned<OutcomeId>, Given),
    /// The walk goes on at this node of the same runbook, because another scenario walks what lies between.
    SkipTo(NodeRef),
}

/// How an answer is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// Set where a person answers, although there is a sample.
    pub by_person: Option<Span>,
    /// Which sample of the outcome is pasted, from 1.
    pub sample: Option<Spanned<u32>>,
    /// The text that is pasted instead of a sample.
    pub evidence: Option<Spanned<String>>,
}

/// Another answer, and where it would lead: the name of a node, or the keys below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// Where the walk then stands.
    pub goes: NodeRef,
    /// For a call: where the walk comes back when the called runbook has ended resolved.
    pub returns: Option<NodeRef>,
    /// How the answer is given.
    pub given: Given,
}

/// The keys by which an answer is given, for a schema.
fn given_keys() -> serde_json::Map<String, serde_json::Value> {
    let keys = serde_json::json!({
        "by": { "const": "person", "description": "A person answers, although there is a sample." },
        "sample": { "type": "integer", "minimum": 1, "description": "Which sample of the outcome is pasted, from 1. The first unless set." },
        "evidence": { "type": "string", "description": "The text that is pasted instead of a sample." }
    });
    match keys {
        serde_json::Value::Object(keys) => keys,
        _ => serde_json::Map::new(),
    }
}

impl schemars::JsonSchema for ScenarioStep {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ScenarioStep".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let node = generator.subschema_for::<NodeRef>();
        let also = generator.subschema_for::<Named<OutcomeId, Alternative>>();
        let mut long = schemars::json_schema!({
            "type": "object",
            "description": "A step with more to say than its answer.",
            "properties": {
                "at": { "description": "The check or fix that has to be waiting.", "allOf": [node] },
                "takes": { "type": "string", "description": "The answer: an outcome, `unsure` or `none`; at a fix `done`, `failed` or `withheld`." },
                "skip_to": { "description": "Instead of an answer: go on at this node of the same runbook, because another scenario walks what lies between.", "allOf": [node] },
                "shows": { "type": "array", "items": { "type": "string" }, "description": "Commands that stand on the screen, values filled in, in this order." },
                "also": { "description": "Other answers here, and where each would lead.", "allOf": [also] }
            },
            "required": ["at"],
            "additionalProperties": false
        });
        if let Some(properties) = long.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
            properties.extend(given_keys());
        }
        schemars::json_schema!({
            "description": "One question or fix on the way: `node: outcome`, or with `at` and `takes`.",
            "anyOf": [
                {
                    "type": "object",
                    "description": "The node and its answer. A check with commands is answered by the outcome's first sample, which has to be judged to be that outcome; others by a person.",
                    "minProperties": 1,
                    "maxProperties": 1,
                    "propertyNames": { "not": { "const": "at" } },
                    "additionalProperties": { "type": "string" }
                },
                long
            ]
        })
    }
}

impl schemars::JsonSchema for Alternative {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Alternative".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let node = generator.subschema_for::<NodeRef>();
        let mut long = schemars::json_schema!({
            "type": "object",
            "description": "Another answer that is a call, or not given by the first sample.",
            "properties": {
                "goes": { "description": "Where the walk then stands.", "allOf": [node] },
                "returns": { "description": "For a call: where the walk comes back when the called runbook has ended resolved.", "allOf": [node] }
            },
            "required": ["goes"],
            "additionalProperties": false
        });
        if let Some(properties) = long.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
            properties.extend(given_keys());
        }
        schemars::json_schema!({
            "description": "Another answer, and where it would lead.",
            "anyOf": [node, long]
        })
    }
}
