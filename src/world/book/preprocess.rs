//! mdBook's protocol for an external preprocessor: a book comes in as JSON, goes out with the runbooks in it.
//!
//! Invariant: pure text in, text out; the caller owns the streams.
//! Deliberately absent: loading the knowledge base (`library`).

use crate::world::book::frame::{runbook_style, script, text};
use crate::world::book::generator::{Generator, Placed};
use crate::world::book::include::{Expansion, Next};
use crate::world::book::{BookError, Chapters, Flavour, Walks};
use crate::world::file;
use mdbook_core::book::{Book, BookItem};
use mdbook_preprocessor::PreprocessorContext;
use std::path::{Path, PathBuf};

/// What mdBook asks for.
#[derive(Debug)]
pub struct Request {
    context: PreprocessorContext,
    book: Book,
}

impl Request {
    /// Reads the request.
    ///
    /// # Errors
    /// The text is not what mdBook sends.
    pub fn read(input: impl std::io::Read) -> Result<Self, BookError> {
        let text = std::io::read_to_string(input).map_err(|error| BookError::Request(error.to_string()))?;
        let (context, book) = mdbook_preprocessor::parse_input(text.as_bytes()).map_err(|error| {
            let from = version(&text).map(|version| format!("it comes from version {version}: "));
            BookError::Request(format!("{}{error:#}", from.unwrap_or_default()))
        })?;
        Ok(Self { context, book })
    }

    /// The knowledge base that `kb` in `[preprocessor.triagebook]` names, relative to the book's folder.
    pub fn knowledge_base(&self) -> Option<PathBuf> {
        let named: Option<PathBuf> = self.context.config.get("preprocessor.triagebook.kb").ok().flatten();
        named.map(|kb| self.context.root.join(kb))
    }

    /// What mdBook does with the book when it is back.
    fn next(&self) -> Next {
        let config = &self.context.config;
        let before: Option<Vec<String>> = config.get("preprocessor.triagebook.before").ok().flatten();
        let is_before = before.is_some_and(|names| names.iter().any(|name| name == "links"));
        if is_before && config.build.use_default_preprocessors { Next::Links } else { Next::Rendering }
    }

    /// The book with the chapters in it, as mdBook reads it.
    ///
    /// # Errors
    /// A template is wrong, or chapters ask for runbooks that are not there; all of them are named.
    pub fn answer(self, chapters: &Chapters<'_>) -> Result<String, BookError> {
        let generator = Generator { chapters, flavour: Flavour::Guest };
        let mut expansion = Expansion { chapters, next: self.next(), missing: Vec::new() };
        let items = generator.fill(self.book.items).into_iter().map(|placed| match placed {
            Placed::Kept(mut item) => expansion.expand(&mut item).map(|()| item),
            Placed::Made(entry) => chapters.chapter(entry).map(BookItem::Chapter),
        });
        let book = Book::new_with_items(items.collect::<Result<_, BookError>>()?);
        if !expansion.missing.is_empty() {
            return Err(BookError::Include(expansion.missing.join("\n")));
        }
        serde_json::to_string(&book).map_err(|error| BookError::Renderer(error.to_string()))
    }
}

/// The version of mdBook that sent a request which this one cannot read.
fn version(text: &str) -> Option<String> {
    let request: serde_json::Value = serde_json::from_str(text).ok()?;
    request.get(0)?.get("mdbook_version")?.as_str().map(str::to_owned)
}

/// The style sheet of the generated chapters, for books with a theme of their own.
pub fn style_sheet() -> String {
    let ours = ["theme/css/walk.css", "theme/css/drill.css"].map(text).join("\n");
    format!("{}\n{}\n{ours}", text("theme/css/variables.css"), runbook_style())
}

/// What walks, drills and the search by error text need, by its file in the sources of the book, which mdBook copies.
const SCRIPTS: [&str; 12] = [
    "theme/around.js",
    "theme/client.js",
    "theme/drill.js",
    "theme/due.js",
    "theme/engine.js",
    "theme/find.js",
    "theme/output.js",
    "theme/practice.js",
    "theme/prompt.js",
    "theme/room.js",
    "theme/trail.js",
    "theme/walk.js",
];

/// Writes what the pages need that can be used into the book in `root`, whose sources are in `src`. Returns what was written.
///
/// # Errors
/// A file cannot be written.
pub fn install(root: &Path, src: &Path, walks: &Walks<'_>) -> Result<Vec<PathBuf>, BookError> {
    let mut files = vec![
        (root.join("triagebook.css"), style_sheet()),
        (root.join("triagebook.js"), script("guest/triagebook.js")),
    ];
    files.extend(SCRIPTS.iter().map(|name| (src.join(name), text(name).to_owned())));
    files.extend(walks.scripts().map(|script| (src.join(script.path()), walks.text(script))));
    for (path, text) in &files {
        let folder = path.parent().unwrap_or(root);
        std::fs::create_dir_all(folder).map_err(file::failed("write", folder))?;
        file::write(path, text.as_bytes())?;
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}
