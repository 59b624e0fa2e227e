//! A bundle that is a zip.
//!
//! Invariant: what a zip says about sizes is not believed; unpacking stops at the limits.
//! Deliberately absent: passwords, and every packing but stored and deflate.

use crate::world::bundle::entry::{Entries, Entry, safe};
use crate::world::bundle::{BundleError, MAX_BYTES, MAX_ENTRIES, MAX_RATIO};
use crate::world::file;
use std::io::{Cursor, Read as _};
use std::path::Path;
use zip::ZipArchive;
use zip::result::ZipError;

/// Below this many unpacked bytes, a good packing is no sign of a bomb.
const HARMLESS: u64 = 1 << 20;

/// Whether a file begins as a zip does.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Unpacks all files of a zip in memory.
pub(super) fn read(path: &Path) -> Result<Vec<Entry>, BundleError> {
    let bytes = file::read(path, MAX_BYTES)?;
    if !is_zip(&bytes) {
        return Err(BundleError::NotABundle);
    }
    if bytes.len() as u64 > MAX_BYTES {
        return Err(BundleError::TooLong);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.has_duplicate_names() {
        return Err(BundleError::Damaged("it holds two files of the same name".to_owned()));
    }
    if archive.len() > MAX_ENTRIES {
        return Err(BundleError::TooMany);
    }
    let mut entries = Entries::default();
    for index in 0..archive.len() {
        unpack(&mut archive, index, &mut entries)?;
    }
    if archive.has_overlapping_files().map_err(damaged)? {
        return Err(BundleError::Overlap);
    }
    Ok(entries.finish())
}

fn unpack(
    archive: &mut ZipArchive<Cursor<Vec<u8>>>,
    index: usize,
    entries: &mut Entries,
) -> Result<(), BundleError> {
    entries.count()?;
    let raw = archive.by_index_raw(index).map_err(damaged)?;
    let name = raw.name().map_err(damaged)?.into_owned();
    if raw.encrypted() {
        return Err(BundleError::Encrypted(name));
    }
    if raw.is_dir() {
        return safe(name.trim_end_matches(['/', '\\'])).map(drop);
    }
    if !raw.is_file() || raw.is_symlink() {
        return Err(BundleError::Link(name));
    }
    let packed = raw.compressed_size();
    drop(raw);
    let room = entries.room();
    let mut bytes = Vec::new();
    let file = archive.by_index(index).map_err(|error| match error {
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            BundleError::Method(name.clone())
        }
        other => damaged(other),
    })?;
    file.take(room + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| BundleError::Damaged(format!("{name}: {error}")))?;
    let length = bytes.len() as u64;
    if length > HARMLESS && length > packed.saturating_mul(MAX_RATIO) {
        return Err(BundleError::Ratio(name));
    }
    entries.add(&name, bytes)
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to `map_err`")]
fn damaged(error: ZipError) -> BundleError {
    BundleError::Damaged(error.to_string())
}
