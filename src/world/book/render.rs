//! Chapters → HTML by mdBook, in a temporary folder beside the target.
//!
//! Invariant: mdBook sees a book that is complete on its disk: nothing of the caller's folder is read.
//! Deliberately absent: the swap (`swap`).

use crate::page::picture::STYLE;
use crate::world::book::generator::Generator;
use crate::world::book::{BookError, Built, Chapters, Flavour, Walks, swap};
use crate::world::file;
use include_dir::{Dir, include_dir};
use mdbook_driver::MDBook;
use std::path::Path;

/// The frame: `book.toml`, hand-written chapters, theme.
pub(super) static FRAME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/book");

/// Files that mdBook writes and our page frame does not use.
const UNUSED: [&str; 10] = [
    "ayu-highlight.css",
    "clipboard.min.js",
    "highlight.css",
    "highlight.js",
    "mark.min.js",
    "searcher.js",
    "toc.html",
    "toc.js",
    "tomorrow-night.css",
    "fonts",
];

/// Builds the site called `title` at `target`, which is created or, where it is one of our sites, replaced. `walks` are
/// the scripts that its pages' engine reads.
///
/// # Errors
/// The target is something else or cannot be written; mdBook stopped. The target is as it was.
pub fn build(title: &str, chapters: Chapters, walks: &Walks, target: &Path) -> Result<Built, BookError> {
    let place = swap::Place::new(target)?;
    let work = place.workshop()?;
    let root = work.path().join("book");
    std::fs::create_dir_all(&root).map_err(file::failed("write", &root))?;
    FRAME.extract(&root).map_err(file::failed("write", &root))?;
    let style = root.join("theme/css/runbook.css");
    std::fs::write(&style, runbook_style()).map_err(file::failed("write", &style))?;
    let generator = Generator { chapters, flavour: Flavour::Site };
    let pages = render(title, generator, &root).map_err(|error| BookError::Renderer(format!("{error:#}")))?;
    let site = root.join("site");
    for name in UNUSED {
        let path = site.join(name);
        let removed =
            if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        match removed {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(file::failed("write", &path)(error).into());
            }
            _ => {}
        }
    }
    for (name, text) in &walks.files {
        let path = site.join(name);
        let folder = path.parent().unwrap_or(&site);
        std::fs::create_dir_all(folder).map_err(file::failed("write", folder))?;
        std::fs::write(&path, text).map_err(file::failed("write", &path))?;
    }
    let index = place.swap_in(&site, &work)?;
    Ok(Built { index, pages })
}

/// The style of runbook pages with that of the pictures in them.
pub(super) fn runbook_style() -> String {
    let own = FRAME.get_file("theme/css/runbook.css").and_then(include_dir::File::contents_utf8);
    format!("{}\n{STYLE}", own.unwrap_or_default())
}

/// Runs mdBook and returns the number of pages.
fn render(title: &str, generator: Generator, root: &Path) -> mdbook_core::errors::Result<usize> {
    let mut config = mdbook_core::config::Config::from_disk(root.join("book.toml"))?;
    config.book.title = Some(title.to_owned());
    let mut book = MDBook::load_with_config(root, config)?;
    let pages =
        generator.fill(book.book.clone()).chapters().filter(|chapter| !chapter.is_draft_chapter()).count();
    // Takes the place of the external command that `book.toml` names for plain mdBook.
    book.with_preprocessor(generator);
    book.build()?;
    Ok(pages)
}
