//! Which files of a folder belong to a knowledge base, and how their paths are shown.
//!
//! Invariant: files come by name, runbooks before scenarios.
//! Deliberately absent: what is in them (`library`).

use crate::world::file::{self, FileError};
use crate::world::library::TESTS;
use std::path::{Path, PathBuf};

/// The YAML files that lie directly in a folder, by name.
pub(in crate::world) fn yaml_in(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(file::failed("read", folder))? {
        let path = entry.map_err(file::failed("read", folder))?.path();
        if is_yaml(&path) && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// All files of a knowledge base: runbooks, what they share, and scenarios.
///
/// # Errors
/// A folder cannot be read.
pub fn yaml_files(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let mut paths = yaml_in(folder)?;
    let tests = folder.join(TESTS);
    if tests.is_dir() {
        paths.extend(yaml_in(&tests)?);
    }
    Ok(paths)
}

/// Whether a file is YAML by its name.
pub(in crate::world) fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// The name of a file without its ending.
pub(in crate::world) fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A path as it is shown and as a file is named: forward slashes everywhere, no leading `./`.
pub fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}
