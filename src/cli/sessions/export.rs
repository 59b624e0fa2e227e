//! `triagebook sessions export ID --out FILE`: a session that may leave, with stand-ins for names and without credentials.
//!
//! Invariant: nothing is written before what is replaced was shown and confirmed. What tells the names back stays beside
//! the session, private to its owner, and is on the disk before the export is.
//! Deliberately absent: finding and replacing (floors 2 and 5).

use crate::cli::run::{load_for, typed};
use crate::cli::sessions::{named, store};
use crate::cli::{Context, Exit, Failure};
use crate::prose::{count, count_of, visible_line};
use crate::session::{Export, NameMap};
use crate::terminal::keyboard::{Keyboard, Mode, Typed};
use crate::world::file;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Bytes of a map that are read.
pub(super) const LARGEST_MAP: u64 = 64 << 20;

/// Arguments of `sessions export`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Its name, or the beginning of it.
    #[arg(value_name = "ID")]
    id: String,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Write it without asking.
    #[arg(long)]
    yes: bool,
}

/// Shows what is replaced, asks, and writes.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let store = store(context)?;
    let stored = store.read(&named(&store, &arguments.id)?)?;
    let Some(opening) = stored.salvage.latest() else {
        return Err(Failure::new(
            Exit::File,
            format!("the beginning of session {} cannot be read", stored.id),
        ));
    };
    let library = load_for(&stored, context)?;
    let map_path = store.map(&stored.id);
    let earlier = if map_path.exists() { read_map(&map_path)?.entries } else { Vec::new() };
    let export = Export::new(&library.graph, &stored.salvage.events, opening, &earlier);
    let mut err = context.output.err();
    writeln!(err, "Session {}: what would leave", stored.id)?;
    summary(&export, &mut err)?;
    writeln!(err, "Pattern-based; review before sending.")?;
    if !arguments.yes && !is_confirmed(&mut err)? {
        return Err(Failure::usage("nothing was written").help("`--yes` writes it without asking"));
    }
    let map = NameMap::new(stored.id.as_str(), export.entries);
    file::write_private(&map_path, map.json().as_bytes())?;
    file::write_private(&arguments.out, &export.bytes)?;
    let out = visible_line(&arguments.out.display().to_string());
    writeln!(
        err,
        "Wrote `{out}`. Whoever gets it: triagebook sessions import FILE, or triagebook verify FILE."
    )?;
    writeln!(
        err,
        "A reply is told back with: triagebook sessions reveal --map {} REPLY",
        typed(&visible_line(&map_path.display().to_string()))
    )?;
    Ok(Exit::Done)
}

/// What was replaced and removed, one line a kind.
fn summary(export: &Export, out: &mut impl std::io::Write) -> Result<(), Failure> {
    for replaced in &export.replaced {
        let (one, several) = replaced.kind.words();
        let places = count(replaced.places, "place");
        let values = count_of(replaced.values, one, several).to_string();
        let example = format!("{} -> {}", replaced.example.original, replaced.example.stand_in);
        writeln!(out, "  {values:32} in {places:10}  {}", visible_line(&example))?;
    }
    if export.replaced.is_empty() {
        writeln!(out, "  no name of a person, machine or organisation was found")?;
    }
    for (title, number) in &export.removed {
        writeln!(out, "  removed: {title}, {}", count(*number, "time"))?;
    }
    if export.removed.is_empty() {
        writeln!(out, "  no credential was found; those in pastes were removed when they came in")?;
    }
    Ok(())
}

fn is_confirmed(screen: &mut impl std::io::Write) -> Result<bool, Failure> {
    let mut keyboard = Keyboard::open(Mode::Plain);
    match keyboard.read("Write it? [y/N]: ", screen)? {
        Typed::Line(line) => Ok(matches!(line.trim().to_lowercase().as_str(), "y" | "yes")),
        _ => Ok(false),
    }
}

/// Reads what tells stand-ins back.
pub(super) fn read_map(path: &Path) -> Result<NameMap, Failure> {
    let bytes = file::read(path, LARGEST_MAP)?;
    NameMap::read(&bytes).map_err(|why| {
        Failure::new(Exit::File, format!("`{}` is no map of stand-ins: {why}", path.display()))
            .help("`triagebook sessions export` writes one beside the session")
    })
}
