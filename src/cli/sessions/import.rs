//! `triagebook sessions import FILE`: an exported session, saved here, so that it can be gone on with.
//!
//! Invariant: only a file that is whole is taken; it becomes a session with a name of its own and overwrites none.
//! Deliberately absent: telling names back (`sessions reveal`).

use crate::cli::run::resume_command;
use crate::cli::sessions::store;
use crate::cli::{Context, Exit, Failure};
use crate::session::{Damage, Salvage};
use crate::world::file;
use crate::world::journal::{Journal, Kept};
use std::io::Write as _;
use std::path::PathBuf;

/// Bytes of a session that are read.
const LARGEST: u64 = 256 << 20;

/// Arguments of `sessions import`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What `sessions export` wrote.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Saves it.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let name = crate::prose::visible_line(&arguments.file.display().to_string());
    let salvage = Salvage::read(&file::read(&arguments.file, LARGEST)?);
    let refused = |why: String| {
        Err(Failure::new(Exit::File, format!("`{name}` was not taken: {why}"))
            .help("ask for the file again, as an attachment and not as text"))
    };
    let Some(opening) = salvage.latest().filter(|_| salvage.opening().is_some()) else {
        return refused("it is no exported session".to_owned());
    };
    if let Some(why) = salvage.newer() {
        return refused(why);
    }
    if !salvage.damage.is_empty() || salvage.torn > 0 {
        let damage: Vec<String> = salvage.damage.iter().map(Damage::sentence).collect();
        let torn = (salvage.torn > 0).then(|| "its end is missing or cannot be read".to_owned());
        return refused(crate::prose::and(&damage.into_iter().chain(torn).collect::<Vec<_>>()));
    }
    let mut journal = Journal::new(Some(store(context)?), opening.clone());
    let saved = journal.keep(&salvage.events);
    match (saved, journal.id()) {
        (Kept::Saved, Some(id)) => {
            writeln!(context.output.out(), "{id}")?;
            let command = resume_command(id.as_str(), journal.store());
            writeln!(context.output.err(), "Go on with it: {command}")?;
            Ok(Exit::Done)
        }
        (Kept::Nothing, _) => refused("nothing was done in it".to_owned()),
        _ => {
            let why = journal.fault().map_or_else(|| "it could not be saved".to_owned(), ToString::to_string);
            Err(Failure::new(Exit::File, why).help("name another folder with `--state DIR`"))
        }
    }
}
