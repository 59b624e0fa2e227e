//! The two streams of the process, with or without colour.
//!
//! Invariant: data goes to `out`, messages go to `err`; colour is decided for each stream on its own, in the order
//! flag, `NO_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR`, `TERM`, terminal or not. A dumb terminal gets none in continuous
//! integration either: `CI` says who reads the log, not what the terminal can show.
//! Deliberately absent: any state.

use anstream::{AutoStream, ColorChoice};
use std::io::{Stderr, Stdout, Write as _};

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum When {
    /// Where a terminal shows it and nothing forbids it.
    #[default]
    Auto,
    /// Always, also into a pipe.
    Always,
    /// Never.
    Never,
}

/// Opens the streams.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    choice: ColorChoice,
}

impl Output {
    /// Streams that use colour as `when` says.
    pub fn new(when: When) -> Self {
        let choice = match when {
            When::Auto if is_dumb() && !is_forced() => ColorChoice::Never,
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        Self { choice }
    }

    /// Data: what a script would read.
    pub fn out(self) -> AutoStream<Stdout> {
        AutoStream::new(std::io::stdout(), self.choice)
    }

    /// Data as one JSON document on lines of its own. JSON holds no escape character, so that nothing has to be taken out of
    /// it for a pipe.
    pub fn json(self, document: &impl serde::Serialize) -> std::io::Result<()> {
        let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
        serde_json::to_writer_pretty(&mut out, document)?;
        out.write_all(b"\n")?;
        out.flush()
    }

    /// Messages: errors, findings, progress.
    pub fn err(self) -> AutoStream<Stderr> {
        AutoStream::new(std::io::stderr(), self.choice)
    }
}

/// Whether the terminal says of itself that it understands no escapes.
pub(super) fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Whether the user wants colour whatever the terminal says.
fn is_forced() -> bool {
    std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0")
}

/// Columns to write in: those of the terminal, at most 100 because longer lines are hard to read; 80 where there is none.
pub fn width() -> usize {
    use std::io::IsTerminal as _;
    if !std::io::stdout().is_terminal() && !std::io::stderr().is_terminal() {
        return 80;
    }
    crossterm::terminal::size().map_or(80, |(columns, _)| usize::from(columns)).clamp(20, 100)
}
