//! Words by which people mean the same, the terms of the glossary with what else they are called; and the words of others.
//!
//! Invariant: the longest name that fits is taken, and a name is taken for one term only, the first that lists it. Words of
//! a name may have other endings.
//! Deliberately absent: guessing; only what the glossary lists is taken for the same.

use crate::graph::Graph;
use crate::search::token::{Word, parts, plain, spoken, stem};
use std::collections::HashMap;

/// What a term is called: the term, its long form, and the other names that the glossary lists.
pub type Names = Vec<String>;

/// The names of all terms that the glossary gives more than one.
pub fn names(graph: &Graph) -> Vec<Names> {
    let terms = graph.base().glossary.iter().filter(|(_, term)| !term.also.is_empty());
    let names = terms.map(|(name, term)| {
        let others = term.long.iter().chain(&term.also).map(|text| text.value.clone());
        std::iter::once(name.value.clone()).chain(others).collect()
    });
    names.collect()
}

/// A field that no runbook covers: what it is called, and what people say there.
pub type Elsewhere = Vec<String>;

/// The fields that no runbook covers.
pub fn elsewhere(graph: &Graph) -> Vec<Elsewhere> {
    let fields = graph.base().elsewhere.iter();
    let fields = fields.map(|(name, told)| {
        std::iter::once(name.value.clone()).chain(told.iter().map(|text| text.value.clone())).collect()
    });
    fields.collect()
}

/// The names, ready to be looked for.
#[derive(Debug, Default)]
pub(super) struct Alike {
    /// By their first word.
    by_first: HashMap<String, Vec<Name>>,
    /// Those whose first word is open at its end.
    open: Vec<Name>,
}

/// One name, and the term it stands for.
#[derive(Debug, Clone)]
struct Name {
    words: Vec<Piece>,
    term: String,
}

/// A word of a name, without its ending; with `*` at its end it stands for every word that begins so.
#[derive(Debug, Clone)]
struct Piece {
    text: String,
    is_open: bool,
}

impl Alike {
    pub(super) fn new(names: &[Names]) -> Self {
        let mut alike = Self::default();
        for group in names {
            let Some(term) = group.first().map(|term| plain(term).join(" ")) else { continue };
            for written in group {
                alike.add(written, &term);
            }
        }
        alike
    }

    fn add(&mut self, written: &str, term: &str) {
        let words: Vec<Piece> = written.split_whitespace().flat_map(pieces).collect();
        let Some(first) = words.first().cloned() else { return };
        let name = Name { words, term: term.to_owned() };
        if first.is_open {
            self.open.push(name);
        } else {
            self.by_first.entry(first.text).or_default().push(name);
        }
    }

    /// The words of a text that tell something, each name replaced by its term.
    pub(super) fn words(&self, text: &str) -> Vec<Word> {
        let spoken = spoken(text);
        let mut out = Vec::with_capacity(spoken.len());
        let mut rest = spoken.as_slice();
        while let Some((first, after)) = rest.split_first() {
            if let Some(name) = self.longest(first, rest) {
                out.push(Word { written: name.term.clone(), stem: name.term.clone() });
                rest = rest.get(name.words.len()..).unwrap_or_default();
            } else {
                out.extend(parts(first).iter().filter_map(|part| Word::new(part)));
                rest = after;
            }
        }
        out
    }

    fn longest(&self, first: &str, rest: &[String]) -> Option<&Name> {
        let exact = self.by_first.get(&stem(first)).into_iter().flatten();
        let mut best: Option<&Name> = None;
        for name in exact.chain(&self.open).filter(|name| name.begins(rest)) {
            if best.is_none_or(|best| best.words.len() < name.words.len()) {
                best = Some(name);
            }
        }
        best
    }
}

impl Name {
    fn begins(&self, words: &[String]) -> bool {
        self.words.len() <= words.len() && self.words.iter().zip(words).all(|(wanted, word)| wanted.is(word))
    }
}

impl Piece {
    fn is(&self, word: &str) -> bool {
        if self.is_open { word.starts_with(&self.text) } else { stem(word) == self.text }
    }
}

/// The words of a piece of a name; only the last of them can be open.
fn pieces(written: &str) -> Vec<Piece> {
    let is_open = written.ends_with('*');
    let plain = plain(written);
    let last = plain.len().saturating_sub(1);
    let pieces = plain.into_iter().enumerate().map(|(at, word)| {
        let is_open = is_open && at == last;
        Piece { text: if is_open { word } else { stem(&word) }, is_open }
    });
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use super::Alike;

    fn alike() -> Alike {
        let group = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Alike::new(&[
            group(&["on-premises", "on prem*", "onprem*", "lokal*"]),
            group(&["free/busy", "availab*", "Frei/Gebucht"]),
            group(&["mailbox", "Postf*"]),
        ])
    }

    fn written(alike: &Alike, text: &str) -> Vec<String> {
        alike.words(text).into_iter().map(|word| word.written).collect()
    }

    #[test]
    fn names_are_replaced_by_their_term_in_any_language_and_with_any_ending() {
        let words = |text| written(&alike(), text);
        assert_eq!(words("On-Prem availability"), ["on premises", "free busy"]);
        assert_eq!(words("Frei/Gebucht lokaler Postfächer"), ["free busy", "on premises", "mailbox"]);
        assert_eq!(words("on premises"), ["on premises"]);
    }

    #[test]
    fn what_is_no_name_stays_as_it_is() {
        assert_eq!(written(&alike(), "on hold: HCW8064"), ["hold", "hcw", "8064", "hcw8064"]);
        assert_eq!(written(&alike(), ""), Vec::<String>::new());
    }
}
