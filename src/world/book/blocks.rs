//! The Markdown of a page, cut where HTML stands: most of a page is HTML already.
//!
//! Invariant: parsed part by part, a text gives what it gives as a whole. HTML that begins with the tag of a block, after a
//! blank line, goes on to the next blank line (`CommonMark` 0.31, 4.6, condition 6). Where something may reach over blank lines
//! (fences, definitions of links, `<pre>`), the text stays whole.
//! Deliberately absent: what becomes of the parts (`markdown`).

use memchr::memmem;

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'t> {
    /// A block of HTML.
    Html(&'t str),
    /// Anything else.
    Markdown(&'t str),
}

/// Tags of blocks, of those that `CommonMark` names.
const BLOCKS: [&[u8]; 30] = [
    b"article",
    b"aside",
    b"blockquote",
    b"dd",
    b"details",
    b"div",
    b"dl",
    b"dt",
    b"figcaption",
    b"figure",
    b"footer",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"header",
    b"li",
    b"main",
    b"nav",
    b"ol",
    b"p",
    b"section",
    b"summary",
    b"table",
    b"tbody",
    b"td",
    b"th",
    b"thead",
    b"tr",
    b"ul",
];

/// What may reach over a blank line, or beyond the part that it stands in.
const REACHING: [&str; 8] = ["```", "~~~", "]:", "<script", "<style", "<textarea", "<!", "<?"];

/// The parts of a text whose lines end without white space.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut markdown: Option<usize> = None;
    let mut start = 0;
    let blank = memmem::Finder::new("\n\n");
    while start < text.len() {
        let end = blank.find(&text.as_bytes()[start..]).map_or(text.len(), |end| start + end + 1);
        let block = &text[start..end];
        if is_html(block) {
            parts.extend(markdown.take().map(|begun| Part::Markdown(&text[begun..start])));
            parts.push(Part::Html(block));
        } else if is_reaching(block) {
            return vec![Part::Markdown(text)];
        } else {
            markdown.get_or_insert(start);
        }
        start = end + 1;
    }
    parts.extend(markdown.map(|begun| Part::Markdown(&text[begun..])));
    parts
}

/// Whether what stands between two blank lines is HTML to its end.
fn is_html(block: &str) -> bool {
    let Some(tag) = block.strip_prefix('<') else { return false };
    let tag = tag.strip_prefix('/').unwrap_or(tag).as_bytes();
    let name = tag.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(tag.len());
    BLOCKS.contains(&&tag[..name]) && matches!(tag.get(name), None | Some(b'>' | b' ' | b'\n'))
}

fn is_reaching(block: &str) -> bool {
    let block = block.to_ascii_lowercase();
    let is_open = block.rfind("<pre") > block.rfind("</pre>");
    is_open || REACHING.iter().any(|sign| memmem::find(block.as_bytes(), sign.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::{Part, parts};

    #[test]
    fn html_goes_to_the_next_blank_line() {
        let text = "# One\n\n<div class=\"a\">\n<p>b</p>\n\n</div>\n\nText\n\n- more\n";
        assert_eq!(
            parts(text),
            [
                Part::Markdown("# One\n\n"),
                Part::Html("<div class=\"a\">\n<p>b</p>\n"),
                Part::Html("</div>\n"),
                Part::Markdown("Text\n\n- more\n"),
            ]
        );
    }

    #[test]
    fn what_reaches_over_blank_lines_keeps_a_text_whole() {
        for begin in ["```text", "~~~", "<PRE>", "</pre>\n<pre>", "<!--", "<script>", "[x]: y", "[^1]: y"] {
            let text = format!("{begin}\n\n<div>\n\nafter\n");
            assert_eq!(parts(&text), [Part::Markdown(text.as_str())], "{begin}");
        }
    }
}
