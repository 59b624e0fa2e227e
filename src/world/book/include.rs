//! Runbooks and walks inside the chapters of somebody else's book: `{{#runbook hcw8064}}`, `{{#walk hcw8064}}`.
//!
//! Invariant: links of what is put in lead where they led on the runbook's own page; `\{{#runbook x}}` stays as text, as in
//! mdBook, whose own preprocessor takes such a backslash away, too: it must not do so before this one looks. All names that
//! are not there are told at once.
//! Deliberately absent: which chapters there are (`generator`).

use crate::model::RunbookId;
use crate::page::link;
use crate::prose;
use crate::world::book::{BookError, Chapters};
use mdbook_core::book::{BookItem, Chapter};

/// What an author asks for, as the words before the name.
const ASKS: [(&str, Ask); 2] = [("{{#runbook ", Ask::Runbook), ("{{#walk ", Ask::Walk)];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    Runbook,
    Walk,
}

/// What comes after us: whether mdBook's `links` is still to run, which takes the backslash of what is escaped away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Links,
    Rendering,
}

/// Puts runbooks and walks into chapters.
#[derive(Debug)]
pub(super) struct Expansion<'a> {
    pub(super) chapters: &'a Chapters<'a>,
    pub(super) next: Next,
    /// What could not be put in, a sentence each.
    pub(super) missing: Vec<String>,
}

impl Expansion<'_> {
    /// Puts what they ask for into a chapter and those under it.
    pub(super) fn expand(&mut self, item: &mut BookItem) -> Result<(), BookError> {
        let BookItem::Chapter(chapter) = item else { return Ok(()) };
        chapter.content = self.expanded(chapter)?;
        chapter.sub_items.iter_mut().try_for_each(|item| self.expand(item))
    }

    fn expanded(&mut self, chapter: &Chapter) -> Result<String, BookError> {
        let mut out = String::with_capacity(chapter.content.len());
        let mut rest = chapter.content.as_str();
        let depth = chapter.path.as_ref().map_or(0, |path| path.components().count().saturating_sub(1));
        let root = "../".repeat(depth);
        loop {
            let next = ASKS.iter().filter_map(|(words, ask)| Some((rest.find(words)?, *words, *ask)));
            let Some((at, words, ask)) = next.min_by_key(|(at, ..)| *at) else { break };
            let (before, asked) = rest.split_at(at);
            let Some((name, after)) = asked[words.len()..].split_once("}}") else { break };
            if let Some(before) = before.strip_suffix('\\') {
                out.push_str(before);
                if self.next == Next::Links {
                    out.push('\\');
                }
                out.push_str(&asked[..asked.len() - after.len()]);
            } else {
                out.push_str(before);
                out.push_str(&self.made(ask, name.trim(), &root, chapter)?);
            }
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn made(&mut self, ask: Ask, name: &str, root: &str, chapter: &Chapter) -> Result<String, BookError> {
        let id = RunbookId(name.to_owned());
        let path = format!("{}/{}", link::RUNBOOKS, link::page_name(&id));
        let Some(entry) = self.chapters.runbooks.iter().find(|entry| entry.path == path) else {
            self.missing.push(self.unknown(name, chapter));
            return Ok(String::new());
        };
        match ask {
            Ask::Walk => self.chapters.walk(&id, root),
            Ask::Runbook => {
                let text = self.chapters.text(entry)?;
                // The chapter has a title of its own.
                let body = text.trim_start().strip_prefix("# ").and_then(|text| text.split_once('\n'));
                Ok(from_elsewhere(body.map_or(&*text, |(_, body)| body), root))
            }
        }
    }

    fn unknown(&self, name: &str, chapter: &Chapter) -> String {
        let folder = format!("{}/", link::RUNBOOKS);
        let names = self.chapters.runbooks.iter().filter_map(|entry| entry.path.strip_prefix(&folder));
        let near = prose::near(name, names).map(|near| format!("; did you mean `{near}`?"));
        let file = chapter.source_path.as_ref().or(chapter.path.as_ref());
        let file = file.map(|file| format!(" ({})", prose::visible_line(&file.display().to_string())));
        format!(
            "the chapter `{}`{} asks for the runbook `{}`, and there is none of that name{}",
            prose::visible_line(&chapter.name),
            file.unwrap_or_default(),
            prose::visible_line(name),
            near.unwrap_or_default()
        )
    }
}

/// Markdown of a runbook's page for a page elsewhere: links to other pages begin at the book's root.
fn from_elsewhere(text: &str, root: &str) -> String {
    const HREF: &str = " href=\"";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(HREF) {
        out.push_str(before);
        out.push_str(HREF);
        let address = after.split('"').next().unwrap_or_default();
        let scheme = address.contains(':') || address.contains("&#58;");
        let anchor = address.starts_with('#') || address.starts_with("&#35;");
        if !scheme && !anchor {
            out.push_str(root);
            if !address.starts_with("../") {
                out.push_str(link::RUNBOOKS);
                out.push('/');
            }
        }
        rest = if !scheme && !anchor { after.strip_prefix("../").unwrap_or(after) } else { after };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::from_elsewhere;

    #[test]
    fn links_lead_where_they_led() {
        let text = "<a href=\"&#35;here\"> <a href=\"other.html#x\"> <a href=\"https&#58;//e.org\"> <a href=\"../symptoms.html\">";
        let there = "<a href=\"&#35;here\"> <a href=\"../runbooks/other.html#x\"> <a href=\"https&#58;//e.org\"> <a href=\"../symptoms.html\">";
        assert_eq!(from_elsewhere(text, "../"), there);
    }
}
