//! Tables drawn with bars: Markdown, `psql`, boxes.
//!
//! Invariant: a row is read only if it has as many cells as the head.
//! Deliberately absent: rows that go on in the next line.

use crate::evidence::cell::{cell, doubt};
use crate::evidence::found::Found;
use crate::evidence::line::Line;
use crate::evidence::table::{Slot, slots};
use crate::evidence::{DoubtKind, Lines, Object, Shape, left};

const BARS: [char; 3] = ['|', '│', '┃'];

/// Reads the drawn tables of a text.
pub(super) fn find(lines: &[Line<'_>], used: &mut [bool], found: &mut Found) {
    for at in 0..lines.len() {
        let Some(line) = lines.get(at).filter(|_| used.get(at) == Some(&false)) else { continue };
        if is_rule(line.text) && found.has_room() {
            let names = at.checked_sub(1).filter(|above| used.get(*above) == Some(&false));
            let names = names.and_then(|above| lines.get(above)).and_then(|line| cells(line.text));
            if let Some(names) = names {
                table(lines, used, found, at, &names);
            }
        } else if let Some(names) = wiki_head(line.text).filter(|_| found.has_room()) {
            table(lines, used, found, at, &names);
        }
    }
}

/// The names in the head of a table as wikis of issue trackers have it, without a rule under it: `||Name||Enabled||`.
fn wiki_head(text: &str) -> Option<Vec<String>> {
    let inner = text.strip_prefix("||")?.strip_suffix("||").filter(|inner| inner.contains("||"))?;
    Some(inner.split("||").map(|name| name.trim().to_owned()).collect())
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

/// Reads the rows below a rule, or below a head that has none.
fn table(lines: &[Line<'_>], used: &mut [bool], found: &mut Found, rule: usize, names: &[String]) {
    if names.iter().all(String::is_empty)
        || (names.len() < 2 && !lines.get(rule).is_some_and(|line| line.text.starts_with(['|', '├', '+'])))
    {
        return;
    }
    if has_names_on_the_left(lines, rule, names) {
        let text = "Names and values stand side by side in this table, and its head is one of them; run the command again with \
                    `| Format-List`";
        let first = lines.get(rule).map_or(1, |line| line.number);
        found.doubt(DoubtKind::Unread, Lines::one(first), text);
        let end = lines.iter().skip(rule).position(|line| line.text.is_empty());
        let end = end.map_or(lines.len(), |end| rule + end);
        used.iter_mut().take(end).skip(rule.saturating_sub(1)).for_each(|used| *used = true);
        return;
    }
    let slots = slots(names);
    let mut left = left::is_head(names).then(|| left::Objects::new(Shape::Table));
    let mut at = rule + 1;
    while let Some(line) =
        lines.get(at).filter(|line| !line.text.is_empty() && used.get(at) == Some(&false) && found.has_room())
    {
        if let Some(values) = cells(line.text).filter(|_| !is_edge(line.text)) {
            match (&mut left, values.as_slice()) {
                (Some(left), [name, value]) => {
                    left.add(name, bare(value), line.number).into_iter().for_each(|object| found.add(object));
                }
                _ => found.add(object(names, &slots, &values, line.number)),
            }
        } else if !is_edge(line.text) {
            break;
        }
        at += 1;
    }
    left.and_then(|mut left| left.end()).into_iter().for_each(|object| found.add(object));
    let is_ruled = lines.get(rule).is_some_and(|line| is_rule(line.text));
    let top =
        rule.checked_sub(2).filter(|top| is_ruled && lines.get(*top).is_some_and(|line| is_edge(line.text)));
    let head = if is_ruled { rule.saturating_sub(1) } else { rule };
    used.iter_mut().take(at).skip(top.unwrap_or(head)).for_each(|used| *used = true);
}

/// Whether the head of a table of two columns is a name and its value like the rows below it.
fn has_names_on_the_left(lines: &[Line<'_>], rule: usize, names: &[String]) -> bool {
    let [name, value] = names else { return false };
    if left::is_head(names) {
        return false;
    }
    let below = lines.iter().skip(rule + 1).take_while(|line| !line.text.is_empty());
    let rows = below.filter(|line| !is_edge(line.text)).map_while(|line| cells(line.text));
    let rows: Vec<Vec<String>> = rows.take_while(|cells| cells.len() == 2).collect();
    let rows = rows.iter().filter_map(|cells| Some((cells.first()?.as_str(), cells.get(1)?.as_str())));
    let pairs: Vec<(&str, &str)> = std::iter::once((name.as_str(), value.as_str())).chain(rows).collect();
    left::are_pairs(&pairs)
}

/// A cell without the backquotes of Markdown around it.
fn bare(value: &str) -> &str {
    value.strip_prefix('`').and_then(|value| value.strip_suffix('`')).unwrap_or(value)
}

fn object(names: &[String], slots: &[Slot], values: &[String], line: usize) -> Object {
    let mut object = Object { shape: Shape::Table, properties: Vec::with_capacity(names.len()) };
    let fits = names.len() == values.len();
    let own = names.iter().zip(slots).enumerate().filter(|(_, (_, slot))| **slot == Slot::Own);
    for (index, (name, _)) in own {
        let value = values.get(index).filter(|_| fits).map_or("", String::as_str);
        let mut property = cell(name, bare(value), Lines::one(line));
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
