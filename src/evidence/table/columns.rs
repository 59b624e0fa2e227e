//! The columns of a table: their names from its head, their places from the row of dashes and from the rows.
//!
//! Where columns end is not printed. A left-aligned column begins where its dashes begin; a right-aligned one ends where
//! they end, and begins behind a column that is blank in every row.
//! Invariant: a row is taken apart only where white space stands at every edge and every cell touches the edge that its
//! column is aligned to.
//! Deliberately absent: which lines are rows.

use crate::evidence::table::grid::Grid;

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column<'a> {
    pub(super) name: &'a str,
    /// Where its name or its dashes begin and end.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) align: Align,
    /// Where its cells begin: behind the cells of the column before it.
    pub(super) from: usize,
    /// Whether the edge to the column before it was a choice among several.
    pub(super) edge: Edge,
}

/// Where the cells of a column stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
    /// Anywhere: the dashes are as wide as the column.
    Framed,
}

/// How certain the edge of a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Certain,
    Chosen,
}

/// The cells of a row: where each begins and ends.
pub(super) type Cells = Vec<(usize, usize)>;

/// Columns with these names at these places, before any row was looked at.
pub(super) fn columns<'a>(names: &[&'a str], places: &[(usize, usize)]) -> Vec<Column<'a>> {
    let framed = names.iter().zip(places).rev().skip(1).any(|(name, (start, end))| {
        let width = unicode_width::UnicodeWidthStr::width(*name);
        width + 1 < end - start
    });
    let align = if framed { Align::Framed } else { Align::Left };
    let column = |(name, (start, end)): (&&'a str, &(usize, usize))| Column {
        name,
        start: *start,
        end: *end,
        align,
        from: *start,
        edge: Edge::Certain,
    };
    names.iter().zip(places).map(column).collect()
}

/// Finds out from the rows how each column is aligned and where it begins.
pub(super) fn settle(columns: &mut [Column<'_>], rows: &[Grid<'_>]) {
    if columns.first().is_some_and(|column| column.align == Align::Framed) {
        return;
    }
    for column in columns.iter_mut() {
        let (mut left, mut right) = (0, 0);
        for row in rows {
            let (begins, ends) = (row.begins(column.start), row.ends(column.end));
            left += usize::from(begins && !ends);
            right += usize::from(ends && !begins);
        }
        column.align = if right > left { Align::Right } else { Align::Left };
    }
    for index in 0..columns.len() {
        let before = index.checked_sub(1).and_then(|before| columns.get(before)).map(|before| before.end);
        let Some(column) = columns.get_mut(index) else { break };
        if column.align == Align::Right {
            let (from, edge) = left_edge(column, before.unwrap_or(0), rows);
            (column.from, column.edge) = (from, edge);
        }
    }
}

/// Where the cells of a right-aligned column begin.
fn left_edge(column: &Column<'_>, least: usize, rows: &[Grid<'_>]) -> (usize, Edge) {
    // A row that does not end with the column is no witness.
    let rows: Vec<&Grid<'_>> = rows.iter().filter(|row| row.ends(column.end)).collect();
    // The gaps that all rows share; a gap in front of the first text is none.
    let mut gaps: Vec<(usize, usize)> = Vec::new();
    for at in (least..column.start).filter(|at| rows.iter().all(|row| row.is_blank(*at))) {
        match gaps.last_mut() {
            Some((_, end)) if *end == at => *end = at + 1,
            _ => gaps.push((at, at + 1)),
        }
    }
    let Some((_, nearest)) = gaps.last().copied() else { return (column.start, Edge::Chosen) };
    let number = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
            && text.chars().all(|c| c.is_ascii_digit() || ".,-%".contains(c))
    };
    // A value hardly ever holds two spaces in a row.
    let is_only_wide = gaps.iter().rev().skip(1).all(|(start, end)| end - start == 1)
        && gaps.last().is_some_and(|(start, end)| {
            end - start > 1 || (*end == column.start && rows.iter().all(|row| row.is_blank(*end)))
        });
    if gaps.len() == 1 || is_only_wide || rows.iter().all(|row| number(row.slice(nearest, column.end))) {
        return (nearest, Edge::Certain);
    }
    // The widest may be it.
    let widest =
        gaps.iter().max_by_key(|(start, end)| (end - start, *start)).map_or(nearest, |(_, end)| *end);
    (widest, Edge::Chosen)
}

/// The cells of a row, if it fits the columns.
pub(super) fn cells(columns: &[Column<'_>], row: &Grid<'_>) -> Option<Cells> {
    if row.indent() < columns.first()?.from {
        return None;
    }
    let mut cells = Cells::with_capacity(columns.len());
    for (index, column) in columns.iter().enumerate() {
        let next = columns.get(index + 1);
        let to = next.map_or(usize::MAX, |next| next.from);
        let end = row.end_of(column.from, to);
        let is_blank = end == column.from;
        let fits = match column.align {
            _ if next.is_some() && !row.is_blank(to - 1) => false,
            _ if is_blank => true,
            Align::Left => row.begins(column.start),
            Align::Right => end == column.end,
            Align::Framed => next.is_none() || end <= column.end,
        };
        if !fits {
            return None;
        }
        cells.push((column.from, end));
    }
    Some(cells)
}
