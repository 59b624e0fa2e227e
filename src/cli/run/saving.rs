//! Whether this walk is saved, and what there is to tell about it.
//!
//! Invariant: while something is not saved, [`Saving::tell`] says so each time it is asked.
//! Deliberately absent: writing (floor 8, `world::journal`).

use crate::cli::run::hint;
use crate::cli::{Exit, Failure};
use crate::graph::Graph;
use crate::session::{Dossier, Event};
use crate::world::journal::{Fault, Journal, Kept, SessionId, state_folder};
use std::path::Path;

/// The journal of this walk.
#[derive(Debug)]
pub(super) struct Saving {
    journal: Journal,
    mode: Mode,
    news: Vec<String>,
    is_unlocked_told: bool,
}

/// Whether a walk is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// After each answer.
    On,
    /// Not unless the person asks.
    Off,
}

/// Whether to save, where it was said.
#[derive(Debug, Default, Clone, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// Save nothing.
    #[arg(long)]
    no_save: bool,
    /// Save also with `--no-input` or `--json`; those walks are not saved otherwise.
    #[arg(long, conflicts_with = "no_save")]
    save: bool,
}

impl Flags {
    /// What was said, else `otherwise`.
    pub(super) fn mode(&self, otherwise: Mode) -> Mode {
        match (self.save, self.no_save) {
            (true, _) => Mode::On,
            (_, true) => Mode::Off,
            _ => otherwise,
        }
    }
}

/// What to say about saving, before the next question.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Once.
    pub(super) news: Vec<String>,
    /// At every question, until it is solved.
    pub(super) not_saved: Option<String>,
}

impl Saving {
    pub(super) fn new(journal: Journal, mode: Mode) -> Self {
        Self { journal, mode, news: Vec::new(), is_unlocked_told: false }
    }

    /// Keeps the events; returns when they are on the disk, or it is known that they are not.
    pub(super) fn keep(&mut self, events: &[Event]) {
        if self.mode == Mode::Off {
            return;
        }
        if let Kept::Moved(id) = self.journal.keep(events) {
            self.news.push(format!("Saved. Everything so far is in session {id}, which goes on from here."));
        }
        if let (Some(why), false) = (self.journal.unlocked(), self.is_unlocked_told) {
            self.is_unlocked_told = true;
            self.news.push(format!(
                "This folder cannot lock files ({why}). Do not open this session in two terminals at once."
            ));
        }
    }

    /// What the person has to know before the next question.
    pub(super) fn tell(&mut self) -> Told {
        let not_saved = self.fault().map(|fault| match fault {
            Fault::TakenOver | Fault::Changed => format!(
                "NOT SAVED: {fault}. Nothing is written here any more. Quit with q and go on there, or type \
                 `save` to keep this copy as a session of its own."
            ),
            Fault::Disk { .. } | Fault::NoFolder => format!(
                "NOT SAVED: {fault}. The answers are in memory only. Each new answer tries again; `save PATH` saves \
                 everything in another folder."
            ),
        });
        Told { news: std::mem::take(&mut self.news), not_saved }
    }

    fn fault(&self) -> Option<&Fault> {
        self.journal.fault().filter(|_| self.mode == Mode::On)
    }

    /// `save` and `save PATH`: what came of it, as a sentence or two.
    pub(super) fn save(&mut self, path: &str, events: &[Event]) -> String {
        self.mode = Mode::On;
        let saved = match (path, self.journal.fault()) {
            ("", None) => match self.journal.keep(events) {
                Kept::Nothing => {
                    return "There is nothing to save yet. Each answer will be saved.".to_owned();
                }
                Kept::Saved | Kept::Moved(_) | Kept::NotSaved => Ok(()),
            },
            ("", Some(_)) => self.journal.move_to(None, events),
            (path, _) => match state_folder(Some(Path::new(path))) {
                Some(folder) => self.journal.move_to(Some(&folder), events),
                None => Err(Fault::NoFolder),
            },
        };
        match (saved, self.journal.id(), self.journal.store()) {
            (Err(fault), ..) => format!("That could not be saved there: {fault}."),
            (Ok(()), Some(id), Some(store)) => {
                format!("Session {id} is saved in `{}`.", store.folder().display())
            }
            // The next question says why.
            (Ok(()), ..) => "That could not be saved.".to_owned(),
        }
    }

    /// The events with all they rest on; none before the session has begun.
    pub(super) fn dossier(&self, graph: &Graph, events: &[Event]) -> Option<Dossier> {
        let opening = self.journal.opening();
        let session = self.id().map(SessionId::as_str);
        Dossier::new(graph, events, &opening.kb, &opening.engine, session)
    }

    /// The session's name, where it is saved.
    pub(super) fn id(&self) -> Option<&SessionId> {
        self.journal.id().filter(|_| self.mode == Mode::On && self.journal.fault().is_none())
    }

    /// The command that goes on with this session, where all of it is saved.
    pub(super) fn resume(&self) -> Option<String> {
        let id = self.id()?;
        Some(hint::saved(id.as_str(), self.journal.store()))
    }

    /// How a process ends that leaves with answers that are saved nowhere.
    pub(super) fn exit(&self, exit: Exit) -> Exit {
        match self.fault() {
            Some(Fault::Disk { .. } | Fault::NoFolder) => Exit::File,
            Some(Fault::TakenOver | Fault::Changed) | None => exit,
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::new(Exit::File, fault.to_string())
    }
}
