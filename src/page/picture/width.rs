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
    Pieces::of(text, size, room).lines(room, lines)
}

/// A text in pieces that are not broken further, measured once.
pub(super) struct Pieces<'t> {
    parts: Vec<Piece<'t>>,
    size: f64,
    /// The width of the widest word in pixels.
    pub(super) widest: f64,
}

/// A part of a word that is not broken further.
struct Piece<'t> {
    text: &'t str,
    /// In hundredths of the font size.
    width: f64,
    /// Whether it follows the piece before without a space.
    glued: bool,
}

impl<'t> Pieces<'t> {
    /// The words of a text, those broken that are wider than `room`.
    pub(super) fn of(text: &'t str, size: f64, room: f64) -> Self {
        let mut pieces = Self { parts: Vec::new(), size, widest: 0.0 };
        for word in text.split_whitespace() {
            let width = hundredths(word);
            let pixels = width * size / 100.0;
            pieces.widest = pieces.widest.max(pixels);
            if pixels <= room {
                pieces.parts.push(Piece { text: word, width, glued: false });
            } else {
                pieces.add_broken(word, room);
            }
        }
        pieces
    }

    /// A word that does not fit: broken after `-`, `/`, `.`, `_` and `:`, else anywhere.
    fn add_broken(&mut self, word: &'t str, room: f64) {
        let first = self.parts.len();
        let mut add = |text: &'t str, width: f64| {
            let glued = self.parts.len() > first;
            self.parts.push(Piece { text, width, glued });
        };
        for part in word.split_inclusive(['-', '/', '.', '_', ':']) {
            let (mut start, mut taken) = (0, 0.0);
            for (at, grapheme) in part.grapheme_indices(true) {
                let wide = advance(grapheme);
                if at > start && (taken + wide) * self.size / 100.0 > room {
                    add(&part[start..at], taken);
                    (start, taken) = (at, 0.0);
                }
                taken += wide;
            }
            add(&part[start..], taken);
        }
    }

    /// How many lines of at most `room` pixels they take.
    pub(super) fn count(&self, room: f64) -> usize {
        let mut count = 0;
        self.each_line(room, |_| count += 1);
        count
    }

    /// The lines: at most `most` of at most `room` pixels. What does not fit ends in `…`.
    pub(super) fn lines(&self, room: f64, most: usize) -> Vec<String> {
        let mut out = Vec::new();
        self.each_line(room, |pieces| {
            let mut line = String::with_capacity(pieces.iter().map(|piece| piece.text.len() + 1).sum());
            for piece in pieces {
                if !(line.is_empty() || piece.glued) {
                    line.push(' ');
                }
                line.push_str(piece.text);
            }
            out.push(line);
        });
        if out.len() > most {
            out.truncate(most);
            if let Some(last) = out.last_mut() {
                *last = shorten(last, self.size, room);
            }
        }
        out
    }

    /// Gives the pieces of each line to `take`.
    fn each_line(&self, room: f64, mut take: impl FnMut(&[Piece<'t>])) {
        let space = hundredths(" ");
        let (mut start, mut taken) = (0, 0.0);
        for (at, piece) in self.parts.iter().enumerate() {
            let space = if at == start || piece.glued { 0.0 } else { space };
            let joined = taken + space + piece.width;
            if at == start || joined * self.size / 100.0 <= room {
                taken = joined;
            } else {
                take(&self.parts[start..at]);
                (start, taken) = (at, piece.width);
            }
        }
        if start < self.parts.len() {
            take(&self.parts[start..]);
        }
    }
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
