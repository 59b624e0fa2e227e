//! What a page asks.
//!
//! Invariant: `at` is the moment of the request; no request makes the engine look at a clock.
//! Deliberately absent: the answers (`engine`).

use crate::browser::act::Act;
use crate::browser::drill::DrillRequest;
use crate::browser::kept::KbFile;
use crate::browser::link::Link;
use crate::model::NodeKey;
use crate::search::{Elsewhere, EntryText, Names};
use crate::session::{self, Event};
use serde::Deserialize;

/// One request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Request {
    /// Takes a knowledge base, or a part of one, in place of the one before.
    Load {
        /// The hash of the whole knowledge base.
        hash: String,
        /// Its files, `knowledge-base.yaml` among them.
        files: Vec<KbFile>,
    },
    /// Begins a session.
    Start {
        at: jiff::Timestamp,
        /// Minutes by which the clock on the wall is ahead of UTC.
        offset_minutes: i32,
        /// Where it begins, and what was answered, as an address says it.
        link: Link,
    },
    /// Goes on with a session that was saved.
    Open {
        at: jiff::Timestamp,
        /// The file: a journal.
        journal: String,
    },
    /// Does what a person says.
    Act { at: jiff::Timestamp, events: Vec<Event>, act: Act },
    /// What is to be seen now.
    View { at: jiff::Timestamp, events: Vec<Event> },
    /// What a text says about the waiting question, or about one that is parked.
    Judge { at: jiff::Timestamp, events: Vec<Event>, text: String, parked: Option<(NodeKey, u32)> },
    /// The request to somebody who can run what is parked, as a text.
    Ask { events: Vec<Event> },
    /// The report, as `run` gives it out.
    Report { events: Vec<Event>, form: ReportForm },
    /// The report with all it rests on, as `sessions report` writes it.
    Dossier { events: Vec<Event>, reader: session::Reader, form: session::ReportForm },
    /// The session as a file that `triagebook run --resume` takes up.
    Journal { events: Vec<Event> },
    /// Markdown of an author as harmless HTML.
    Html { markdown: String },
    /// Practises on a prepared case.
    Drill(DrillRequest),
    /// Takes what is searched, the names that count as the same word, and what lies elsewhere.
    LoadEntries {
        entries: Vec<EntryText>,
        #[serde(default)]
        names: Vec<Names>,
        #[serde(default)]
        elsewhere: Vec<Elsewhere>,
    },
    /// The entries that fit a text.
    Find { text: String },
}

/// How the report is written.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ReportForm {
    /// For a ticket.
    Text,
    /// For programs.
    Json,
}
