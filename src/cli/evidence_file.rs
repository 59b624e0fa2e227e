//! Evidence from a file or from stdin.
//!
//! Invariant: what is handed on is text, from at most 5 MiB.
//! Deliberately absent: reading it (floor 2, `evidence`).

use crate::cli::{Exit, Failure, decoded, stdin};
use crate::evidence;
use crate::world::file;
use std::path::Path;

/// The name and text of an evidence file; `-` is stdin.
pub(super) fn evidence_file(path: &str) -> Result<(String, evidence::Text), Failure> {
    const LIMIT: usize = evidence::MAX_BYTES;
    let (name, bytes) = if path == "-" {
        ("stdin".to_owned(), stdin(LIMIT)?)
    } else {
        (path.to_owned(), file::read(Path::new(path), LIMIT as u64)?)
    };
    if bytes.len() > LIMIT {
        return Err(Failure::new(Exit::File, format!("`{name}` is larger than 5 MiB"))
            .help("cut out the output of the command that was asked for"));
    }
    let text = decoded(&name, &bytes)?;
    Ok((name, text))
}
