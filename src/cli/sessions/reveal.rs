//! `triagebook sessions reveal --map MAP FILE`: a reply that speaks in stand-ins, told back.
//!
//! Invariant: everything but the stand-ins stays as it is; the result goes to stdout and nowhere else.
//! Deliberately absent: guessing. A name that is not in the map stays.

use crate::cli::sessions::export::read_map;
use crate::cli::{Context, Exit, Failure, decoded, stdin};
use crate::pseudonym::Dictionary;
use crate::world::file;
use std::io::Write as _;
use std::path::PathBuf;

/// Bytes of a reply that are read.
const LARGEST: usize = 64 << 20;

/// Arguments of `sessions reveal`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What tells the stand-ins back: the file that `sessions export` wrote beside the session.
    #[arg(long, value_name = "MAP")]
    map: PathBuf,
    /// The reply; `-` is stdin.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Prints it.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let map = read_map(&arguments.map)?;
    let (name, bytes) = if arguments.file.as_os_str() == "-" {
        ("stdin".to_owned(), stdin(LARGEST)?)
    } else {
        (arguments.file.display().to_string(), file::read(&arguments.file, LARGEST as u64)?)
    };
    if bytes.len() > LARGEST {
        return Err(Failure::new(Exit::File, format!("`{name}` is larger than {} MiB", LARGEST >> 20)));
    }
    let text = decoded(&name, &bytes)?.text;
    write!(context.output.out(), "{}", Dictionary::reveal(&map.entries, &text))?;
    Ok(Exit::Done)
}
