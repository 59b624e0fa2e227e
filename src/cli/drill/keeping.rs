//! Whose progress is read and kept, and what is said where that fails.
//!
//! Invariant: a drill that was played is never lost for the person at the screen because its progress could not be kept.
//! Deliberately absent: the file (floor 8, `world::progress`).

use crate::cli::{Context, Exit, Failure};
use crate::drill::{Debrief, Progress, Tally};
use crate::prose::{quoted, visible};
use crate::world::clock;
use crate::world::file;
use crate::world::journal::state_folder;
use crate::world::progress::{LARGEST, ProgressError, ProgressFile};
use std::io::Write;
use std::path::Path;

/// The progress of one person; none where no home is known.
pub(super) struct Keeping {
    file: Option<ProgressFile>,
}

impl Keeping {
    pub(super) fn new(context: &Context, person: &str) -> Result<Self, Failure> {
        let Some(state) = state_folder(context.state.as_deref()) else { return Ok(Self { file: None }) };
        match ProgressFile::new(&state, person) {
            Some(file) => Ok(Self { file: Some(file) }),
            None => Err(Failure::usage(format!("{} cannot be the name of a person here", quoted(person)))
                .help("use letters, digits, `-`, `_` and `.`")),
        }
    }

    pub(super) fn read(&self) -> Result<Progress, Failure> {
        let Some(file) = &self.file else { return Ok(Progress::default()) };
        file.read().map_err(failure)
    }

    /// Takes over what a file says was practised. Returns what is kept now.
    pub(super) fn take_over(&self, path: &Path, screen: &mut dyn Write) -> Result<Tally, Failure> {
        let Some(file) = &self.file else {
            return Err(Failure::usage("no folder for progress is known").help("name one with --state DIR"));
        };
        let other = Progress::read(&file::read(path, LARGEST)?).map_err(|unread| {
            let path = path.display();
            Failure::new(Exit::File, format!("could not take over {}: {unread}", quoted(path)))
                .help("`triagebook drill --progress --json` writes such a file, and so does a lesson's page")
        })?;
        let mut tally = other.tally();
        let aside = file.update(|progress| {
            progress.take_over(other);
            tally = progress.tally();
        });
        tell_aside(aside.map_err(failure)?.as_deref(), screen)?;
        Ok(tally)
    }

    /// Keeps what a drill showed. What goes wrong is told, and ends nothing.
    pub(super) fn keep(&self, drill: &Debrief, screen: &mut dyn Write) -> Result<(), Failure> {
        let Some(file) = &self.file else {
            return Ok(writeln!(
                screen,
                "\nNOT SAVED: no folder for progress is known; name one with --state DIR."
            )?);
        };
        let today = clock::today();
        match file.update(|progress| progress.record(drill, today)) {
            Ok(aside) => tell_aside(aside.as_deref(), screen)?,
            Err(error) => writeln!(screen, "\nNOT SAVED: {}.", visible(&error.to_string()))?,
        }
        Ok(())
    }
}

/// Says where a file was put that could not be understood.
fn tell_aside(aside: Option<&Path>, screen: &mut dyn Write) -> Result<(), Failure> {
    let Some(aside) = aside else { return Ok(()) };
    let path = aside.display().to_string();
    writeln!(
        screen,
        "\nThe progress file could not be understood. It is kept as {}, and a new one was begun.",
        visible(&path)
    )?;
    Ok(())
}

fn failure(error: ProgressError) -> Failure {
    match error {
        ProgressError::File(error) => error.into(),
        ProgressError::Busy(_) => {
            Failure::new(Exit::File, error.to_string()).help("try again when it has ended")
        }
        ProgressError::Newer(..) => Failure::new(Exit::File, error.to_string())
            .help("use that version, or another folder with --state DIR"),
    }
}
