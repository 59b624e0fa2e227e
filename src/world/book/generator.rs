//! Puts the generated chapters into a book.
//!
//! Invariant: hand-written chapters stay where they are, and as they are unless the knowledge base brings a page of the same
//! name; each generated chapter occurs at most once.
//! Deliberately absent: making the chapters.

use crate::world::book::render::FRAME;
use crate::world::book::{Chapters, Flavour};
use mdbook_core::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

/// The preprocessor of `[preprocessor.triagebook]`, in our own process or behind mdBook's protocol.
#[derive(Debug, Clone)]
pub(super) struct Generator {
    pub(super) chapters: Chapters,
    pub(super) flavour: Flavour,
}

/// Draft chapters (`- [Runbooks]()`) of these names are replaced by generated ones.
const HOME: &str = "Home";
const RUNBOOKS: &str = "Runbooks";
const INDEXES: &str = "Indexes";
const REFERENCE: &str = "Reference";
const CHAPTERS: &str = "Chapters";
const LEARN: &str = "Learn";
const LESSONS: &str = "Lessons";
const TEAM: &str = "Team";

impl Generator {
    /// The book with the generated chapters in it: in place of the draft chapters that name them; where there is none
    /// for the runbooks, as two parts at the end.
    pub(super) fn fill(&self, book: Book) -> Book {
        let mut items = Vec::with_capacity(book.items.len());
        let mut has_runbooks = false;
        for item in book.items {
            match item {
                BookItem::Chapter(draft) if draft.is_draft_chapter() => {
                    has_runbooks |= draft.name == RUNBOOKS;
                    match self.group(&draft.name) {
                        Some(chapters) => items.extend(chapters.into_iter().map(BookItem::Chapter)),
                        None => items.push(BookItem::Chapter(draft)),
                    }
                }
                BookItem::Chapter(written) => items.push(BookItem::Chapter(self.instead_of(written))),
                other => items.push(other),
            }
        }
        if !has_runbooks {
            items.push(BookItem::PartTitle(RUNBOOKS.to_owned()));
            items.extend(
                self.chapters.runbooks.iter().chain(&self.chapters.indexes).cloned().map(BookItem::Chapter),
            );
        }
        let mut book = Book::new_with_items(items);
        if self.flavour == Flavour::Site {
            book.for_each_chapter_mut(use_html_path);
        }
        book
    }

    /// A hand-written chapter, or the page of the same name that the knowledge base brings.
    fn instead_of(&self, written: Chapter) -> Chapter {
        let own = self.chapters.own.iter().find(|own| own.path.is_some() && own.path == written.path);
        match own {
            Some(own) if self.flavour == Flavour::Site => own.clone(),
            _ => written,
        }
    }

    fn group(&self, name: &str) -> Option<Vec<Chapter>> {
        match name {
            HOME => Some(vec![self.chapters.home.clone()]),
            RUNBOOKS => Some(self.chapters.runbooks.clone()),
            INDEXES => Some(self.chapters.indexes.clone()),
            REFERENCE => Some(self.chapters.reference.clone()),
            CHAPTERS => Some(self.chapters.own.iter().filter(|own| !is_frame(own)).cloned().collect()),
            LEARN => Some(vec![self.chapters.learn.clone()]),
            LESSONS => Some(self.chapters.lessons.clone()),
            TEAM => Some(vec![self.chapters.team.clone()]),
            _ => None,
        }
    }
}

/// Whether the frame has a hand-written chapter in whose place this one stands.
fn is_frame(own: &Chapter) -> bool {
    own.path.as_ref().is_some_and(|path| FRAME.get_file(std::path::Path::new("src").join(path)).is_some())
}

/// Our page frame lists all chapters itself and has no way to change an extension, so the path carries the final one.
fn use_html_path(chapter: &mut Chapter) {
    if let Some(path) = &mut chapter.path {
        path.set_extension("html");
    }
}

impl Preprocessor for Generator {
    fn name(&self) -> &'static str {
        "triagebook"
    }

    fn run(&self, _: &PreprocessorContext, book: Book) -> mdbook_core::errors::Result<Book> {
        Ok(self.fill(book))
    }

    fn supports_renderer(&self, renderer: &str) -> mdbook_core::errors::Result<bool> {
        Ok(renderer == "html")
    }
}
