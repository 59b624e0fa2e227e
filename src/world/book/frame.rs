//! mdBook's part of the site: the page around the content, the static files, and the few pages that only it can render.
//!
//! Invariant: mdBook sees a book that is complete on its disk, and a small one, however large the site is: what it needs
//! grows with the square of the number of chapters. Nothing of the caller's folder is read.
//! Deliberately absent: the pages of the site (`site`).

use crate::page::picture::STYLE;
use crate::world::book::chrome::{self, Chrome};
use crate::world::book::{BookError, Entry};
use crate::world::file;
use include_dir::{Dir, include_dir};
use mdbook_core::book::{Book, BookItem, Chapter};
use mdbook_core::config::Config;
use mdbook_driver::MDBook;
use std::path::{Path, PathBuf};

/// The frame: `book.toml`, hand-written chapters, theme.
pub(super) static FRAME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/book");

/// Files that mdBook writes and our page frame does not use.
const UNUSED: [&str; 8] = [
    "ayu-highlight.css",
    "clipboard.min.js",
    "fonts",
    "highlight.css",
    "highlight.js",
    "toc.html",
    "toc.js",
    "tomorrow-night.css",
];

/// A page frame that gives the content alone.
const BARE: &str = "{{{ content }}}";

/// What mdBook makes once.
#[derive(Debug)]
pub struct Frame {
    root: PathBuf,
    config: Config,
    /// The hand-written chapters, and where the others go.
    pub(super) items: Vec<BookItem>,
    /// The page around the content.
    pub(super) chrome: Chrome,
}

impl Frame {
    /// The frame of the site called `title`, made in the folder `root`, which is created.
    ///
    /// # Errors
    /// The folder cannot be written; mdBook stopped.
    pub fn new(title: &str, root: &Path) -> Result<Self, BookError> {
        std::fs::create_dir_all(root).map_err(file::failed("write", root))?;
        FRAME.extract(root).map_err(file::failed("write", root))?;
        for (name, text) in
            [("theme/css/runbook.css", runbook_style()), ("theme/book.js", script("theme/book.js"))]
        {
            let path = root.join(name);
            std::fs::write(&path, text).map_err(file::failed("write", &path))?;
        }
        let mut config = Config::from_disk(root.join("book.toml")).map_err(|error| stopped(&error))?;
        config.book.title = Some(title.to_owned());
        let (items, chrome) = render_chrome(root, config.clone()).map_err(|error| stopped(&error))?;
        let chrome = chrome?;
        let frame = Self { root: root.to_owned(), config, items, chrome };
        let unused = UNUSED.iter().map(|name| frame.files().join(name));
        for path in unused.chain(chrome::pages(&frame.files())) {
            remove(&path)?;
        }
        Ok(frame)
    }

    /// The folder of the static files, as they go into the site.
    pub(super) fn files(&self) -> PathBuf {
        self.root.join("site")
    }

    /// The content of a page as mdBook renders it.
    ///
    /// # Errors
    /// As for [`Self::new`].
    pub(super) fn content(&self, entry: &Entry, text: &str) -> Result<String, BookError> {
        let folder = tempfile::tempdir_in(&self.root).map_err(file::failed("write", &self.root))?;
        let root = folder.path();
        for (name, text) in [("theme/index.hbs", BARE), ("src/SUMMARY.md", "# Summary\n")] {
            let path = root.join(name);
            let parent = path.parent().unwrap_or(root);
            std::fs::create_dir_all(parent).map_err(file::failed("write", parent))?;
            std::fs::write(&path, text).map_err(file::failed("write", &path))?;
        }
        let render = || {
            let mut config = self.config.clone();
            config.set("output.html.additional-css", Vec::<String>::new())?;
            config.set("output.html.additional-js", Vec::<String>::new())?;
            let mut book = MDBook::load_with_config(root, config)?;
            book.book = Book::new_with_items(vec![chapter(&entry.name, text, &entry.path)]);
            book.build()
        };
        render().map_err(|error| stopped(&error))?;
        let page = root.join("site").join(format!("{}.html", entry.path));
        Ok(std::fs::read_to_string(&page).map_err(file::failed("read", &page))?)
    }
}

/// Renders a book of placeholders, and returns the chapters that the frame lists.
fn render_chrome(
    root: &Path,
    config: Config,
) -> mdbook_core::errors::Result<(Vec<BookItem>, Result<Chrome, BookError>)> {
    let mut book = MDBook::load_with_config(root, config)?;
    let placeholders = Book::new_with_items(chrome::placeholders());
    let items = std::mem::replace(&mut book.book, placeholders).items;
    book.build()?;
    Ok((items, Chrome::read(&root.join("site"))))
}

/// A chapter as our page frame takes it: it lists all chapters itself and has no way to change an extension, so the path
/// carries the final one.
pub(super) fn chapter(name: &str, text: &str, path: &str) -> BookItem {
    let path = format!("{path}.html");
    BookItem::Chapter(Chapter { source_path: None, ..Chapter::new(name, text.to_owned(), path, Vec::new()) })
}

/// The text of a file of the frame.
pub(super) fn text(name: &str) -> &'static str {
    FRAME.get_file(name).and_then(include_dir::File::contents_utf8).unwrap_or_default()
}

/// The style of runbook pages with that of the pictures in them.
pub(super) fn runbook_style() -> String {
    format!("{}\n{STYLE}", text("theme/css/runbook.css"))
}

/// The script that all pages of a book begin with, behind what it shares with those of other books.
pub(super) fn script(name: &str) -> String {
    format!("{}\n{}", text("theme/shared.js"), text(name))
}

fn stopped(error: &mdbook_core::errors::Error) -> BookError {
    BookError::Renderer(format!("{error:#}"))
}

fn remove(path: &Path) -> Result<(), BookError> {
    let removed = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(file::failed("write", path)(error).into())
        }
        _ => Ok(()),
    }
}
