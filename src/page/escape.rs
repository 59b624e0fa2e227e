//! Author text made inert: one escape that holds in Markdown, in HTML text and in HTML attributes.
//!
//! Invariant: what [`escape`] returns, put into Markdown outside of code, into HTML text or into a quoted attribute,
//! shows the text and nothing else; it holds no line break and none of `< > & " ' { } [ ] ( ) * _ # | ~` and the backquote
//! except in the entities it makes itself. So it also holds nothing that mdBook or Tera would act on.
//! Deliberately absent: Markdown of authors (`markdown`).

use crate::prose::visible;

/// Escapes plain text: every character with a meaning in Markdown or HTML becomes a numeric entity.
///
/// Entities never have a structural meaning in `CommonMark`, so one escape serves all three contexts. Hyphens and full
/// stops between letters or digits stay as they are, because they mean nothing there and make the source readable.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    escape_to(text, |part| out.push_str(part));
    out
}

/// As [`escape`], part by part.
pub fn escape_to(text: &str, put: impl FnMut(&str)) {
    let text = visible(text);
    let bytes = text.as_bytes();
    let is_in_word =
        |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let stays = |at: usize| match bytes[at] {
        // One between words.
        b' ' => at > 0 && !matches!(bytes[at - 1], b' ' | b'\n') && at + 1 < bytes.len(),
        _ => is_in_word(at.checked_sub(1)) && is_in_word(Some(at + 1)),
    };
    with_entities(&text, &IN_TEXT, stays, put);
}

/// Escapes the text of a code element: as [`escape`], for text where every space counts.
pub fn escape_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    with_entities(&visible(text), &IN_CODE, |_| false, |part| out.push_str(part));
    out
}

/// What becomes of a byte.
#[derive(Clone, Copy)]
enum Fate {
    Stays,
    /// That depends on what stands beside it.
    Depends,
    Entity,
}

static IN_TEXT: [Fate; 256] = fates(b",;/?%", b"-. ");
static IN_CODE: [Fate; 256] = fates(b" -.,;:/?%+=$@!^", b"");

/// Letters, digits, characters outside ASCII and `plain` ones stay; others become entities.
const fn fates(plain: &[u8], depending: &[u8]) -> [Fate; 256] {
    let mut fates = [Fate::Entity; 256];
    let mut byte = u8::MAX;
    while byte > 0 {
        if !byte.is_ascii() || byte.is_ascii_alphanumeric() {
            fates[byte as usize] = Fate::Stays;
        }
        byte -= 1;
    }
    let mut at = 0;
    while at < plain.len() {
        fates[plain[at] as usize] = Fate::Stays;
        at += 1;
    }
    at = 0;
    while at < depending.len() {
        fates[depending[at] as usize] = Fate::Depends;
        at += 1;
    }
    fates
}

/// Gives the text to `put`, with entities for what does not stay; `stays` decides where that depends, by the place in the
/// text.
fn with_entities(text: &str, fates: &[Fate; 256], stays: impl Fn(usize) -> bool, mut put: impl FnMut(&str)) {
    let mut number = itoa::Buffer::new();
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        let is_entity = match fates[usize::from(byte)] {
            Fate::Stays => false,
            Fate::Depends => !stays(at),
            Fate::Entity => true,
        };
        if is_entity {
            put(&text[start..at]);
            put("&#");
            put(number.format(byte));
            put(";");
            start = at + 1;
        }
    }
    put(&text[start..]);
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
