//! Markdown for a terminal: headings, lists, code, quotes and links as plain lines with a little style.
//!
//! Invariant: everything an author wrote is readable without colour: code keeps its backquotes, a link shows its
//! address, raw HTML stays text. Nothing of the source reaches the terminal before it was made visible.
//! Deliberately absent: images (their text is shown), tables and footnotes (shown as written).

use crate::prose::visible;
use crate::terminal::style;
use crate::terminal::wrap::{Margins, Piece, columns, wrap};
use anstyle::Style;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// Renders Markdown into lines of at most `width` columns, each indented by `indent`. Ends in a line feed unless empty.
pub(crate) fn render(markdown: &str, width: usize, indent: usize) -> String {
    let source = visible(markdown);
    let mut page = Page {
        out: String::new(),
        width,
        levels: vec![Level::Indent(indent)],
        pieces: Vec::new(),
        styles: Vec::new(),
        links: Vec::new(),
        code: None,
        pending_blank: false,
    };
    for event in Parser::new(&source) {
        page.event(event);
    }
    page.flush();
    page.out
}

/// Something that indents the lines inside it.
enum Level {
    Indent(usize),
    Quote,
    /// A list; the number of the next item where it is ordered.
    List(Option<u64>),
    /// An item: its marker, and whether that has been written.
    Item(String, Marker),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Marker {
    Due,
    Written,
}

struct Page {
    out: String,
    width: usize,
    levels: Vec<Level>,
    pieces: Vec<Piece>,
    styles: Vec<Style>,
    links: Vec<(String, usize)>,
    code: Option<String>,
    pending_blank: bool,
}

impl Page {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.push(&text),
            },
            Event::Code(code) => self.pieces.push(Piece::new(format!("`{code}`"), style::CODE)),
            Event::InlineHtml(html) | Event::Html(html) => self.push(&html),
            Event::SoftBreak => self.push(" "),
            Event::HardBreak => self.push("\n"),
            Event::Rule => {
                self.flush();
                self.push("---");
                self.flush();
                self.pending_blank = true;
            }
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.push(&text);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } => {
                self.flush();
                self.styles.push(style::HEADING);
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.blank();
                self.levels.push(Level::Quote);
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.code = Some(String::new());
            }
            Tag::List(start) => {
                self.flush();
                if !self.is_in_item() {
                    self.blank();
                }
                self.pending_blank = false;
                self.levels.push(Level::List(start));
            }
            Tag::Item => {
                let marker = match self.levels.last_mut() {
                    Some(Level::List(Some(number))) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.levels.push(Level::Item(marker, Marker::Due));
            }
            Tag::Emphasis => self.styles.push(Style::new().italic()),
            Tag::Strong => self.styles.push(Style::new().bold()),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.links.push((dest_url.to_string(), self.pieces.len()));
            }
            Tag::Paragraph | Tag::HtmlBlock => self.flush(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => {
                self.flush();
                self.pending_blank = true;
            }
            TagEnd::Heading(_) => {
                self.flush();
                self.styles.pop();
                self.pending_blank = true;
            }
            TagEnd::CodeBlock => {
                let code = self.code.take().unwrap_or_default();
                self.blank();
                for line in code.lines() {
                    let (first, _) = self.margins();
                    self.out.push_str(&first);
                    self.out.push_str(line);
                    self.out.push('\n');
                }
                self.pending_blank = true;
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) => {
                self.flush();
                self.levels.pop();
                self.pending_blank = true;
            }
            TagEnd::Item => {
                self.flush();
                self.levels.pop();
                self.pending_blank = false;
            }
            TagEnd::Emphasis | TagEnd::Strong => {
                self.styles.pop();
            }
            TagEnd::Link | TagEnd::Image => self.end_link(),
            _ => {}
        }
    }

    /// Adds the address behind the text of a link, unless the text is the address.
    fn end_link(&mut self) {
        let Some((address, start)) = self.links.pop() else { return };
        let text: String = self.pieces.iter().skip(start).map(|piece| piece.text.as_str()).collect();
        if text != address {
            self.push(&format!(" <{address}>"));
        }
    }

    fn push(&mut self, text: &str) {
        let style = self.styles.last().copied().unwrap_or_default();
        // Entities such as `&#27;` become characters only now.
        self.pieces.push(Piece::new(visible(text), style));
    }

    fn blank(&mut self) {
        if std::mem::take(&mut self.pending_blank) && !self.out.is_empty() {
            let (_, rest) = self.margins();
            self.out.push_str(rest.trim_end());
            self.out.push('\n');
        }
    }

    fn flush(&mut self) {
        if self.pieces.is_empty() {
            return;
        }
        self.blank();
        let (first, rest) = self.margins();
        let pieces = std::mem::take(&mut self.pieces);
        wrap(&mut self.out, &pieces, self.width, Margins { first: &first, rest: &rest });
    }

    fn is_in_item(&self) -> bool {
        matches!(self.levels.last(), Some(Level::Item(..)))
    }

    /// What stands before the next line, and before those after it. Writes each item's marker once.
    fn margins(&mut self) -> (String, String) {
        let (mut first, mut rest) = (String::new(), String::new());
        for level in &mut self.levels {
            match level {
                Level::Indent(indent) => {
                    first.push_str(&" ".repeat(*indent));
                    rest.push_str(&" ".repeat(*indent));
                }
                Level::Quote => {
                    first.push_str("> ");
                    rest.push_str("> ");
                }
                Level::List(_) => {}
                Level::Item(marker, written) => {
                    let space = " ".repeat(columns(marker));
                    first.push_str(if *written == Marker::Due { marker } else { &space });
                    rest.push_str(&space);
                    *written = Marker::Written;
                }
            }
        }
        (first, rest)
    }
}

#[cfg(test)]
mod tests {
    use super::render;

    fn plain(markdown: &str, width: usize) -> String {
        anstream::adapter::strip_str(&render(markdown, width, 0)).to_string()
    }

    #[test]
    fn paragraphs_lists_and_code_read_as_plain_lines() {
        let markdown = "# Head\nSome *text* with `code`\nand more.\n\n- one\n- two, which is long\n\n```powershell\nGet-Thing | fl\n```\nEnd.";
        let expected = "Head\n\nSome text with\n`code` and more.\n\n- one\n- two, which is\n  long\n\nGet-Thing | fl\n\nEnd.\n";
        assert_eq!(plain(markdown, 16), expected);
    }

    #[test]
    fn a_link_shows_its_address_and_a_bare_address_only_once() {
        assert_eq!(plain("[docs](https://a.example/x)", 80), "docs <https://a.example/x>\n");
        assert_eq!(plain("<https://a.example/x>", 80), "https://a.example/x\n");
    }

    #[test]
    fn quotes_and_nested_lists_keep_their_marks() {
        assert_eq!(plain("> one two\n> three", 9), "> one two\n> three\n");
        assert_eq!(plain("1. a\n   - b\n2. c", 80), "1. a\n   - b\n2. c\n");
    }

    #[test]
    fn html_and_control_characters_come_out_as_text() {
        assert_eq!(plain("a <b>x</b> \u{1b}[31mred", 80), "a <b>x</b> ^[[31mred\n");
        assert!(!render("\u{1b}]0;title\u{7}", 80, 0).contains('\u{1b}'));
    }

    #[test]
    fn entities_cannot_smuggle_a_control_character_in() {
        assert!(!render("&#27;[31m &#x202e; [a](https://x/&#27;)", 80, 0).contains(['\u{1b}', '\u{202e}']));
    }
}
