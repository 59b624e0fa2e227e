//! Reading what a person types or pastes.
//!
//! Invariant: several lines that arrive at once in a terminal are a paste, never choices. Reading never hangs: at the
//! end of the input it says so, and Ctrl-C is an answer like any other.
//! Deliberately absent: an editor. A line is typed forwards and rubbed out backwards, so that nothing on the screen has
//! to be addressed and screen readers hear each character once.

mod keys;
mod lines;

use crate::terminal::keyboard::keys::Keys;
use crate::terminal::keyboard::lines::Lines;
use crate::terminal::output::is_dumb;
use std::io::{self, IsTerminal as _, Write};

/// What came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Typed {
    /// One line, without its end.
    Line(String),
    /// Several lines at once, with line feeds as line ends.
    Paste(String),
    /// There is no more input.
    End,
    /// Ctrl-C, or a signal to stop.
    Interrupted,
}

/// How the keyboard is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Key by key where standard input is a terminal, so that pastes are recognised by their brackets.
    Best,
    /// Line by line, whatever standard input is.
    Plain,
}

/// Standard input.
#[derive(Debug)]
pub(crate) enum Keyboard {
    /// Key by key.
    Keys(Keys),
    /// Line by line.
    Lines(Lines),
}

impl Keyboard {
    /// Opens standard input. Nothing is read before the first call of [`Keyboard::read`].
    pub(crate) fn open(mode: Mode) -> Self {
        let is_terminal = io::stdin().is_terminal();
        if mode == Mode::Best && is_terminal && !is_dumb() {
            Self::Keys(Keys::default())
        } else if is_terminal {
            Self::Lines(Lines::of_terminal())
        } else {
            Self::Lines(Lines::of_pipe())
        }
    }

    /// Looks for Ctrl-C and signals to stop from now on, also while nothing is read.
    pub(crate) fn watch(&mut self) {
        match self {
            Self::Keys(keys) => keys.watch(),
            Self::Lines(lines) => lines.watch(),
        }
    }

    /// Whether Ctrl-C was pressed, or a signal to stop came in, while something was watched.
    pub(crate) fn is_interrupted(&self) -> bool {
        match self {
            Self::Keys(keys) => keys.is_interrupted(),
            Self::Lines(lines) => lines.is_interrupted(),
        }
    }

    /// Writes the prompt and waits for a line or a paste.
    ///
    /// # Errors
    /// The prompt could not be written, or standard input could not be read.
    pub(crate) fn read(&mut self, prompt: &str, out: &mut dyn Write) -> io::Result<Typed> {
        match self {
            Self::Keys(keys) => keys.read(prompt, out),
            Self::Lines(lines) => lines.read(prompt, out),
        }
    }

    /// Reads lines until one holds only a dot, or the input ends.
    ///
    /// # Errors
    /// As [`Keyboard::read`].
    pub(crate) fn read_block(&mut self, out: &mut dyn Write) -> io::Result<Typed> {
        let mut block = String::new();
        loop {
            match self.read("", out)? {
                Typed::Line(line) if line.trim() == "." => return Ok(Typed::Paste(block)),
                Typed::Line(line) => {
                    block.push_str(&line);
                    block.push('\n');
                }
                Typed::Paste(text) => {
                    block.push_str(&text);
                    // A terminal that brackets its pastes hands one over whole.
                    if matches!(self, Self::Keys(_)) {
                        return Ok(Typed::Paste(block));
                    }
                    if text.trim_end().lines().last().is_some_and(|line| line.trim() == ".") {
                        let kept = block.trim_end().len().saturating_sub(1);
                        block.truncate(kept);
                        return Ok(Typed::Paste(block));
                    }
                }
                Typed::End if block.is_empty() => return Ok(Typed::End),
                Typed::End => return Ok(Typed::Paste(block)),
                Typed::Interrupted => return Ok(Typed::Interrupted),
            }
        }
    }
}

/// Line feeds as line ends, whatever the terminal sent.
fn line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
