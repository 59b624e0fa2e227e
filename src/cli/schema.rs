//! `triagebook schema`: the JSON Schema of a runbook, of `knowledge-base.yaml` or of scenarios, for editors, and of a
//! report.
//!
//! Invariant: made from the types themselves, so it says what the reader accepts.
//! Deliberately absent: descriptions; they are the doc comments of the model.

use crate::cli::{Context, Exit, Failure};
use crate::editor::{FileKind, Schemas};
use crate::session::Dossier;
use std::io::Write as _;

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Which file it is for.
    #[arg(value_enum, default_value_t)]
    of: Of,
}

/// A kind of file.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum Of {
    /// A runbook.
    #[default]
    Runbook,
    /// `knowledge-base.yaml`.
    KnowledgeBase,
    /// A report as JSON, as `sessions report --format json` writes it.
    Report,
    /// A file of scenarios in `tests/`.
    Scenarios,
}

/// Prints the schema.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let of = |kind| Schemas::default().of(kind).clone();
    let schema = match arguments.of {
        Of::Runbook => of(FileKind::Runbook),
        Of::KnowledgeBase => of(FileKind::Base),
        Of::Report => schemars::schema_for!(Dossier).to_value(),
        Of::Scenarios => of(FileKind::Scenarios),
    };
    writeln!(context.output.out(), "{schema:#}")?;
    Ok(Exit::Done)
}
