//! Reading a bundle of evidence: a folder or a zip, with a manifest from a collection script or without one.
//!
//! Invariant: a bundle is read in memory and within limits; nothing of it is ever written to the disk. A file whose
//! checksum differs from the manifest's is not used, and that is said.
//! Deliberately absent: reading the texts (`evidence`), and deciding which checks they answer.

mod entry;
mod error;
mod folder;
#[cfg(test)]
mod tests;
mod zipped;

pub use error::BundleError;

use crate::collect::{self, Collected, Manifest};
use crate::evidence;
use crate::model::NodeKey;
use crate::prose::{count, visible_line};
use crate::world::file;
use entry::Entry;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// The most files and folders a bundle may hold.
pub const MAX_ENTRIES: usize = 500;
/// The longest file of a bundle, in bytes.
pub const MAX_ENTRY_BYTES: u64 = 16 << 20;
/// The most bytes of all files of a bundle together, unpacked; also the longest zip.
pub const MAX_BYTES: u64 = 64 << 20;
/// How many times its packed size a file of a zip may become. Files below 1 MiB are not held to it: a short log that
/// repeats itself packs better than that, and cannot fill a memory.
pub const MAX_RATIO: u64 = 100;

/// Evidence that came in one folder or zip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// What the collection script wrote down, where one made the bundle.
    pub manifest: Option<Manifest>,
    /// The texts, in the order of the manifest, else by name.
    pub pieces: Vec<Piece>,
    /// What is not used or not as it should be, each as a sentence without a full stop.
    pub doubts: Vec<String>,
}

/// One text of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The file's name in the bundle, with forward slashes.
    pub name: String,
    /// The checks that asked for it; empty where no manifest says so.
    pub checks: Vec<NodeKey>,
    /// The command whose output it is, where a manifest says so.
    pub command: Option<String>,
    /// Why the command failed, where it did; the text holds the whole of it.
    pub error: Option<String>,
    /// The file, not yet decoded; at most [`evidence::MAX_BYTES`].
    pub bytes: Vec<u8>,
    /// What is to be doubted about it, each as a sentence without a full stop.
    pub doubts: Vec<String>,
}

/// Whether `path` is to be read as a bundle and not as one text: a folder, or a file that begins as a zip does or is
/// named like one.
pub fn is_bundle(path: &Path) -> bool {
    let named = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
    named
        || path.is_dir()
        || (path.is_file() && file::read(path, 4).is_ok_and(|bytes| zipped::is_zip(&bytes)))
}

/// Reads the bundle at `path`.
///
/// # Errors
/// It cannot be read, is no bundle, is larger than the limits, or holds what no collection makes (links, names that lead
/// out of it, two files of one name). A text that cannot be used is no error but one of the [`Bundle::doubts`].
pub fn open(path: &Path) -> Result<Bundle, BundleError> {
    let entries = if path.is_dir() { folder::read(path)? } else { zipped::read(path)? };
    assemble(strip_common_folder(entries))
}

/// The bundle that these files make.
fn assemble(entries: Vec<Entry>) -> Result<Bundle, BundleError> {
    let mut files: BTreeMap<String, Vec<u8>> =
        entries.into_iter().map(|entry| (entry.name, entry.bytes)).collect();
    let Some(bytes) = files.remove(collect::NAME) else {
        let mut bundle = Bundle { manifest: None, pieces: Vec::new(), doubts: Vec::new() };
        for (name, bytes) in files {
            let piece =
                Piece { name, checks: Vec::new(), command: None, error: None, bytes, doubts: Vec::new() };
            bundle.add(piece);
        }
        return if bundle.pieces.is_empty() { Err(BundleError::Empty(bundle.doubts)) } else { Ok(bundle) };
    };
    let manifest = read_manifest(&bytes)?;
    let mut bundle = Bundle { manifest: None, pieces: Vec::new(), doubts: Vec::new() };
    for listed in &manifest.files {
        bundle.take(listed, &mut files);
    }
    let unlisted: Vec<String> = files.into_keys().map(|name| visible_line(&name)).collect();
    if let Some(first) = unlisted.first() {
        let all = count(unlisted.len(), "file");
        let message = format!("{all} not named by the manifest, such as `{first}`: not used");
        bundle.doubts.push(message);
    }
    bundle.manifest = Some(manifest);
    Ok(bundle)
}

impl Bundle {
    /// Takes the file that the manifest lists, if it is there and is what was collected.
    fn take(&mut self, listed: &Collected, files: &mut BTreeMap<String, Vec<u8>>) {
        let shown = visible_line(&listed.name);
        let Some(bytes) = files.remove(&listed.name) else {
            self.doubts.push(format!("`{shown}` is in the manifest, but not in the bundle"));
            return;
        };
        let mut doubts = Vec::new();
        match &listed.sha256 {
            Some(wanted) if !wanted.eq_ignore_ascii_case(&sha256(&bytes)) => {
                self.doubts.push(format!(
                    "`{shown}` is not what was collected: its SHA-256 differs from the manifest's, so it is not used; \
                     collect it again, or give the file alone as evidence"
                ));
                return;
            }
            Some(_) => {}
            None => {
                doubts.push(format!("`{shown}` has no checksum, so nobody can tell whether it was changed"));
            }
        }
        self.add(Piece {
            name: listed.name.clone(),
            checks: listed.checks.clone(),
            command: Some(listed.command.clone()),
            error: listed.error.clone(),
            bytes,
            doubts,
        });
    }

    /// Adds a piece if it is a text of a length that can be read.
    fn add(&mut self, piece: Piece) {
        let shown = visible_line(&piece.name);
        if piece.bytes.len() > evidence::MAX_BYTES {
            self.doubts.push(format!("`{shown}` is larger than 5 MiB, so it is not used"));
        } else if let Err(binary) = evidence::decode(&piece.bytes) {
            self.doubts.push(format!("`{shown}` is no text and not used: {binary}"));
        } else {
            self.pieces.push(piece);
        }
    }
}

fn read_manifest(bytes: &[u8]) -> Result<Manifest, BundleError> {
    #[derive(serde::Deserialize)]
    struct Head {
        version: u32,
    }
    let text = crate::encoding::unicode(bytes).text;
    let broken = |error: serde_json::Error| BundleError::Manifest(error.to_string());
    let head: Head = serde_json::from_str(&text).map_err(broken)?;
    if head.version != collect::VERSION {
        return Err(BundleError::Version(head.version));
    }
    serde_json::from_str(&text).map_err(broken)
}

/// Leaves out the one folder that everything lies in, as zips of a folder have it.
fn strip_common_folder(mut entries: Vec<Entry>) -> Vec<Entry> {
    let Some(folder) = entries.first().and_then(|entry| entry.name.split_once('/')) else { return entries };
    let folder = format!("{}/", folder.0);
    if entries.iter().all(|entry| entry.name.starts_with(&folder)) {
        for entry in &mut entries {
            entry.name.drain(..folder.len());
        }
    }
    entries
}

/// The SHA-256 of these bytes in lower-case hexadecimal digits.
fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
