//! Mappings: with a fixed set of keys (`fields`), and of names that the author chose (`named`).
//!
//! Invariant: unknown and duplicate keys are reported when a mapping is opened; the first of two equal keys counts.
//! Deliberately absent: what the values mean.

use crate::diagnostic::Diagnostic;
use crate::model::Named;
use crate::source::{Span, Spanned};
use crate::syntax::lower::{Lower, Place, Table, Value, near, other_words, tables_with};
use crate::syntax::rules;
use crate::syntax::tree::{Entry, Extent, Kind, Map, Node};
use std::collections::HashMap;

/// How many unknown keys of one mapping are compared with the known ones: guessing takes time, and a mapping with more
/// is no slip of the pen.
const MOST_GUESSES: usize = 50;

/// An opened mapping: its known keys, ready to be read.
pub(super) struct Fields<'n, 't> {
    table: &'static Table,
    /// One slot for each key of the table.
    slots: Vec<Option<&'n Entry<'t>>>,
    extent: Extent,
    /// How many keys were not understood.
    unknown: usize,
    /// Where to point when something is missing: the name or key that the mapping stands under.
    pub(super) head: Span,
    /// The whole mapping.
    pub(super) span: Span,
}

/// The keys of a mapping so far. Most mappings hold a few, which are compared one by one.
#[derive(Default)]
struct Seen<'n> {
    few: Vec<(&'n str, Span)>,
    many: HashMap<&'n str, Span>,
}

impl<'n> Seen<'n> {
    /// From how many keys on they are looked up by their hashes.
    const FEW: usize = 16;

    /// Adds a key, unless it is there; then says where.
    fn add(&mut self, key: &'n str, span: Span) -> Option<Span> {
        if self.few.len() < Self::FEW {
            let first = self.few.iter().find(|(known, _)| *known == key).map(|(_, first)| *first);
            if first.is_none() {
                self.few.push((key, span));
            }
            return first;
        }
        if self.many.is_empty() {
            self.many.extend(self.few.iter().copied());
        }
        let first = self.many.get(key).copied();
        self.many.entry(key).or_insert(span);
        first
    }
}

impl<'n, 't> Fields<'n, 't> {
    /// The value of a key, if it is there.
    pub(super) fn get(&self, key: &'static str) -> Option<Value<'n, 't>> {
        let index = self.table.names().position(|name| name == key);
        debug_assert!(index.is_some(), "the table of a {} lacks `{key}`", self.table.what);
        let entry = (*self.slots.get(index?)?)?;
        let example = self.table.keys[index?].1;
        Some(Value { key, place: Place::Under(entry.key.span), example, node: &entry.value })
    }

    /// Where a key is written, if it is there.
    pub(super) fn key_span(&self, key: &str) -> Option<Span> {
        let index = self.table.names().position(|name| name == key)?;
        self.slots.get(index)?.map(|entry| entry.key.span)
    }

    /// Whether everything in the mapping was read and understood: only then does a missing key prove anything.
    pub(super) fn is_complete(&self) -> bool {
        self.extent == Extent::Whole && self.unknown == 0
    }

    /// The value of a key that must be there.
    pub(super) fn required(&self, lower: &mut Lower, key: &'static str) -> Option<Value<'n, 't>> {
        let value = self.get(key);
        if value.is_none() && self.extent == Extent::Whole {
            let example =
                self.table.keys.iter().find(|(name, _)| *name == key).map_or(key, |(_, example)| example);
            lower.report(rules::missing_key::finding(self.head, self.table.what, key, example));
        }
        value
    }
}

impl<'t> Lower<'t> {
    /// Opens a mapping whose keys are those of `table`.
    pub(super) fn fields<'n>(
        &mut self,
        value: Value<'n, 't>,
        table: &'static Table,
    ) -> Option<Fields<'n, 't>> {
        let Kind::Map(map) = &value.node.kind else {
            self.wrong_type(&value, "a mapping");
            return None;
        };
        if value.node.is_unquoted_placeholder() {
            self.wrong_type(&value, "a mapping");
            return None;
        }
        let head = match value.place {
            Place::Under(key) => key,
            Place::InList => first_key(value.node),
        };
        Some(self.open(value.node.span, map, head, table))
    }

    /// Opens a mapping that is known to be one; `head` is pointed at when something is missing.
    pub(super) fn open<'n>(
        &mut self,
        span: Span,
        map: &'n Map<'t>,
        head: Span,
        table: &'static Table,
    ) -> Fields<'n, 't> {
        let mut slots: Vec<Option<&'n Entry<'t>>> = vec![None; table.keys.len()];
        let mut unknown = Seen::default();
        let mut strangers: Vec<(&'n str, &'n Entry<'t>)> = Vec::new();
        for entry in &map.entries {
            let Some(key) = self.key(entry) else { continue };
            let slot = table.names().position(|name| name == key).and_then(|index| slots.get_mut(index));
            match slot {
                Some(slot @ None) => *slot = Some(entry),
                Some(Some(first)) => {
                    let (first, span) = (first.key.span, entry.key.span);
                    self.report(rules::duplicate_key::finding(span, first, key));
                }
                None => {
                    if let Some(first) = unknown.add(key, entry.key.span) {
                        self.report(rules::duplicate_key::finding(entry.key.span, first, key));
                    } else {
                        strangers.push((key, entry));
                    }
                }
            }
        }
        let mut unread = 0;
        for (index, (key, entry)) in strangers.into_iter().enumerate() {
            if self.is_rest_of_text(entry) {
                self.report(rules::yaml_syntax::comma_in_text(entry.key.span, key));
                unread += 1;
                continue;
            }
            let taken: Vec<&str> =
                table.names().zip(&slots).filter(|(_, slot)| slot.is_some()).map(|(name, _)| name).collect();
            let guess = || other_words::meant(key, table.names()).or_else(|| near(key, table.names()));
            let meant = if index < MOST_GUESSES { guess() } else { None };
            self.report(rules::unknown_key::finding(entry.key.span, key, table, meant, &taken));
            // A slip of the pen is read as what was meant, unless it means something elsewhere: one slip, one finding.
            let slip = meant.filter(|meant| !taken.contains(meant) && tables_with(key).next().is_none());
            let slot = slip.and_then(|meant| table.names().position(|name| name == meant));
            match slot.and_then(|index| slots.get_mut(index)) {
                Some(slot) => *slot = Some(entry),
                None => unread += 1,
            }
        }
        Fields { table, slots, extent: map.extent, unknown: unread, head, span }
    }

    /// Reads a mapping of names that the author chose. `read_name` checks a name, `read` reads what it names; entries
    /// that cannot be read are left out.
    pub(super) fn named<'n, K: AsRef<str>, T>(
        &mut self,
        value: Option<Value<'n, 't>>,
        mut read_name: impl FnMut(&mut Self, Spanned<&'n str>) -> Option<K>,
        mut read: impl FnMut(&mut Self, Value<'n, 't>) -> Option<T>,
    ) -> Named<K, T> {
        let Some(value) = value else { return Named::default() };
        let Kind::Map(map) = &value.node.kind else {
            self.wrong_type(&value, "a mapping of names");
            return Named::default();
        };
        if map.entries.is_empty() && map.extent == Extent::Whole {
            let finding = self.empty(&value);
            self.report(finding);
        }
        let mut seen = Seen::default();
        let mut entries = Vec::with_capacity(map.entries.len());
        for entry in &map.entries {
            let Some(name) = self.key(entry) else { continue };
            if let Some(first) = seen.add(name, entry.key.span) {
                self.report(rules::duplicate_key::finding(entry.key.span, first, name));
                continue;
            }
            let key = read_name(self, Spanned::new(name, entry.key.span));
            let inner = Value {
                key: name,
                place: Place::Under(entry.key.span),
                example: value.example,
                node: &entry.value,
            };
            if let (Some(key), Some(item)) = (key, read(self, inner)) {
                entries.push((Spanned::new(key, entry.key.span), item));
            }
        }
        Named::from_distinct(entries)
    }

    /// The text of a key; reports keys that are none, and merge keys.
    fn key<'n>(&mut self, entry: &'n Entry<'t>) -> Option<&'n str> {
        let span = entry.key.span;
        match &entry.key.kind {
            Kind::Text(text) if text == "<<" => {
                self.report(rules::alias::merge_key(span));
                None
            }
            Kind::Text(text) => Some(text),
            Kind::Broken => None,
            Kind::Empty | Kind::List(_) | Kind::Map(_) => {
                let finding = self.strange_key(entry);
                self.report(finding);
                None
            }
        }
    }

    fn strange_key(&self, entry: &Entry) -> Diagnostic {
        let key = entry.key.span;
        match &entry.key.kind {
            Kind::Empty if self.written(key).is_empty() => rules::yaml_syntax::no_key(key),
            _ => rules::wrong_type::key(key, entry.key.found()),
        }
    }

    /// Whether an unknown key is really the rest of a text between braces that holds a comma: `{ a: one, two }`.
    fn is_rest_of_text(&self, entry: &Entry) -> bool {
        let after = self.text.get(entry.key.span.range().end..).unwrap_or_default();
        matches!(entry.value.kind, Kind::Empty) && after.trim_start().starts_with([',', '}'])
    }
}

/// The first key of a mapping, or all of it where it has none.
pub(super) fn first_key(node: &Node) -> Span {
    match &node.kind {
        Kind::Map(map) => map.entries.first().map_or(node.span, |entry| entry.key.span),
        _ => node.span,
    }
}
