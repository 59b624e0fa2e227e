//! Exit codes, and failures that tell what to do next.
//!
//! Invariant: every failure has one sentence and an exit code other than 0; a closed pipe is no failure.
//! Deliberately absent: findings (they are data: `diagnostic`).

use crate::terminal::Output;
use crate::world::bundle::BundleError;
use crate::world::file::FileError;
use crate::world::library::LoadError;
use std::fmt;
use std::io::Write as _;

/// How the process ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, nothing found.
    Done = 0,
    /// There are findings, or the walk did not end resolved.
    Findings = 1,
    /// Wrong use: an unknown name, a contradiction between flags.
    Usage = 2,
    /// Something could not be read or written.
    File = 3,
    /// The knowledge base is not trusted to run anything.
    Untrusted = 4,
    /// Interrupted by the user.
    Interrupted = 130,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a subcommand stopped.
#[derive(Debug)]
pub struct Failure {
    exit: Exit,
    message: String,
    help: Vec<String>,
}

impl Failure {
    /// A failure with this exit code; the message is a sentence without a full stop.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), help: Vec::new() }
    }

    /// Wrong use.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// Adds what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Writes it to stderr and gives the exit code. If stderr is gone too, the exit code has to say it all.
    pub(super) fn report(&self, output: Output) -> Exit {
        if self.exit != Exit::Done {
            let mut err = output.err();
            let red = anstyle::AnsiColor::Red.on_default().bold();
            let _ = writeln!(err, "{red}error{red:#}: {}", crate::prose::visible(&self.message));
            for help in &self.help {
                let _ = writeln!(err, "  help: {}", crate::prose::visible(help));
            }
        }
        self.exit
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            // Whoever read the output has seen enough.
            return Self::new(Exit::Done, "the output was closed");
        }
        Self::new(Exit::File, format!("could not write the output: {error}"))
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        let help = match (error.reason.kind(), error.action) {
            (std::io::ErrorKind::NotFound, "read") => {
                Some("check the path; it is relative to the current folder")
            }
            (std::io::ErrorKind::PermissionDenied, "read") => Some("check who may read it"),
            (std::io::ErrorKind::PermissionDenied, _) => {
                Some("check who may write there, or name another path")
            }
            (std::io::ErrorKind::NotFound, _) => Some("create the folder first, or name another path"),
            (std::io::ErrorKind::StorageFull, _) => Some("free some space, or name a path on another disk"),
            _ => None,
        };
        let failure = Self::new(Exit::File, error.to_string());
        match help {
            Some(help) => failure.help(help),
            None => failure,
        }
    }
}

impl From<BundleError> for Failure {
    fn from(error: BundleError) -> Self {
        match error {
            BundleError::File(error) => error.into(),
            refused => Self::new(Exit::File, refused.to_string()).help(refused.help()),
        }
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::File(error) => error.into(),
            LoadError::NotAKnowledgeBase(_) => Self::new(Exit::File, error.to_string()).help(
                "name the folder that holds `knowledge-base.yaml`, or leave `--kb` out to use the built-in knowledge base",
            ),
        }
    }
}
