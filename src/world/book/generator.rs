//! Puts the generated chapters into a book.
//!
//! Invariant: hand-written chapters stay where they are, and as they are unless the knowledge base brings a page of the same
//! name; each generated chapter occurs at most once.
//! Deliberately absent: making the chapters.

use crate::world::book::frame::FRAME;
use crate::world::book::{Chapters, Entry, Flavour};
use mdbook_core::book::{BookItem, Chapter};
use std::path::Path;

/// Puts the generated chapters where they belong.
#[derive(Debug)]
pub(super) struct Generator<'a> {
    pub(super) chapters: &'a Chapters<'a>,
    pub(super) flavour: Flavour,
}

/// What stands at a place of the filled book.
#[derive(Debug)]
pub(super) enum Placed<'a> {
    /// What the book held.
    Kept(BookItem),
    /// What was made from the knowledge base.
    Made(&'a Entry),
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

impl<'a> Generator<'a> {
    /// The items with the generated chapters in them: in place of the draft chapters that name them; where there is none
    /// for the runbooks, as two parts at the end.
    pub(super) fn fill(&self, items: Vec<BookItem>) -> Vec<Placed<'a>> {
        let mut placed = Vec::with_capacity(items.len());
        let mut has_runbooks = false;
        for item in items {
            match item {
                BookItem::Chapter(draft) if draft.is_draft_chapter() => {
                    has_runbooks |= draft.name == RUNBOOKS;
                    match self.group(&draft.name) {
                        Some(entries) => placed.extend(entries.into_iter().map(Placed::Made)),
                        None => placed.push(Placed::Kept(BookItem::Chapter(draft))),
                    }
                }
                BookItem::Chapter(written) => placed.push(self.instead_of(written)),
                other => placed.push(Placed::Kept(other)),
            }
        }
        if !has_runbooks {
            placed.push(Placed::Kept(BookItem::PartTitle(RUNBOOKS.to_owned())));
            placed.extend(self.chapters.runbooks.iter().chain(&self.chapters.indexes).map(Placed::Made));
        }
        placed
    }

    /// A hand-written chapter, or the page of the same name that the knowledge base brings.
    fn instead_of(&self, written: Chapter) -> Placed<'a> {
        let path = written.path.as_ref().map(|path| path.with_extension(""));
        let own = self.chapters.own.iter().find(|own| path.as_deref() == Some(Path::new(&own.path)));
        match own {
            Some(own) if self.flavour == Flavour::Site => Placed::Made(own),
            _ => Placed::Kept(BookItem::Chapter(written)),
        }
    }

    fn group(&self, name: &str) -> Option<Vec<&'a Entry>> {
        let chapters = self.chapters;
        match name {
            HOME => Some(vec![&chapters.home]),
            RUNBOOKS => Some(chapters.all_runbooks.iter().chain(&chapters.runbooks).collect()),
            INDEXES => Some(chapters.indexes.iter().collect()),
            REFERENCE => Some(chapters.reference.iter().collect()),
            CHAPTERS => Some(chapters.own.iter().filter(|own| !is_frame(own)).collect()),
            LEARN => Some(chapters.learn.iter().collect()),
            LESSONS => Some(chapters.lessons.iter().collect()),
            TEAM => Some(chapters.team.iter().collect()),
            _ => None,
        }
    }
}

/// Whether the frame has a hand-written chapter in whose place this one stands.
fn is_frame(own: &Entry) -> bool {
    FRAME.get_file(format!("src/{}.md", own.path)).is_some()
}
