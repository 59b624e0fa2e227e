//! Small words for messages: counts, lists, near names, and text made safe to show.
//!
//! Invariant: what [`visible`] returns holds no character that a terminal would act on, apart from line feed and tab.
//! Deliberately absent: colour, wrapping to a width (that is the terminal's) and translations.

use std::borrow::Cow;
use std::fmt;

/// A count with its noun: `1 finding`, `2 findings`. The plural is given where adding an `s` would be wrong.
#[derive(Debug, Clone, Copy)]
pub struct Count<'a> {
    number: usize,
    one: &'a str,
    many: Option<&'a str>,
}

/// `Count` of a noun whose plural ends in `s`.
pub fn count(number: usize, noun: &str) -> Count<'_> {
    Count { number, one: noun, many: None }
}

/// `Count` of a noun with a plural of its own.
pub fn count_of<'a>(number: usize, one: &'a str, many: &'a str) -> Count<'a> {
    Count { number, one, many: Some(many) }
}

impl fmt::Display for Count<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.number, self.many) {
            (1, _) => write!(f, "1 {}", self.one),
            (number, Some(many)) => write!(f, "{number} {many}"),
            (number, None) => write!(f, "{number} {}s", self.one),
        }
    }
}

/// Joins words as a sentence does: `a`, `a and b`, `a, b and c`.
pub fn and<S: AsRef<str>>(words: &[S]) -> String {
    join(words, "and")
}

/// Joins alternatives as a sentence does: `a`, `a or b`, `a, b or c`.
pub fn or<S: AsRef<str>>(words: &[S]) -> String {
    join(words, "or")
}

fn join<S: AsRef<str>>(words: &[S], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., end] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", first.join(", "), end.as_ref())
        }
    }
}

/// A sentence with its full stop, whether or not it was written with one.
pub fn stopped(sentence: &str) -> Cow<'_, str> {
    if sentence.ends_with(['.', '?', '!', ':']) { sentence.into() } else { format!("{sentence}.").into() }
}

/// Wraps a name in backquotes.
pub fn quoted(name: impl fmt::Display) -> String {
    format!("`{name}`")
}

/// The candidate that someone who typed `typed` most likely meant: at most a third of its letters differ
/// (Damerau-Levenshtein, upper and lower case and `-`/`_` count as equal), or it is `typed` with something added. Names of one
/// letter have none that is near.
pub fn near<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |text: &str| text.to_lowercase().replace('_', "-");
    let wanted = fold(typed);
    if wanted.is_empty() {
        return None;
    }
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let folded = fold(candidate);
            let distance = strsim::damerau_levenshtein(&wanted, &folded);
            let longest = wanted.chars().count().max(folded.chars().count());
            let close = distance <= (longest / 3).max(1) && distance < longest;
            let extended = wanted.len() >= 4 && (folded.starts_with(&wanted) || folded.ends_with(&wanted));
            (close || extended).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Makes untrusted text safe to show: line feeds and tabs stay, CR LF becomes LF, every other control character
/// becomes its caret form (`^[` for escape), and characters that hide or turn text around become `<U+202E>`.
pub fn visible(text: &str) -> Cow<'_, str> {
    // All bytes are looked at, which is quicker than to ask after each whether it was the last one.
    let is_plain = |plain: bool, byte: u8| plain & matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    if text.bytes().fold(true, is_plain) || !text.chars().any(needs_care) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            c if !needs_care(c) => out.push(c),
            c if (c as u32) < 0x20 => {
                out.push('^');
                out.push(char::from(b'@' + c as u8));
            }
            '\u{7f}' => out.push_str("^?"),
            c => {
                use fmt::Write as _;
                // Writing to a String cannot fail.
                let _ = write!(out, "<U+{:04X}>", c as u32);
            }
        }
    }
    Cow::Owned(out)
}

/// `visible`, with line feeds and tabs turned into spaces: for names and titles that must stay on one line.
pub fn visible_line(text: &str) -> String {
    visible(text).replace(['\n', '\t'], " ")
}

/// What [`visible`] replaces: everything hidden but the two characters that lay text out.
fn needs_care(character: char) -> bool {
    !matches!(character, '\n' | '\t') && is_hidden(character)
}

/// Whether a character is not what it looks like: controls (C0, DEL and C1, which terminals act on), bidirectional marks
/// and overrides, zero-width and invisible characters, line and paragraph separators, tags.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{061c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::{and, count, count_of, near, or, visible};

    #[test]
    fn counts_and_lists_read_as_sentences() {
        assert_eq!(count(1, "finding").to_string(), "1 finding");
        assert_eq!(count(0, "finding").to_string(), "0 findings");
        assert_eq!(count_of(2, "entry", "entries").to_string(), "2 entries");
        assert_eq!(and(&["a"]), "a");
        assert_eq!(and(&["a", "b", "c"]), "a, b and c");
        assert_eq!(or(&["a", "b"]), "a or b");
    }

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let names = ["connector-onprem", "connector-cloud", "escalate"];
        assert_eq!(near("conector-onprem", names), Some("connector-onprem"));
        assert_eq!(near("connector_onprem", names), Some("connector-onprem"));
        assert_eq!(near("Escalate", names), Some("escalate"));
        assert_eq!(near("certificate", names), None);
        assert_eq!(near("", names), None);
        assert_eq!((near("a", ["b"]), near("a", ["ab"]), near("A", ["a"])), (None, Some("ab"), Some("a")));
    }

    #[test]
    fn nothing_a_terminal_acts_on_survives() {
        assert_eq!(visible("plain\ttext\r\nnext"), "plain\ttext\nnext");
        assert_eq!(visible("\u{1b}[31mred\u{7}"), "^[[31mred^G");
        assert_eq!(visible("a\u{9b}31mb"), "a<U+009B>31mb");
        assert_eq!(visible("over\u{202e}ride"), "over<U+202E>ride");
        assert_eq!(visible("lone\rreturn"), "lone^Mreturn");
    }
}
