//! The spanned tree: what a YAML file says, with the place of every key and value, before any meaning.
//!
//! Invariant: every span lies inside the file's text on character boundaries; the span of a text covers its quotes but
//! no white space after it, and the span of a list or mapping ends where its last entry ends.
//! Deliberately absent: anchors, aliases, tags and several documents (reported while the tree is built), and types:
//! `5` and `true` are texts here, because only the reader of a key knows what it wants.

use crate::source::Span;
use std::borrow::Cow;

/// One value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node<'t> {
    /// Where it stands. Empty for a value that is not there (`title:`).
    pub(super) span: Span,
    /// What it is.
    pub(super) kind: Kind<'t>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    /// A scalar as written, quotes and escapes resolved.
    Text(Cow<'t, str>),
    /// Nothing: `~`, `null`, or no value at all.
    Empty,
    /// A list.
    List(Vec<Node<'t>>),
    /// A mapping.
    Map(Map<'t>),
    /// Something that could not be read and has been reported. Readers skip it without a word.
    Broken,
}

/// A mapping: its entries in the order they were written, duplicates included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Map<'t> {
    /// The entries.
    pub(super) entries: Vec<Entry<'t>>,
    /// Whether all of it could be read.
    pub(super) extent: Extent,
}

/// Whether all of a mapping could be read. In a damaged one a missing key proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// Everything that was written is in the tree.
    Whole,
    /// Part of it was left out after a syntax error.
    Damaged,
}

/// One `key: value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry<'t> {
    /// The key; anything but a text is reported by the reader.
    pub(super) key: Node<'t>,
    /// The value.
    pub(super) value: Node<'t>,
}

impl Node<'_> {
    /// What it is, for "expected …, found …".
    pub(super) fn found(&self) -> &'static str {
        match &self.kind {
            Kind::Text(_) => "a text",
            Kind::Empty => "nothing",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a mapping",
            Kind::Broken => "something unreadable",
        }
    }

    /// Whether it is what YAML makes of an unquoted `{{ name }}`: a mapping in braces whose only key is a mapping.
    pub(super) fn is_unquoted_placeholder(&self) -> bool {
        let Kind::Map(map) = &self.kind else { return false };
        map.entries.len() == 1 && matches!(map.entries[0].key.kind, Kind::Map(_))
    }
}
