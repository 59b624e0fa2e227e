//! The site: pages as data → Markdown (Tera) → HTML in the frame that mdBook renders (once) → a folder, swapped in whole.
//!
//! Invariant: the target is replaced only when the new site is complete; a folder that is not one of our sites is never
//! touched. Building executes nothing and needs neither network nor an installed mdBook.
//! Deliberately absent: what a page says (floor 5, `page`), how it looks (`book/theme`), arguments (floor 9).

mod blocks;
mod chapters;
mod chrome;
mod contents;
mod cut;
mod drawings;
mod frame;
mod full_text;
mod generator;
mod include;
mod markdown;
mod preprocess;
mod preview;
mod render;
mod sections;
mod site;
mod swap;
mod template;
mod walks;

pub use chapters::{Chapters, Entry, Flavour, Source};
pub use frame::Frame;
pub use preprocess::{Request, install, style_sheet};
pub use preview::{CHANGES, Finding, Preview};
pub use render::{Progress, build};
pub use sections::Section;
pub use site::{Made, Site};
pub use swap::MARKER;
pub use template::{Templates, own};
pub use walks::Walks;

use crate::world::file::FileError;
use std::fmt;
use std::path::PathBuf;

/// What was built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The site's first page.
    pub index: PathBuf,
    /// How many pages it has.
    pub pages: usize,
}

/// Why there is no site.
#[derive(Debug)]
pub enum BookError {
    /// The target exists and is not one of our sites.
    NotOurs(PathBuf),
    /// A file or folder could not be read or written.
    File(FileError),
    /// A template is wrong; the text shows where.
    Template(String),
    /// mdBook stopped.
    Renderer(String),
    /// Whoever asked for it ended it.
    Interrupted,
    /// A chapter asks for something that is not there.
    Include(String),
    /// The standard input is not what mdBook sends.
    Request(String),
}

impl fmt::Display for BookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs(path) => {
                write!(f, "`{}` already exists and is not a site that triagebook made", path.display())
            }
            Self::File(error) => error.fmt(f),
            Self::Template(text) => write!(f, "a template is wrong\n{text}"),
            Self::Include(text) => f.write_str(text),
            Self::Request(text) => {
                write!(f, "the standard input is not a book from mdBook 0.5 or newer: {text}")
            }
            Self::Interrupted => f.write_str("the build was ended"),
            Self::Renderer(text) => write!(f, "mdBook could not render the pages: {text}"),
        }
    }
}

impl std::error::Error for BookError {}

impl From<FileError> for BookError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}
