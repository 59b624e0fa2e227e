//! `triagebook completions SHELL`: a completion script.
//!
//! Invariant: made from the arguments themselves.
//! Deliberately absent: installing it.

use crate::cli::{self, Context, Exit, Failure};
use clap::CommandFactory as _;
use std::io::Write as _;

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The shell.
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

/// Prints the script.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut cli::Arguments::command(), "triagebook", &mut script);
    context.output.out().write_all(&script)?;
    Ok(Exit::Done)
}
