//! Which knowledge bases this user trusts to have commands run, by the hash of their files.
//!
//! Invariant: trust is for one place and one content; any byte changed takes it away. What is denied stays denied
//! whatever its content is, until that is revoked. The list lies in the state folder, for this user only, and nothing in a
//! knowledge base reaches it.
//! Deliberately absent: asking, and running.

use crate::graph::{Content, Graph};
use crate::world::file::{self, FileError, failed};
use crate::world::journal::{RealDisk, make_folder};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const LIMIT: u64 = 16 << 20;
/// Version of the file; it rises when an older program could misread it.
const VERSION: u32 = 1;

/// The commands of a knowledge base's checks: where each stands → place and text.
pub type Commands = BTreeMap<String, String>;

/// The list.
#[derive(Debug)]
pub struct TrustStore {
    path: PathBuf,
    document: Document,
}

#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    entries: BTreeMap<String, Entry>,
}

/// What was said about a knowledge base.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// Its commands may be run while its files have this hash.
    Trusted {
        /// `sha256:` and 64 digits.
        hash: String,
        /// When that was said.
        at: jiff::Timestamp,
        /// Its commands as they were then.
        commands: Commands,
    },
    /// Its commands are never run.
    Denied {
        /// When that was said.
        at: jiff::Timestamp,
    },
}

/// What the list says about a knowledge base as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Unknown,
    /// It is trusted as it is.
    Trusted,
    /// It was trusted with other content, and these commands.
    Changed(Commands),
    /// It is denied.
    Denied,
}

impl TrustStore {
    /// Reads the list of a state folder.
    ///
    /// # Errors
    /// It is there and cannot be read; then nothing is trusted.
    pub fn read(state: &Path) -> Result<Self, FileError> {
        let path = state.join("trust.json");
        let bytes = match file::read(&path, LIMIT) {
            Ok(bytes) => bytes,
            Err(error) if error.reason.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self { path, document: Document { version: VERSION, ..Document::default() } });
            }
            Err(error) => return Err(error),
        };
        let read: Result<Document, _> = serde_json::from_slice(&bytes);
        match read {
            Ok(document) if document.version == VERSION => Ok(Self { path, document }),
            Ok(document) => {
                let reason = format!("it is of version {}, this program knows {VERSION}", document.version);
                Err(failed("read", &path)(std::io::Error::other(reason)))
            }
            Err(error) => Err(failed("read", &path)(std::io::Error::other(error))),
        }
    }

    /// The list's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// All entries by their place.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.document.entries.iter().map(|(place, entry)| (place.as_str(), entry))
    }

    /// What it says about a knowledge base at this place with this content.
    pub fn standing(&self, place: &str, hash: &str) -> Standing {
        match self.document.entries.get(place) {
            None => Standing::Unknown,
            Some(Entry::Denied { .. }) => Standing::Denied,
            Some(Entry::Trusted { hash: trusted, .. }) if trusted == hash => Standing::Trusted,
            Some(Entry::Trusted { commands, .. }) => Standing::Changed(commands.clone()),
        }
    }

    /// Says something about a knowledge base, in place of what was said before.
    ///
    /// # Errors
    /// The list could not be written; it is as it was then.
    pub fn say(&mut self, place: &str, entry: Entry) -> Result<(), FileError> {
        self.document.entries.insert(place.to_owned(), entry);
        self.write()
    }

    /// Forgets what was said. Says whether there was anything.
    ///
    /// # Errors
    /// The list could not be written; it is as it was then.
    pub fn revoke(&mut self, place: &str) -> Result<bool, FileError> {
        let was_there = self.document.entries.remove(place).is_some();
        if was_there {
            self.write()?;
        }
        Ok(was_there)
    }

    fn write(&self) -> Result<(), FileError> {
        let json = serde_json::to_vec_pretty(&self.document)
            .map_err(|error| failed("write", &self.path)(std::io::Error::other(error)))?;
        if let Some(folder) = self.path.parent() {
            make_folder(&RealDisk, folder).map_err(failed("make", folder))?;
        }
        file::write_private(&self.path, &json)
    }
}

/// The commands of all checks, as their authors wrote them.
pub fn commands(graph: &Graph) -> Commands {
    let mut commands = Commands::new();
    for node in graph.nodes() {
        let Content::Check(check) = &node.content else { continue };
        for (number, command) in (1..).zip(&check.run) {
            let text = format!("{}: {}", command.place.value, command.command.text.value.trim_end());
            commands.insert(format!("{} {number}", node.key), text);
        }
    }
    commands
}

#[cfg(test)]
mod tests {
    use super::{Entry, Standing, TrustStore};
    use crate::world::clock;

    #[test]
    fn trust_is_for_one_place_and_one_content_and_denial_for_all() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("not/there/yet");
        let mut store = TrustStore::read(&state).unwrap();
        assert_eq!(store.standing("/kb", "sha256:1"), Standing::Unknown);
        let trusted =
            Entry::Trusted { hash: "sha256:1".to_owned(), at: clock::moment(), commands: [].into() };
        store.say("/kb", trusted).unwrap();
        let mut store = TrustStore::read(&state).unwrap();
        assert_eq!(store.standing("/kb", "sha256:1"), Standing::Trusted);
        assert_eq!(store.standing("/kb", "sha256:2"), Standing::Changed([].into()));
        assert_eq!(store.standing("/copy", "sha256:1"), Standing::Unknown);
        store.say("/kb", Entry::Denied { at: clock::moment() }).unwrap();
        assert_eq!(store.standing("/kb", "sha256:1"), Standing::Denied);
        assert!(store.revoke("/kb").unwrap() && !store.revoke("/kb").unwrap());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(store.path()), mode(&state)), (0o600, 0o700));
        }
    }

    #[test]
    fn a_list_that_cannot_be_read_trusts_nothing() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["", "{", r#"{"version":9,"entries":{}}"#, r#"{"version":1,"entries":{},"all":true}"#] {
            std::fs::write(folder.path().join("trust.json"), text).unwrap();
            assert!(TrustStore::read(folder.path()).is_err(), "{text}");
        }
    }
}
