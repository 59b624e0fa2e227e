//! The keys of a file as a tree with places, for editors: what stands where, before any meaning.
//!
//! Invariant: made by the same parser and the same recovery as everything else, so a broken line hides only itself and
//! what is indented below it.
//! Deliberately absent: findings, and what could not be read.

use crate::source::{FileId, Span};
use crate::syntax::tree::{Kind, Node};
use crate::syntax::{MAX_BYTES, characters, recover, yaml};

/// A key with its value, or an entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The key; none for an entry of a list.
    pub key: Option<String>,
    /// Where the key stands; for an entry of a list, where its first line stands.
    pub head: Span,
    /// The key with its value.
    pub whole: Span,
    /// The value, where it is a text.
    pub text: Option<String>,
    /// What the value holds, where it is a mapping or a list.
    pub items: Vec<Item>,
}

impl Item {
    /// What stands under this key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.items.iter().find(|item| item.key.as_deref() == Some(key))
    }
}

/// The keys of a text; none where it holds no mapping.
pub fn outline(file: FileId, text: &str) -> Vec<Item> {
    if text.len() > MAX_BYTES {
        return Vec::new();
    }
    let (clean, _) = characters(file, text);
    let first = yaml::parse(file, &clean, &[]);
    let Some(failure) = first.failure else {
        return first.root.as_ref().map(|root| items(root, text)).unwrap_or_default();
    };
    let mended = recover::recover(file, &clean, failure);
    let second = yaml::parse(file, &mended.text, &mended.damage);
    second.root.as_ref().map(|root| items(root, text)).unwrap_or_default()
}

fn items(node: &Node, text: &str) -> Vec<Item> {
    match &node.kind {
        Kind::Map(map) => map
            .entries
            .iter()
            .filter_map(|entry| {
                let Kind::Text(key) = &entry.key.kind else { return None };
                let whole = entry.key.span.to(entry.value.span);
                Some(item(Some(key.to_string()), entry.key.span, whole, &entry.value, text))
            })
            .collect(),
        Kind::List(nodes) => nodes
            .iter()
            .map(|node| {
                let written = text.get(node.span.range()).unwrap_or_default();
                let first = written.lines().next().map_or(0, str::len);
                let start = node.span.range().start;
                item(None, Span::new(node.span.file, start, start + first), node.span, node, text)
            })
            .collect(),
        Kind::Text(_) | Kind::Empty | Kind::Broken => Vec::new(),
    }
}

fn item(key: Option<String>, head: Span, whole: Span, value: &Node, text: &str) -> Item {
    let written = match &value.kind {
        Kind::Text(written) => Some(written.to_string()),
        _ => None,
    };
    Item { key, head, whole, text: written, items: items(value, text) }
}
