//! What of a reading stands on some lines, looked up instead of searched for: a text may hold thousands of commands.
//!
//! Invariant: objects, errors and other text of a reading rise in the text, so that half of them can be left out at a time.
//! Deliberately absent: parts themselves.

use crate::evidence::{ErrorRecord, Lines, Object, Reading, Shape};
use memchr::memmem::find;
use std::cell::OnceCell;

/// The objects of a reading with the lines that they stand on.
pub(crate) struct Placed<'r> {
    objects: &'r [Object],
    /// Those of each object; all of its properties tell them.
    lines: Vec<Option<Lines>>,
}

impl<'r> Placed<'r> {
    /// All objects of a reading.
    pub(crate) fn of(reading: &'r Reading) -> Self {
        Self { objects: &reading.objects, lines: reading.objects.iter().map(Object::lines).collect() }
    }

    /// The objects that begin on these lines, each with its own.
    pub(crate) fn begins_on(&self, range: Lines) -> impl Iterator<Item = (&'r Object, Lines)> {
        let begins = |lines: &Option<Lines>| lines.map_or(0, |lines| lines.first);
        let from = self.lines.partition_point(|lines| begins(lines) < range.first);
        let to = self.lines.partition_point(|lines| begins(lines) <= range.last).max(from);
        let lines = self.lines.get(from..to).unwrap_or_default();
        let objects = self.objects.get(from..to).unwrap_or_default();
        objects.iter().zip(lines).filter_map(|(object, lines)| lines.map(|lines| (object, lines)))
    }
}

/// The text of some lines without its letter case, which is made when it is first asked for.
pub(crate) struct Lowered<'t> {
    lines: &'t [&'t str],
    text: OnceCell<String>,
}

impl<'t> Lowered<'t> {
    /// The text of these lines.
    pub(crate) fn new(lines: &'t [&'t str]) -> Self {
        Self { lines, text: OnceCell::new() }
    }

    /// Whether a text, in lower case, occurs in it.
    pub(crate) fn holds(&self, wanted: &str) -> bool {
        let text = self.text.get_or_init(|| self.lines.join("\n").to_lowercase());
        find(text.as_bytes(), wanted.as_bytes()).is_some()
    }
}

/// Those of some rising ranges that have a line among these.
pub(crate) fn touching(ranges: &[Lines], lines: Lines) -> &[Lines] {
    let from = ranges.partition_point(|range| range.last < lines.first);
    let to = ranges.partition_point(|range| range.first <= lines.last);
    ranges.get(from..to.max(from)).unwrap_or_default()
}

/// The errors that begin on these lines.
pub(crate) fn errors_from(reading: &Reading, range: Lines) -> &[ErrorRecord] {
    let from = reading.errors.partition_point(|error| error.lines.first < range.first);
    let to = reading.errors.partition_point(|error| error.lines.first <= range.last);
    reading.errors.get(from..to.max(from)).unwrap_or_default()
}

/// Whether two objects have the same properties in the same order.
pub(crate) fn has_same_names(one: &Object, other: &Object) -> bool {
    one.properties.len() == other.properties.len()
        && one.properties.iter().zip(&other.properties).all(|(one, other)| one.name == other.name)
}

/// Whether the last object on these lines stops where the one before it goes on, or where `prints`, the properties that the
/// command lists in lower case, do. The last that it lists may be unknown to the server, and then is not printed.
pub(crate) fn stops_short(placed: &Placed<'_>, range: Lines, prints: Option<&[String]>) -> bool {
    let objects: Vec<&Object> = placed.begins_on(range).map(|(object, _)| object).collect();
    let Some((last, above)) = objects.split_last() else { return false };
    let begins = |names: &[&str]| {
        let own = last.properties.iter().map(|property| property.name.as_str());
        names.len() > last.properties.len()
            && own.zip(names).all(|(name, other)| name.eq_ignore_ascii_case(other))
    };
    let names = |object: &&Object| -> bool {
        begins(&object.properties.iter().map(|property| property.name.as_str()).collect::<Vec<_>>())
    };
    let listed = prints.is_some_and(|prints| {
        let listed: Vec<&str> = prints.iter().map(String::as_str).collect();
        listed.len() > last.properties.len() + 1 && begins(&listed)
    });
    last.shape == Shape::List && (above.last().is_some_and(names) || listed)
}

/// Where the part that begins with the object at `first` begins: with the prose that leads to it, or with the head of its
/// table, but below errors and below the object that ends in front of the line `below`. What stands above that prose is still
/// what the command above printed.
pub(crate) fn gap_start(reading: &Reading, below: usize, first: usize) -> usize {
    let errors = errors_from(reading, Lines { first: below, last: first });
    let after_error = errors.iter().map(|error| error.lines.last + 1).filter(|line| *line <= first).max();
    let floor = below.max(after_error.unwrap_or(0));
    let mut prose = touching(&reading.other, Lines { first: floor, last: first }).iter();
    let last = prose.rfind(|range| range.first >= floor && range.last < first);
    last.map_or(floor.min(first), |range| range.first)
}
