//! The account of a session, as data: what was concluded, on which path, from which lines, and what is left.
//!
//! A [`Report`] is cheap and made at every prompt; a [`Dossier`] is the report with all it rests on, which can be judged
//! again elsewhere. Both are written as a [`Document`] for one reader, and that in one form.
//!
//! Invariant: made from the graph and the events alone, so two machines give the same account of the same session.
//! Deliberately absent: replacing identifiers (`session::export`).

mod build;
mod customer;
mod document;
mod dossier;
mod escalation;
mod form;
mod grounds;
mod html;
mod markdown;
mod record;
mod sections;
mod text;
mod ticket;
mod verify;

pub use document::{Block, Document, Item, Label, Part};
pub use dossier::{Dossier, Embedded, GivenEvidence, KbVersion, SealedEvent};
pub use form::{Form, Reader};
pub use grounds::{Contradicted, Ground, GroundFact, HashedLine};
pub use verify::{Doubt, Verification, Verified, reported_events, verify, verify_events};

use crate::model::{EndResult, FactName, NodeKey, OutcomeId, RunbookId};
use crate::session::before::Changed;
use crate::session::event::{By, EvidenceLine, ShownCommand};
use crate::session::suspects::Suspects;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the report's JSON; it rises when a field changes its meaning or goes away.
const VERSION: u32 = 1;

/// The account of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Version of this JSON.
    pub version: u32,
    /// The runbook where the walk entered.
    pub runbook: RunbookId,
    /// That runbook's title.
    pub title: String,
    /// When it was last reviewed.
    #[schemars(with = "Option<String>")]
    pub reviewed: Option<jiff::civil::Date>,
    /// The node where the walk entered.
    pub entry: NodeKey,
    /// That node's title.
    pub entry_title: String,
    /// When the session began.
    #[schemars(with = "Option<String>")]
    pub started: Option<jiff::Timestamp>,
    /// When the last thing happened.
    #[schemars(with = "Option<String>")]
    pub last: Option<jiff::Timestamp>,
    /// Minutes by which the clock on the person's wall is ahead of UTC; null where the session does not say.
    pub offset_minutes: Option<i32>,
    /// How the walk ended; null where it has not ended.
    pub result: Option<EndResult>,
    /// The end it came to.
    pub end: Option<ReportEnd>,
    /// The nodes behind us, in order.
    pub path: Vec<PathStep>,
    /// Attempts at fixes that were made and lie off the path now, because an earlier answer was changed since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tried_off_path: Vec<PathStep>,
    /// The node where the walk stands.
    pub stopped_at: Option<NodeKey>,
    /// Why it stands there; null where it ended.
    pub why: Option<String>,
    /// What is needed to go on, a sentence each.
    pub missing: Vec<String>,
    /// Commands that this program ran, in their order; whether their output was used or not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ran: Vec<ReportRan>,
    /// What is known, apart from the outcomes on the path.
    pub facts: Vec<ReportFact>,
    /// The remarks.
    pub notes: Vec<ReportNote>,
    /// Requirements of fixes that a person overruled.
    pub overruled_requirements: Vec<OverruledRequirement>,
    /// Fixes that were looked at and not tried.
    pub not_done: Vec<NotDone>,
    /// Waits after fixes that were cut short.
    pub waits_skipped: Vec<WaitSkipped>,
    /// Questions that the walk can come to from its entry and did not.
    pub not_checked: Vec<NotChecked>,
    /// Questions on the path that were left open: answered with "none of these" or "cannot tell".
    pub left_open: Vec<NodeKey>,
    /// Questions that somebody else was asked to run, and whose reply is awaited.
    pub parked: Vec<ReportParked>,
    /// Fixes still possible, and those ruled out and by what.
    pub suspects: Suspects,
}

/// A command that this program ran. Its arguments and the hash of its script are in the event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportRan {
    /// The check it belongs to.
    pub node: NodeKey,
    /// Its title.
    pub title: String,
    /// The place it is written for, as people say it.
    pub place: String,
    /// The command as a person would type it.
    pub command: String,
    /// The program that read it, with its full path.
    pub interpreter: String,
    /// When it began.
    #[schemars(with = "String")]
    pub began: jiff::Timestamp,
    /// When it was over.
    #[schemars(with = "String")]
    pub ended: jiff::Timestamp,
    /// Its exit code; null where it was stopped.
    pub code: Option<i32>,
    /// What of its output is missing, and why: a sentence each, without a full stop.
    pub lacking: Vec<String>,
}

/// A question whose reply is awaited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportParked {
    /// The check.
    pub node: NodeKey,
    /// Its title.
    pub title: String,
    /// When it was parked.
    #[schemars(with = "String")]
    pub at: jiff::Timestamp,
    /// Why, in the person's words.
    pub reason: Option<String>,
}

/// The end a walk came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportEnd {
    /// The end.
    pub node: NodeKey,
    /// What is the case now.
    pub title: String,
    /// What is left to do, as Markdown.
    pub detail: Option<String>,
    /// Who takes over.
    pub to: Option<String>,
    /// What to attach to the ticket.
    pub attach: Vec<String>,
}

/// One node on the path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PathStep {
    /// The node.
    pub node: NodeKey,
    /// What kind of node it is.
    pub kind: StepKind,
    /// Its title.
    pub title: String,
    /// Which visit to it on the path, from 1.
    pub visit: u32,
    /// An outcome's name, `none` or `unsure` for a check; `done`, `failed` or `attempts-used` for a fix; `jumped` where a
    /// person went on elsewhere; null otherwise.
    pub outcome: Option<String>,
    /// The outcome as a statement.
    pub outcome_title: Option<String>,
    /// What recognises that outcome, as Markdown: the rest of a sentence that begins "recognised by".
    pub rule: Option<String>,
    /// Who or what decided; null where nothing had to be decided.
    pub by: Option<By>,
    /// When it was decided.
    #[schemars(with = "Option<String>")]
    pub at: Option<jiff::Timestamp>,
    /// The lines of evidence that decided.
    pub lines: Vec<EvidenceLine>,
    /// Set where a person went against the evidence.
    pub overruled: Option<Overruled>,
    /// For a fix that was tried: its commands as they were shown.
    pub commands: Vec<ShownCommand>,
    /// For a check that was answered after a fix: what its output said before the fix, and says now.
    pub changed: Vec<Changed>,
}

/// What a person went against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Overruled {
    /// The outcomes the evidence spoke for.
    pub proposed: Vec<OutcomeId>,
    /// Why, in the person's words.
    pub reason: Option<String>,
}

/// A fix that was opened although its requirements did not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OverruledRequirement {
    /// The fix.
    pub node: NodeKey,
    /// What it does.
    pub title: String,
    /// When.
    #[schemars(with = "String")]
    pub at: jiff::Timestamp,
    /// What was missing, a sentence each.
    pub missing: Vec<String>,
    /// Why, in the person's words.
    pub reason: Option<String>,
}

/// A known value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportFact {
    /// Its name.
    pub name: FactName,
    /// Its value.
    pub value: String,
    /// The check whose output it was read from; null where a person gave it.
    pub from: Option<NodeKey>,
    /// The lines it was read from.
    pub lines: Vec<EvidenceLine>,
}

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportNote {
    /// When it was written.
    #[schemars(with = "String")]
    pub at: jiff::Timestamp,
    /// Where the walk stood.
    pub node: Option<NodeKey>,
    /// The remark.
    pub text: String,
}

/// A fix that was looked at and not tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotDone {
    /// The fix.
    pub node: NodeKey,
    /// What it does.
    pub title: String,
    /// When that was said.
    #[schemars(with = "String")]
    pub at: jiff::Timestamp,
    /// Why, in the person's words.
    pub reason: Option<String>,
}

/// A wait that was cut short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WaitSkipped {
    /// The check that was to wait.
    pub node: NodeKey,
    /// Its title.
    pub title: String,
    /// When the person went on.
    #[schemars(with = "String")]
    pub at: jiff::Timestamp,
    /// When the wait would have been over.
    #[schemars(with = "String")]
    pub until: jiff::Timestamp,
}

/// A question that was not asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotChecked {
    /// The check.
    pub node: NodeKey,
    /// Its title.
    pub title: String,
}

/// What kind of node a step passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum StepKind {
    /// A symptom.
    Symptom,
    /// A check.
    Check,
    /// A fix.
    Fix,
    /// An end.
    End,
    /// The knowledge base has no such node.
    Node,
}
