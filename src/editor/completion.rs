//! What may be written at a place: keys and words of the format, and names that the knowledge base gives.
//!
//! Invariant: every offer is accepted by the format where it is offered; names come from what is linked now.
//! Deliberately absent: choosing by what was typed already, which every editor does in its own way.

mod names;

use crate::diagnostic::Edit;
use crate::editor::cursor::{Cursor, Name, Role};
use crate::editor::{Desk, Index, Spot, schema, symbols};
use crate::source::Span;
use names::Names;
use std::ops::Range;

/// Something that may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What is shown, and what typed letters are compared with.
    pub label: String,
    /// What it is.
    pub kind: OfferKind,
    /// A few words beside it.
    pub detail: String,
    /// What it means. Markdown; may be empty.
    pub about: String,
    /// What it replaces, and by what.
    pub edit: Edit,
    /// Offers with a lower rank come first.
    pub rank: u8,
}

/// What is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferKind {
    /// A key of the format.
    Key,
    /// A word of the format.
    Word,
    /// A symptom, check, fix or end.
    Node,
    /// An outcome.
    Outcome,
    /// An input or captured value.
    Fact,
    /// A runbook, place, source or rule.
    Name,
}

/// Offers, and whether they are all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offers {
    /// The offers.
    pub list: Vec<Offer>,
    /// Whether there are more, which letters that are typed yet may bring up.
    pub is_cut: bool,
}

/// How many offers an editor gets at once.
const MOST_OFFERS: usize = 1_000;

/// What may be written at a place: everything, or where that is too much, what fits the letters that stand there.
pub fn complete(desk: Desk<'_>, index: &Index, spot: Spot) -> Offers {
    let mut list = all(desk, index, spot);
    let is_cut = list.len() > MOST_OFFERS;
    if is_cut {
        list.retain(|offer| {
            let typed = desk.text(spot.file).get(offer.edit.span.range().start..spot.offset);
            symbols::holds_letters(&offer.label, typed.unwrap_or_default())
        });
        list.sort_by(|a, b| (a.rank, &a.label).cmp(&(b.rank, &b.label)));
        list.truncate(MOST_OFFERS);
    }
    Offers { list, is_cut }
}

fn all(desk: Desk<'_>, index: &Index, spot: Spot) -> Vec<Offer> {
    let text = desk.text(spot.file);
    let names = Names::new(desk, index, spot.file);
    if let Some(word) = placeholder(text, spot.offset) {
        let is_closed = text[word.end..].trim_start_matches(' ').starts_with("}}");
        let closing = if is_closed { "" } else { " }}" };
        let offers = names.facts().into_iter().map(|found| {
            let replacement = format!("{}{closing}", found.name);
            offer(found, spot, &word, replacement)
        });
        return offers.collect();
    }
    let cursor = Cursor::at(text, spot.offset);
    let mut offers = Vec::new();
    if matches!(cursor.role, Role::Key | Role::Start) {
        offers.extend(keys(desk, &names, &cursor, spot));
    }
    if matches!(cursor.role, Role::Value | Role::Start) {
        offers.extend(values(desk, &names, &cursor, spot));
    }
    offers
}

/// A name that may be offered.
struct Found {
    name: String,
    kind: OfferKind,
    detail: String,
    about: String,
    rank: u8,
}

fn offer(found: Found, spot: Spot, word: &Range<usize>, replacement: String) -> Offer {
    let Found { name, kind, detail, about, rank } = found;
    let edit = Edit { span: Span::new(spot.file, word.start, word.end), replacement };
    Offer { label: name, kind, detail, about, edit, rank }
}

/// The word inside `{{ … }}` around a place; none where the place is in no placeholder.
fn placeholder(text: &str, offset: usize) -> Option<Range<usize>> {
    let before = text.get(..offset)?;
    let line = before.get(before.rfind('\n').map_or(0, |at| at + 1)..)?;
    let open = line.rfind("{{")?;
    let inside = line.get(open + 2..)?;
    let belongs = |character: char| character.is_ascii_alphanumeric() || character == '_';
    if inside.trim_start().chars().any(|character| !belongs(character)) {
        return None;
    }
    let after = text.get(offset..)?;
    let start = offset - (inside.len() - inside.trim_end_matches(belongs).len());
    Some(start..offset + after.len() - after.trim_start_matches(belongs).len())
}

fn keys(desk: Desk<'_>, names: &Names<'_>, cursor: &Cursor<'_>, spot: Spot) -> Vec<Offer> {
    let text = desk.text(spot.file);
    let path: Vec<Name<'_>> = cursor.names();
    let present: Vec<&str> = cursor.beside.iter().map(|pair| pair.key).collect();
    let has_colon = text[cursor.word.end..].trim_start_matches(' ').starts_with(':');
    let end = |of: KeyOf| match of {
        _ if has_colon => "",
        KeyOf::Text => ": ",
        KeyOf::Table => ":",
    };
    let known = desk.schemas.keys(desk.kind(spot.file), &path, &present);
    let known = known.into_iter().map(|key| {
        let schema::Key { name, about, is_required, is_scalar } = key;
        let of = if is_scalar || is_in_brackets(text, cursor) { KeyOf::Text } else { KeyOf::Table };
        let replacement = format!("{name}{}", end(of));
        let detail = if is_required { "needed".to_owned() } else { String::new() };
        let rank = u8::from(!is_required);
        offer(Found { name, kind: OfferKind::Key, detail, about, rank }, spot, &cursor.word, replacement)
    });
    let own = names.keys(cursor, &path).into_iter().filter(|found| !present.contains(&found.name.as_str()));
    let own = own.map(|found| {
        let replacement = format!("{}{}", found.name, end(KeyOf::Text));
        offer(found, spot, &cursor.word, replacement)
    });
    own.chain(known).collect()
}

/// What a key holds, as far as it matters to what is written behind it.
#[derive(Clone, Copy)]
enum KeyOf {
    Text,
    Table,
}

/// Whether the line before a place holds a bracket that is open there.
fn is_in_brackets(text: &str, cursor: &Cursor<'_>) -> bool {
    let before = text.get(..cursor.word.start).unwrap_or_default();
    before.trim_end().ends_with(['{', ','])
}

fn values(desk: Desk<'_>, names: &Names<'_>, cursor: &Cursor<'_>, spot: Spot) -> Vec<Offer> {
    let text = desk.text(spot.file);
    let path: Vec<Name<'_>> = cursor.names();
    // Behind `key:` a space is needed.
    let space = if text[..cursor.word.start].ends_with(':') { " " } else { "" };
    let words = desk.schemas.words(desk.kind(spot.file), &path).into_iter().map(|(name, about)| Found {
        name,
        kind: OfferKind::Word,
        detail: String::new(),
        about,
        rank: 0,
    });
    let found = words.chain(names.values(cursor, &path));
    found
        .map(|found| {
            let replacement = format!("{space}{}", found.name);
            offer(found, spot, &cursor.word, replacement)
        })
        .collect()
}
