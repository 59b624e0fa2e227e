//! A knowledge base while it is being written: the files of its folder, under the texts of open windows.
//!
//! Invariant: the library is what loading the folder would give if all windows were saved.
//! Deliberately absent: reading (`reader`), what an editor asks (`editor`), and when to look at the disk again.

use crate::syntax;
use crate::world::file::{self, FileError};
use crate::world::library::{self, Holds, Library, LoadError, Location, RawText};
use crate::world::listing;
use crate::world::reader::Reader;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder with a knowledge base, and what is written in it now.
#[derive(Debug)]
pub struct Draft {
    folder: PathBuf,
    /// The files as they were last seen on the disk, by path.
    disk: BTreeMap<String, Arc<[u8]>>,
    /// The texts of open windows, by path.
    windows: BTreeMap<String, Arc<[u8]>>,
    /// What was read of them.
    reader: Reader,
}

impl Draft {
    /// The knowledge base in `folder`. Nothing is read yet.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, disk: BTreeMap::new(), windows: BTreeMap::new(), reader: Reader::default() }
    }

    /// The folder of the knowledge base that a file belongs to, if there is one: `exists` says whether a path is a file, on
    /// the disk or in a window.
    pub fn folder_of(path: &Path, exists: impl Fn(&Path) -> bool) -> Option<PathBuf> {
        let folder = path.parent().filter(|_| listing::is_yaml(path))?;
        if exists(&folder.join(library::BASE_FILE)) {
            return Some(folder.to_owned());
        }
        let is_tests = folder.file_name().is_some_and(|name| name == library::TESTS);
        let above = folder.parent().filter(|_| is_tests)?;
        exists(&above.join(library::BASE_FILE)).then(|| above.to_owned())
    }

    /// Looks at the disk again. What could not be read stays as it was seen before.
    ///
    /// # Errors
    /// The folder or one of its files cannot be read.
    pub fn look(&mut self) -> Result<(), LoadError> {
        let mut texts = library::folder_texts(&self.folder, Holds::Runbook)?;
        let inner = self.folder.join(library::TESTS);
        if inner.is_dir() {
            texts.extend(library::folder_texts(&inner, Holds::Scenarios)?);
        }
        self.disk = texts.into_iter().map(|text| (text.shown, text.bytes)).collect();
        Ok(())
    }

    /// Looks at one file again. Says whether the knowledge base is another one now: a window may lie over the file.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn look_at(&mut self, path: &str) -> Result<bool, FileError> {
        let now = if Path::new(path).is_file() {
            Some(Arc::from(file::read(Path::new(path), syntax::MAX_BYTES as u64)?))
        } else {
            None
        };
        let is_new = self.disk.get(path) != now.as_ref() && !self.windows.contains_key(path);
        match now {
            Some(bytes) => self.disk.insert(path.to_owned(), bytes),
            None => self.disk.remove(path),
        };
        Ok(is_new)
    }

    /// Puts the text of a window over a file; without a text the file counts again. Says whether the knowledge base is
    /// another one now.
    pub fn set(&mut self, path: &str, text: Option<&str>) -> bool {
        let before = self.bytes(path).cloned();
        match text {
            Some(text) => self.windows.insert(path.to_owned(), text.as_bytes().into()),
            None => self.windows.remove(path),
        };
        self.bytes(path) != before.as_ref()
    }

    /// What stands in a file now.
    fn bytes(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.windows.get(path).or_else(|| self.disk.get(path))
    }

    /// Everything, parsed and linked.
    pub fn library(&mut self) -> Library {
        let texts = self.texts();
        self.reader.library(Location::Folder(self.folder.clone()), texts)
    }

    /// What was read for the last library.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// All texts in the order in which they are loaded: what is shared and the runbooks by name, then the scenarios.
    fn texts(&self) -> Vec<RawText> {
        let folder = listing::shown(&self.folder);
        let mut paths: Vec<&String> = self.disk.keys().chain(self.windows.keys()).collect();
        paths.sort();
        paths.dedup();
        let text = |path: &String| {
            let inner = path.strip_prefix(&folder)?.trim_start_matches('/');
            let holds = match inner.split_once('/') {
                None => Holds::Runbook,
                Some((library::TESTS, name)) if !name.contains('/') => Holds::Scenarios,
                Some(_) => return None,
            };
            let bytes = Arc::clone(self.bytes(path)?);
            Some(RawText { stem: listing::stem(Path::new(path)), shown: path.clone(), bytes, holds })
        };
        let mut texts: Vec<RawText> = paths.into_iter().filter_map(text).collect();
        texts.sort_by_key(|text| text.holds == Holds::Scenarios);
        texts
    }
}

#[cfg(test)]
mod tests {
    use super::Draft;
    use crate::world::library::{self, Location};
    use crate::world::listing;
    use std::path::Path;

    const BASE: &str = "title: T\nplaces: { sh: { title: Shell, shell: posix } }\n";

    fn runbook(name: &str, next: &str) -> String {
        format!(
            "runbook: {name}\ntitle: T\nsymptoms:\n  s: {{ title: S, next: {next} }}\nends:\n  e: {{ title: E, result: resolved }}\n"
        )
    }

    fn found(library: &library::Library) -> Vec<String> {
        let mut found: Vec<String> = library
            .diagnostics
            .iter()
            .map(|finding| format!("{} {}", library.sources.location(finding.primary.span), finding.message))
            .collect();
        found.sort();
        found
    }

    #[test]
    fn a_draft_is_what_the_folder_would_be_if_all_windows_were_saved() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| listing::shown(&folder.path().join(name));
        std::fs::write(folder.path().join("knowledge-base.yaml"), BASE).unwrap();
        std::fs::write(folder.path().join("b.yaml"), runbook("b", "e")).unwrap();
        let mut draft = Draft::new(folder.path().to_owned());
        draft.look().unwrap();
        assert_eq!(found(&draft.library()), Vec::<String>::new());
        // A window with a file that is on no disk comes before `b`, so `b` gets another number.
        for (name, text) in
            [("a.yaml", runbook("a", "b/nowhere")), ("b.yaml", runbook("b", "f")), ("b.yaml", "a: [".into())]
        {
            assert!(draft.set(&path(name), Some(&text)));
            assert!(!draft.set(&path(name), Some(&text)));
            std::fs::write(folder.path().join(name), text).unwrap();
            let loaded = library::load_with_scenarios(Location::Folder(folder.path().to_owned())).unwrap();
            let drafted = draft.library();
            assert_eq!(found(&drafted), found(&loaded));
            assert!(!found(&drafted).is_empty());
        }
        std::fs::remove_file(folder.path().join("a.yaml")).unwrap();
        assert!(draft.set(&path("a.yaml"), None), "it was never on the disk that was looked at");
        assert!(draft.set(&path("b.yaml"), None), "the file was another one when it was looked at");
        assert!(!draft.look_at(&path("a.yaml")).unwrap());
        assert!(draft.look_at(&path("b.yaml")).unwrap());
        assert!(!draft.look_at(&path("b.yaml")).unwrap());
        assert_eq!(draft.library().sources.files().count(), 2);
    }

    #[test]
    fn a_file_belongs_to_the_knowledge_base_beside_it() {
        let exists = |path: &Path| path == Path::new("/kb/knowledge-base.yaml");
        let folder = |path: &str| Draft::folder_of(Path::new(path), exists);
        assert_eq!(folder("/kb/a.yaml").as_deref(), Some(Path::new("/kb")));
        assert_eq!(folder("/kb/tests/a.yaml").as_deref(), Some(Path::new("/kb")));
        assert_eq!(folder("/kb/chapters/a.yaml"), None);
        assert_eq!(folder("/kb/notes.md"), None);
        assert_eq!(folder("/other/a.yaml"), None);
    }
}
