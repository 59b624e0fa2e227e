//! The user's own settings: which program reads the commands of a place on this machine.
//!
//! ```yaml
//! places:
//!   ems: { run: powershell }
//!   linux: { run: /bin/bash }
//! ```
//!
//! Invariant: never part of a knowledge base, so that no knowledge base can name a program to start.
//! Deliberately absent: anything that lowers a guard.

use crate::world::file;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const LIMIT: u64 = 1 << 20;

/// The settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping with `places`")]
pub struct Config {
    /// By the name of a place.
    #[serde(default)]
    pub places: BTreeMap<String, LocalPlace>,
}

/// A place on this machine.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalPlace {
    /// The program that reads its commands: a name, or a full path.
    pub run: String,
}

/// The file of the settings: the named one, else the platform's.
pub fn settings_file(named: Option<&Path>) -> Option<PathBuf> {
    let platform =
        || Some(directories::ProjectDirs::from("", "", "triagebook")?.config_dir().join("config.yaml"));
    named.map(Path::to_owned).or_else(platform)
}

/// Reads the settings. A file that is not there holds none.
///
/// # Errors
/// It cannot be read, or something in it is not understood; a sentence without a full stop, with the place.
pub fn read(path: &Path) -> Result<Config, String> {
    let bytes = match file::read(path, LIMIT) {
        Ok(bytes) => bytes,
        Err(error) if error.reason.kind() == std::io::ErrorKind::NotFound => return Ok(Config::default()),
        Err(error) => return Err(error.to_string()),
    };
    if bytes.len() as u64 > LIMIT {
        return Err(format!("`{}` is larger than 1 MiB", path.display()));
    }
    let text = crate::syntax::decode(&bytes).text;
    if text.trim().is_empty() {
        return Ok(Config::default());
    }
    serde_yaml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}
