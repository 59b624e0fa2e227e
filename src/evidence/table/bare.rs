//! Tables whose row of dashes was lost.
//!
//! Invariant: names alone make a table only if rows of as many cells stand right below them, and then the text is
//! doubted; so are the values, unless nothing but a head can look like the first line.
//! Deliberately absent: names with one space between them, which may be a sentence.

use crate::evidence::found::Found;
use crate::evidence::line::{Form, Line};
use crate::evidence::table::columns::{Align, Cells, Column, cells, columns, settle};
use crate::evidence::table::grid::{Grid, Measure, groups};
use crate::evidence::table::head::WIDEST_SPACING;
use crate::evidence::table::rows::rows;
use crate::evidence::table::{object, slots};
use crate::evidence::{DoubtKind, Lines};

/// Reads the tables of a text that have a head without dashes.
pub(super) fn find(lines: &[Line<'_>], used: &mut [bool], found: &mut Found) {
    let mut at = 0;
    while at < lines.len() && found.has_room() {
        at = table(lines, used, found, at).unwrap_or(at + 1);
    }
    unread(lines, used, found);
}

/// Says where names with one space between them stand above values: a head that cannot be told from words of a sentence.
fn unread(lines: &[Line<'_>], used: &[bool], found: &mut Found) {
    let word = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let named = |text: &str| {
        let names = || text.split(' ').filter(|name| !name.is_empty());
        let hump = |name: &str| name.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
        names().count() > 2
            && names().all(|name| word(name) && name.starts_with(|c: char| c.is_ascii_uppercase()))
            && names().any(|name| hump(name) && name.bytes().any(|byte| byte.is_ascii_lowercase()))
    };
    let value =
        |text: &str| text.split(' ').any(|word| matches!(word, "True" | "False") || word.starts_with('{'));
    let free = |at: &usize| used.get(*at) == Some(&false);
    let row = |line: &Line<'_>| line.text.contains("  ") && line.text.split(' ').any(is_value);
    for (at, line) in lines.iter().enumerate().filter(|(at, line)| line.form == Form::Text && free(at)) {
        if row(line) {
            let text =
                "This may be a row of a table whose head is missing, so nothing is known about its values";
            return found.doubt(DoubtKind::Unread, Lines::one(line.number), text);
        }
        if !named(line.text) {
            continue;
        }
        let reach = at + 1..lines.len().min(at + 2 + WIDEST_SPACING);
        let below = reach.filter_map(|below| lines.get(below)).find(|line| !line.text.is_empty());
        if below.is_some_and(|below| below.form == Form::Text && value(below.text)) {
            let text = "This may be the head of a table, whose columns were lost; run the command again with `| Format-List`";
            return found.doubt(DoubtKind::Unread, Lines::one(line.number), text);
        }
    }
}

/// Whether a word is what cells hold and sentences do not: a switch, a thumbprint, a GUID, a list.
pub(super) fn is_value(word: &str) -> bool {
    let hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let guid = || {
        let parts: Vec<usize> = word.split('-').filter(|part| hex(part)).map(str::len).collect();
        parts == [8, 4, 4, 4, 12]
    };
    matches!(word, "True" | "False")
        || (word.starts_with('{') && word.len() > 2)
        || (word.len() == 40 && hex(word))
        || (word.len() == 36 && guid())
}

/// Reads the table whose head is the line `at`; gives where to go on.
fn table(lines: &[Line<'_>], used: &mut [bool], found: &mut Found, at: usize) -> Option<usize> {
    let line = lines.get(at).filter(|line| line.form == Form::Text && used.get(at) == Some(&false))?;
    let begins = |line: &Line<'_>| matches!(line.form, Form::Blank | Form::Frame | Form::Command);
    if !line.text.contains("  ") || (at > 0 && !lines.get(at - 1).is_none_or(begins)) {
        return None;
    }
    let grid = Grid::of(line, Measure::Terminal);
    let places = groups(&grid, 2);
    let names: Vec<&str> = places.iter().map(|(from, to)| grid.slice(*from, *to)).collect();
    if names.len() < 2 || !names.iter().all(|name| is_name(name)) {
        return None;
    }
    let room = found.room_for(names.len());
    let block = block(lines, used, at, &places, room)?;
    let mut columns = columns(&names, &places);
    settle(&mut columns, &block.rows);
    let all_fit = block.rows.iter().all(|row| cells(&columns, row).is_some());
    let enough = if names.len() > 2 { !block.rows.is_empty() } else { block.rows.len() > 1 && all_fit };
    if !block.ends || !enough {
        return Some(block.end);
    }
    let mut table = rows(&mut columns, lines, block.first, block.end, block.spacing);
    let certain = names.len() > 2 && all_fit && is_head(&names, &columns, &block.rows);
    for row in table.found.iter_mut().filter(|_| !certain) {
        row.doubt("The table has no row of dashes, so its columns are a guess");
    }
    for at in table.used.iter().copied().chain([at]) {
        if let Some(used) = used.get_mut(at) {
            *used = true;
        }
    }
    let text = "The row of dashes is missing under this line, so it may be no head of a table";
    found.doubt(DoubtKind::Unread, Lines::one(line.number), text);
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    let slots = slots(&names);
    table.found.iter().for_each(|row| found.add(object(&names, &slots, row, None)));
    Some(block.end)
}

/// The lines below a head that have as many cells.
struct Block<'a> {
    /// Index of the first.
    first: usize,
    /// One past the last.
    end: usize,
    spacing: usize,
    rows: Vec<Grid<'a>>,
    /// Whether something that ends a table follows, and not text right below the last row.
    ends: bool,
}

/// At most `room` rows are looked at.
fn block<'a>(
    lines: &[Line<'a>],
    used: &[bool],
    head: usize,
    places: &Cells,
    room: usize,
) -> Option<Block<'a>> {
    let mut reach = head + 1..lines.len().min(head + 2 + WIDEST_SPACING);
    let first = reach.find(|at| lines.get(*at).is_some_and(|line| !line.text.is_empty()))?;
    let spacing = first - head - 1;
    let mut block = Block { first, end: first, spacing, rows: Vec::new(), ends: false };
    let mut blanks = 0;
    while let Some(line) = lines.get(block.end).filter(|_| used.get(block.end) == Some(&false)) {
        blanks = if line.text.is_empty() { blanks + 1 } else { 0 };
        let is_row = blanks == 0 && matches!(line.form, Form::Text | Form::Logged);
        if blanks > spacing || (blanks == 0 && !is_row) {
            break;
        }
        if is_row {
            let row = Grid::of(line, Measure::Terminal);
            let fits = groups(&row, 2).len() == places.len() || starts_with_columns(places, &row);
            if !fits && !has_edges(places, &row) {
                break;
            }
            block.rows.push(row);
        }
        block.end += 1;
        if block.rows.len() == room {
            break;
        }
    }
    let ends = |line: &Line<'_>| {
        matches!(line.form, Form::Frame | Form::Command | Form::Warning | Form::Chatter | Form::Gap)
    };
    block.ends = blanks > spacing || block.rows.len() == room || lines.get(block.end).is_none_or(ends);
    Some(block)
}

/// Whether a row has blank cells but begins its cells where the names begin.
fn starts_with_columns(places: &Cells, row: &Grid<'_>) -> bool {
    groups(row, 2).iter().all(|(start, _)| places.binary_search_by_key(start, |(place, _)| *place).is_ok())
}

/// Whether a cell begins under every name, behind a blank: cells as wide as their columns have one space between them.
fn has_edges(places: &Cells, row: &Grid<'_>) -> bool {
    places.len() > 2 && places.iter().all(|(start, _)| row.begins(*start))
}

/// Whether a text can be the name of a column.
fn is_name(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(char::is_alphabetic)
        && text.split(' ').count() <= 3
        && text.chars().all(|c| c.is_alphanumeric() || " _-()#%/".contains(c))
}

/// Whether the first line is unlike the rows: words as names are, over a column of something else.
fn is_head(names: &[&str], columns: &[Column<'_>], rows: &[Grid<'_>]) -> bool {
    let word = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let value = |text: &str| !word(text) || ["True", "False"].contains(&text);
    let all_named = names.iter().all(|name| word(name) && name.starts_with(|c: char| c.is_ascii_uppercase()));
    let other = |index: usize| {
        let from = columns.get(index).map_or(0, |column| column.from);
        let to = columns.get(index + 1).map_or(usize::MAX, |next| next.from);
        rows.iter().map(|row| row.slice(from, to)).all(|text| !text.is_empty() && value(text))
    };
    all_named && (0..names.len()).any(other) && columns.iter().all(|column| column.align != Align::Framed)
}
