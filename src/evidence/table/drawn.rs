//! Tables drawn with bars: Markdown, `psql`, boxes.
//!
//! Invariant: a row is read only if it has as many cells as the head.
//! Deliberately absent: rows that go on in the next line.

use crate::evidence::cell::{cell, doubt};
use crate::evidence::found::Found;
use crate::evidence::line::Line;
use crate::evidence::table::{Slot, slots};
use crate::evidence::{DoubtKind, Lines, Object, Shape};

const BARS: [char; 3] = ['|', '│', '┃'];

/// Reads the drawn tables of a text.
pub(super) fn find(lines: &[Line<'_>], used: &mut [bool], found: &mut Found) {
    for rule in 1..lines.len() {
        let is_rule = lines.get(rule).is_some_and(|line| is_rule(line.text));
        if is_rule && used.get(rule) == Some(&false) && found.has_room() {
            table(lines, used, found, rule);
        }
    }
}

/// Whether a line is drawn between a head and its rows: `|---|:---:|`, `----+----`, `├──┼──┤`.
fn is_rule(text: &str) -> bool {
    if !text.bytes().next().is_some_and(|byte| b"|+-=:\xe2".contains(&byte)) {
        return false;
    }
    let (mut crosses, mut dashes) = (false, false);
    for c in text.chars() {
        match c {
            '|' | '+' | '┼' | '╪' | '╬' | '┿' | '╋' => crosses = true,
            '-' | '=' | '─' | '═' | '━' => dashes = true,
            ' ' | ':' | '├' | '┤' | '╞' | '╡' | '╠' | '╣' | '┝' | '┥' | '┣' | '┫' | '│' | '┃' =>
                {}
            _ => return false,
        }
    }
    crosses && dashes
}

/// Whether a line is the upper or lower edge of a box, or between two rows of one.
fn is_edge(text: &str) -> bool {
    is_rule(text)
        || (!text.is_empty()
            && text.chars().all(|c| c == '+' || c == '-' || ('\u{2500}'..='\u{257f}').contains(&c)))
}

/// The cells of a line between bars; none if it has no bar.
fn cells(text: &str) -> Option<Vec<String>> {
    let bar = |text: &str| text.chars().next().is_some_and(|c| BARS.contains(&c));
    if !text.contains(BARS) {
        return None;
    }
    let inner = if bar(text) { text.get(text.chars().next()?.len_utf8()..)? } else { text };
    let inner = inner.strip_suffix(BARS).unwrap_or(inner);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for character in inner.chars() {
        match character {
            c if BARS.contains(&c) && !escaped => cells.push(String::new()),
            c => {
                if let Some(cell) = cells.last_mut() {
                    // A bar of the value itself is written `\|` in Markdown.
                    if escaped && BARS.contains(&c) {
                        cell.pop();
                    }
                    cell.push(c);
                }
            }
        }
        escaped = character == '\\' && !escaped;
    }
    Some(cells.into_iter().map(|cell| cell.trim().to_owned()).collect())
}

fn table(lines: &[Line<'_>], used: &mut [bool], found: &mut Found, rule: usize) {
    let Some(names) =
        lines.get(rule - 1).filter(|_| used.get(rule - 1) == Some(&false)).and_then(|line| cells(line.text))
    else {
        return;
    };
    if names.iter().all(String::is_empty)
        || (names.len() < 2 && !lines.get(rule).is_some_and(|line| line.text.starts_with(['|', '├', '+'])))
    {
        return;
    }
    let slots = slots(&names);
    let mut at = rule + 1;
    while let Some(line) =
        lines.get(at).filter(|line| !line.text.is_empty() && used.get(at) == Some(&false) && found.has_room())
    {
        if let Some(values) = cells(line.text).filter(|_| !is_edge(line.text)) {
            found.add(object(&names, &slots, &values, line.number));
        } else if !is_edge(line.text) {
            break;
        }
        at += 1;
    }
    let top = rule.checked_sub(2).filter(|top| lines.get(*top).is_some_and(|line| is_edge(line.text)));
    used.iter_mut().take(at).skip(top.unwrap_or(rule - 1)).for_each(|used| *used = true);
}

fn object(names: &[String], slots: &[Slot], values: &[String], line: usize) -> Object {
    let mut object = Object { shape: Shape::Table, properties: Vec::with_capacity(names.len()) };
    let fits = names.len() == values.len();
    let own = names.iter().zip(slots).enumerate().filter(|(_, (_, slot))| **slot == Slot::Own);
    for (index, (name, _)) in own {
        let value = values.get(index).filter(|_| fits).map_or("", String::as_str);
        let plain = value.strip_prefix('`').and_then(|value| value.strip_suffix('`')).unwrap_or(value);
        let mut property = cell(name, plain, Lines::one(line));
        if !fits {
            doubt(
                &mut property,
                DoubtKind::Glued,
                format!("Line {line} has not as many cells as the head of its table"),
            );
        }
        object.properties.push(property);
    }
    object
}
