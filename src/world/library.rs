//! Finding and loading a knowledge base: a folder on the disk, or the one built into the binary.
//!
//! Invariant: loading reads and links, it never executes; every file of the folder is read even if others are broken.
//! Deliberately absent: lint rules and output.

use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::Graph;
use crate::model::ScenarioFile;
use crate::source::{FileId, SourceFile, SourceMap};
use crate::syntax::{self, Patterns};
use crate::world::assemble::assemble;
use crate::world::file::{self, FileError};
use crate::world::listing::{is_yaml, shown, stem, yaml_in};
use crate::world::parse::{self, Kind, Unparsed};
use crate::world::reader::Reader;
use include_dir::{Dir, include_dir};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The knowledge base that the binary carries.
static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/runbooks");

/// The file that makes a folder a knowledge base.
pub const BASE_FILE: &str = "knowledge-base.yaml";
/// The folder of a knowledge base that holds its scenarios.
pub const TESTS: &str = "tests";
/// Its name without the ending.
const BASE_STEM: &str = "knowledge-base";

/// Where a knowledge base is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A folder that holds `knowledge-base.yaml`.
    Folder(PathBuf),
    /// The one built into the binary.
    Embedded,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", shown(folder)),
            Self::Embedded => f.write_str("the built-in knowledge base"),
        }
    }
}

/// A loaded knowledge base.
#[derive(Debug)]
pub struct Library {
    /// Where it came from.
    pub location: Location,
    /// All texts.
    pub sources: SourceMap,
    /// The linked graph of everything that could be read.
    pub graph: Graph,
    /// The scenarios; none unless they were asked for.
    pub scenarios: Vec<ScenarioFile>,
    /// The files among `sources` that hold scenarios.
    pub tests: Vec<FileId>,
    /// What reading and linking found, unsorted.
    pub diagnostics: Vec<Diagnostic>,
    /// Its files as they were read.
    pub(in crate::world) texts: Vec<RawText>,
}

impl Library {
    /// The same files with other texts, linked again, those read again that `reader` has not read before. `texts` are in the
    /// order of the files in `sources`.
    #[must_use]
    pub fn reread(&self, texts: &[String], reader: &mut Reader) -> Self {
        let texts = self.sources.files().zip(texts).map(|((id, file), text)| RawText {
            shown: file.name().to_owned(),
            stem: stem(Path::new(file.name())),
            bytes: text.as_bytes().into(),
            holds: if self.tests.contains(&id) { Holds::Scenarios } else { Holds::Runbook },
        });
        reader.library(self.location.clone(), texts.collect())
    }

    /// Whether a finding is an error, so that the graph is not whole.
    pub fn is_broken(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Where it lies, the same however its folder was named.
    pub fn place(&self) -> String {
        match &self.location {
            Location::Folder(folder) => file::real(folder).display().to_string(),
            Location::Embedded => "built-in".to_owned(),
        }
    }

    /// Whether a file or folder lies in its folder.
    pub fn holds(&self, path: &Path) -> bool {
        match &self.location {
            Location::Folder(folder) => file::real(path).starts_with(file::real(folder)),
            Location::Embedded => false,
        }
    }

    /// `sha256:` and the hash over the names and bytes of its files as they were read. It differs between programs that may
    /// read the same files differently.
    pub fn fingerprint(&self) -> String {
        let mut all = format!("triagebook {}\n", env!("CARGO_PKG_VERSION_MAJOR")).into_bytes();
        let named = |raw: &RawText| {
            let name = raw.shown.rsplit('/').next().unwrap_or_default();
            let folder = if raw.holds == Holds::Scenarios { "scenarios/" } else { "" };
            format!("{folder}{name}")
        };
        let mut files: Vec<(String, &[u8])> =
            self.texts.iter().map(|raw| (named(raw), &*raw.bytes)).collect();
        files.sort_unstable();
        for (name, bytes) in files {
            all.extend_from_slice(format!("{name}\n{}\n", bytes.len()).as_bytes());
            all.extend_from_slice(bytes);
        }
        format!("sha256:{}", crate::session::hash(&all))
    }
}

/// Why no knowledge base could be loaded.
#[derive(Debug)]
pub enum LoadError {
    /// The folder is there, `knowledge-base.yaml` is not.
    NotAKnowledgeBase(PathBuf),
    /// A file or folder could not be read.
    File(FileError),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAKnowledgeBase(folder) => {
                write!(f, "`{}` is not a knowledge base: it holds no `{BASE_FILE}`", folder.display())
            }
            Self::File(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LoadError {}

impl From<FileError> for LoadError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

/// Finds the knowledge base: the folder that was named (it may hold it in `runbooks/`), else the nearest
/// `runbooks/knowledge-base.yaml` or `knowledge-base.yaml` from `start` upwards, else the built-in one.
///
/// # Errors
/// The named folder is no knowledge base.
pub fn locate(named: Option<&Path>, start: &Path) -> Result<Location, LoadError> {
    if let Some(named) = named {
        return match folder_with_base(named) {
            Some(folder) => Ok(Location::Folder(folder)),
            None if named.exists() => Err(LoadError::NotAKnowledgeBase(named.to_owned())),
            None => {
                let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
                Err(file::failed("read", named)(missing).into())
            }
        };
    }
    let nearest = start.ancestors().find_map(folder_with_base);
    let from_here = |folder: PathBuf| match folder.strip_prefix(start) {
        Ok(relative) if !relative.as_os_str().is_empty() => relative.to_owned(),
        _ => folder,
    };
    Ok(nearest.map(from_here).map_or(Location::Embedded, Location::Folder))
}

fn folder_with_base(folder: &Path) -> Option<PathBuf> {
    [folder.to_owned(), folder.join("runbooks")].into_iter().find(|folder| folder.join(BASE_FILE).is_file())
}

/// Reads and links the knowledge base at `location`.
///
/// # Errors
/// The folder or one of its files cannot be read at all. What is wrong inside a file is a diagnostic.
pub fn load(location: Location) -> Result<Library, LoadError> {
    let texts = match &location {
        Location::Folder(folder) => folder_texts(folder, Holds::Runbook)?,
        Location::Embedded => texts_of(&EMBEDDED, Holds::Runbook),
    };
    // What is built in was checked before it was built in.
    let patterns = if location == Location::Embedded { Patterns::Trusted } else { Patterns::Checked };
    Ok(link(location, texts, patterns))
}

/// [`load`], with the scenarios in the folder `tests`. A walk does not need them, so it does not wait for them.
///
/// # Errors
/// As for [`load`].
pub fn load_with_scenarios(location: Location) -> Result<Library, LoadError> {
    let mut texts = match &location {
        Location::Folder(folder) => folder_texts(folder, Holds::Runbook)?,
        Location::Embedded => texts_of(&EMBEDDED, Holds::Runbook),
    };
    match &location {
        Location::Folder(folder) if folder.join(TESTS).is_dir() => {
            texts.extend(folder_texts(&folder.join(TESTS), Holds::Scenarios)?);
        }
        Location::Folder(_) => {}
        Location::Embedded => {
            let folder = EMBEDDED.get_dir(TESTS);
            texts.extend(folder.map(|folder| texts_of(folder, Holds::Scenarios)).unwrap_or_default());
        }
    }
    Ok(link(location, texts, Patterns::Checked))
}

/// The name of a file in its knowledge base: `x.yaml`, or `tests/x.yaml` for scenarios. `path` has forward slashes.
pub fn name_in_base(path: &str) -> &str {
    let file = path.rfind('/').map_or(0, |slash| slash + 1);
    let folder = path.get(..file).unwrap_or_default();
    match folder.strip_suffix("tests/") {
        Some(above) if above.is_empty() || above.ends_with('/') => path.get(above.len()..),
        _ => path.get(file..),
    }
    .unwrap_or(path)
}

/// What a file may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::world) enum Holds {
    /// A runbook, or what all share.
    Runbook,
    /// Scenarios.
    Scenarios,
}

/// A file's name to show, its stem, and its bytes.
#[derive(Debug, Clone)]
pub(in crate::world) struct RawText {
    pub(in crate::world) shown: String,
    pub(in crate::world) stem: String,
    pub(in crate::world) bytes: Arc<[u8]>,
    pub(in crate::world) holds: Holds,
}

impl RawText {
    /// Lets the bytes be those of the text that was made of them, where they are the same, so that they stand in memory
    /// once.
    pub(in crate::world) fn share(&mut self, file: &SourceFile) {
        if *self.bytes == *file.text().as_bytes() {
            self.bytes = file.shared_text().into();
        }
    }

    pub(in crate::world) fn kind(&self) -> Kind {
        match self.holds {
            Holds::Scenarios => Kind::Scenarios,
            Holds::Runbook if self.stem == BASE_STEM => Kind::Base,
            Holds::Runbook => Kind::Runbook,
        }
    }
}

/// The Markdown files in a folder of the built-in knowledge base, by name.
pub(in crate::world) fn embedded_markdown(folder: &str) -> Vec<(String, String)> {
    let files = EMBEDDED.get_dir(folder).map(Dir::files).into_iter().flatten();
    let texts = files.filter_map(|file| {
        let is_markdown = file.path().extension().is_some_and(|extension| extension == "md");
        let name = file.path().file_name()?.to_str().filter(|_| is_markdown)?;
        Some((name.to_owned(), file.contents_utf8()?.to_owned()))
    });
    texts.collect()
}

fn texts_of(folder: &Dir<'_>, holds: Holds) -> Vec<RawText> {
    let mut texts: Vec<RawText> = folder
        .files()
        .filter(|file| is_yaml(file.path()))
        .map(|file| RawText {
            shown: format!("<built-in>/{}", shown(file.path())),
            stem: stem(file.path()),
            bytes: file.contents().into(),
            holds,
        })
        .collect();
    texts.sort_by(|a, b| a.shown.cmp(&b.shown));
    texts
}

pub(in crate::world) fn folder_texts(folder: &Path, holds: Holds) -> Result<Vec<RawText>, LoadError> {
    let read = |path: PathBuf| {
        let bytes = file::read(&path, syntax::MAX_BYTES as u64)?.into();
        Ok(RawText { shown: shown(&path), stem: stem(&path), bytes, holds })
    };
    yaml_in(folder)?.into_iter().map(read).collect()
}

/// Reads and links files that lie nowhere, such as those of an earlier revision: pairs of the name to show and the bytes.
pub fn load_texts(location: Location, texts: Vec<(String, Vec<u8>)>) -> Library {
    let mut texts: Vec<RawText> = texts
        .into_iter()
        .filter(|(name, _)| is_yaml(Path::new(name)))
        .map(|(name, bytes)| {
            let holds = if name.starts_with("tests/") { Holds::Scenarios } else { Holds::Runbook };
            RawText { stem: stem(Path::new(&name)), shown: name, bytes: bytes.into(), holds }
        })
        .collect();
    texts.sort_by(|a, b| a.shown.cmp(&b.shown));
    link(location, texts, Patterns::Checked)
}

fn link(location: Location, mut texts: Vec<RawText>, patterns: Patterns) -> Library {
    let mut sources = SourceMap::default();
    let ids = (0..).map(FileId).zip(&texts);
    let files: Vec<Unparsed> = ids.map(|(id, raw)| Unparsed::new(id, raw, patterns)).collect();
    for (file, raw) in files.iter().zip(&mut texts) {
        raw.share(&file.file);
        sources.add(file.file.clone());
    }
    let parsed = parse::all(&files);
    assemble(location, sources, texts, parsed)
}
