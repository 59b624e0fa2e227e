//! Searching a text for many names at once, whatever the case, also where a terminal wrapped them.
//!
//! Invariant: of the names that begin at a place the longest is taken; none is found inside a word.
//! Deliberately absent: what becomes of a hit.

use std::collections::HashMap;

/// Characters that a name needs before it is looked for across a line break.
pub(super) const SHORTEST_WRAPPED: usize = 6;
/// Characters of a name whose end was cut off.
const SHORTEST_CUT: usize = 4;

/// Names to search for, each with what it stands for.
#[derive(Debug, Clone)]
pub(super) struct Names<T> {
    by_first: HashMap<char, Vec<(Vec<char>, T)>>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { by_first: HashMap::new() }
    }
}

/// A name found in a text.
pub(super) struct Hit<'a, T> {
    /// What the name stands for.
    pub(super) of: &'a T,
    /// It as it is written, without line breaks.
    pub(super) spelled: String,
    /// Where it ends, in bytes.
    pub(super) end: usize,
    /// Line breaks with their indentation, and after how many characters they stand.
    pub(super) gaps: Vec<(usize, String)>,
}

/// A character whatever its case.
fn fold(character: char) -> char {
    character.to_lowercase().next().unwrap_or(character)
}

/// A text whatever its case, character by character.
pub(super) fn folded(text: &str) -> String {
    text.chars().map(fold).collect()
}

impl<T> Names<T> {
    pub(super) fn add(&mut self, name: &str, of: T) {
        let name: Vec<char> = name.chars().map(fold).collect();
        let Some(first) = name.first() else { return };
        self.by_first.entry(*first).or_default().push((name, of));
    }

    /// To be called once all are added.
    pub(super) fn sort(&mut self) {
        for names in self.by_first.values_mut() {
            names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        }
    }

    /// The longest name that begins at this byte and passes.
    pub(super) fn at<'a>(
        &'a self,
        text: &str,
        start: usize,
        passes: impl Fn(&Hit<'a, T>) -> bool,
    ) -> Option<Hit<'a, T>> {
        let names = self.by_first.get(&fold(text.get(start..)?.chars().next()?))?;
        names.iter().find_map(|(name, of)| {
            let hit = matched(text, start, name, of)?;
            passes(&hit).then_some(hit)
        })
    }

    /// The longest name that goes on after `beginning`.
    pub(super) fn longer_than(&self, beginning: &str) -> Option<&T> {
        let beginning: Vec<char> = beginning.chars().map(fold).collect();
        if beginning.len() < SHORTEST_CUT {
            return None;
        }
        let names = self.by_first.get(beginning.first()?)?;
        let goes_on =
            |(name, _): &&(Vec<char>, T)| name.len() > beginning.len() && name.starts_with(&beginning);
        names.iter().find(goes_on).map(|(_, of)| of)
    }
}

fn matched<'a, T>(text: &str, start: usize, name: &[char], of: &'a T) -> Option<Hit<'a, T>> {
    let mut rest = text.get(start..)?;
    let mut hit = Hit { of, spelled: String::new(), end: start, gaps: Vec::new() };
    for (index, wanted) in name.iter().enumerate() {
        let mut character = rest.chars().next()?;
        if fold(character) != *wanted && index > 0 && name.len() >= SHORTEST_WRAPPED {
            let gap = gap(rest)?;
            hit.gaps.push((index, gap.to_owned()));
            rest = &rest[gap.len()..];
            character = rest.chars().next()?;
        }
        if fold(character) != *wanted {
            return None;
        }
        hit.spelled.push(character);
        rest = &rest[character.len_utf8()..];
    }
    hit.end = text.len() - rest.len();
    (!rest.chars().next().is_some_and(char::is_alphanumeric)).then_some(hit)
}

/// A line break with the indentation of a wrapped line, which may have a blank line before it.
fn gap(rest: &str) -> Option<&str> {
    let mut end = 0;
    for _ in 0..2 {
        let after = rest[end..].strip_prefix("\r\n").or_else(|| rest[end..].strip_prefix('\n'))?;
        let indented = after.trim_start_matches([' ', '\t']);
        end = rest.len() - indented.len();
        if !indented.starts_with(['\r', '\n']) {
            return (indented.len() < after.len()).then(|| &rest[..end]);
        }
    }
    None
}

/// Whether a word may begin at this byte.
pub(super) fn begins(text: &str, at: usize) -> bool {
    !text[..at].chars().next_back().is_some_and(char::is_alphanumeric)
}

/// Whether dots that say "cut off" follow.
pub(super) fn is_cut(text: &str, end: usize) -> bool {
    text.get(end..).is_some_and(|rest| rest.starts_with('\u{2026}') || rest.starts_with("..."))
}

/// The word at this byte, up to the dots that say that it was cut off; none where it was not.
pub(super) fn cut_word(text: &str, start: usize) -> Option<&str> {
    let rest = text.get(start..)?;
    let of_name = |c: char| c.is_alphanumeric() || ".-_@:".contains(c);
    let end = rest.find(|c: char| !of_name(c)).unwrap_or(rest.len());
    let word = &rest[..end];
    let word = match word.find("...") {
        Some(dots) => &word[..dots],
        None if rest[end..].starts_with('\u{2026}') => word,
        None => return None,
    };
    (!word.is_empty()).then_some(word)
}

/// A replacement with the line breaks that its original had.
pub(super) fn with_gaps(stand_in: &str, gaps: &[(usize, String)]) -> String {
    let mut out = String::with_capacity(stand_in.len());
    let mut gaps = gaps.iter().peekable();
    for (index, character) in stand_in.chars().enumerate() {
        while let Some((_, gap)) = gaps.next_if(|(at, _)| *at <= index) {
            out.push_str(gap);
        }
        out.push(character);
    }
    gaps.for_each(|(_, gap)| out.push_str(gap));
    out
}
