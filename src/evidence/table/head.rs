//! Heads of tables: names over dashes.
//!
//! Invariant: names that do not stand over their dashes are taken in their order, and then every value is doubted.
//! Deliberately absent: taking rows apart, and heads that lost their dashes (`bare`).

use crate::evidence::cell::cell;
use crate::evidence::found::Found;
use crate::evidence::line::{Form, Line};
use crate::evidence::table::columns::{Cells, columns};
use crate::evidence::table::grid::{Grid, Measure, groups};
use crate::evidence::table::rows::rows;
use crate::evidence::table::{object, slots};
use crate::evidence::{DoubtKind, Lines, Property};
use unicode_width::UnicodeWidthStr as _;

/// The most blank lines between two lines of a table.
pub(super) const WIDEST_SPACING: usize = 3;

/// The head of a table.
struct Head {
    names: Vec<String>,
    places: Cells,
    /// Index of its first line.
    first: usize,
    /// Blank lines between any two lines of the table.
    spacing: usize,
    /// Whether the names stand over the dashes.
    fit: Fit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Exact,
    ByOrder,
}

/// Reads the tables of a text that have a head.
pub(super) fn find(lines: &[Line<'_>], used: &mut [bool], found: &mut Found) {
    let is_free = |at: usize, used: &[bool]| used.get(at) == Some(&false);
    let rules: Vec<usize> = (0..lines.len())
        .filter(|at| is_free(*at, used) && lines.get(*at).is_some_and(|line| is_rule(line.text)))
        .collect();
    for (index, rule) in rules.iter().enumerate() {
        let next = rules.get(index + 1).copied();
        let end = next.and_then(|next| above(lines, next)).filter(|head| head > rule).unwrap_or(lines.len());
        let broken = next.is_some_and(|next| above(lines, next) == Some(*rule));
        let after_rule = above(lines, *rule).is_some_and(|above| rules.contains_sorted(above));
        if broken || after_rule {
            continue;
        }
        if let Some(head) = head(lines, used, *rule).filter(|_| found.has_room()) {
            ruled(lines, used, found, &head, *rule, end);
        }
    }
}

/// Looking up a sorted list.
trait ContainsSorted {
    fn contains_sorted(&self, wanted: usize) -> bool;
}

impl ContainsSorted for Vec<usize> {
    fn contains_sorted(&self, wanted: usize) -> bool {
        self.binary_search(&wanted).is_ok()
    }
}

/// Whether a line is a row of dashes.
fn is_rule(text: &str) -> bool {
    let Some(mark @ ('-' | '=' | '─')) = text.chars().next() else { return false };
    let (mut marks, mut spaces) = (0, 0);
    for character in text.chars() {
        match character {
            ' ' => spaces += 1,
            _ if character == mark => marks += 1,
            _ => return false,
        }
    }
    marks >= 2 && (mark == '-' || spaces > 0)
}

/// The next line above that is not blank, within reach.
fn above(lines: &[Line<'_>], at: usize) -> Option<usize> {
    (at.saturating_sub(WIDEST_SPACING + 1)..at)
        .rev()
        .find(|above| lines.get(*above).is_some_and(|line| !line.text.is_empty()))
}

/// The names above a row of dashes.
fn head(lines: &[Line<'_>], used: &[bool], rule: usize) -> Option<Head> {
    let first = above(lines, rule).filter(|at| used.get(*at) == Some(&false))?;
    let line = lines.get(first)?;
    if !matches!(line.form, Form::Text | Form::Logged | Form::Pair(_) | Form::Command) {
        return None;
    }
    // A table inside a value of a list stands right of its colon.
    let owner = above(lines, first).and_then(|at| lines.get(at)).map(|line| line.form);
    if matches!(owner, Some(Form::Pair(pair)) if pair.padding > 0 && line.indent > pair.colon) {
        return None;
    }
    let (grid, dashes) = (Grid::of(line, Measure::Terminal), Grid::of(lines.get(rule)?, Measure::Terminal));
    let mut places = groups(&dashes, 1);
    let words = groups(&grid, 2);
    let spacing = rule - first - 1;
    let mut head = Head { names: Vec::new(), places: Vec::new(), first, spacing, fit: Fit::Exact };
    if let [(start, end)] = places.as_slice() {
        let name = grid.slice(0, usize::MAX);
        if words.len() > 1 && end - start + 2 >= grid.width() - grid.indent() {
            // One row of dashes under all names.
            places = words;
        } else if name.contains(' ') || (*start, end - start) != (grid.indent(), name.width()) {
            return None;
        }
    }
    head.names = named(&grid, &places)?;
    if head.names.iter().any(String::is_empty) {
        let upper =
            first.checked_sub(1).filter(|at| used.get(*at) == Some(&false)).and_then(|at| lines.get(at));
        let upper =
            upper.filter(|line| line.form == Form::Text).map(|line| Grid::of(line, Measure::Terminal));
        if let Some(names) = upper.and_then(|grid| named(&grid, &places)) {
            head.names = names.into_iter().zip(&head.names).map(|(upper, lower)| upper + lower).collect();
            head.first = first - 1;
        }
    }
    if is_over(&grid, &places) {
        head.places = places;
        return Some(head);
    }
    let by_order =
        [groups(&grid, 2), groups(&grid, 1)].into_iter().find(|words| words.len() == places.len())?;
    head.names = by_order.into_iter().map(|(from, to)| grid.slice(from, to).to_owned()).collect();
    head.fit = Fit::ByOrder;
    head.places = places;
    Some(head)
}

/// What stands over each group of dashes.
fn named(grid: &Grid<'_>, places: &Cells) -> Option<Vec<String>> {
    let next = places.iter().skip(1).map(|(start, _)| *start).chain([usize::MAX]);
    let names: Vec<String> =
        places.iter().zip(next).map(|((start, _), next)| grid.slice(*start, next).to_owned()).collect();
    names.iter().any(|name| !name.is_empty()).then_some(names)
}

/// Whether names stand over the dashes and nowhere else.
fn is_over(grid: &Grid<'_>, places: &Cells) -> bool {
    let mut last = 0;
    let gaps = places.iter().map(|(start, end)| {
        let gap = (last, *start);
        last = *end;
        gap
    });
    let gaps: Vec<(usize, usize)> = gaps.collect();
    gaps.into_iter().all(|(from, to)| grid.end_of(from, to) == from) && grid.width() <= last
}

/// Reads the rows under a head with dashes.
fn ruled(lines: &[Line<'_>], used: &mut [bool], found: &mut Found, head: &Head, rule: usize, end: usize) {
    let end = (rule + 1..end).find(|at| used.get(*at) != Some(&false)).unwrap_or(end);
    let names: Vec<&str> = head.names.iter().map(String::as_str).collect();
    let mut columns = columns(&names, &head.places);
    let end = end.min(rule + 1 + found.room_for(names.len()) * (head.spacing + 1));
    let mut table = rows(&mut columns, lines, rule + 1, end, head.spacing);
    if table.found.is_empty() {
        return;
    }
    if let Some(below) = table.below {
        let text = "This line does not fit the table above it, but may be a row of it";
        found.doubt(DoubtKind::Unread, Lines::one(below), text);
    }
    let group = group(lines, used, head.first);
    if head.fit == Fit::ByOrder {
        table.found.iter_mut().for_each(|row| row.doubt("The names do not stand over their columns"));
    }
    let group_at = group.as_ref().map(|(at, _)| *at);
    for at in (head.first..=rule).chain(table.used).chain(group_at) {
        if let Some(used) = used.get_mut(at) {
            *used = true;
        }
    }
    let group = group.map(|(_, property)| property);
    let slots = slots(&head.names);
    table.found.iter().for_each(|row| found.add(object(&head.names, &slots, row, group.as_ref())));
}

/// The line above a table that names what its rows were grouped by: `   Database: DB01`.
fn group(lines: &[Line<'_>], used: &[bool], head: usize) -> Option<(usize, Property)> {
    let at = above(lines, head).filter(|at| at + 1 < head && used.get(*at) == Some(&false))?;
    let (line, head) = (lines.get(at)?, lines.get(head)?);
    let Form::Pair(pair) = line.form else { return None };
    let is_group = pair.padding == 0 && line.indent >= head.indent + 3 && !pair.value.is_empty();
    is_group.then(|| (at, cell(pair.name, pair.value.trim(), Lines::one(line.number))))
}
