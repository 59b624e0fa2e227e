//! Author text made inert: one escape that holds in Markdown, in HTML text and in HTML attributes.
//!
//! Invariant: what [`escape`] returns, put into Markdown outside of code, into HTML text or into a quoted attribute,
//! shows the text and nothing else; it holds no line break and none of `< > & " ' { } [ ] ( ) * _ # | ~` and the backquote
//! except in the entities it makes itself. So it also holds nothing that mdBook or Tera would act on.
//! Deliberately absent: Markdown of authors (`markdown`).

use crate::prose::visible;
use std::fmt::Write as _;

/// Escapes plain text: every character with a meaning in Markdown or HTML becomes a numeric entity.
///
/// Entities never have a structural meaning in `CommonMark`, so one escape serves all three contexts. Hyphens and full
/// stops between letters or digits stay as they are, because they mean nothing there and make the source readable.
pub fn escape(text: &str) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut before = '\n';
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let inside_word =
            before.is_ascii_alphanumeric() && rest.peek().is_some_and(char::is_ascii_alphanumeric);
        let plain = match character {
            '-' | '.' => inside_word,
            ',' | ';' | '/' | '?' | '%' => true,
            ' ' => before != ' ' && before != '\n' && rest.peek().is_some(),
            c => !c.is_ascii_punctuation() && !c.is_control(),
        };
        if plain {
            out.push(character);
        } else {
            entity(&mut out, character);
        }
        before = character;
    }
    out
}

/// Escapes the text of a code element: as [`escape`], for text where every space counts.
pub fn escape_code(text: &str) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for character in text.chars() {
        match character {
            c if c.is_ascii_alphanumeric() || !c.is_ascii() => out.push(c),
            ' ' | '-' | '.' | ',' | ';' | ':' | '/' | '?' | '%' | '+' | '=' | '$' | '@' | '!' | '^' => {
                out.push(character);
            }
            c => entity(&mut out, c),
        }
    }
    out
}

fn entity(out: &mut String, character: char) {
    // Writing to a String cannot fail.
    let _ = write!(out, "&#{};", u32::from(character));
}

#[cfg(test)]
mod tests {
    use super::{escape, escape_code};

    #[test]
    fn words_stay_readable_and_signs_become_entities() {
        assert_eq!(escape("Is OAuth on-premises v1.2 in use?"), "Is OAuth on-premises v1.2 in use?");
        assert_eq!(escape("<b>"), "&#60;b&#62;");
        assert_eq!(escape("a\"b'c&d"), "a&#34;b&#39;c&#38;d");
        assert_eq!(escape("{{#include x}}"), "&#123;&#123;&#35;include x&#125;&#125;");
        assert_eq!(escape("two\nlines"), "two&#10;lines");
        assert_eq!(escape("1. one"), "1&#46; one");
        assert_eq!(escape("- item"), "&#45; item");
        assert_eq!(escape("    indented"), "&#32;&#32;&#32;&#32;indented");
        assert_eq!(escape("\u{1b}[31m"), "&#94;&#91;&#91;31m");
    }

    #[test]
    fn code_keeps_its_spaces_on_one_line() {
        assert_eq!(escape_code("Get-X  |\n  FL"), "Get-X  &#124;&#10;  FL");
        assert_eq!(escape_code("{{ name }}"), "&#123;&#123; name &#125;&#125;");
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_out(text in "\\PC{0,40}|[<>&\"'{}\\[\\]()*_#|~`!\\\\\n\t -]{0,40}") {
            for escaped in [escape(&text), escape_code(&text)] {
                let without_entities = regex_lite::Regex::new("&#[0-9]+;").unwrap().replace_all(&escaped, "");
                for sign in "<>&\"'{}[]()*_#|~`\\\n\r\t".chars() {
                    proptest::prop_assert!(!without_entities.contains(sign), "{sign:?} in {escaped:?}");
                }
            }
        }

        #[test]
        fn a_paragraph_of_escaped_text_reads_as_the_text(text in "\\PC{1,60}") {
            let shown = crate::prose::visible(&text).into_owned();
            let mut read = String::new();
            for event in pulldown_cmark::Parser::new_ext(&escape(&text), pulldown_cmark::Options::all()) {
                match event {
                    pulldown_cmark::Event::Text(text) => read.push_str(&text),
                    pulldown_cmark::Event::Start(pulldown_cmark::Tag::Paragraph)
                    | pulldown_cmark::Event::End(pulldown_cmark::TagEnd::Paragraph) => {}
                    other => proptest::prop_assert!(false, "{other:?} from {text:?}"),
                }
            }
            proptest::prop_assert_eq!(read, shown);
        }
    }
}
