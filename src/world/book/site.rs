//! A site whose pages are made when they are asked for.
//!
//! Invariant: a page depends on the knowledge base and the frame alone, so pages can be made in any order and by several
//! threads. Nothing but the current page is in memory.
//! Deliberately absent: where pages go: to a folder (`render`), to a browser (`serve`).

use crate::world::book::chrome::Page;
use crate::world::book::contents::Contents;
use crate::world::book::frame::Frame;
use crate::world::book::generator::Generator;
use crate::world::book::sections::{Section, sections};
use crate::world::book::{BookError, Chapters, Flavour, markdown};
use std::path::PathBuf;

/// A site.
#[derive(Debug)]
pub struct Site<'a> {
    chapters: &'a Chapters<'a>,
    frame: &'a Frame,
    contents: Contents<'a>,
}

/// A page of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Where it goes, with `/`: `runbooks/hcw8064.html`.
    pub path: String,
    /// All of it.
    pub html: String,
    /// What the search finds on it.
    pub sections: Vec<Section>,
}

impl<'a> Site<'a> {
    /// The site of these chapters in this frame.
    pub fn new(frame: &'a Frame, chapters: &'a Chapters<'a>) -> Self {
        let generator = Generator { chapters, flavour: Flavour::Site };
        Self { chapters, frame, contents: Contents::new(generator.fill(frame.items.clone())) }
    }

    /// How many pages it has.
    pub fn len(&self) -> usize {
        self.contents.pages.len()
    }

    /// Whether it has no pages.
    pub fn is_empty(&self) -> bool {
        self.contents.pages.is_empty()
    }

    /// The folder of its static files.
    pub fn files(&self) -> PathBuf {
        self.frame.files()
    }

    /// The number of the page at a path without extension.
    pub fn find(&self, path: &str) -> Option<usize> {
        self.contents.pages.iter().position(|entry| entry.path == path)
    }

    /// Makes a page.
    ///
    /// # Errors
    /// A template is wrong; mdBook stopped.
    ///
    /// # Panics
    /// There is no page of that number.
    pub fn page(&self, number: usize) -> Result<Made, BookError> {
        let entry = &self.contents.pages[number];
        let text = self.chapters.parts(entry)?;
        let content = match markdown::html(&text.markdown) {
            Some(content) => content,
            None => self.frame.content(entry, &text.markdown)?,
        };
        let path = format!("{}.html", entry.path);
        let sections = sections(&content, &entry.name, &path);
        let page_ref = |number: Option<usize>| number.and_then(|number| self.contents.page_ref(number));
        let page = Page {
            here: self.contents.page_ref(number).expect("the page was found above"),
            previous: page_ref(number.checked_sub(1)),
            next: page_ref(Some(number + 1)),
            contents: self.contents.lines(number),
            content: &content,
            drawings: &text.drawings,
        };
        Ok(Made { html: self.frame.chrome.stamp(&page), path, sections })
    }
}

#[cfg(test)]
mod tests {
    use super::Site;
    use crate::graph::Graph;
    use crate::source::FileId;
    use crate::syntax;
    use crate::world::book::frame::{self, FRAME, Frame};
    use crate::world::book::generator::{Generator, Placed};
    use crate::world::book::{Chapters, Flavour, Templates};
    use mdbook_core::book::{Book, BookItem};
    use std::collections::HashMap;
    use std::path::Path;

    const TITLE: &str = "T's & <b> = \"x\" `y`";
    const RUNBOOK: &str = "
runbook: NAME
title: \"NAME's & <i>x</i> = `y`\"
symptoms:
  down: { title: It is \"down\", signatures: [\"E<1>\"], next: look }
checks:
  look:
    title: Is it there & well?
    why: |
      Because **it** matters, see [the docs](https://example.org/a?b=c&d=e).

      | a | b |
      |---|---|
      | 1 | `<2>` |
    run: [{ place: sh, command: \"Get-X -Filter 'a < b' | fl\" }]
    outcomes:
      yes: { title: Yes, when: { property: A, equals: 1 }, samples: [\"A : 1\"], next: good }
      no: { title: No, next: other/down }
    unsure: good
ends:
  good: { title: Good, result: resolved }
";
    const BY_MDBOOK: &str = "# Notes & 'marks'\n\nText[^1] with <b>raw</b> HTML and a [link](symptoms.html).\n\n[^1]: A note.\n\n- [ ] to do\n";
    const PLAIN: &str = "# One `code` & more\n\n## Twice\n\n## Twice\n\n### Named {% raw %}{#own}{% endraw %}\n\n> quoted *text*\n\n3. three\n4. four\n   - in\n\n\
        | a | b |\n|:--|--:|\n| 1 | 2 |\n\n```text bare\n<x> & 'y'\n```\n\n    indented\n\nA\\\nB <https://example.org> [to](other.md#x \"t\") ~~no~~\n\n---\n\nEnd.\n";

    fn graph() -> Graph {
        let base = syntax::knowledge_base(
            FileId(0),
            "title: T\nplaces:\n  sh: { title: Shell, shell: powershell }\n",
        )
        .0;
        let runbooks = ["one", "other"]
            .iter()
            .zip(1..)
            .filter_map(|(name, file)| syntax::runbook(FileId(file), &RUNBOOK.replace("NAME", name)).0);
        Graph::link(base.unwrap(), runbooks.collect()).0
    }

    /// The pages of the same book as mdBook alone makes them.
    fn by_mdbook(chapters: &Chapters<'_>, root: &Path) -> HashMap<String, String> {
        std::fs::create_dir_all(root).unwrap();
        FRAME.extract(root).unwrap();
        let mut config = mdbook_core::config::Config::from_disk(root.join("book.toml")).unwrap();
        config.book.title = Some(TITLE.to_owned());
        let mut book = mdbook_driver::MDBook::load_with_config(root, config).unwrap();
        let generator = Generator { chapters, flavour: Flavour::Site };
        let mut paths = Vec::new();
        let items = generator.fill(std::mem::take(&mut book.book.items)).into_iter().map(|placed| {
            let (name, text, path) = match placed {
                Placed::Made(entry) => {
                    (entry.name.clone(), chapters.text(entry).unwrap().into_owned(), entry.path.clone())
                }
                Placed::Kept(BookItem::Chapter(chapter)) => {
                    let path = chapter.path.unwrap().with_extension("");
                    (chapter.name, chapter.content, path.to_str().unwrap().to_owned())
                }
                Placed::Kept(other) => return other,
            };
            paths.push(format!("{path}.html"));
            frame::chapter(&name, &text, &path)
        });
        book.book = Book::new_with_items(items.collect());
        book.build().unwrap();
        paths
            .into_iter()
            .map(|path| (path.clone(), std::fs::read_to_string(root.join("site").join(path)).unwrap()))
            .collect()
    }

    /// What raw HTML says, however it is spelled: small letters, entities as characters, no line breaks between elements.
    fn spelled(html: &str) -> Vec<String> {
        let mut tokens = Vec::new();
        for piece in html.split('<') {
            let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
            for part in [tag.trim_end_matches([' ', '/']).to_ascii_lowercase().as_str(), text] {
                let part = part.replace("=\"\"", "");
                let mut text = String::new();
                crate::world::book::sections::squeeze(&mut text, &part);
                tokens.push(text.trim_end().to_owned());
            }
        }
        tokens.retain(|token| !token.is_empty());
        tokens
    }

    #[test]
    fn stamped_pages_are_those_of_mdbook() {
        let own = [("chapters/1-notes.md", BY_MDBOOK), ("chapters/2-plain.md", PLAIN)];
        let own = own.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let templates = Templates::new(&own, Flavour::Site).unwrap();
        let graph = graph();
        let chapters = Chapters::new(&graph, &templates).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let expected = by_mdbook(&chapters, &folder.path().join("mdbook"));
        let frame = Frame::new(TITLE, &folder.path().join("ours")).unwrap();
        let site = Site::new(&frame, &chapters);
        assert_eq!(site.len(), expected.len());
        let mut same = Vec::new();
        for number in 0..site.len() {
            let page = site.page(number).unwrap();
            let expected = &expected[&page.path];
            let cut = |html: &str| -> [String; 3] {
                let (head, rest) = html.split_once("<main ").unwrap();
                let (content, tail) = rest.split_once("</main>").unwrap();
                [head.to_owned(), content.to_owned(), tail.to_owned()]
            };
            let [head, content, mut tail] = cut(&page.html);
            let [their_head, their_content, their_tail] = cut(expected);
            // mdBook writes the first page a second time, as the page of another path, which no entry marks as current.
            if page.path == "index.html" {
                tail = tail.replace(" aria-current=\"page\"", "");
            }
            assert_eq!(head, their_head, "{}", page.path);
            assert_eq!(tail, their_tail, "{}", page.path);
            assert_eq!(spelled(&content), spelled(&their_content), "{}", page.path);
            if content == their_content {
                same.push(page.path);
            }
        }
        // Pages without raw HTML are the same to the byte, and so are those that mdBook made itself.
        for path in [
            "notes.html",
            "plain.html",
            "how-to-use.html",
            "authoring.html",
            "command-line.html",
            "about.html",
        ] {
            assert!(same.iter().any(|other| other == path), "{path} is not among {same:?}");
        }
    }
}
