//! One cell of a table, a sheet or a log as a property.
//!
//! Invariant: a value that shows a mark of being cut, masked, garbled or replaced by the name of its type is doubted.
//! Deliberately absent: where the cell begins and ends, and values over several lines of a list (`value`).

use crate::evidence::items::{has_open_bracket, items};
use crate::evidence::mask::is_masked;
use crate::evidence::{Doubt, DoubtKind, Lines, Property};
use std::borrow::Cow;

/// The property of a cell.
pub(crate) fn cell(name: &str, value: &str, lines: Lines) -> Property {
    let items = items(value);
    let mut property = Property {
        name: name.to_owned(),
        value: value.to_owned(),
        items,
        doubts: Vec::new(),
        breaks: Vec::new(),
        lines,
    };
    let whole_list = property.items.as_ref().is_none_or(|items| items.complete);
    let dots = ["...", "…"].iter().any(|dots| value.ends_with(dots) || value.starts_with(dots));
    let cut = dots && !is_flags(value);
    if !whole_list || cut || has_open_bracket(value) {
        doubt(&mut property, DoubtKind::Cut, format!("The value of `{name}` is cut off"));
    }
    if value.contains('\n') && value.lines().filter(|line| line.contains(" :")).nth(1).is_some() {
        let text = format!("The value of `{name}` holds lines of its own, which are not read");
        doubt(&mut property, DoubtKind::Glued, text);
    }
    if is_type_name(value) {
        let text = format!("`{name}` shows the name of a type instead of its values");
        doubt(&mut property, DoubtKind::Cut, text);
    }
    if value.contains(char::REPLACEMENT_CHARACTER) {
        doubt(
            &mut property,
            DoubtKind::Garbled,
            format!("The value of `{name}` holds unreadable characters"),
        );
    }
    if is_masked(value) {
        doubt(&mut property, DoubtKind::Masked, format!("The value of `{name}` was masked"));
    }
    property
}

/// Whether the dots of a value stand for flags that are off, as in the services of a certificate: `...WS..`.
fn is_flags(value: &str) -> bool {
    value.len() == 7 && value.bytes().all(|byte| b".IPUWSFC".contains(&byte))
}

/// Adds a doubt about a value, unless there is one of its kind.
pub(crate) fn doubt(property: &mut Property, kind: DoubtKind, text: impl Into<Cow<'static, str>>) {
    if !property.has_doubt(kind) {
        property.doubts.push(Doubt { kind, text: text.into(), lines: Some(property.lines) });
    }
}

/// Whether a value is what .NET prints for an object that has no text of its own.
pub(crate) fn is_type_name(value: &str) -> bool {
    let known =
        ["System.", "Microsoft.Exchange.", "Deserialized.", "Microsoft.ActiveDirectory.", "Microsoft.Graph."];
    known.iter().any(|start| value.starts_with(start))
        && (value.ends_with("[]")
            || value.ends_with(']')
            || !value.contains(|c: char| c.is_whitespace() || "/@:\\".contains(c)))
}
