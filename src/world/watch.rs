//! Which files of a knowledge base changed, by looking at them again.
//!
//! Invariant: a change is seen on every kind of disk, network shares and containers included, where the notices of operating
//! systems do not come; a look costs as much as listing the folders.
//! Deliberately absent: when to look; what to do about a change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The folders of a knowledge base whose files count.
const FOLDERS: [&str; 4] = ["", "chapters", "templates", "tests"];

/// What a file looked like: its length and when it was written.
type Look = (u64, Option<SystemTime>);

/// The files of a knowledge base as they were last seen.
#[derive(Debug)]
pub struct Watch {
    folder: PathBuf,
    seen: BTreeMap<PathBuf, Look>,
}

impl Watch {
    /// Looks at the knowledge base in `folder`.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), seen: look(folder) }
    }

    /// The files that came, went or changed since the last look.
    pub fn changed(&mut self) -> Vec<PathBuf> {
        let now = look(&self.folder);
        if now == self.seen {
            return Vec::new();
        }
        let differs = |path: &&PathBuf| self.seen.get(*path) != now.get(*path);
        let gone = self.seen.keys().filter(|path| !now.contains_key(*path));
        let changed = now.keys().filter(differs).chain(gone).cloned().collect();
        self.seen = now;
        changed
    }
}

fn look(folder: &Path) -> BTreeMap<PathBuf, Look> {
    let mut seen = BTreeMap::new();
    for name in FOLDERS {
        // A folder that is not there, or cannot be read for a moment, holds nothing.
        let entries = std::fs::read_dir(folder.join(name)).into_iter().flatten().flatten();
        for entry in entries {
            let path = entry.path();
            let counts =
                path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml" || ending == "md");
            if let (true, Ok(metadata)) = (counts, std::fs::metadata(&path)) {
                seen.insert(path, (metadata.len(), metadata.modified().ok()));
            }
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::Watch;

    #[test]
    fn what_comes_changes_and_goes_is_seen_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        std::fs::write(file("a.yaml"), "one").unwrap();
        std::fs::create_dir(file("templates")).unwrap();
        let mut watch = Watch::new(folder.path());
        assert!(watch.changed().is_empty());
        std::fs::write(file("a.yaml"), "longer").unwrap();
        std::fs::write(file("templates/end.md"), "x").unwrap();
        std::fs::write(file("a.yaml.swp"), "x").unwrap();
        assert_eq!(watch.changed(), [file("a.yaml"), file("templates/end.md")]);
        assert!(watch.changed().is_empty());
        std::fs::remove_file(file("a.yaml")).unwrap();
        assert_eq!(watch.changed(), [file("a.yaml")]);
    }
}
