//! The order of a site: its parts and their pages, and what of it each page shows as table of contents.
//!
//! Invariant: what a page shows does not grow with the site: of a long part only the first page, which leads to all
//! others, and the neighbours of the page itself.
//! Deliberately absent: HTML (`chrome`).

use crate::world::book::Entry;
use crate::world::book::chrome::{Line, PageRef};
use crate::world::book::generator::Placed;
use mdbook_core::book::BookItem;
use std::borrow::Cow;

/// A part with more pages than this is not shown whole.
pub(super) const LONG: usize = 60;
/// So many pages before and after the page itself are shown then.
const NEAR: usize = 4;

/// All pages of a site in order.
#[derive(Debug)]
pub(super) struct Contents<'a> {
    /// The pages.
    pub(super) pages: Vec<Cow<'a, Entry>>,
    parts: Vec<Part>,
}

/// A run of pages.
#[derive(Debug)]
struct Part {
    before: Before,
    /// The numbers of its pages, without those that go on with a list.
    pages: Vec<usize>,
}

/// What stands before a part.
#[derive(Debug)]
enum Before {
    Nothing,
    Title(String),
    Gap,
}

impl<'a> Contents<'a> {
    /// The order of a filled book.
    pub(super) fn new(items: Vec<Placed<'a>>) -> Self {
        let mut contents =
            Self { pages: Vec::new(), parts: vec![Part { before: Before::Nothing, pages: Vec::new() }] };
        for item in items {
            match item {
                Placed::Made(entry) => contents.page(Cow::Borrowed(entry)),
                Placed::Kept(BookItem::PartTitle(title)) => contents.part(Before::Title(title)),
                Placed::Kept(BookItem::Separator) => contents.part(Before::Gap),
                Placed::Kept(BookItem::Chapter(chapter)) => {
                    if let Some(path) = chapter.path.as_deref().and_then(|path| path.to_str()) {
                        let path = path.trim_end_matches(".md").replace('\\', "/");
                        contents.page(Cow::Owned(Entry::written(&chapter.name, chapter.content, &path)));
                    }
                }
            }
        }
        contents
    }

    fn part(&mut self, before: Before) {
        self.parts.push(Part { before, pages: Vec::new() });
    }

    fn page(&mut self, entry: Cow<'a, Entry>) {
        if let Some(part) = self.parts.last_mut().filter(|_| !entry.continues) {
            part.pages.push(self.pages.len());
        }
        self.pages.push(entry);
    }

    /// A page as others refer to it.
    pub(super) fn page_ref(&self, number: usize) -> Option<PageRef<'_>> {
        self.pages.get(number).map(|entry| PageRef { name: &entry.name, path: &entry.path })
    }

    /// The table of contents on the page `here`.
    pub(super) fn lines(&self, here: usize) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        for part in &self.parts {
            match &part.before {
                Before::Nothing => {}
                Before::Title(title) => lines.push(Line::Part(title)),
                Before::Gap => lines.push(Line::Spacer),
            }
            for (place, numbers) in shown(&part.pages, here).into_iter().enumerate() {
                if place > 0 {
                    lines.push(Line::Spacer);
                }
                for number in numbers {
                    let Some(page) = self.page_ref(*number) else { continue };
                    lines.push(if *number == here { Line::Here(page) } else { Line::Page(page) });
                }
            }
        }
        lines
    }
}

/// The pages of a part that are shown on the page `here`, in runs.
fn shown(part: &[usize], here: usize) -> Vec<&[usize]> {
    if part.len() <= LONG {
        return vec![part];
    }
    let first = &part[..1];
    let Ok(place) = part.binary_search(&here) else { return vec![first] };
    let (from, to) = (place.saturating_sub(NEAR), (place + NEAR).min(part.len() - 1));
    if from <= 1 { vec![&part[..=to]] } else { vec![first, &part[from..=to]] }
}

#[cfg(test)]
mod tests {
    use super::{LONG, shown};

    #[test]
    fn a_long_part_shows_its_first_page_and_the_neighbours_of_the_page_that_is_open() {
        let part: Vec<usize> = (10..=10 + LONG).collect();
        assert_eq!(shown(&part[1..], 0), [&part[1..]]);
        let first: &[usize] = &[10];
        assert_eq!(shown(&part, 3), [first]);
        assert_eq!(shown(&part, 10), [&part[..5]]);
        assert_eq!(shown(&part, 15), [&part[..10]]);
        assert_eq!(shown(&part, 30), [first, &part[16..25]]);
        assert_eq!(shown(&part, 70), [first, &part[56..]]);
    }
}
