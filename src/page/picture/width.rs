//! How wide a text is drawn, and lines that fit.
//!
//! Invariant: a width here is at least what common sans-serif fonts take, because it is that of a wide one (`DejaVu Sans`).
//! Deliberately absent: fonts. A drawing cannot know which one the reader has.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Advance widths of the characters from space to `~`, in hundredths of the font size.
#[rustfmt::skip]
const ADVANCE: [u8; 95] = [
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84,
    53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34,
    39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52,
    64, 34, 64, 84,
];

/// The width of `text` at a font size, in pixels.
pub(super) fn width(text: &str, size: f64) -> f64 {
    hundredths(text) * size / 100.0
}

/// The width of `text` in hundredths of the font size. That of two texts in a row is the sum of theirs.
fn hundredths(text: &str) -> f64 {
    let plain = text.bytes().try_fold(0, |sum: u32, byte| Some(sum + u32::from(advance_of(byte)?)));
    plain.map_or_else(|| text.graphemes(true).map(advance).sum(), f64::from)
}

/// The advance width of a character that is one byte and drawn, each of which is a grapheme of its own.
fn advance_of(byte: u8) -> Option<u8> {
    ADVANCE.get(usize::from(byte.checked_sub(b' ')?)).copied()
}

fn advance(grapheme: &str) -> f64 {
    let plain = match grapheme.as_bytes() {
        [byte] => advance_of(*byte),
        _ => None,
    };
    match plain {
        Some(advance) => f64::from(advance),
        // Other letters: one column is at most as wide as `w`, two columns are one em.
        None if grapheme.width() <= 1 => 82.0,
        None => 100.0,
    }
}

/// Breaks `text` into at most `lines` lines of at most `room` pixels, at spaces where there are any and after
/// hyphens and slashes; what does not fit ends in `…`. White space is collapsed; an empty text is no line.
pub(super) fn wrap(text: &str, size: f64, room: f64, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let (mut line, mut taken) = (String::new(), 0.0);
    for piece in text.split_whitespace().flat_map(|word| pieces(word, size, room)) {
        let space = if line.is_empty() || piece.glued { "" } else { " " };
        let wide = hundredths(&piece.text);
        let joined = taken + hundredths(space) + wide;
        if line.is_empty() || joined * size / 100.0 <= room {
            line.push_str(space);
            line.push_str(&piece.text);
            taken = joined;
        } else {
            out.push(std::mem::replace(&mut line, piece.text));
            taken = wide;
        }
    }
    if !line.is_empty() {
        out.push(line);
    }
    if out.len() > lines {
        out.truncate(lines);
        if let Some(last) = out.last_mut() {
            *last = shorten(last, size, room);
        }
    }
    out
}

/// A part of a word that is not broken further.
struct Piece {
    text: String,
    /// Whether it follows the piece before without a space.
    glued: bool,
}

/// A word as pieces that fit: whole, else broken after `-`, `/`, `.`, `_` and `:`, else anywhere.
fn pieces(word: &str, size: f64, room: f64) -> Vec<Piece> {
    if width(word, size) <= room {
        return vec![Piece { text: word.to_owned(), glued: false }];
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for part in word.split_inclusive(['-', '/', '.', '_', ':']) {
        let mut rest = String::new();
        for grapheme in part.graphemes(true) {
            if !rest.is_empty() && width(&rest, size) + advance(grapheme) * size / 100.0 > room {
                pieces.push(Piece { text: std::mem::take(&mut rest), glued: !pieces.is_empty() });
            }
            rest.push_str(grapheme);
        }
        pieces.push(Piece { text: rest, glued: !pieces.is_empty() });
    }
    pieces
}

/// `line` with `…` at its end, cut until it fits.
fn shorten(line: &str, size: f64, room: f64) -> String {
    let mut kept: Vec<&str> = line.graphemes(true).collect();
    loop {
        let text = format!("{}…", kept.concat().trim_end());
        if kept.is_empty() || width(&text, size) <= room {
            return text;
        }
        kept.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::{width, wrap};

    #[test]
    fn lines_break_at_spaces_and_fit() {
        // At 10 px, `aaaa` is 24.4 px, `aaaa aaaa` is 52.0 px.
        assert_eq!(wrap("aaaa aaaa  aaaa", 10.0, 53.0, 3), ["aaaa aaaa", "aaaa"]);
        assert_eq!(wrap("aaaa aaaa aaaa", 10.0, 51.0, 3), ["aaaa", "aaaa", "aaaa"]);
        assert!(wrap(" \n ", 10.0, 51.0, 3).is_empty());
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let lines = wrap("aaaa aaaa aaaa aaaa", 10.0, 53.0, 1);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].ends_with('…') && width(&lines[0], 10.0) <= 53.0, "{lines:?}");
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken_after_a_hyphen() {
        assert_eq!(wrap("aaaa-aaaa", 10.0, 30.0, 3), ["aaaa-", "aaaa"]);
        assert_eq!(wrap("aaaaaaaa", 10.0, 30.0, 3), ["aaaa", "aaaa"]);
    }
}
