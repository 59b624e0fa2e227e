//! Tables: rows under a head, as `Format-Table` prints them, and tables drawn with bars.
//!
//! Invariant: a value is taken only from a row that fits its columns; every other row keeps its values as doubts. A
//! property that is no column is unknown, because a narrow console drops columns.
//! Deliberately absent: sheets and tables between tabs (`separated`).

mod bare;
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

/// Reads the tables of a text.
pub(crate) fn find(lines: &[Line<'_>], used: &mut [bool], found: &mut Found) {
    drawn::find(lines, used, found);
    head::find(lines, used, found);
    bare::find(lines, used, found);
}

/// The object of a row. `group` is the property that the rows were grouped by.
fn object(names: &[String], row: &Row<'_>, group: Option<&Property>) -> Object {
    let mut object = Object { shape: Shape::Table, properties: Vec::with_capacity(names.len() + 1) };
    for (name, value) in names.iter().zip(&row.values) {
        if name.is_empty() {
            continue;
        }
        if let Some(first) = object.properties.iter_mut().find(|first| first.name.eq_ignore_ascii_case(name))
        {
            doubt(first, DoubtKind::Glued, format!("Two columns are named `{name}`"));
            continue;
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
