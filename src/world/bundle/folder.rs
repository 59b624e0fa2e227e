//! A bundle that is a folder.
//!
//! Invariant: links are refused, never followed; only plain files are opened, so no pipe or device can hold the reading up.
//! Deliberately absent: limits (`entry`).

use crate::world::bundle::BundleError;
use crate::world::bundle::entry::{Entries, Entry};
use crate::world::file;
use std::path::{Path, PathBuf};

/// Reads all files of a folder and of the folders in it.
pub(super) fn read(root: &Path) -> Result<Vec<Entry>, BundleError> {
    let mut entries = Entries::default();
    let mut open: Vec<(PathBuf, String)> = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = open.pop() {
        for found in std::fs::read_dir(&folder).map_err(file::failed("read", &folder))? {
            let found = found.map_err(file::failed("read", &folder))?;
            let path = found.path();
            let name = format!("{prefix}{}", found.file_name().to_string_lossy());
            entries.count()?;
            // Does not follow links.
            let kind = found.file_type().map_err(file::failed("read", &path))?;
            if kind.is_dir() {
                open.push((path, format!("{name}/")));
            } else if kind.is_file() {
                let bytes = file::read(&path, entries.room())?;
                entries.add(&name, bytes)?;
            } else {
                return Err(BundleError::Link(name));
            }
        }
    }
    Ok(entries.finish())
}
