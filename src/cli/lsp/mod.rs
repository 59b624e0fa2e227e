//! `triagebook lsp`: the language server that an editor starts.
//!
//! Invariant: it lives as long as the editor wants it: a request that cannot be answered is answered by an error, and a file
//! that is no knowledge base's is left alone.
//! Deliberately absent: what is answered (`editor`) and what the texts mean (`world/draft`).

mod answer;
mod base;
mod convert;
mod document;
mod edits;
mod mending;
mod publish;
mod server;
mod start;
mod windows;
mod wire;

use crate::cli::{Context, Exit, Failure};

/// Arguments of `lsp`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Speak over stdin and stdout. It always does; editors that say so are not refused.
    #[arg(long)]
    stdio: bool,
}

/// Serves one editor until it ends. Exit 1 means that it went away without a word.
pub(super) fn run(_: &Arguments, context: &Context) -> Result<Exit, Failure> {
    match server::serve(context.kb.as_deref(), context.output) {
        server::Ended::Properly => Ok(Exit::Done),
        server::Ended::Abruptly(reason) => Err(Failure::new(Exit::Findings, reason)
            .help("an editor starts this command and speaks to it; see the chapter on editors of the site")),
    }
}
