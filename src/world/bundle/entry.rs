//! One file of a bundle, and the limits that all files keep together.
//!
//! Invariant: a name is relative, has forward slashes and no `..`; no two files differ only in case.
//! Deliberately absent: where files come from.

use crate::prose::is_hidden;
use crate::world::bundle::{BundleError, MAX_BYTES, MAX_ENTRIES, MAX_ENTRY_BYTES};
use std::collections::HashSet;

/// A file as it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its name in the bundle.
    pub(super) name: String,
    /// Its content.
    pub(super) bytes: Vec<u8>,
}

/// The files read so far.
#[derive(Debug, Default)]
pub(super) struct Entries {
    files: Vec<Entry>,
    names: HashSet<String>,
    seen: usize,
    bytes: u64,
}

impl Entries {
    /// Counts one more file or folder.
    pub(super) fn count(&mut self) -> Result<(), BundleError> {
        self.seen += 1;
        if self.seen > MAX_ENTRIES { Err(BundleError::TooMany) } else { Ok(()) }
    }

    /// How many bytes the next file may have: one more than that is too many.
    pub(super) fn room(&self) -> u64 {
        MAX_ENTRY_BYTES.min(MAX_BYTES - self.bytes)
    }

    /// Adds a file. Its content may be cut one byte after [`Self::room`].
    pub(super) fn add(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), BundleError> {
        let name = safe(name)?;
        let length = bytes.len() as u64;
        if length > MAX_ENTRY_BYTES {
            return Err(BundleError::LongEntry(name));
        }
        if self.bytes + length > MAX_BYTES {
            return Err(BundleError::TooLong);
        }
        if !self.names.insert(name.to_lowercase()) {
            return Err(BundleError::Twice(name));
        }
        self.bytes += length;
        self.files.push(Entry { name, bytes });
        Ok(())
    }

    /// All files, by name.
    pub(super) fn finish(mut self) -> Vec<Entry> {
        self.files.sort_by(|a, b| a.name.cmp(&b.name));
        self.files
    }
}

/// The name with forward slashes, if it stays inside the bundle. Windows PowerShell 5.1 writes backslashes into zips.
pub(super) fn safe(name: &str) -> Result<String, BundleError> {
    let slashed = name.replace('\\', "/");
    let parts_are_plain =
        slashed.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains(':'));
    if parts_are_plain && !slashed.chars().any(is_hidden) {
        Ok(slashed)
    } else {
        Err(BundleError::Name(name.to_owned()))
    }
}
