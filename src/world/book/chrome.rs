//! The page around the content: one page for each depth of folders, as mdBook rendered it, cut at what differs from page
//! to page.
//!
//! Invariant: a stamped page holds, outside its content, the bytes that mdBook writes for the same page of the same book.
//! Each entry of the table of contents and each link to a neighbour is a line of the page frame (`book/theme/index.hbs`).
//! Deliberately absent: which pages there are, and what they say (`site`).

use crate::world::book::BookError;
use crate::world::book::cut::Cut;
use crate::world::book::drawings::Drawings;
use crate::world::book::frame::chapter;
use crate::world::file;
use mdbook_core::book::BookItem;
use std::path::{Path, PathBuf};

/// The placeholders whose pages are cut: one in the site's root, one in the folder of the runbooks.
const DEPTHS: [usize; 2] = [1, 2];
const PART: &str = "TRIAGEBOOKPART";
const CONTENT: &str = "TRIAGEBOOKCONTENT";
/// Folders of the placeholders, in their order: a page of either depth has a neighbour on both sides.
const FOLDERS: [&str; 4] = ["", "", "runbooks/", ""];

/// What differs between pages of one depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    Title,
    Content,
    Contents,
    Previous,
    Next,
}

/// What differs between lines that name a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Name,
    Path,
}

/// A page as others refer to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageRef<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// Its path in the site without extension.
    pub(super) path: &'a str,
}

/// An entry of the table of contents.
#[derive(Debug, Clone, Copy)]
pub(super) enum Line<'a> {
    /// The title of a part.
    Part(&'a str),
    /// A page.
    Page(PageRef<'a>),
    /// The page that this is.
    Here(PageRef<'a>),
    /// A gap.
    Spacer,
}

/// What a page consists of.
#[derive(Debug)]
pub(super) struct Page<'a> {
    /// Itself.
    pub(super) here: PageRef<'a>,
    /// The page before it.
    pub(super) previous: Option<PageRef<'a>>,
    /// The page after it.
    pub(super) next: Option<PageRef<'a>>,
    /// The table of contents.
    pub(super) contents: Vec<Line<'a>>,
    /// Its content as HTML, with signs where drawings stand.
    pub(super) content: &'a str,
    pub(super) drawings: &'a Drawings,
}

/// The page frame.
#[derive(Debug)]
pub(super) struct Chrome {
    depths: Vec<Depth>,
}

#[derive(Debug)]
struct Depth {
    page: Cut<Slot>,
    previous: Cut<Field>,
    next: Cut<Field>,
    part: Cut<Field>,
    entry: Cut<Field>,
    here: Cut<Field>,
    spacer: String,
}

/// The chapters whose pages are cut.
pub(super) fn placeholders() -> Vec<BookItem> {
    let chapters = (0..FOLDERS.len()).map(|number| chapter(&name(number), CONTENT, &path(number)));
    std::iter::once(BookItem::PartTitle(PART.to_owned()))
        .chain(chapters)
        .chain([BookItem::Separator])
        .collect()
}

/// The pages that mdBook wrote for them, which are not part of a site.
pub(super) fn pages(site: &Path) -> Vec<PathBuf> {
    let folders = [site.join("index.html"), site.join("runbooks")];
    (0..FOLDERS.len()).map(|number| site.join(format!("{}.html", path(number)))).chain(folders).collect()
}

fn name(number: usize) -> String {
    format!("TRIAGEBOOKNAME{number}")
}

fn path(number: usize) -> String {
    format!("{}triagebook-placeholder-{number}", FOLDERS[number])
}

impl Chrome {
    /// Cuts the pages of the placeholders.
    pub(super) fn read(site: &Path) -> Result<Self, BookError> {
        let depths = DEPTHS.iter().map(|here| {
            let file = site.join(format!("{}.html", path(*here)));
            let html = std::fs::read_to_string(&file).map_err(file::failed("read", &file))?;
            Depth::cut(&html, *here).ok_or_else(|| {
                BookError::Renderer("the page frame is not made of the lines expected".to_owned())
            })
        });
        Ok(Self { depths: depths.collect::<Result<_, BookError>>()? })
    }

    /// A whole page.
    pub(super) fn stamp(&self, page: &Page<'_>) -> String {
        let depth = &self.depths[page.here.path.matches('/').count().min(self.depths.len() - 1)];
        let mut out = String::with_capacity(
            page.content.len() + page.drawings.len() + depth.page.len() + page.contents.len() * 100,
        );
        depth.page.fill(&mut out, |out, slot| match slot {
            Slot::Title => escape(out, page.here.name),
            Slot::Content => page.drawings.put_into(page.content, out),
            Slot::Contents => page.contents.iter().for_each(|line| depth.line(out, line)),
            Slot::Previous => neighbour(out, &depth.previous, page.previous),
            Slot::Next => neighbour(out, &depth.next, page.next),
        });
        out
    }
}

impl Depth {
    /// Cuts the page of the placeholder `here`.
    fn cut(html: &str, here: usize) -> Option<Self> {
        let lines: Vec<&str> = html.split_inclusive('\n').collect();
        let part = lines.iter().position(|line| line.contains(PART))?;
        let entries = lines.get(part + 1..part + 2 + FOLDERS.len())?;
        let (spacer, entries) = entries.split_last()?;
        let line = |text: &str, number: usize| {
            Cut::new(text, &[(&name(number), Field::Name), (&path(number), Field::Path)])
        };
        let after = part + 2 + FOLDERS.len();
        let naming = |number: usize| {
            let lines = lines.get(after..)?.iter();
            Some(after + lines.clone().position(|line| line.contains(&name(number)))?)
        };
        let (previous, next) = (naming(here - 1)?, naming(here + 1)?);
        // What stands for several lines, or for one that may be left out, is a sign of its own.
        let signs = ["\u{1}contents\u{1}", "\u{1}previous\u{1}", "\u{1}next\u{1}"];
        let mut page = lines[..part].concat();
        page.push_str(signs[0]);
        for (number, line) in lines.iter().enumerate().skip(after) {
            page.push_str(match number {
                _ if number == previous => signs[1],
                _ if number == next => signs[2],
                _ => line,
            });
        }
        let slots = [
            (name(here), Slot::Title),
            (CONTENT.to_owned(), Slot::Content),
            (signs[0].to_owned(), Slot::Contents),
            (signs[1].to_owned(), Slot::Previous),
            (signs[2].to_owned(), Slot::Next),
        ];
        let slots: Vec<(&str, Slot)> = slots.iter().map(|(text, slot)| (text.as_str(), *slot)).collect();
        Some(Self {
            // mdBook puts the placeholder of the content into a paragraph.
            page: Cut::new(&page.replace(&format!("<p>{CONTENT}</p>\n"), CONTENT), &slots),
            previous: line(lines[previous], here - 1),
            next: line(lines[next], here + 1),
            part: Cut::new(lines[part], &[(PART, Field::Name)]),
            entry: line(entries.first()?, 0),
            here: line(entries.get(here)?, here),
            spacer: (*spacer).to_owned(),
        })
    }

    fn line(&self, out: &mut String, line: &Line<'_>) {
        match line {
            Line::Part(title) => self.part.fill(out, |out, _| escape(out, title)),
            Line::Page(page) => name_page(out, &self.entry, *page),
            Line::Here(page) => name_page(out, &self.here, *page),
            Line::Spacer => out.push_str(&self.spacer),
        }
    }
}

fn neighbour(out: &mut String, line: &Cut<Field>, page: Option<PageRef<'_>>) {
    if let Some(page) = page {
        name_page(out, line, page);
    }
}

fn name_page(out: &mut String, line: &Cut<Field>, page: PageRef<'_>) {
    line.fill(out, |out, field| match field {
        Field::Name => escape(out, page.name),
        Field::Path => out.push_str(page.path),
    });
}

/// Escapes as mdBook's templates do.
fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#x27;"),
            '`' => out.push_str("&#x60;"),
            '=' => out.push_str("&#x3D;"),
            other => out.push(other),
        }
    }
}
