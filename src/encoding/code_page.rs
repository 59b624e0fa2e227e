//! Code pages of one byte a letter, guessed by the letters that come out.
//!
//! Invariant: a guess is only made where the bytes are no Unicode, and it is always called a guess.
//! Deliberately absent: languages. Letters are weighed by their script, their case and their neighbours only.

use crate::encoding::{Broken, Decoded, Encoding};
use std::borrow::Cow;
use yore::code_pages::{CP850, CP866, CP1251, CP1252};

/// A code page of one byte a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePage {
    /// Western European Windows: "ANSI".
    Windows1252,
    /// Cyrillic Windows.
    Windows1251,
    /// The Western European console: "OEM".
    Dos850,
    /// The Cyrillic console.
    Dos866,
}

impl std::fmt::Display for CodePage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Windows1252 => "Windows-1252",
            Self::Windows1251 => "Windows-1251",
            Self::Dos850 => "code page 850",
            Self::Dos866 => "code page 866",
        })
    }
}

impl CodePage {
    /// In the order in which equals are preferred.
    const ALL: [Self; 4] = [Self::Windows1252, Self::Windows1251, Self::Dos850, Self::Dos866];

    fn text(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Windows1252 => CP1252.decode(bytes),
            Self::Windows1251 => CP1251.decode(bytes),
            Self::Dos850 => CP850.decode(bytes),
            Self::Dos866 => CP866.decode(bytes),
        }
    }
}

/// Decodes bytes that are no Unicode with the code page whose letters make the most sense.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    let guesses = CodePage::ALL.map(|page| {
        let text = page.text(bytes);
        (plausibility(&text), page, text)
    });
    let best = guesses.into_iter().reduce(|best, next| if next.0 > best.0 { next } else { best });
    let (_, page, text) = best.expect("there are code pages");
    let lost = || text.match_indices(char::REPLACEMENT_CHARACTER);
    let broken = lost().next().map(|(at, mark)| Broken { first: at..at + mark.len(), count: lost().count() });
    Decoded { encoding: Encoding::CodePage(page), broken, text: text.into_owned() }
}

/// How much sense the letters beyond ASCII make.
fn plausibility(text: &str) -> i64 {
    let mut score = 0;
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if !character.is_ascii() {
            let after = characters.peek().copied().unwrap_or(' ');
            score += sense(before, character, after);
        }
        before = character;
    }
    score
}

/// How well a character beyond ASCII fits between its neighbours.
fn sense(before: char, character: char, after: char) -> i64 {
    const WESTERN: &str = "äöüßéèêëàâçôîïùûñóíáúåæøãõìòÄÖÜÉÈÀÇÑÅÆØÓÁÍ";
    let in_word = before.is_alphabetic() && after.is_alphabetic();
    match character {
        char::REPLACEMENT_CHARACTER | '\u{80}'..='\u{9f}' => -8,
        // A capital inside a word, unless the word is all capitals.
        c if c.is_uppercase() && before.is_lowercase() => -3,
        c if is_cyrillic(c) => {
            let beside = |c: char| i64::from(is_cyrillic(c)) * 2 - i64::from(c.is_ascii_alphabetic()) * 4;
            1 + beside(before) + beside(after)
        }
        // Several accented letters in a row are another script, misread.
        c if c.is_alphabetic() && is_accented(before) && is_accented(after) => -3,
        c if WESTERN.contains(c) && (before.is_alphabetic() || after.is_alphabetic()) => 3,
        c if c.is_alphabetic() => 0,
        '’' if in_word => 3,
        '“' | '”' | '„' | '‘' | '’' | '–' | '—' | '…' | '•' | '€' | '«' | '»' | '°' | '§' | '©' | '®'
        | '\u{a0}' | '№' | '·'
            if !in_word =>
        {
            2
        }
        // Lines of a drawn table stand among themselves.
        '\u{2500}'..='\u{259f}' if !before.is_alphabetic() && !after.is_alphabetic() => 1,
        _ => -3,
    }
}

fn is_cyrillic(character: char) -> bool {
    matches!(character, '\u{400}'..='\u{4ff}')
}

fn is_accented(character: char) -> bool {
    !character.is_ascii() && character.is_alphabetic()
}
