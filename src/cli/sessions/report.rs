//! `triagebook sessions report ID`: the account of a session, for one reader, in one form.
//!
//! Invariant: changes nothing; no credential is in it. The file is private to whoever writes it.
//! Deliberately absent: what a report says (floor 5, `session::report`).

use crate::cli::run::{load_for, print_of};
use crate::cli::sessions::{named, store};
use crate::cli::{Context, Exit, Failure};
use crate::session::{Dossier, Reader, ReportForm};
use crate::world::file;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Arguments of `sessions report`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Its name, or the beginning of it.
    #[arg(value_name = "ID")]
    id: String,
    /// How it is written. Otherwise by the ending of `--out` (`.md`, `.html`, `.json`), else as text.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Whom it is for. JSON is always the whole record.
    #[arg(long = "for", value_enum, value_name = "READER", default_value_t)]
    reader: For,
    /// The file to write. Otherwise it is printed.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum Format {
    /// Plain lines.
    Text,
    /// Markdown.
    Markdown,
    /// One page that loads nothing and runs nothing.
    Html,
    /// Version 1; its schema is that of `triagebook schema report`.
    Json,
}

impl Format {
    /// How a file of this name is written, by its ending; as text where that says nothing.
    pub(in crate::cli) fn of_file(path: &Path) -> Self {
        let ending = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
        match ending.as_ref().and_then(|ending| ending.to_str()) {
            Some("md" | "markdown") => Self::Markdown,
            Some("html" | "htm") => Self::Html,
            Some("json") => Self::Json,
            _ => Self::Text,
        }
    }
}

/// Whom a report is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum For {
    /// The file of the case: everything, with the evidence. `triagebook verify` can judge it again.
    #[default]
    Record,
    /// The ticket: what was found, by which lines, and what is left.
    Ticket,
    /// The customer: what was found, what was done, what to do. No internals.
    Customer,
    /// Whoever takes over: what is open, what is possible, what goes along.
    Escalation,
}

impl From<Format> for ReportForm {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Markdown => Self::Markdown,
            Format::Html => Self::Html,
            Format::Json => Self::Json,
        }
    }
}

impl From<For> for Reader {
    fn from(reader: For) -> Self {
        match reader {
            For::Record => Self::Record,
            For::Ticket => Self::Ticket,
            For::Customer => Self::Customer,
            For::Escalation => Self::Escalation,
        }
    }
}

/// Prints or writes it.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let store = store(context)?;
    let stored = store.read(&named(&store, &arguments.id)?)?;
    let library = load_for(&stored, context)?;
    let dossier = Dossier::new(
        &library.graph,
        &stored.salvage.events,
        &print_of(&library),
        env!("CARGO_PKG_VERSION"),
        Some(stored.id.as_str()),
    );
    let Some(dossier) = dossier else {
        return Err(Failure::new(
            Exit::File,
            format!("the beginning of session {} cannot be read", stored.id),
        ));
    };
    let written = dossier.write(arguments.reader.into(), arguments.form()?);
    let Some(out) = &arguments.out else {
        write!(context.output.out(), "{written}")?;
        return Ok(Exit::Done);
    };
    file::write_private(out, written.as_bytes())?;
    writeln!(
        context.output.err(),
        "Wrote `{}`. It names people and machines; credentials were taken out by pattern.",
        out.display()
    )?;
    writeln!(
        context.output.err(),
        "Review it before you send it. For stand-ins in place of names: triagebook sessions export {}",
        stored.id
    )?;
    Ok(Exit::Done)
}

impl Arguments {
    fn form(&self) -> Result<ReportForm, Failure> {
        let by_ending = || self.out.as_deref().map_or(Format::Text, Format::of_file);
        let format = self.format.unwrap_or_else(by_ending);
        if format == Format::Json && self.reader != For::Record {
            return Err(Failure::usage("JSON is always the whole record")
                .help("leave `--for` out, or choose another format"));
        }
        Ok(format.into())
    }
}
