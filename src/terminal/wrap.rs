//! Wrapping styled text at the width of a terminal.
//!
//! Invariant: no line is wider than the width unless a single word is; such a word (an address, a command) stays whole,
//! so that it can be copied.
//! Deliberately absent: cleaning untrusted text (the caller does) and deciding styles.

use anstyle::Style;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

/// A run of text in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) style: Style,
}

impl Piece {
    pub(crate) fn new(text: impl Into<String>, style: Style) -> Self {
        Self { text: text.into(), style }
    }
}

/// What stands before the first line of a paragraph and before the others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Margins<'a> {
    pub(crate) first: &'a str,
    pub(crate) rest: &'a str,
}

/// Columns that a text takes.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// Wraps `pieces` into lines of at most `width` columns, margins included; line feeds in the text are kept.
/// Appends to `out`, ending in a line feed.
pub(crate) fn wrap(out: &mut String, pieces: &[Piece], width: usize, margins: Margins<'_>) {
    let mut line = Line { out, width, used: 0, margins, is_first: true, gap: None, style: Style::new() };
    line.open();
    for word in words(pieces) {
        match word {
            Word::Break => line.close_and_open(),
            Word::Gap(style) => line.gap = Some(style),
            Word::Whole(parts) => line.put(&parts),
        }
    }
    line.write("", Style::new());
    line.out.push('\n');
}

struct Line<'a> {
    out: &'a mut String,
    width: usize,
    used: usize,
    margins: Margins<'a>,
    is_first: bool,
    gap: Option<Style>,
    /// The style that is switched on.
    style: Style,
}

impl Line<'_> {
    fn open(&mut self) {
        let margin = if self.is_first { self.margins.first } else { self.margins.rest };
        self.out.push_str(margin);
        self.used = columns(margin);
        self.is_first = false;
        self.gap = None;
    }

    fn close_and_open(&mut self) {
        self.write("", Style::new());
        let kept = self.out.trim_end_matches(' ').len();
        self.out.truncate(kept);
        self.out.push('\n');
        self.open();
    }

    fn put(&mut self, parts: &[Piece]) {
        let wide: usize = parts.iter().map(|part| columns(&part.text)).sum();
        let margin = columns(self.margins.rest);
        let gap = usize::from(self.gap.is_some());
        if self.used > margin && self.used + gap + wide > self.width {
            self.close_and_open();
        }
        if let Some(style) = self.gap.take() {
            self.write(" ", style);
            self.used += 1;
        }
        for part in parts {
            self.write(&part.text, part.style);
        }
        self.used += wide;
    }

    /// Appends `text`, switching styles only where they change.
    fn write(&mut self, text: &str, style: Style) {
        if style != self.style {
            // Writing to a String cannot fail.
            let _ = write!(self.out, "{:#}{style}", self.style);
            self.style = style;
        }
        self.out.push_str(text);
    }
}

enum Word {
    /// Pieces without a break between them.
    Whole(Vec<Piece>),
    /// White space, in the style of its piece.
    Gap(Style),
    /// A line feed.
    Break,
}

fn words(pieces: &[Piece]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut parts: Vec<Piece> = Vec::new();
    for piece in pieces {
        let mut part = String::new();
        for character in piece.text.chars() {
            let breaks = matches!(character, ' ' | '\t' | '\n');
            if !breaks {
                part.push(character);
                continue;
            }
            if !part.is_empty() {
                parts.push(Piece::new(std::mem::take(&mut part), piece.style));
            }
            if !parts.is_empty() {
                words.push(Word::Whole(std::mem::take(&mut parts)));
            }
            words.push(if character == '\n' { Word::Break } else { Word::Gap(piece.style) });
        }
        if !part.is_empty() {
            parts.push(Piece::new(part, piece.style));
        }
    }
    if !parts.is_empty() {
        words.push(Word::Whole(parts));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{Margins, Piece, Style, wrap};

    fn wrapped(text: &str, width: usize) -> String {
        let mut out = String::new();
        wrap(&mut out, &[Piece::new(text, Style::new())], width, Margins { first: "- ", rest: "  " });
        out
    }

    #[test]
    fn lines_stay_within_the_width_and_hang_under_their_first_word() {
        assert_eq!(wrapped("one two three four", 10), "- one two\n  three\n  four\n");
        assert_eq!(wrapped("a\nb", 10), "- a\n  b\n");
    }

    #[test]
    fn a_word_that_is_too_long_stays_whole() {
        assert_eq!(
            wrapped("see https://example.com/long ok", 12),
            "- see\n  https://example.com/long\n  ok\n"
        );
    }

    #[test]
    fn wide_characters_count_as_two_columns() {
        assert_eq!(wrapped("漢字 漢字 漢字", 11), "- 漢字 漢字\n  漢字\n");
    }

    #[test]
    fn styles_do_not_count_as_columns_and_do_not_break_words() {
        let bold = Style::new().bold();
        let mut out = String::new();
        let pieces = [Piece::new("ab", bold), Piece::new("c de", Style::new())];
        wrap(&mut out, &pieces, 4, Margins { first: "", rest: "" });
        assert_eq!(out, format!("{bold}ab{bold:#}c\nde\n"));
    }

    #[test]
    fn a_style_is_switched_once_a_line_however_many_words_it_covers() {
        let bold = Style::new().bold();
        let mut out = String::new();
        let pieces =
            [Piece::new("one two ", bold), Piece::new("three four", bold), Piece::new(" x", Style::new())];
        wrap(&mut out, &pieces, 13, Margins { first: "", rest: "  " });
        assert_eq!(out, format!("{bold}one two three{bold:#}\n  {bold}four{bold:#} x\n"));
    }
}
