//! The Markdown of a page → HTML, as mdBook renders it.
//!
//! Invariant: the bytes are mdBook's, but for raw HTML, which stays as it was written; mdBook writes it again with other
//! quotes, entities, line breaks and small letters. What mdBook renders in a way of its own (footnotes, tasks, icons, …)
//! is not rendered at all, so that it goes through mdBook itself.
//! Deliberately absent: harmlessness; the templates put only safe HTML into a page (`page::markdown`).

use crate::world::book::blocks::{Part, parts};
use mdbook_core::utils::{escape_html, escape_html_attribute};
use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::HashSet;

/// The HTML of a page whose lines end without white space; none where only mdBook knows how to render it.
pub(super) fn html(text: &str) -> Option<String> {
    of_parts(text, &parts(text))
}

/// The HTML of the parts of a text.
fn of_parts(text: &str, parts: &[Part<'_>]) -> Option<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    let out = String::with_capacity(text.len() + text.len() / 8);
    let mut writer = Writer { out, may_need_mdbook: needs_mdbook(text), ..Writer::default() };
    for part in parts {
        match part {
            Part::Html(html) => writer.html(html)?,
            Part::Markdown(text) => {
                for event in Parser::new_ext(text, options) {
                    writer.event(event)?;
                }
            }
        }
    }
    Some(writer.out)
}

#[derive(Default)]
struct Writer<'a> {
    out: String,
    /// Whether raw HTML may be of a kind that only mdBook knows.
    may_need_mdbook: bool,
    /// The heading that is open.
    heading: Option<Heading<'a>>,
    /// The anchors given to headings so far.
    anchors: HashSet<String>,
    alignments: Vec<Alignment>,
    column: usize,
    in_table_head: bool,
}

/// Whether raw HTML holds icons, links to Markdown files or code that can be run.
fn needs_mdbook(html: &str) -> bool {
    ["<i ", ".md", "language-rust"]
        .iter()
        .any(|sign| memchr::memmem::find(html.as_bytes(), sign.as_bytes()).is_some())
}

/// A heading whose anchor is made from its text.
struct Heading<'a> {
    /// Where its content begins in the output.
    start: usize,
    text: String,
    id: Option<CowStr<'a>>,
}

impl<'a> Writer<'a> {
    fn event(&mut self, event: Event<'a>) -> Option<()> {
        match event {
            Event::Start(tag) => return self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.words(&text),
            Event::Code(text) => {
                self.out.push_str("<code>");
                self.words(&text);
                self.out.push_str("</code>");
            }
            Event::SoftBreak => self.words("\n"),
            Event::HardBreak => self.out.push_str("<br>"),
            Event::Rule => {
                self.line();
                self.out.push_str("<hr>");
            }
            Event::Html(html) | Event::InlineHtml(html) => return self.html(&html),
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => return None,
        }
        Some(())
    }

    fn html(&mut self, html: &str) -> Option<()> {
        if self.may_need_mdbook && needs_mdbook(html) {
            return None;
        }
        self.raw(html);
        Some(())
    }

    fn words(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
        self.out.push_str(&escape_html(text));
    }

    /// Raw HTML. The numbers that templates write for most signs become the signs where that cannot change anything.
    fn raw(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
            let (before, entity) = rest.split_at(at);
            self.out.push_str(before);
            if let Some((sign, after)) = number_of_a_sign(entity) {
                self.out.push(sign);
                rest = after;
            } else {
                self.out.push('&');
                rest = &entity[1..];
            }
        }
        self.out.push_str(rest);
    }

    /// Begins a line.
    fn line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Opens an element that stands on a line of its own.
    fn open(&mut self, name: &str) {
        self.line();
        self.out.push('<');
        self.out.push_str(name);
        self.out.push('>');
    }

    /// Closes such an element.
    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    fn start(&mut self, tag: Tag<'a>) -> Option<()> {
        match tag {
            // mdBook's order of other attributes depends on whether the anchor was written.
            Tag::Heading { id, classes, attrs, .. } if classes.is_empty() && attrs.is_empty() => {
                self.line();
                self.heading = Some(Heading { start: self.out.len(), text: String::new(), id });
            }
            Tag::CodeBlock(kind) => self.open_code(&kind)?,
            Tag::List(Some(first)) if first != 1 => {
                self.line();
                self.out.push_str("<ol");
                attribute(&mut self.out, "start", &first.to_string());
                self.out.push('>');
            }
            Tag::List(Some(_)) => self.open("ol"),
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.line();
                self.out.push_str("<div class=\"table-wrapper\">");
                self.open("table");
            }
            Tag::TableHead => {
                self.in_table_head = true;
                self.column = 0;
                self.open("thead");
                self.open("tr");
            }
            Tag::TableRow => {
                self.column = 0;
                self.open("tr");
            }
            Tag::TableCell => self.open_cell(),
            Tag::Link { link_type, dest_url, title, .. } => {
                let address = if link_type == LinkType::Email {
                    format!("mailto:{dest_url}")
                } else {
                    to_page(&dest_url)
                };
                self.out.push_str("<a");
                attribute(&mut self.out, "href", &address);
                if !title.is_empty() {
                    attribute(&mut self.out, "title", &title);
                }
                self.out.push('>');
            }
            Tag::HtmlBlock => {}
            other => match (block(other.to_end()), phrase(other.to_end())) {
                (Some(name), _) => self.open(name),
                (None, Some(name)) => {
                    self.out.push('<');
                    self.out.push_str(name);
                    self.out.push('>');
                }
                (None, None) => return None,
            },
        }
        Some(())
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => self.close_heading(&level.to_string()),
            TagEnd::CodeBlock => {
                self.out.push_str("</code>");
                self.close("pre");
            }
            TagEnd::List(true) => self.close("ol"),
            TagEnd::TableHead => {
                self.in_table_head = false;
                self.close("tr");
                self.close("thead");
                self.open("tbody");
            }
            TagEnd::TableRow => self.close("tr"),
            TagEnd::TableCell => {
                self.column += 1;
                self.out.push_str(if self.in_table_head { "</th>" } else { "</td>" });
            }
            TagEnd::Table => {
                self.close("tbody");
                self.close("table");
                self.close("div");
            }
            TagEnd::Link => self.out.push_str("</a>"),
            TagEnd::HtmlBlock => {}
            other => {
                if let Some(name) = block(other) {
                    self.close(name);
                } else if let Some(name) = phrase(other) {
                    self.out.push_str("</");
                    self.out.push_str(name);
                    self.out.push('>');
                }
            }
        }
    }

    fn open_code(&mut self, kind: &CodeBlockKind<'_>) -> Option<()> {
        self.open("pre");
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        let words: Vec<&str> = info.split([' ', '\t', ',']).filter(|word| !word.is_empty()).collect();
        self.out.push_str("<code");
        if !words.is_empty() {
            attribute(&mut self.out, "class", &format!("language-{}", words.join(" ")));
        }
        self.out.push('>');
        // These have lines that are hidden, and a button that runs them.
        (!words.contains(&"rust") && !info.contains("hidelines=")).then_some(())
    }

    fn open_cell(&mut self) {
        self.out.push_str(if self.in_table_head { "<th" } else { "<td" });
        let style = match self.alignments.get(self.column) {
            Some(Alignment::Left) => "text-align: left",
            Some(Alignment::Center) => "text-align: center",
            Some(Alignment::Right) => "text-align: right",
            Some(Alignment::None) | None => "",
        };
        if !style.is_empty() {
            attribute(&mut self.out, "style", style);
        }
        self.out.push('>');
    }

    fn close_heading(&mut self, name: &str) {
        let Some(heading) = self.heading.take() else { return };
        let id = match &heading.id {
            Some(id) => id.to_string(),
            None => self.free_anchor(&anchor(&heading.text)),
        };
        let mut tag = format!("<{name}");
        attribute(&mut tag, "id", &id);
        tag.push_str("><a class=\"header\"");
        attribute(&mut tag, "href", &format!("#{id}"));
        tag.push('>');
        self.out.insert_str(heading.start, &tag);
        self.out.push_str("</a>");
        self.close(name);
    }

    /// The anchor, with a number where another heading has it.
    fn free_anchor(&mut self, wanted: &str) -> String {
        let numbered = (1..).map(|number: u32| format!("{wanted}-{number}"));
        let mut candidates = std::iter::once(wanted.to_owned()).chain(numbered);
        candidates.find(|candidate| self.anchors.insert(candidate.clone())).unwrap_or_default()
    }
}

/// A sign that a text begins with, written as a number and without a meaning in HTML; with what follows.
fn number_of_a_sign(text: &str) -> Option<(char, &str)> {
    let digits = text.strip_prefix("&#")?;
    // Longer ones are no signs.
    let end = digits.bytes().take(8).position(|byte| byte == b';')?;
    let sign = digits[..end].parse().ok().and_then(char::from_u32)?;
    (!matches!(sign, '<' | '>' | '&' | '"' | '\'' | '\r')).then_some((sign, &digits[end + 1..]))
}

/// The anchor of a heading with this text.
fn anchor(text: &str) -> String {
    let characters = text.trim().to_lowercase();
    let kept = characters.chars().filter_map(|character| match character {
        c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
        c if c.is_whitespace() => Some('-'),
        _ => None,
    });
    kept.collect()
}

fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    out.push_str(&escape_html_attribute(value));
    out.push('"');
}

/// The address of a link: one to a Markdown file leads to its page.
fn to_page(address: &str) -> String {
    let scheme = address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_lowercase())
            && scheme.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "+.-".contains(c))
    });
    match address.rfind(".md") {
        Some(at) if !scheme && !address.starts_with('#') => {
            let rest = &address[at + ".md".len()..];
            format!("{}.html{}", &address[..at], if rest.starts_with('#') { rest } else { "" })
        }
        _ => address.to_owned(),
    }
}

/// Elements on lines of their own that need no attributes.
fn block(tag: TagEnd) -> Option<&'static str> {
    Some(match tag {
        TagEnd::Paragraph => "p",
        TagEnd::BlockQuote(None) => "blockquote",
        TagEnd::List(false) => "ul",
        TagEnd::Item => "li",
        _ => return None,
    })
}

/// Elements inside a line that need no attributes.
fn phrase(tag: TagEnd) -> Option<&'static str> {
    Some(match tag {
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Strikethrough => "del",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{html, of_parts};
    use crate::world::book::blocks::Part;

    #[test]
    fn what_only_mdbook_renders_is_left_to_it() {
        for text in [
            "A[^1]\n\n[^1]: Note\n",
            "- [ ] todo\n",
            "> [!NOTE]\n> x\n",
            "![x](y.png)\n",
            "a\n: b\n",
            "```rust\nx\n```\n",
        ] {
            assert_eq!(html(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_text_in_parts_gives_what_it_gives_as_a_whole(
            blocks in proptest::collection::vec(
                "(# |## |- |1\\. |> |    |<div>|<div class=\"a\">|</div>|<p>|<h2 id=\"x\">|<pre>|<PRE>|</pre>|<span>|<b>|```|~~~|\\| a \\||\
                 |---|<!--|-->|<hr|<divx>|\\[x\\]: y|\\[\\^1\\]|: |\\*\\*){0,2}(word|&#35;x|a <i>b</i>|\\[x\\]|</pre>|</div>|-|`c`){0,2}",
                0..9,
            ),
            ends in proptest::collection::vec("\n\n?", 9),
        ) {
            let lines = blocks.iter().zip(&ends).map(|(block, end)| format!("{}{end}", block.trim_end()));
            let text: String = lines.collect();
            proptest::prop_assert_eq!(html(&text), of_parts(&text, &[Part::Markdown(&text)]), "{}", text);
        }
    }
}
