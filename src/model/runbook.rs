//! One runbook file: its head, its symptoms, and the tables of its other nodes.
//!
//! Invariant: node ids are unique within each table; that they are unique across the tables is checked by the linker.
//! Deliberately absent: edges between nodes beyond what each node says itself.

use crate::model::{
    Allowance, Check, End, FactName, Fix, Input, Markdown, Named, NodeId, Pattern, RunbookId, Source,
    SourceId, Target,
};
use crate::source::Spanned;
use std::sync::Arc;

/// One YAML file: one decision graph from symptoms over checks and fixes to ends.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Runbook {
    /// The runbook's name: lower-case letters, digits and hyphens. The file is called the same.
    pub runbook: Spanned<RunbookId>,
    /// What it is about, as a person with the problem would say it.
    pub title: Spanned<String>,
    /// What is wrong and what this runbook does about it, in a few sentences.
    pub summary: Option<Markdown>,
    /// The team that answers for it. The owner of the knowledge base unless set.
    pub owner: Option<Spanned<String>>,
    /// When somebody last read all of it against reality, as `YYYY-MM-DD`.
    #[schemars(with = "Option<String>")]
    pub reviewed: Option<Spanned<jiff::civil::Date>>,
    /// Products and versions it holds for.
    #[schemars(default)]
    pub applies_to: Vec<Spanned<String>>,
    /// The clock of the samples, as `YYYY-MM-DD`: what `now` means when they are judged. The review date unless set.
    #[schemars(with = "Option<String>")]
    pub now: Option<Spanned<jiff::civil::Date>>,
    /// Where its facts come from, by name.
    #[schemars(default)]
    pub sources: Named<SourceId, Source>,
    /// Values that commands need and only a person can give, by name.
    #[schemars(default)]
    pub inputs: Named<FactName, Input>,
    /// Entries: what a person sees, by name.
    #[schemars(default)]
    pub symptoms: Named<NodeId, Arc<Symptom>>,
    /// Questions, by name.
    #[schemars(default)]
    pub checks: Named<NodeId, Arc<Check>>,
    /// Changes that mend something, by name.
    #[schemars(default)]
    pub fixes: Named<NodeId, Arc<Fix>>,
    /// Where walks end, by name.
    #[schemars(default)]
    pub ends: Named<NodeId, Arc<End>>,
    /// Rules that do not apply here, each with the reason.
    #[schemars(default)]
    pub allow: Vec<Allowance>,
}

impl Runbook {
    /// The clock of its samples: noon of its `now`, else of its review, else of a fixed day.
    pub fn sample_clock(&self) -> jiff::civil::DateTime {
        let date = self.now.as_ref().or(self.reviewed.as_ref());
        date.map_or(jiff::civil::date(2000, 1, 1), |date| date.value).at(12, 0, 0, 0)
    }
}

/// An entry: what a person sees.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Symptom {
    /// The symptom in the words of the person who has it.
    pub title: Spanned<String>,
    /// What else is seen, and what it is often confused with.
    pub detail: Option<Markdown>,
    /// How else people tell of it, in whole sentences and any language: the search takes each of them for a title.
    #[schemars(default)]
    pub also: Vec<Spanned<String>>,
    /// Exact error texts, codes and patterns by which this entry is found.
    #[schemars(default)]
    pub signatures: Vec<Signature>,
    /// Where the triage begins.
    pub next: Target,
    /// What of this is not confirmed, where something is not.
    pub unconfirmed: Option<Markdown>,
    /// Sources of the facts stated here.
    #[schemars(default)]
    pub sources: Vec<Spanned<SourceId>>,
    /// Rules that do not apply here, each with the reason.
    #[schemars(default)]
    pub allow: Vec<Allowance>,
}

/// A text by which a symptom is recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Where it is written.
    pub span: crate::source::Span,
    /// The text or pattern.
    pub kind: SignatureKind,
}

/// How a signature is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureKind {
    /// This text occurs, whatever the case and the white space between its words.
    Text(String),
    /// This regular expression matches, whatever the case.
    Pattern(Pattern),
}

impl schemars::JsonSchema for Signature {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Signature".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A text by which a symptom is recognised: an error code or part of a message, or a pattern.",
            "anyOf": [
                { "type": "string", "description": "This text occurs, whatever the case and the white space." },
                {
                    "type": "object",
                    "properties": { "matches": { "type": "string", "format": "regex", "description": "This regular expression matches, whatever the case." } },
                    "required": ["matches"],
                    "additionalProperties": false
                }
            ]
        })
    }
}
