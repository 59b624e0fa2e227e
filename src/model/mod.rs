//! The format as types: what a knowledge base, a runbook and its nodes are.
//!
//! Invariant: every value that a person wrote keeps the place where it was written ([`crate::source::Spanned`]).
//! The doc comments of the fields are the format's reference: the JSON Schema, the reference chapter of the site and
//! editor completion are all made from them, so they are written for authors.
//! Deliberately absent: YAML (floor 2 lowers it into these types) and links between nodes (floor 3).

mod allowance;
mod check;
mod command;
mod end;
mod fix;
mod input;
mod knowledge_base;
mod matcher;
mod name;
mod required;
mod runbook;
mod scenario;
mod text;

pub use allowance::{Allowance, Level};
pub use check::{Check, Outcome, Sample};
pub use command::{Command, Shell};
pub use end::{End, EndResult};
pub use fix::{Attempts, Fix, Requirement, Risk, Rollback, Step};
pub use input::{Input, InputType};
pub use knowledge_base::{Confidence, KnowledgeBase, Place, Side, Source, Term};
pub use matcher::{Comparison, ErrorTest, Instant, Matcher, MatcherKind, Operand, Pattern, Test};
pub use name::{FactName, Named, NodeId, NodeKey, NodeRef, OutcomeId, PlaceId, RunbookId, SourceId, Target};
pub use runbook::{Runbook, Signature, SignatureKind, Symptom};
pub use scenario::{Act, Alternative, Given, Scenario, ScenarioFile, ScenarioStep};
pub use text::{Duration, Markdown, Placeholder, Template};
