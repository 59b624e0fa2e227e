//! Words of a text, as the search compares them.
//!
//! Invariant: [`fold`] of a folded text is the same text.
//! Deliberately absent: stemming; error texts are compared as they are.

use crate::prose;

/// Lower case, typographic quotes and dashes made plain, white space (line breaks too) made single spaces.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in prose::visible(text).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for character in word.chars() {
            match character {
                '\u{2018}'..='\u{201b}' | '`' => out.push('\''),
                '\u{201c}'..='\u{201f}' => out.push('"'),
                '\u{2010}'..='\u{2015}' => out.push('-'),
                c => out.extend(c.to_lowercase()),
            }
        }
    }
    out
}

/// The words of a text: runs of letters and digits, whole and split where letters meet digits (`hcw8064`, `hcw`, `8064`).
pub(super) fn tokens(text: &str) -> Vec<String> {
    plain(text).iter().flat_map(|word| parts(word)).collect()
}

/// The words of a text as they are: runs of letters and digits.
pub(super) fn plain(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// A word, and before it its parts where letters meet digits.
pub(super) fn parts(word: &str) -> Vec<String> {
    let parts = split_at_digits(word);
    let mut out = Vec::new();
    if parts.len() > 1 {
        out.extend(parts.into_iter().filter(|part| part.chars().count() > 1).map(str::to_owned));
    }
    out.push(word.to_owned());
    out
}

fn split_at_digits(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(rest.len());
        let (part, tail) = rest.split_at(end);
        parts.push(part);
        rest = tail;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{fold, tokens};

    #[test]
    fn folding_ignores_case_wrapping_and_typography() {
        assert_eq!(fold("The  HCW\r\n  can\u{2019}t \u{2013} stop"), "the hcw can't - stop");
    }

    #[test]
    fn codes_are_words_of_their_own_and_in_parts() {
        assert_eq!(tokens("HCW8064: failed"), ["hcw", "8064", "hcw8064", "failed"]);
        assert_eq!(tokens("größe"), ["größe"]);
    }
}
