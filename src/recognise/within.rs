//! What of a reading stands on some lines, looked up instead of searched for: a text may hold thousands of commands.
//!
//! Invariant: objects, errors and other text of a reading rise in the text, so that half of them can be left out at a time.
//! Deliberately absent: parts themselves.

use crate::evidence::{ErrorRecord, Lines, Object, Reading};

/// The objects that begin on these lines.
pub(crate) fn objects_from(reading: &Reading, range: Lines) -> &[Object] {
    let begins = |object: &Object| object.lines().map_or(0, |lines| lines.first);
    let from = reading.objects.partition_point(|object| begins(object) < range.first);
    let to = reading.objects.partition_point(|object| begins(object) <= range.last);
    reading.objects.get(from..to.max(from)).unwrap_or_default()
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

/// Where the part that begins with the object at `first` begins: above the prose that leads to it, but below errors.
pub(crate) fn gap_start(reading: &Reading, below: usize, first: usize) -> usize {
    let errors = errors_from(reading, Lines { first: below, last: first });
    let after_error = errors.iter().map(|error| error.lines.last + 1).filter(|line| *line <= first).max();
    let floor = below.max(after_error.unwrap_or(0));
    let mut prose = touching(&reading.other, Lines { first: floor, last: first }).iter();
    prose.find(|range| range.first >= floor && range.last < first).map_or(first, |range| range.first)
}
