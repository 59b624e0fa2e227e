//! The dictionary of one session: which stand-in stands for what, and both directions of translating.
//!
//! Invariant: one original, one stand-in, in each of its spellings; no stand-in occurs in the texts that the dictionary
//! was made from. So [`Dictionary::reveal`] gives back what [`Dictionary::replace`] was given.
//! Deliberately absent: keeping it. Whoever has it can tell every name, so it never goes where the texts go.

use crate::pseudonym::find::{Found, Kind, find, host};
use crate::pseudonym::invent::{invent, mark};
use crate::pseudonym::public::Public;
use crate::pseudonym::scan::{Hit, Names, SHORTEST_WRAPPED, begins, cut_word, folded, is_cut, with_gaps};
use crate::pseudonym::variant::variants;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Numbers that are tried for one stand-in.
const TRIES: u32 = 100_000;

/// One spelling of one component, and what stands for it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    /// What it names.
    pub kind: Kind,
    /// As it stands in the texts.
    pub original: String,
    /// What stands there instead.
    pub stand_in: String,
}

/// What was replaced, of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// The kind.
    pub kind: Kind,
    /// How many different values.
    pub values: usize,
    /// In how many places.
    pub places: usize,
    /// The first of them and its stand-in.
    pub example: Entry,
}

/// Which stand-in stands for what.
#[derive(Debug, Default)]
pub struct Dictionary {
    entries: Vec<Entry>,
    /// Entries by the exact spelling of the original.
    spelled: HashMap<String, usize>,
    /// Exact spellings of stand-ins in use.
    used: HashSet<String>,
    /// Stand-ins in small letters by the original, whatever its case.
    known: HashMap<String, (Kind, String)>,
    /// Stand-ins in small letters.
    bases: HashSet<String>,
    /// How many stand-ins of each kind were made.
    made: BTreeMap<Kind, u32>,
    /// Beginnings of names, by their exact spelling.
    cuts: HashMap<String, String>,
    /// Words of the texts, which no stand-in may be, and the texts themselves, in small letters.
    words: HashSet<String>,
    texts: String,
    /// What is searched for.
    names: Names<Found>,
    public: Public,
    places: BTreeMap<Kind, usize>,
}

impl Dictionary {
    /// A dictionary for these texts. Names in `public` stay; entries of an earlier dictionary keep their stand-ins.
    /// `named` are values that are known to name something, whatever they look like.
    pub fn new(texts: &[&str], public: &[&str], earlier: &[Entry], named: &[(Kind, &str)]) -> Self {
        let mut dictionary = Self { public: Public::new(public.iter().copied()), ..Self::default() };
        for entry in earlier {
            let base = entry.stand_in.to_lowercase();
            dictionary.bases.insert(base.clone());
            *dictionary.made.entry(entry.kind).or_default() += 1;
            if entry.kind != Kind::Cut && !entry.original.contains('=') {
                dictionary.known.entry(key(entry.kind, &entry.original)).or_insert((entry.kind, base));
            }
            dictionary.add(entry.kind, &entry.original, entry.stand_in.clone());
        }
        let mut seen = HashSet::new();
        for (kind, name) in named {
            if dictionary.public.has(name) {
                continue;
            }
            dictionary.learn(Found::whole(name, *kind), &mut seen);
        }
        for text in texts {
            dictionary.words.extend(words(text));
            dictionary.texts.push_str(&text.to_lowercase());
            dictionary.texts.push('\n');
            for unwrapped in [(*text).to_owned(), unwrapped(text)] {
                for found in find(&unwrapped, &dictionary.public) {
                    dictionary.learn(found, &mut seen);
                }
            }
        }
        dictionary.names.sort();
        dictionary
    }

    fn learn(&mut self, found: Found, seen: &mut HashSet<String>) {
        for (part, kind) in found.parts.clone() {
            let text = &found.text[part];
            let alone = match kind {
                // What is before the first dot is often the organisation's name.
                Kind::Domain if text.contains('=') => None,
                Kind::Domain => text.split('.').next().map(|label| (label, Kind::Organisation)),
                Kind::Person | Kind::Organisation | Kind::Host => Some((text, kind)),
                _ => None,
            };
            let is_telling = |name: &str| name.chars().count() > 2 && !self.public.has(name);
            if let Some((name, kind)) = alone.filter(|(name, _)| is_telling(name))
                && seen.insert(folded(name))
            {
                self.names.add(name, Found::whole(name, kind));
            }
        }
        if seen.insert(folded(&found.text)) {
            self.names.add(&found.text.clone(), found);
        }
    }

    /// The text with stand-ins.
    pub fn replace(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            let Some((end, stand_in)) = self.replaced(text, at) else {
                let length = text[at..].chars().next().map_or(1, char::len_utf8);
                out.push_str(&text[at..at + length]);
                at += length;
                continue;
            };
            out.push_str(&stand_in);
            at = end;
        }
        out
    }

    fn replaced(&mut self, text: &str, at: usize) -> Option<(usize, String)> {
        if !begins(text, at) {
            return None;
        }
        if let Some(hit) = self.names.at(text, at, |hit| can_be_told_back(hit.of, &hit.gaps)) {
            let (found, spelled, gaps, end) = (hit.of.clone(), hit.spelled, hit.gaps, hit.end);
            let stand_in = self.whole(&found, &spelled);
            // A line break stands at the same place only in a stand-in of the same length.
            if gaps.is_empty() || stand_in.chars().count() == spelled.chars().count() {
                return Some((end, with_gaps(&stand_in, &gaps)));
            }
            let hit = self.names.at(text, at, |hit| hit.gaps.is_empty())?;
            let (found, spelled, end) = (hit.of.clone(), hit.spelled, hit.end);
            return Some((end, self.whole(&found, &spelled)));
        }
        let cut = cut_word(text, at)?;
        let found = self.names.longer_than(cut)?.clone();
        Some((at + cut.len(), self.cut(&found, cut)))
    }

    /// The stand-in for all of an identifier in this spelling.
    fn whole(&mut self, found: &Found, spelled: &str) -> String {
        if spelled.len() != found.text.len() {
            return self.stand_in(found.parts.first().map_or(Kind::Person, |(_, kind)| *kind), spelled);
        }
        let mut out = String::new();
        let mut copied = 0;
        for (part, kind) in &found.parts {
            out.push_str(&spelled[copied..part.start]);
            out.push_str(&self.stand_in(*kind, &spelled[part.clone()]));
            copied = part.end;
            *self.places.entry(*kind).or_default() += 1;
        }
        out.push_str(&spelled[copied..]);
        out
    }

    /// The stand-in for the beginning of an identifier: the beginning of the whole one's, where that tells it.
    fn cut(&mut self, found: &Found, cut: &str) -> String {
        *self.places.entry(Kind::Cut).or_default() += 1;
        if let Some(stand_in) = self.cuts.get(cut) {
            return stand_in.clone();
        }
        let whole = self.whole(&found.clone(), &found.text.clone());
        let beginning: String = whole.chars().take(cut.chars().count()).collect();
        let is_telling = beginning.chars().filter(char::is_ascii_digit).any(|digit| digit != '0');
        let stand_in =
            if is_telling && !self.used.contains(&beginning) { beginning } else { self.free(Kind::Cut, cut) };
        self.add(Kind::Cut, cut, stand_in)
    }

    fn stand_in(&mut self, kind: Kind, spelled: &str) -> String {
        if let Some(index) = self.spelled.get(spelled) {
            return self.entries[*index].stand_in.clone();
        }
        if spelled.contains('=') {
            let stand_in = self.distinguished(spelled);
            return self.add(kind, spelled, stand_in);
        }
        let known = self.known.get(&key(kind, spelled));
        let known = known.map(|(kind, known)| (*kind, reshaped(*kind, known, spelled)));
        let (kind, known) = known.unwrap_or_else(|| {
            let new = self.free(kind, spelled);
            self.known.insert(key(kind, spelled), (kind, new.clone()));
            (kind, new)
        });
        let free = variants(&known, spelled).into_iter().find(|variant| !self.used.contains(variant));
        let stand_in = free.unwrap_or_else(|| {
            // More spellings than the stand-in has letters for.
            let another = self.free(kind, spelled);
            variants(&another, spelled).into_iter().next().unwrap_or(another)
        });
        self.add(kind, spelled, stand_in)
    }

    fn add(&mut self, kind: Kind, original: &str, stand_in: String) -> String {
        self.used.insert(stand_in.clone());
        if kind == Kind::Cut {
            self.cuts.insert(original.to_owned(), stand_in.clone());
        } else {
            self.spelled.insert(original.to_owned(), self.entries.len());
        }
        self.entries.push(Entry { kind, original: original.to_owned(), stand_in: stand_in.clone() });
        stand_in
    }

    /// `DC=contoso,DC=com` in the words of its domain's stand-in.
    fn distinguished(&mut self, spelled: &str) -> String {
        let name: Vec<&str> = spelled.split(',').map(|part| part.get(3..).unwrap_or_default()).collect();
        let name = name.join(".");
        let found = host(&name, &self.public).unwrap_or_else(|| Found::whole(&name, Kind::Domain));
        let stand_in = self.whole(&found, &name);
        let prefix = spelled.get(..3).unwrap_or("DC=");
        stand_in.split('.').map(|label| format!("{prefix}{label}")).collect::<Vec<_>>().join(",")
    }

    /// A stand-in that occurs nowhere yet.
    fn free(&mut self, kind: Kind, original: &str) -> String {
        let made = self.made.entry(kind).or_default();
        let first = *made + 1;
        let taken = |candidate: &String| {
            let mark = mark(kind, candidate);
            self.words.contains(mark)
                || (mark.contains(|c: char| !c.is_alphanumeric()) && self.texts.contains(mark))
                || self.bases.contains(candidate)
                || self.used.contains(candidate)
        };
        let mut numbers =
            (first..first.saturating_add(TRIES)).map(|number| (number, invent(kind, original, number)));
        let (number, stand_in) = numbers
            .find(|(_, candidate)| !taken(candidate))
            .unwrap_or_else(|| (first, format!("{}{first}", invent(kind, original, first))));
        *made = number;
        self.bases.insert(stand_in.clone());
        stand_in
    }

    /// All entries, in the order they were met.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What was replaced so far, kind by kind.
    pub fn replaced_kinds(&self) -> Vec<Replaced> {
        let kinds = self.places.iter().filter_map(|(kind, places)| {
            let of_kind: Vec<&Entry> = self.entries.iter().filter(|entry| entry.kind == *kind).collect();
            let values: HashSet<String> = of_kind.iter().map(|entry| key(*kind, &entry.original)).collect();
            let example = (*of_kind.first()?).clone();
            Some(Replaced { kind: *kind, values: values.len(), places: *places, example })
        });
        kinds.collect()
    }

    /// A text with stand-ins, told back. A stand-in in another spelling than any that was given out is told back too.
    pub fn reveal(entries: &[Entry], text: &str) -> String {
        let mut names: Names<Vec<&Entry>> = Names::default();
        let mut by_folded: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
        for entry in entries {
            by_folded.entry(folded(&entry.stand_in)).or_default().push(entry);
        }
        for (name, entries) in by_folded {
            names.add(&name, entries);
        }
        names.sort();
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            let passes = |hit: &Hit<'_, Vec<&Entry>>| {
                hit.of.iter().any(|entry| entry.kind != Kind::Cut || is_cut(text, hit.end))
            };
            let hit = if begins(text, at) { names.at(text, at, passes) } else { None };
            let Some(hit) = hit else {
                let length = text[at..].chars().next().map_or(1, char::len_utf8);
                out.push_str(&text[at..at + length]);
                at += length;
                continue;
            };
            let cut = is_cut(text, hit.end);
            let fits = |entry: &&&Entry| cut || entry.kind != Kind::Cut;
            let exact = hit.of.iter().filter(fits).find(|entry| entry.stand_in == hit.spelled);
            let entry = exact.or_else(|| hit.of.iter().find(fits));
            out.push_str(&with_gaps(entry.map_or(&hit.spelled, |entry| &entry.original), &hit.gaps));
            at = hit.end;
        }
        out
    }
}

/// Whether line breaks fall between components, or inside ones that are long enough to be found across a line break.
fn can_be_told_back(found: &Found, gaps: &[(usize, String)]) -> bool {
    gaps.iter().all(|(at, _)| {
        let inside = found.parts.iter().filter(|(part, _)| part.start < *at && *at < part.end);
        inside.into_iter().all(|(part, _)| part.len() >= SHORTEST_WRAPPED)
    })
}

/// What makes two spellings the same value.
fn key(kind: Kind, original: &str) -> String {
    match kind {
        Kind::Guid | Kind::Thumbprint => {
            original.chars().filter(char::is_ascii_hexdigit).map(|digit| digit.to_ascii_lowercase()).collect()
        }
        _ => folded(original),
    }
}

/// A known stand-in in the shape of this spelling: the same digits, other separators.
fn reshaped(kind: Kind, known: &str, spelled: &str) -> String {
    if !matches!(kind, Kind::Guid | Kind::Thumbprint) {
        return known.to_owned();
    }
    let mut digits = known.chars().filter(char::is_ascii_hexdigit);
    let digit = |c: char| if c.is_ascii_hexdigit() { digits.next().unwrap_or('0') } else { c };
    spelled.chars().map(digit).collect()
}

/// The words of a text in small letters.
fn words(text: &str) -> HashSet<String> {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect()
}

/// The text with lines that a terminal wrapped, and indented, in one.
fn unwrapped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = 0;
    for line in text.lines() {
        let bare = line.trim_start_matches([' ', '\t']);
        let is_deep = line.len() - bare.len() > 3 && !bare.is_empty();
        // What ends with a full stop is a sentence, and no name that goes on.
        if is_deep && before > 40 && !out.trim_end().ends_with('.') {
            out.push_str(bare);
        } else {
            out.push('\n');
            out.push_str(line);
        }
        before = line.chars().count();
    }
    out
}
