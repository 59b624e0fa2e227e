//! Author Markdown → HTML that can do no harm: an allow-list by construction.
//!
//! Invariant: the HTML holds only the elements written in this file; every text and every attribute went through
//! [`escape`]; it is one line, so it stays one HTML block inside a Markdown chapter. Links lead to `http`, `https` and
//! `mailto` addresses or to pages of the site; raw HTML is shown as text; of an image only its description is left.
//! Deliberately absent: headings (they become bold lines, so that no author disturbs a page's outline), footnotes, ids.

use crate::page::escape::{escape, escape_code};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::fmt::Write as _;

/// The HTML of `source`.
pub fn html(source: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut writer = Writer::default();
    for event in Parser::new_ext(source, options) {
        writer.event(event);
    }
    writer.out
}

/// The text of `source` without its markup, on one line: for descriptions and search results.
pub fn text(source: &str) -> String {
    let mut out = String::new();
    for event in Parser::new(source) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                out.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item) => {
                out.push(' ');
            }
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a link may lead to `address`: an absolute address of a harmless scheme, or a plain relative one.
///
/// Relative addresses consist of letters, digits and `- _ . /` with an anchor, so they cannot hide a scheme, a host
/// (`//host`), a backslash or a control character that browsers would drop.
pub fn is_safe_address(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    if ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return !address.chars().any(|c| c.is_control() || c.is_whitespace());
    }
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let (path, anchor) = address.split_once('#').unwrap_or((address, ""));
    !path.starts_with('/') && !address.is_empty() && path.chars().all(word) && anchor.chars().all(word)
}

/// Writes formatted text. Writing to a String cannot fail.
macro_rules! put {
    ($out:expr, $($format:tt)*) => {{ let _ = write!($out, $($format)*); }};
}

#[derive(Default)]
struct Writer {
    out: String,
    /// For each open link: whether it was written.
    links: Vec<bool>,
    /// Open images: their text is kept, everything else inside is dropped.
    images: usize,
    in_table_head: bool,
    in_code_block: bool,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code_block => self.out.push_str(&escape_code(&text)),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.words(&text),
            Event::Code(text) => {
                self.out.push_str("<code>");
                self.out.push_str(&escape_code(&text));
                self.out.push_str("</code>");
            }
            Event::SoftBreak => self.out.push(' '),
            Event::HardBreak => self.out.push_str("<br>"),
            Event::Rule => self.out.push_str("<hr>"),
            // Their extensions are switched off.
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    /// Text between elements: its outer spaces are spaces between words.
    fn words(&mut self, text: &str) {
        let inner = text.strip_prefix(' ').unwrap_or(text);
        let inner = inner.strip_suffix(' ').unwrap_or(inner);
        let (before, after) = (text.starts_with(' '), text.len() > 1 && text.ends_with(' '));
        self.out.push_str(if before { " " } else { "" });
        self.out.push_str(&escape(inner));
        self.out.push_str(if after { " " } else { "" });
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } => self.out.push_str("<p><strong>"),
            Tag::CodeBlock(kind) => {
                self.in_code_block = true;
                self.out.push_str(&open_code_block(&kind));
            }
            Tag::List(Some(first)) => put!(self.out, "<ol start=\"{first}\">"),
            Tag::Table(_) => self.out.push_str(
                "<div class=\"table-wrapper\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>",
            ),
            Tag::TableHead => {
                self.in_table_head = true;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableCell => {
                self.out.push_str(if self.in_table_head { "<th scope=\"col\">" } else { "<td>" });
            }
            Tag::Link { link_type, dest_url, .. } => self.open_link(link_type, &dest_url),
            Tag::Image { .. } => {
                self.images += 1;
                self.out.push_str("<em>");
            }
            other => {
                if let Some(name) = element(other.to_end()) {
                    put!(self.out, "<{name}>");
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.out.push_str("</strong></p>"),
            TagEnd::CodeBlock => {
                self.in_code_block = false;
                self.out.push_str("</code></pre>");
            }
            TagEnd::List(true) => self.out.push_str("</ol>"),
            TagEnd::Table => self.out.push_str("</tbody></table></div>"),
            TagEnd::TableHead => {
                self.in_table_head = false;
                self.out.push_str("</tr></thead><tbody>");
            }
            TagEnd::TableCell => self.out.push_str(if self.in_table_head { "</th>" } else { "</td>" }),
            TagEnd::Link => {
                if self.links.pop() == Some(true) {
                    self.out.push_str("</a>");
                }
            }
            TagEnd::Image => {
                self.images = self.images.saturating_sub(1);
                self.out.push_str("</em>");
            }
            other => {
                if let Some(name) = element(other) {
                    put!(self.out, "</{name}>");
                }
            }
        }
    }

    fn open_link(&mut self, link_type: LinkType, address: &CowStr<'_>) {
        let address =
            if link_type == LinkType::Email { format!("mailto:{address}") } else { address.to_string() };
        let safe = is_safe_address(&address) && self.images == 0;
        if safe {
            let outside = address.contains(':');
            let rel = if outside { " rel=\"noopener noreferrer\"" } else { "" };
            put!(self.out, "<a href=\"{}\"{rel}>", escape(&address));
        }
        self.links.push(safe);
    }
}

/// The element of a tag that needs no attributes; none for what is left out.
fn element(tag: TagEnd) -> Option<&'static str> {
    Some(match tag {
        TagEnd::Paragraph | TagEnd::HtmlBlock => "p",
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::List(_) => "ul",
        TagEnd::Item => "li",
        TagEnd::TableRow => "tr",
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Strikethrough => "del",
        _ => return None,
    })
}

/// The start of a code block: reachable by keyboard because it may scroll.
fn open_code_block(kind: &CodeBlockKind<'_>) -> String {
    let language: String = match kind {
        CodeBlockKind::Fenced(info) => {
            info.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
        }
        CodeBlockKind::Indented => String::new(),
    };
    if language.is_empty() {
        "<pre tabindex=\"0\"><code>".to_owned()
    } else {
        format!("<pre tabindex=\"0\"><code class=\"language-{}\">", language.to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::{html, is_safe_address, text};

    #[test]
    fn ordinary_prose_keeps_its_markup() {
        assert_eq!(html("Run *as* **admin**."), "<p>Run <em>as</em> <strong>admin</strong>&#46;</p>");
        assert_eq!(html("`Get-X | FL`"), "<p><code>Get-X &#124; FL</code></p>");
        assert_eq!(html("- a\n- b"), "<ul><li>a</li><li>b</li></ul>");
        assert_eq!(html("2. a"), "<ol start=\"2\"><li>a</li></ol>");
        assert_eq!(html("# Big"), "<p><strong>Big</strong></p>");
        assert_eq!(
            html("```PowerShell\nGet-X\n\nGet-Y\n```"),
            "<pre tabindex=\"0\"><code class=\"language-powershell\">Get-X&#10;&#10;Get-Y&#10;</code></pre>"
        );
        assert_eq!(
            html("[docs](https://example.com/a?b=c)"),
            "<p><a href=\"https&#58;//example.com/a?b&#61;c\" rel=\"noopener noreferrer\">docs</a></p>"
        );
        assert_eq!(html("[next](#node)"), "<p><a href=\"&#35;node\">next</a></p>");
        assert_eq!(
            html("|a|b|\n|-|-|\n|1|2|"),
            "<div class=\"table-wrapper\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table><thead><tr>\
             <th scope=\"col\">a</th><th scope=\"col\">b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr>\
             </tbody></table></div>"
        );
    }

    #[test]
    fn raw_html_is_shown_as_text_and_images_leave_their_words() {
        assert_eq!(html("<script>x</script>"), "<p>&#60;script&#62;x&#60;/script&#62;</p>");
        assert_eq!(html("a <b>c</b>"), "<p>a &#60;b&#62;c&#60;/b&#62;</p>");
        assert_eq!(html("![the words](https://tracker.example/p.gif)"), "<p><em>the words</em></p>");
    }

    #[test]
    fn links_with_other_schemes_lose_their_address() {
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java&#9;script:alert(1)",
            "vbscript:x",
            "data:text/html,x",
            "file:///etc/passwd",
            "//evil.example/x",
            "/\\\\evil.example",
            "\\\\\\\\evil.example",
            "blob:x",
        ] {
            assert_eq!(html(&format!("[x]({address})")), "<p>x</p>", "{address}");
        }
        assert!(!is_safe_address(""));
        assert!(!is_safe_address("https://a\nb"));
        assert!(is_safe_address("../other.html#node-1"));
    }

    #[test]
    fn text_drops_markup() {
        assert_eq!(text("Run *as* **admin**,\nthen `x`.\n\n- a\n- b"), "Run as admin, then x. a b");
    }

    proptest::proptest! {
        /// Whatever is written, each tag in the result is one that this module writes, and nothing else looks like a tag.
        #[test]
        fn only_known_tags_come_out(source in "(\\PC|[<>&\"'`{}\\[\\]()*_#|~!:=/\n -]|script|onerror|href|\\]\\(){0,60}") {
            let written = html(&source);
            let known = regex_lite::Regex::new(concat!(
                "</?(p|strong|em|del|ul|ol|li|blockquote|table|thead|tbody|tr|td|a|code|pre|div)>|<(br|hr)>|</?th>",
                "|<th scope=\"col\">|<ol start=\"[0-9]+\">|<pre tabindex=\"0\">|<code class=\"language-[a-z0-9-]+\">",
                "|<a href=\"[^\"<>]*\"( rel=\"noopener noreferrer\")?>",
                "|<div class=\"table-wrapper\" tabindex=\"0\" role=\"group\" aria-label=\"Table\">",
            )).unwrap();
            let rest = known.replace_all(&written, "");
            proptest::prop_assert!(!rest.contains(['<', '>', '"', '\n', '{', '}']), "{rest:?} of {source:?}");
        }
    }
}
