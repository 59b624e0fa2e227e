//! Runbooks and walks inside the chapters of somebody else's book: `{{#runbook hcw8064}}`, `{{#walk hcw8064}}`.
//!
//! Invariant: links of what is put in lead where they led on the runbook's own page; `\{{#runbook x}}` stays as text, as in
//! mdBook.
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

/// Puts what they ask for into a chapter and those under it.
pub(super) fn expand(item: &mut BookItem, chapters: &Chapters<'_>) -> Result<(), BookError> {
    let BookItem::Chapter(chapter) = item else { return Ok(()) };
    chapter.content = expanded(chapter, chapters)?;
    chapter.sub_items.iter_mut().try_for_each(|item| expand(item, chapters))
}

fn expanded(chapter: &Chapter, chapters: &Chapters<'_>) -> Result<String, BookError> {
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
            out.push_str(&asked[..asked.len() - after.len()]);
        } else {
            out.push_str(before);
            out.push_str(&made(ask, name.trim(), &root, chapter, chapters)?);
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

fn made(
    ask: Ask,
    name: &str,
    root: &str,
    chapter: &Chapter,
    chapters: &Chapters<'_>,
) -> Result<String, BookError> {
    let id = RunbookId(name.to_owned());
    let path = format!("{}/{}", link::RUNBOOKS, link::page_name(&id));
    let Some(entry) = chapters.runbooks.iter().find(|entry| entry.path == path) else {
        let folder = format!("{}/", link::RUNBOOKS);
        let names = chapters.runbooks.iter().filter_map(|entry| entry.path.strip_prefix(&folder));
        let near = prose::near(name, names).map(|near| format!("; did you mean `{near}`?"));
        return Err(BookError::Include(format!(
            "the chapter `{}` asks for the runbook `{}`, and there is none of that name{}",
            prose::visible_line(&chapter.name),
            prose::visible_line(name),
            near.unwrap_or_default()
        )));
    };
    match ask {
        Ask::Walk => chapters.walk(&id, root),
        Ask::Runbook => {
            let text = chapters.text(entry)?;
            // The chapter has a title of its own.
            let body = text.trim_start().strip_prefix("# ").and_then(|text| text.split_once('\n'));
            Ok(from_elsewhere(body.map_or(&*text, |(_, body)| body), root))
        }
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
