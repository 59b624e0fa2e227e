//! Tables: rows under a head, as `Format-Table` prints them, and tables drawn with bars.
//!
//! Invariant: a value is taken only from a row that fits its columns; every other row keeps its values as doubts. A
//! property that is no column is unknown, because a narrow console drops columns.
//! Deliberately absent: sheets and tables between tabs (`separated`).

mod bare;
mod broken;
mod candidates;
mod columns;
mod drawn;
mod grid;
mod head;
mod rows;

use crate::evidence::cell::{cell, doubt};
use crate::evidence::found::Found;
use crate::evidence::line::Line;
use crate::evidence::table::rows::Row;
use crate::evidence::{Doubt, DoubtKind, Object, Property, Shape};
use std::collections::HashMap;

/// Reads the tables of a text.
pub(crate) fn find(lines: &[Line<'_>], used: &mut [bool], found: &mut Found) {
    drawn::find(lines, used, found);
    head::find(lines, used, found);
    bare::find(lines, used, found);
}

/// Where the value of a column goes in the object of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    /// The column has no name.
    Nowhere,
    /// It is a property.
    Own,
    /// The property of this index has the same name.
    Taken(usize),
}

/// The slot of each column.
fn slots(names: &[String]) -> Vec<Slot> {
    let mut known: HashMap<String, usize> = HashMap::new();
    let slot = |name: &String| {
        if name.is_empty() {
            return Slot::Nowhere;
        }
        let own = known.len();
        match *known.entry(name.to_ascii_lowercase()).or_insert(own) {
            first if first < own => Slot::Taken(first),
            _ => Slot::Own,
        }
    };
    names.iter().map(slot).collect()
}

/// The object of a row. `group` is the property that the rows were grouped by.
fn object(names: &[String], slots: &[Slot], row: &Row<'_>, group: Option<&Property>) -> Object {
    let mut object = Object { shape: Shape::Table, properties: Vec::with_capacity(names.len() + 1) };
    for ((name, slot), value) in names.iter().zip(slots).zip(&row.values) {
        match slot {
            Slot::Nowhere => continue,
            Slot::Own => {}
            Slot::Taken(first) => {
                if let Some(first) = object.properties.get_mut(*first) {
                    doubt(first, DoubtKind::Glued, format!("Two columns are named `{name}`"));
                }
                continue;
            }
        }
        let mut property = match value.more.as_slice() {
            [] => cell(name, value.text, row.lines),
            _ => cell(name, &value.pieces().collect::<Vec<_>>().join(" "), row.lines),
        };
        if !value.more.is_empty() {
            let text = format!("The value of `{name}` is wrapped; it may have no space at the breaks");
            doubt(&mut property, DoubtKind::Wrapped, text);
        }
        for found in value.doubts.iter().chain(&row.doubts) {
            if property.has_doubt(found.kind) {
                continue;
            }
            property.doubts.push(Doubt { lines: Some(row.lines), ..found.clone() });
        }
        object.properties.push(property);
    }
    if let Some(group) = group.filter(|group| object.get(&group.name).is_none()) {
        object.properties.push(group.clone());
    }
    object
}
