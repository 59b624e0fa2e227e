//! One node as a section of its runbook's page.
//!
//! Invariant: plain data with every word chosen; a template only lays it out. Fields called "Markdown" in their comment
//! are author Markdown and go through [`crate::page::markdown::html`]; all others are plain text.
//! Deliberately absent: HTML, and the values of placeholders (a page is read by many people).

use crate::page::drawing::Drawing;
use crate::page::link::Link;
use crate::page::source::Citation;
use serde::Serialize;

/// A node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// `symptom`, `check`, `fix` or `end`.
    pub kind: &'static str,
    /// The kind as the word before the title; for an end its result (`Resolved`).
    pub word: &'static str,
    /// The anchor.
    pub anchor: String,
    /// Its place on the page, from 1: what a link is on paper.
    pub number: usize,
    /// The title.
    pub title: String,
    /// What it means or why it is asked. Markdown.
    pub detail: Option<String>,
    /// How long it takes: `about 2 minutes`.
    pub minutes: Option<String>,
    /// What is not confirmed. Markdown.
    pub unconfirmed: Option<String>,
    /// Where its facts come from.
    pub sources: Vec<Citation>,
    /// The node its content is taken from, in another runbook.
    pub taken_from: Option<Link>,
    /// For a symptom.
    pub symptom: Option<SymptomBody>,
    /// For a check.
    pub check: Option<CheckBody>,
    /// For a fix.
    pub fix: Option<FixBody>,
    /// For an end.
    pub end: Option<EndBody>,
}

/// Where the walk goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Way {
    /// `check`, `fix` or `end`.
    pub kind: &'static str,
    /// The kind as a word.
    pub word: &'static str,
    /// The next node.
    pub to: Link,
    /// Its place on the page, where it is on the same one.
    pub number: Option<usize>,
    /// The runbook it lies in, where that is another one.
    pub runbook: Option<String>,
    /// For a call: where to go on when the other runbook ends resolved.
    pub back: Option<Link>,
}

/// What is special about a symptom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SymptomBody {
    /// How else people tell of it.
    pub also: Vec<String>,
    /// Exact texts by which it is recognised.
    pub texts: Vec<String>,
    /// Regular expressions by which it is recognised.
    pub patterns: Vec<String>,
    /// Where the triage begins; missing where the target does not exist.
    pub next: Option<Way>,
    /// The ways from here as a picture of their own, where the picture of the whole runbook is large.
    pub drawing: Option<Drawing>,
}

/// What is special about a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckBody {
    /// Commands to run.
    pub commands: Vec<CommandBlock>,
    /// What a person has to look at. Markdown.
    pub ask: Option<String>,
    /// The answers.
    pub outcomes: Vec<OutcomeRow>,
    /// When nothing fits.
    pub none: Option<Way>,
    /// When it cannot be run or told.
    pub unsure: Option<Way>,
}

/// A command and where to type it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommandBlock {
    /// The place, linked to how it is opened.
    pub place: Option<Link>,
    /// Language of the shell, for highlighting: `powershell`, `bash`, `bat` or `text`.
    pub language: &'static str,
    /// The command, placeholders as written.
    pub command: String,
    /// What to look at. Markdown.
    pub note: Option<String>,
}

/// One answer of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutcomeRow {
    /// The answer as a statement.
    pub title: String,
    /// What follows from it. Markdown.
    pub detail: Option<String>,
    /// How it is recognised, in words; none where a person decides. Markdown.
    pub recognised: Option<String>,
    /// Values that are remembered: `Name as connector`.
    pub remembered: Vec<String>,
    /// Outputs that have this answer.
    pub samples: Vec<String>,
    /// Where to go.
    pub next: Option<Way>,
}

/// What is special about a fix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FixBody {
    /// `change`, `outage` or `destructive`.
    pub risk: Option<&'static str>,
    /// What that risk means.
    pub risk_means: Option<&'static str>,
    /// The role it needs.
    pub role: Option<String>,
    /// What is noticed. Markdown.
    pub impact: Option<String>,
    /// What must be known before.
    pub requires: Vec<RequirementRow>,
    /// What is done.
    pub steps: Vec<StepRow>,
    /// When to stop. Markdown.
    pub stop_if: Option<String>,
    /// How to undo it.
    pub rollback: Vec<StepRow>,
    /// Why it cannot be undone. Markdown.
    pub no_rollback: Option<String>,
    /// How long to wait.
    pub wait: Option<String>,
    /// The check that proves it.
    pub verify: Option<Way>,
    /// How often it may be tried: `3 times`.
    pub attempts: Option<String>,
    /// Where to go after that.
    pub after_attempts: Option<Way>,
}

/// Outcomes that must hold before a fix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequirementRow {
    /// The check.
    pub check: Link,
    /// The outcomes, one of which must hold: `enabled or proved`.
    pub outcomes: String,
}

/// One action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepRow {
    /// What to do. Markdown.
    pub action: Option<String>,
    /// The place where no command is typed, linked to how it is opened.
    pub place: Option<Link>,
    /// The command.
    pub command: Option<CommandBlock>,
    /// What to see. Markdown.
    pub expect: Option<String>,
}

/// What is special about an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EndBody {
    /// `resolved`, `escalated` or `elsewhere`.
    pub result: &'static str,
    /// Who takes over.
    pub to: Option<String>,
    /// What to attach.
    pub attach: Vec<String>,
}
