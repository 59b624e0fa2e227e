//! `triagebook schema`: the JSON Schema of a runbook, of `knowledge-base.yaml` or of scenarios, for editors, and of a
//! report.
//!
//! Invariant: made from the types themselves, so it says what the reader accepts.
//! Deliberately absent: descriptions; they are the doc comments of the model.

use crate::cli::{Context, Exit, Failure};
use crate::model::{KnowledgeBase, Runbook, ScenarioFile};
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
    let schema = match arguments.of {
        Of::Runbook => schemars::schema_for!(Runbook),
        Of::KnowledgeBase => schemars::schema_for!(KnowledgeBase),
        Of::Report => schemars::schema_for!(Dossier),
        Of::Scenarios => schemars::schema_for!(ScenarioFile),
    };
    writeln!(context.output.out(), "{:#}", schema.as_value())?;
    Ok(Exit::Done)
}
