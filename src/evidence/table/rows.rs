//! The lines below a head: which are rows, and which go on with the row above.
//!
//! Invariant: a line between the head and the end of the table becomes a row or part of one; where it does not fit the
//! columns, or may belong to the row above, the cells say so.
//! Deliberately absent: finding heads, and properties.

use crate::evidence::enumeration;
use crate::evidence::line::{Form, Line};
use crate::evidence::pair::columns as columns_of;
use crate::evidence::table::broken;
use crate::evidence::table::candidates::candidates;
use crate::evidence::table::columns::{Align, Cells, Column, Edge, cells, settle};
use crate::evidence::table::grid::{Grid, Measure, groups};
use crate::evidence::{Doubt, DoubtKind, Lines};
use std::borrow::Cow;

/// The narrowest table that may have been cut to fit a width without a sign of it, in columns.
const NARROWEST_CUT: usize = 60;

/// A row as it is put together.
#[derive(Debug, Clone)]
pub(super) struct Row<'a> {
    /// The value of each column, and what is doubted about it.
    pub(super) values: Vec<Value<'a>>,
    /// What is doubted about all of them.
    pub(super) doubts: Vec<Doubt>,
    pub(super) lines: Lines,
}

/// One value of a row.
#[derive(Debug, Clone, Default)]
pub(super) struct Value<'a> {
    /// Its first line.
    pub(super) text: &'a str,
    /// Its other lines.
    pub(super) more: Vec<&'a str>,
    pub(super) doubts: Vec<Doubt>,
    /// Columns that its last piece takes.
    width: usize,
}

/// The rows of a table and the lines they stand on.
#[derive(Debug, Default)]
pub(super) struct Rows<'a> {
    pub(super) found: Vec<Row<'a>>,
    /// Indices of the lines that were used.
    pub(super) used: Vec<usize>,
    /// The line right below the last row, if it may be a row that does not fit.
    pub(super) below: Option<usize>,
}

/// Reads the rows from the line `start` on. Between two rows stand up to `spacing` blank lines.
pub(super) fn rows<'a>(
    columns: &mut [Column<'a>],
    lines: &[Line<'a>],
    start: usize,
    end: usize,
    spacing: usize,
) -> Rows<'a> {
    let candidates = candidates(lines, start, end, spacing);
    let grids: Vec<Grid<'a>> = candidates
        .iter()
        .filter_map(|at| lines.get(*at))
        .map(|line| Grid::of(line, Measure::Terminal))
        .collect();
    settle(columns, &grids);
    let width = grids.iter().map(Grid::width).max().unwrap_or_default();
    let mut reader = Reader { columns, width, rows: Rows::default(), wraps: false, collapsed: false };
    let mut last = start;
    for (at, grid) in candidates.iter().zip(&grids) {
        let Some(line) = lines.get(*at) else { break };
        if !reader.line(line, grid) {
            let is_sentence = is_prose(line.text) && line.text.ends_with(['.', ':', '!', '?']);
            reader.rows.below = (*at < last + 1 + spacing && !is_sentence).then_some(line.number);
            break;
        }
        reader.rows.used.push(*at);
        last = at + 1;
    }
    reader.after_gaps(lines, last, end);
    reader.finish()
}

struct Reader<'a, 'c> {
    columns: &'c [Column<'a>],
    /// The widest line.
    width: usize,
    rows: Rows<'a>,
    /// Whether a line was found that goes on with the row above.
    wraps: bool,
    /// Whether the spaces between the columns were lost.
    collapsed: bool,
}

impl<'a> Reader<'a, '_> {
    /// Takes a line; false if the table ended above it.
    fn line(&mut self, line: &Line<'a>, grid: &Grid<'a>) -> bool {
        let place = Lines::one(line.number);
        let Some((grid, cells)) = self.fit(line, grid) else {
            return self.misfit(line, grid);
        };
        let texts: Vec<&'a str> = cells.iter().map(|(from, to)| grid.slice(*from, *to)).collect();
        let filled = texts.iter().filter(|text| !text.is_empty()).count();
        let first = texts.first().is_some_and(|text| !text.is_empty());
        if self.columns.len() > 1 && !first && !self.rows.found.is_empty() {
            self.under_a_row(&texts, place);
            return true;
        }
        let above = self.rows.found.last().filter(|_| self.columns.len() > 1 && self.would_wrap(&texts));
        if above.is_some_and(|row| broken::goes_on(&texts, row)) {
            self.join(&texts, place);
            return true;
        }
        let lacks_a_value =
            self.width >= NARROWEST_CUT && above.is_some_and(|row| broken::lacks_a_value(&texts, row));
        let prose = filled == 1 && is_prose(line.text);
        if self.columns.len() > 1 && prose && !self.rows.found.is_empty() && !self.would_wrap(&texts) {
            return false;
        }
        if self.columns.len() == 1 && prose && self.rows.found.is_empty() {
            return false;
        }
        let doubtful = lacks_a_value
            || self.rows.found.last().is_some_and(|row| !broken::is_a_row(&texts, row))
                && self.would_wrap(&texts)
                && (self.wraps || (filled == 1 && self.columns.len() > 1));
        self.push(&texts, place);
        if doubtful || (prose && self.columns.len() == 1) {
            let text = format!("{place} may be a row or go on with the row above");
            self.doubt_last(2, text);
        }
        true
    }

    /// The cells of a line that fits, measured as a terminal or an old console would.
    fn fit(&self, line: &Line<'a>, grid: &Grid<'a>) -> Option<(Grid<'a>, Cells)> {
        let fitting = |grid: Grid<'a>| {
            let cells = cells(self.columns, &grid)?;
            // Several texts in one cell, and nothing in the next: they are several cells, moved to the left.
            let moved =
                self.columns.iter().zip(&cells).zip(cells.iter().skip(1)).any(|((column, cell), next)| {
                    column.align == Align::Left
                        && next.0 == next.1
                        && grid.slice(cell.0, cell.1).contains("  ")
                });
            (!moved).then_some((grid, cells))
        };
        let at_first = fitting(grid.clone());
        if at_first.is_some() || line.text.is_ascii() {
            return at_first;
        }
        fitting(Grid::of(line, Measure::Character))
    }

    fn push(&mut self, texts: &[&'a str], place: Lines) {
        let mut values = Vec::with_capacity(texts.len());
        for text in texts {
            values.push(Value { text, more: Vec::new(), doubts: Vec::new(), width: columns_of(text) });
        }
        self.rows.found.push(Row { values, doubts: Vec::new(), lines: place });
    }

    /// A line whose first cell is blank: the rest of the row above, or a row of its own.
    fn under_a_row(&mut self, texts: &[&'a str], place: Lines) {
        if !self.would_wrap(texts) {
            self.push(texts, place);
            let text = format!("{place} may be a row or go on with the row above");
            self.doubt_last(2, text);
            return;
        }
        self.join(texts, place);
    }

    /// Adds the cells of a line to those of the row above.
    fn join(&mut self, texts: &[&'a str], place: Lines) {
        self.wraps = true;
        let Some(row) = self.rows.found.last_mut() else { return };
        row.lines = row.lines.to(place);
        for (text, value) in texts.iter().zip(&mut row.values).filter(|(text, _)| !text.is_empty()) {
            value.more.push(text);
            value.width = columns_of(text);
        }
    }

    /// Whether every cell of a line would not have fitted behind the cell above it.
    fn would_wrap(&self, texts: &[&str]) -> bool {
        let Some(row) = self.rows.found.last() else { return false };
        let room = |index: usize| {
            let from = self.columns.get(index).map_or(0, |column| column.from);
            let to = self.columns.get(index + 1).map_or(self.width, |next| next.from.saturating_sub(1));
            to.saturating_sub(from)
        };
        texts.iter().zip(&row.values).enumerate().all(|(index, (text, above))| {
            let word = columns_of(text.split(' ').next().unwrap_or_default());
            text.is_empty() || (above.width > 0 && above.width + 1 + word > room(index))
        })
    }

    /// A line that does not fit the columns; false if it is none of the table's.
    fn misfit(&mut self, line: &Line<'a>, grid: &Grid<'a>) -> bool {
        let place = Lines::one(line.number);
        let wanted = self.columns.len();
        let wide: Vec<(usize, usize)> = groups(grid, 2);
        let narrow: Vec<(usize, usize)> = groups(grid, 1);
        let is_output = match line.form {
            Form::Text | Form::Logged => true,
            Form::Pair(pair) => pair.padding == 0,
            _ => false,
        };
        let apart = (wide.len() == wanted && wanted > 1 && is_output).then_some(wide);
        let collapsed =
            narrow.len() == wanted && wanted > 1 && is_output && !line.text.ends_with(['.', ':', '!', '?']);
        if apart.is_none() && collapsed {
            self.collapsed = true;
        }
        let apart = apart.or(collapsed.then_some(narrow));
        if apart.is_none() && (!is_output || is_prose(line.text) || wanted == 1) {
            return false;
        }
        let values = (0..wanted).map(|index| {
            let piece =
                apart.as_ref().and_then(|apart| apart.get(index)).map(|(from, to)| grid.slice(*from, *to));
            Value { text: piece.unwrap_or_default(), ..Value::default() }
        });
        self.rows.found.push(Row { values: values.collect(), doubts: Vec::new(), lines: place });
        self.doubt_last(1, format!("{place} does not fit the columns of its table"));
        true
    }

    /// Goes on behind blank lines as long as lines fit so well that they can only be rows.
    fn after_gaps(&mut self, lines: &[Line<'a>], start: usize, end: usize) {
        for (at, line) in lines.iter().enumerate().take(end).skip(start) {
            match line.form {
                Form::Blank => continue,
                Form::Text | Form::Logged => {}
                _ => return,
            }
            let grid = Grid::of(line, Measure::Terminal);
            let Some(cells) = cells(self.columns, &grid) else { return };
            let texts: Vec<&'a str> = cells.iter().map(|(from, to)| grid.slice(*from, *to)).collect();
            if texts.len() < 2 || texts.iter().any(|text| text.is_empty()) {
                return;
            }
            self.push(&texts, Lines::one(line.number));
            self.rows.used.push(at);
        }
    }

    /// Doubts every value of the last `count` rows.
    fn doubt_last(&mut self, count: usize, text: impl Into<Cow<'static, str>>) {
        let text = text.into();
        for row in self.rows.found.iter_mut().rev().take(count) {
            row.doubt(text.clone());
        }
    }

    fn finish(mut self) -> Rows<'a> {
        if self.collapsed {
            let count = self.rows.found.len();
            self.doubt_last(count, "The spaces between the columns were lost");
        }
        for (index, column) in self.columns.iter().enumerate() {
            if column.edge == Edge::Chosen {
                let text = format!("Where the column `{}` begins is a guess", column.name);
                for row in &mut self.rows.found {
                    let around = row.values.iter_mut().take(index + 1).skip(index.saturating_sub(1));
                    around.for_each(|value| value.doubt(DoubtKind::Glued, &text, row.lines));
                }
            }
        }
        self.doubt_full_cells();
        self.doubt_text_below();
        self.rows
    }

    /// Words under the first column, below rows with more cells, may be text that follows the table.
    fn doubt_text_below(&mut self) {
        let filled = |row: &Row<'_>| row.values.iter().filter(|value| value.width > 0).count();
        if self.columns.len() > 1 && self.rows.found.iter().any(|row| filled(row) > 1) {
            let below = self.rows.found.iter().rev().take_while(|row| filled(row) == 1).count();
            self.doubt_last(below, "This may be text below the table and no row of it");
        }
    }

    /// Whether the columns were made as wide as their cells: each but the last is just filled, and not all by chance.
    fn is_fitted(&self) -> bool {
        let widths = self.columns.windows(2).enumerate().map(|(index, pair)| {
            let [column, next] = pair else { return None };
            let room = next.from.saturating_sub(column.from + 1);
            let cells = self.rows.found.iter().filter_map(|row| row.values.get(index));
            let widest = cells.map(|value| value.width).max().unwrap_or_default();
            (widest.max(column.end - column.start) == room).then_some(room)
        });
        let widths: Option<Vec<usize>> = widths.collect();
        widths.is_some_and(|widths| widths.iter().any(|width| *width != widths[0]))
    }

    /// A cell that fills its column may have been cut at the edge, without a sign of it.
    fn doubt_full_cells(&mut self) {
        let dots =
            |value: &Value<'_>| value.pieces().any(|piece| piece.ends_with("...") || piece.ends_with('…'));
        let marked = self.rows.found.iter().any(|row| row.values.iter().any(dots));
        if self.width < NARROWEST_CUT || marked || self.wraps || self.is_fitted() {
            return;
        }
        for (index, pair) in self.columns.windows(2).enumerate() {
            let [column, next] = pair else { continue };
            let room = next.from.saturating_sub(column.from + 1);
            if column.align == Align::Right
                || next.align == Align::Right
                || room <= column.end - column.start && column.align == Align::Left
            {
                continue;
            }
            for row in &mut self.rows.found {
                let Some(value) = row.values.get_mut(index) else { continue };
                if value.width >= room && value.pieces().any(|piece| !is_whole(piece)) {
                    let text = format!("The value of `{}` fills its column and may be cut off", column.name);
                    value.doubt(DoubtKind::Cut, &text, row.lines);
                }
            }
        }
    }
}

impl Row<'_> {
    pub(super) fn doubt(&mut self, text: impl Into<Cow<'static, str>>) {
        if self.doubts.is_empty() {
            let text = text.into();
            self.doubts.push(Doubt { kind: DoubtKind::Glued, text, lines: Some(self.lines) });
        }
    }
}

impl<'a> Value<'a> {
    /// Its lines.
    pub(super) fn pieces(&self) -> impl Iterator<Item = &'a str> {
        std::iter::once(self.text).chain(self.more.iter().copied())
    }

    fn doubt(&mut self, kind: DoubtKind, text: &str, lines: Lines) {
        if !self.doubts.iter().any(|doubt| doubt.kind == kind) {
            self.doubts.push(Doubt { kind, text: text.to_owned().into(), lines: Some(lines) });
        }
    }
}

/// Whether a line reads like a sentence.
fn is_prose(text: &str) -> bool {
    let words = text.split(' ').filter(|word| !word.is_empty()).count();
    !text.contains("  ") && words >= 4
}

/// Whether a text ends as values of its kind do: nothing can be missing behind it.
fn is_whole(text: &str) -> bool {
    let last = text.rsplit([' ', '-', '\\', '/']).next().unwrap_or_default();
    let hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let guid = || {
        let tail = text.get(text.len().saturating_sub(36)..).unwrap_or_default();
        let parts: Vec<usize> = tail.split('-').filter(|part| hex(part)).map(str::len).collect();
        parts == [8, 4, 4, 4, 12]
    };
    text.is_empty()
        || text.ends_with(['}', ')', ']', '"'])
        || ["AM", "PM"].contains(&last)
        || enumeration::is_whole(last)
        || (text.len() == 40 && hex(text))
        || guid()
}
