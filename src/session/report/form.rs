//! Who a report is for, and in what form it is written.
//!
//! Invariant: any reader and any form go together; JSON is always the whole dossier.
//! Deliberately absent: what each reader is told.

use crate::session::report::{Document, Dossier};
use serde::Deserialize;

/// Whom a report is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reader {
    /// The file of the case: everything, with the evidence, so that it can be judged again.
    #[default]
    Record,
    /// The ticket: what was found, on which path, by which lines.
    Ticket,
    /// The customer: in plain language what was found and done, and what is to do; no internals.
    Customer,
    /// Whoever takes over: what is known, what is open, what is still possible, what goes along.
    Escalation,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Plain lines, for a ticket or a mail.
    #[default]
    Text,
    /// Markdown.
    Markdown,
    /// One page that loads nothing and runs nothing.
    Html,
    /// The dossier as JSON.
    Json,
}

impl Dossier {
    /// The report for this reader, laid out.
    pub fn document(&self, reader: Reader) -> Document {
        match reader {
            Reader::Record => super::record::document(self),
            Reader::Ticket => super::ticket::document(&self.report, Some(self)),
            Reader::Customer => super::customer::document(&self.report),
            Reader::Escalation => super::escalation::document(self),
        }
    }

    /// The report for this reader, written in this form; it ends in a line feed.
    pub fn write(&self, reader: Reader, form: Form) -> String {
        match form {
            Form::Text => self.document(reader).text(),
            Form::Markdown => self.document(reader).markdown(),
            Form::Html => self.document(reader).html(),
            Form::Json => self.json(),
        }
    }
}
