//! `triagebook man`: the manual page in roff, with a section for each subcommand.
//!
//! Invariant: made from the arguments themselves.
//! Deliberately absent: installing it.

use crate::cli::{self, Context, Exit, Failure};
use clap::CommandFactory as _;
use std::io::Write as _;

/// Prints the page.
pub(super) fn run(context: &Context) -> Result<Exit, Failure> {
    let mut page = Vec::new();
    let mut command = cli::Arguments::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
        let title = format!("triagebook-{}", subcommand.get_name());
        clap_mangen::Man::new(subcommand.clone()).title(title).render(&mut page)?;
    }
    context.output.out().write_all(&page)?;
    Ok(Exit::Done)
}
