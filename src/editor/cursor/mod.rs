//! What an author is writing at a place of a text that need not be YAML yet: a key, a value, and in which mapping.
//!
//! Invariant: reads any text and never fails; where the text is YAML, the path is the one that the parser sees (a test
//! compares them at every key of the shipped knowledge base, with and without the text behind it).
//! Deliberately absent: what the keys mean (`schema`), and trees: what is half typed has none.

mod block;
mod flow;

use std::ops::Range;

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor<'t> {
    /// The keys and lists around it, outermost first. With [`Role::Value`] the last one is the key that the value is of.
    pub path: Vec<Step<'t>>,
    /// What is written there.
    pub role: Role,
    /// The word that is being written there, in bytes; empty where there is none yet.
    pub word: Range<usize>,
    /// The other entries of the mapping, where a key is written.
    pub beside: Vec<Pair<'t>>,
}

/// One level around a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<'t> {
    /// Its name.
    pub name: Name<'t>,
    /// The entries of the mapping that holds the key, as far as they stand before the place.
    pub beside: Vec<Pair<'t>>,
}

/// The name of a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name<'t> {
    /// Under this key.
    Key(&'t str),
    /// In an entry of a list.
    Entry,
}

/// A key, and its value where that is a word or a text on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair<'t> {
    /// The key.
    pub key: &'t str,
    /// The value.
    pub value: Option<&'t str>,
    /// Where the key begins.
    at: usize,
}

/// What is written at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A key of a mapping.
    Key,
    /// The value of a key.
    Value,
    /// The beginning of a value or of an entry of a list: a word, or the first key of a mapping.
    Start,
    /// Inside a text of several lines.
    Text,
    /// Nothing that has a meaning: a comment.
    Nowhere,
}

impl<'t> Cursor<'t> {
    /// What stands at byte `offset` of `text`; an offset past the end or inside a character counts as the one before.
    pub fn at(text: &'t str, offset: usize) -> Self {
        let offset = text.floor_char_boundary(offset);
        block::Scan::new(text, offset).run()
    }

    /// The names of the path.
    pub fn names(&self) -> Vec<Name<'t>> {
        self.path.iter().map(|step| step.name).collect()
    }

    /// The value of another key of the mapping in which the key stands that is `above` levels up: 0 is the mapping in
    /// which a key is written, or the one that holds the key of the value.
    pub fn sibling(&self, above: usize, key: &str) -> Option<&'t str> {
        let of = |pairs: &[Pair<'t>]| pairs.iter().find(|pair| pair.key == key)?.value;
        let keys: Vec<&Step<'t>> =
            self.path.iter().rev().filter(|step| matches!(step.name, Name::Key(_))).collect();
        match (self.role, above) {
            (Role::Key, 0) => of(&self.beside),
            (Role::Key, above) => of(&keys.get(above - 1)?.beside),
            (_, above) => of(&keys.get(above)?.beside),
        }
    }
}

/// What was found, while the entries after it are still to be read.
#[derive(Debug)]
struct Found<'t> {
    cursor: Cursor<'t>,
    /// The number of levels (of blocks, then of brackets) at which the mapping of the key lies.
    depth: usize,
}

impl<'t> Found<'t> {
    fn close(&mut self, pairs: &[Pair<'t>]) {
        let own = self.cursor.word.start;
        self.cursor.beside = pairs.iter().filter(|pair| pair.at != own).copied().collect();
    }
}

/// The part of `within` that is one word around `offset`: what names are made of.
fn word_around(text: &str, within: Range<usize>, offset: usize) -> Range<usize> {
    let belongs = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_' | '/');
    if offset < within.start || offset > within.end {
        return offset..offset;
    }
    let before = text.get(within.start..offset).unwrap_or_default();
    let after = text.get(offset..within.end).unwrap_or_default();
    let start = before.trim_end_matches(belongs).len();
    let end = after.len() - after.trim_start_matches(belongs).len();
    within.start + start..offset + end
}

/// The quoted text that begins `text`: its length with both quotes. None where it is not closed on its line.
fn quoted_length(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '\n' => return None,
            '\\' if quote == '"' => {
                characters.next();
            }
            _ if character == quote => {
                let doubled = quote == '\'' && characters.next_if(|(_, next)| *next == quote).is_some();
                if !doubled {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// A scalar as written, without its quotes and a comment behind it.
fn bare(written: &str) -> &str {
    match quoted_length(written) {
        Some(length) => written.get(1..length - 1).unwrap_or_default(),
        None => written.split(" #").next().unwrap_or_default().trim(),
    }
}

#[cfg(test)]
mod tests;
