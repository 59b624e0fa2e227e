//! The parts of a file as a tree, for an outline and for "go to symbol".
//!
//! Invariant: made from the parser's own tree, so broken lines hide only themselves.
//! Deliberately absent: values; a part is shown with its title alone.

use crate::editor::{Desk, FileKind};
use crate::graph::{Content, Node};
use crate::model::NodeKey;
use crate::source::{FileId, Span};
use crate::syntax::{self, Item};

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its title; may be empty.
    pub detail: String,
    /// What kind of part it is.
    pub kind: Kind,
    /// Where its name stands.
    pub head: Span,
    /// All of it.
    pub whole: Span,
    /// Its own parts.
    pub parts: Vec<Self>,
}

/// What a part of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A table of named things.
    Table,
    /// A symptom.
    Symptom,
    /// A check.
    Check,
    /// A fix.
    Fix,
    /// An end.
    End,
    /// An outcome.
    Outcome,
    /// An input.
    Input,
    /// A scenario.
    Scenario,
    /// Anything else that has a name.
    Named,
}

/// The tables of the format and what each one holds.
const TABLES: [(&str, Kind); 10] = [
    ("inputs", Kind::Input),
    ("symptoms", Kind::Symptom),
    ("checks", Kind::Check),
    ("fixes", Kind::Fix),
    ("ends", Kind::End),
    ("sources", Kind::Named),
    ("places", Kind::Named),
    ("glossary", Kind::Named),
    ("elsewhere", Kind::Named),
    ("scenarios", Kind::Scenario),
];

/// The parts of a file.
pub fn of_file(desk: Desk<'_>, file: FileId) -> Vec<Part> {
    let items = syntax::outline(file, desk.text(file));
    let parts = items.iter().filter_map(|item| {
        let name = item.key.as_deref()?;
        let (_, kind) = TABLES.iter().find(|(table, _)| *table == name)?;
        let inner: Vec<Part> = item.items.iter().map(|item| part(item, *kind)).collect();
        Some(Part { parts: inner, ..made(item, name.to_owned(), Kind::Table) })
    });
    parts.collect()
}

/// The names that a table of a file gives, also to what could not be read whole.
pub(super) fn names_in(desk: Desk<'_>, file: FileId, table: &str) -> Vec<String> {
    if desk.kind(file) == FileKind::Scenarios {
        return Vec::new();
    }
    let items = syntax::outline(file, desk.text(file));
    let table = items.into_iter().find(|item| item.key.as_deref() == Some(table));
    table.map(|table| table.items.into_iter().filter_map(|item| item.key).collect()).unwrap_or_default()
}

fn part(item: &Item, kind: Kind) -> Part {
    let text = |key: &str| item.get(key).and_then(|inner| inner.text.clone());
    let title = text("title").or_else(|| text("ask")).or_else(|| text("means")).unwrap_or_default();
    let name = item.key.clone().unwrap_or_else(|| title.clone());
    let detail = if item.key.is_some() { title } else { String::new() };
    let outcomes = item.get("outcomes").map(|outcomes| outcomes.items.as_slice()).unwrap_or_default();
    let parts = outcomes.iter().map(|outcome| part(outcome, Kind::Outcome)).collect();
    Part { detail, parts, ..made(item, name, kind) }
}

fn made(item: &Item, name: String, kind: Kind) -> Part {
    // An editor shows no part without a name.
    let name = if name.trim().is_empty() { "…".to_owned() } else { name };
    Part { name, detail: String::new(), kind, head: item.head, whole: item.whole, parts: Vec::new() }
}

/// Whether a text holds the letters of `query` in this order, whatever the case and the white space.
pub(super) fn holds_letters(text: &str, query: &str) -> bool {
    let mut letters =
        query.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).peekable();
    for letter in text.chars().flat_map(char::to_lowercase) {
        letters.next_if_eq(&letter);
    }
    letters.next().is_none()
}

/// All nodes whose address or title holds the letters of `query` in this order, whatever the case.
pub fn find<'a>(desk: Desk<'a>, query: &str) -> Vec<(&'a NodeKey, &'a str, Kind, Span)> {
    let is_meant =
        |node: &&Node| holds_letters(&node.key.to_string(), query) || holds_letters(node.title(), query);
    let found = desk.graph.nodes().filter(is_meant).map(|node| {
        let kind = match node.content {
            Content::Symptom(_) => Kind::Symptom,
            Content::Check(_) => Kind::Check,
            Content::Fix(_) => Kind::Fix,
            Content::End(_) => Kind::End,
        };
        (&node.key, node.title(), kind, node.span)
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::holds_letters;

    #[test]
    fn letters_count_in_their_order_and_in_any_case() {
        assert!(
            holds_letters("other/Look", "otlk") && holds_letters("Überall", "üb") && holds_letters("a", "")
        );
        assert!(!holds_letters("other/look", "lo ot") && !holds_letters("", "a"));
    }
}
