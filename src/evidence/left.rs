//! Tables of two columns that have the names of properties on the left: `Property | Value`.
//!
//! Invariant: a row becomes a property only if its first cell can be a name; a name that comes again begins another object.
//! Deliberately absent: how the table was drawn (`separated`, `table::drawn`).

use crate::evidence::cell::cell;
use crate::evidence::pair::LONGEST_NAME;
use crate::evidence::{Lines, Object, Shape};
use std::collections::HashSet;

/// Heads of the left and of the right column, in lower case.
const LEFT: [&str; 12] = [
    "property",
    "name",
    "key",
    "parameter",
    "setting",
    "attribute",
    "field",
    "item",
    "property name",
    "eigenschaft",
    "propriété",
    "プロパティ",
];
const RIGHT: [&str; 8] = ["value", "values", "current value", "wert", "valeur", "valor", "値", "值"];

/// Whether these are the heads of such a table.
pub(crate) fn is_head<S: AsRef<str>>(names: &[S]) -> bool {
    let is_one_of =
        |name: &S, known: &[&str]| known.contains(&name.as_ref().trim_matches('*').to_lowercase().as_str());
    matches!(names, [left, right] if is_one_of(left, &LEFT) && is_one_of(right, &RIGHT))
}

/// Whether a text can be the name of a property: a word of letters that begins with a capital and has small ones.
pub(crate) fn is_word(text: &str) -> bool {
    let mut letters = text.trim().chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.clone().any(char::is_lowercase)
        && letters.all(char::is_alphabetic)
}

/// What the names of properties end in, and hardly any value.
const ENDS: [&str; 16] = [
    "Thumbprint",
    "Date",
    "Name",
    "Names",
    "Uri",
    "Url",
    "Epr",
    "Enabled",
    "Domain",
    "Domains",
    "Level",
    "Endpoint",
    "Authentication",
    "Identity",
    "Realm",
    "Address",
];

/// Whether a text is one word that ends as names of properties do, and few values.
fn ends_as_properties_do(text: &str) -> bool {
    is_word(text) && ENDS.iter().any(|end| text.trim().ends_with(end))
}

/// Whether lines of a name and a value, the first of which looks like a head, have their names on the left: below a head stands
/// no other name, and a head is no value.
pub(crate) fn are_pairs(lines: &[(&str, &str)]) -> bool {
    let is_value = |text: &str| text.contains(|c: char| !c.is_alphabetic() && c != ' ');
    let first = lines.first().is_some_and(|(_, first)| is_value(first));
    are_quoted_pairs(lines) || first && are_named(lines)
}

/// The same of lines whose texts stand in quotation marks: only names below the head are a sign.
pub(crate) fn are_quoted_pairs(lines: &[(&str, &str)]) -> bool {
    let named = |(name, value): &(&str, &str)| ends_as_properties_do(name) || ends_as_properties_do(value);
    lines.iter().skip(1).any(named) && are_named(lines)
}

/// The same of lines that a page or a spreadsheet gave: there a switch or a blank among other values is a sign too.
pub(crate) fn are_copied_pairs(lines: &[(&str, &str)]) -> bool {
    let is_switch = |value: &str| matches!(value.trim(), "" | "True" | "False");
    let switches = lines.iter().filter(|(_, value)| is_switch(value)).count();
    let mixed = switches > 0 && switches + 1 < lines.len();
    let value_above = lines.first().is_some_and(|(_, first)| !is_word(first));
    are_pairs(lines) || (mixed || value_above) && are_named(lines)
}

/// Whether several lines begin with words that names of properties can be, each with its own.
fn are_named(lines: &[(&str, &str)]) -> bool {
    let mut different = HashSet::new();
    lines.len() > 1
        && lines.iter().all(|(name, _)| is_word(name) && different.insert(name.trim().to_lowercase()))
}

/// Puts objects together from the rows of such a table.
pub(crate) struct Objects {
    shape: Shape,
    open: Object,
}

impl Objects {
    /// Of a table of this shape.
    pub(crate) fn new(shape: Shape) -> Self {
        Self { shape, open: Object { shape, ..Object::default() } }
    }

    /// Takes a row; gives the object that ends above it. A row without a name is left out.
    pub(crate) fn add(&mut self, name: &str, value: &str, line: usize) -> Option<Object> {
        let name = name.trim_matches(['*', '`', ':', ' ']);
        if name.len() > LONGEST_NAME || !name.starts_with(char::is_alphabetic) {
            return None;
        }
        let ended = if self.open.get(name).is_some() { self.end() } else { None };
        self.open.properties.push(cell(name, value, Lines::one(line)));
        ended
    }

    /// The last object.
    pub(crate) fn end(&mut self) -> Option<Object> {
        let open = std::mem::replace(&mut self.open, Object { shape: self.shape, ..Object::default() });
        (!open.properties.is_empty()).then_some(open)
    }
}

#[cfg(test)]
mod tests {
    use crate::evidence::read;

    #[test]
    fn names_on_the_left_make_objects() {
        for text in [
            "| Property | Value |\n|---|---|\n| Name | HybridIOC |\n| **Enabled** | `False` |\n| Name | Other |\n| Enabled | True |\n",
            "Property\tValue\nName\tHybridIOC\nEnabled\tFalse\nName\tOther\nEnabled\tTrue\n",
            "<table><tr><th>Property</th><th>Value</th></tr><tr><td>Name</td><td>HybridIOC</td></tr>\n\
             <tr><td>Enabled</td><td>False</td></tr>\n<tr><td>Name</td><td>Other</td></tr>\n\
             <tr><td>Enabled</td><td>True</td></tr></table>\n",
        ] {
            let reading = read(text);
            let enabled: Vec<&str> =
                reading.properties("Enabled").map(|(_, property)| property.value.as_str()).collect();
            assert_eq!((reading.objects.len(), enabled), (2, vec!["False", "True"]), "{text}: {reading:?}");
            assert!(reading.properties("Value").next().is_none(), "{text}");
        }
    }

    #[test]
    fn a_pair_drawn_as_the_head_of_a_table_is_no_head() {
        let reading = read("| Name | HybridIOC |\n|---|---|\n| Enabled | False |\n| Realm | contoso.com |\n");
        assert_eq!((reading.objects.len(), reading.doubts.len()), (0, 1), "{reading:?}");
    }

    #[test]
    fn other_tables_of_two_columns_have_their_names_above() {
        let realms = read("| Name | Realm |\n|---|---|\n| Alpha | |\n| Beta | contoso.com |\n");
        assert_eq!(
            realms.objects[1].get("Realm").map(|property| property.value.as_str()),
            Some("contoso.com")
        );
        let reading = read("| Component | State |\n|---|---|\n| EwsProxy | Active |\n");
        assert_eq!(reading.objects[0].get("State").map(|property| property.value.as_str()), Some("Active"));
    }
}
