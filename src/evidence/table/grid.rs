//! A line as a terminal shows it: text by columns.
//!
//! Invariant: every character of the line belongs to exactly one slice, whatever the columns it is cut at.
//! Deliberately absent: what the columns mean.

use crate::evidence::line::Line;
use unicode_width::UnicodeWidthChar as _;

/// How wide a character is taken to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// As a terminal shows it: one column or two.
    Terminal,
    /// One column each, as old consoles padded.
    Character,
}

/// A line by columns.
#[derive(Debug, Clone)]
pub(super) struct Grid<'a> {
    text: &'a str,
    indent: usize,
    /// For every column of the text, and the one behind it, where the first character that begins there or later
    /// stands; none if every character is one byte and one column.
    starts: Option<Vec<usize>>,
}

impl<'a> Grid<'a> {
    pub(super) fn of(line: &Line<'a>, measure: Measure) -> Self {
        let text = line.text;
        let starts = (!text.is_ascii()).then(|| {
            let mut starts = Vec::with_capacity(text.len());
            for (at, character) in text.char_indices() {
                let width = if measure == Measure::Terminal { character.width().unwrap_or(1) } else { 1 };
                if width > 0 {
                    starts.push(at);
                }
                if width > 1 {
                    starts.push(at + character.len_utf8());
                }
            }
            starts.push(text.len());
            starts
        });
        Self { text, indent: line.indent, starts }
    }

    /// One past the last column.
    pub(super) fn width(&self) -> usize {
        self.indent + self.starts.as_ref().map_or(self.text.len(), |starts| starts.len() - 1)
    }

    /// The first column that is not blank.
    pub(super) fn indent(&self) -> usize {
        self.indent
    }

    fn byte(&self, column: usize) -> usize {
        let column = column.saturating_sub(self.indent);
        match &self.starts {
            Some(starts) => starts.get(column).copied().unwrap_or(self.text.len()),
            None => column.min(self.text.len()),
        }
    }

    /// Whether nothing stands in a column.
    pub(super) fn is_blank(&self, column: usize) -> bool {
        let Some(at) = column.checked_sub(self.indent) else { return true };
        if self.starts.is_none() {
            return self.text.as_bytes().get(at).is_none_or(|byte| matches!(byte, b' ' | b'\t'));
        }
        if column >= self.width() {
            return true;
        }
        let (start, end) = (self.byte(column), self.byte(column + 1));
        // The second half of a wide character is empty but not blank.
        start < end && self.text.get(start..end).is_some_and(|part| part.trim().is_empty())
    }

    /// Whether a word begins in a column.
    pub(super) fn begins(&self, column: usize) -> bool {
        !self.is_blank(column) && (column == 0 || self.is_blank(column - 1))
    }

    /// Whether a word ends in front of a column.
    pub(super) fn ends(&self, column: usize) -> bool {
        column > 0 && !self.is_blank(column - 1) && self.is_blank(column)
    }

    /// The text from one column to another, without the white space around it.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(self.byte(from)..self.byte(to.max(from))).unwrap_or_default().trim()
    }

    /// The column behind the last that is not blank in `from..to`; `from` if all are.
    pub(super) fn end_of(&self, from: usize, to: usize) -> usize {
        (from..to.min(self.width()))
            .rev()
            .find(|column| !self.is_blank(*column))
            .map_or(from, |column| column + 1)
    }
}

/// The parts of a line that at least `gap` blank columns separate, as ranges of columns.
pub(super) fn groups(grid: &Grid<'_>, gap: usize) -> Vec<(usize, usize)> {
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for column in grid.indent()..grid.width() {
        if grid.is_blank(column) {
            continue;
        }
        match groups.last_mut() {
            Some((_, end)) if column < *end + gap => *end = column + 1,
            _ => groups.push((column, column + 1)),
        }
    }
    groups
}
