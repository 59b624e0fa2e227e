//! From an error text or a pasted log to the entries that fit it, best first.
//!
//! Invariant: an entry whose signature occurs in the text stands before every entry that only shares words with it; an
//! entry that only shares words is worth more than every field that lies elsewhere.
//! Deliberately absent: reading files, and learning from use.

mod alike;
mod bm25;
mod entry;
mod token;

pub use alike::{Elsewhere, Names, elsewhere, names};
pub use entry::{EntryKind, EntryText, Signature, each_entry, entries};

use crate::graph::Graph;
use crate::model::{NodeKey, Pattern};
use crate::search::alike::Alike;
use crate::search::bm25::{Bm25, Fit};
use crate::search::token::{Word, fold, tokens};
use crate::source::{FileId, Span, Spanned};

/// Entries found by words alone must share so many words with the text, or they are noise, one fewer where these are a
/// whole title …
const LEAST_WORDS: usize = 3;
/// … and score this much …
const LEAST_SCORE: f64 = 9.0;
/// … more than this for each word of the text that no entry knows.
const UNKNOWN_WORD: f64 = 0.5;
/// What the right order of the title's words is worth: enough to decide between entries of the same words.
const ORDER: f64 = 4.0;
/// What a title that is told whole is worth beside the words of the entry, by the weight of its words.
const TOLD: f64 = 1.0;
/// At most this many entries are returned.
const MOST_HITS: usize = 10;
/// What an expression found is shown with at most so many characters.
const LONGEST_SHOWN: usize = 80;

/// One entry that fits.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Hit {
    /// The node to start at.
    pub node: NodeKey,
    /// Its title.
    pub title: String,
    /// The title of its runbook.
    pub runbook_title: String,
    /// How it was found.
    pub by: By,
    /// The signatures that occur in the text, of an expression what it found there; or the words it shares; strongest first.
    pub matched: Vec<String>,
    /// The first line of the text, from 1, in which a signature occurs; absent for words.
    pub line: Option<usize>,
    /// Larger is better; only comparable within one answer.
    pub score: f64,
}

/// How an entry was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// One of its signatures occurs in the text.
    Signature,
    /// It shares rare words with the text.
    Words,
}

/// The searchable form of a knowledge base.
#[derive(Debug)]
pub struct Index {
    entries: Vec<Entry>,
    /// What lies elsewhere: in `words` these follow the entries.
    elsewhere: Vec<String>,
    alike: Alike,
    words: Bm25,
}

#[derive(Debug)]
struct Entry {
    text: EntryText,
    signatures: Vec<Known>,
}

/// A signature, ready to be looked for.
#[derive(Debug)]
enum Known {
    Text {
        written: String,
        folded: String,
        /// A code with its letters and its number apart, as people write it, too: `HCW 8064`, `HCW-8064`.
        apart: Vec<String>,
    },
    Pattern(Pattern),
}

impl Index {
    /// Indexes all symptoms, and the checks whose outcomes look for a text of their own.
    pub fn new(graph: &Graph) -> Self {
        Self::of(entries(graph), &names(graph), &elsewhere(graph))
    }

    /// Indexes these entries, with the names of terms that count as the same word and what lies elsewhere.
    pub fn of(texts: Vec<EntryText>, names: &[Names], elsewhere: &[Elsewhere]) -> Self {
        let alike = Alike::new(names);
        let mut words = Bm25::default();
        for text in &texts {
            let titles = std::iter::once(&text.title).chain(&text.also).map(|title| alike.words(title));
            let fields = text.words.iter().map(|(weight, words)| (*weight, alike.words(words)));
            words.add(titles.collect(), fields);
        }
        for field in elsewhere {
            let titles: Vec<_> = field.iter().map(|text| alike.words(text)).collect();
            words.add(titles.clone(), titles.into_iter().map(|words| (1.0, words)));
        }
        words.finish();
        let entries = texts.into_iter().map(|text| {
            let signatures = text.signatures.iter().filter_map(Known::new).collect();
            Entry { text, signatures }
        });
        let elsewhere = elsewhere.iter().filter_map(|field| field.first().cloned());
        Self { entries: entries.collect(), elsewhere: elsewhere.collect(), alike, words }
    }

    /// The entries that fit `text`, best first; empty where nothing fits well enough.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        let lines: Vec<String> = text.lines().map(fold).collect();
        let (whole, lower) = (fold(text), text.to_ascii_lowercase());
        let said = self.alike.words(text);
        let words = self.words.query(&said);
        let least = self.least(&said, &words);
        let mut hits: Vec<Hit> = self
            .entries
            .iter()
            .zip(words)
            .filter_map(|(entry, words)| {
                let mut found: Vec<(f64, String, Option<usize>)> = entry
                    .signatures
                    .iter()
                    .filter(|signature| signature.occurs(text, &lower, &whole))
                    .map(|signature| {
                        let line = lines.iter().position(|line| signature.occurs(line, line, line));
                        (signature.weight(text), signature.shown(text), line.map(|line| line + 1))
                    })
                    .collect();
                found.sort_by(|a, b| b.0.total_cmp(&a.0));
                let (by, score) = match found.first() {
                    Some(_) => (
                        By::Signature,
                        entry_bonus(entry.text.kind) + found.iter().map(|(w, ..)| w).sum::<f64>(),
                    ),
                    None if is_enough(&words) && told(&words) >= least => (By::Words, 0.0),
                    None => return None,
                };
                let line = found.iter().filter_map(|(_, _, line)| *line).min();
                let matched = if found.is_empty() {
                    words.matched.clone()
                } else {
                    found.into_iter().map(|(_, written, _)| written).collect()
                };
                Some(Hit {
                    node: entry.text.node.clone(),
                    title: entry.text.title.clone(),
                    runbook_title: entry.text.runbook_title.clone(),
                    by,
                    matched,
                    line,
                    score: score + told(&words),
                })
            })
            .collect();
        hits.sort_by(|a, b| {
            let rank = |hit: &Hit| hit.by == By::Words;
            rank(a).cmp(&rank(b)).then(b.score.total_cmp(&a.score)).then_with(|| a.node.cmp(&b.node))
        });
        if hits.first().is_some_and(|hit| hit.by == By::Signature) {
            hits.retain(|hit| hit.by == By::Signature);
        }
        hits.truncate(MOST_HITS);
        hits
    }

    /// What an entry found by words alone must be worth: more than anything that lies elsewhere.
    fn least(&self, said: &[Word], fits: &[Fit]) -> f64 {
        let unknown = f64::from(u32::try_from(self.words.unknown(said)).unwrap_or(u32::MAX));
        let elsewhere = fits.iter().skip(self.entries.len()).map(told).fold(0.0, f64::max);
        elsewhere.max(LEAST_SCORE + UNKNOWN_WORD * unknown)
    }

    /// The field that a text seems to belong to, where no entry fits it.
    pub fn elsewhere(&self, text: &str) -> Option<&str> {
        let fits = self.words.query(&self.alike.words(text));
        let fields = self.elsewhere.iter().zip(fits.iter().skip(self.entries.len()));
        let (name, fit) = fields.max_by(|a, b| told(a.1).total_cmp(&told(b.1)))?;
        (told(fit) >= LEAST_SCORE).then_some(name)
    }

    /// A code or word of a signature close to a word of `text`, for "did you mean".
    pub fn near(&self, text: &str) -> Option<String> {
        let known: Vec<String> = self
            .entries
            .iter()
            .flat_map(|entry| &entry.signatures)
            .filter_map(|signature| match signature {
                Known::Text { folded, .. } => Some(folded),
                Known::Pattern(_) => None,
            })
            .flat_map(|folded| tokens(folded))
            .filter(|token| token.len() >= 5)
            .collect();
        let typed = tokens(text);
        if let [number] = typed.as_slice()
            && let Some(code) = code_of(number, &known)
        {
            return Some(code.to_uppercase());
        }
        // A word that is known is meant as it stands.
        let mut long = typed.iter().filter(|token| token.len() >= 5 && !known.contains(token));
        long.find_map(|token| crate::prose::near(token, known.iter().map(String::as_str)))
            .map(str::to_uppercase)
    }
}

/// The one code among `known` that is letters and this number: `hcw8064` for `8064`.
fn code_of<'a>(number: &str, known: &'a [String]) -> Option<&'a str> {
    let of =
        |code: &&String| letters_of(code).is_some_and(|letters| code.get(letters.len()..) == Some(number));
    let mut codes = known.iter().filter(of);
    let first = codes.next()?;
    codes.all(|other| other == first).then_some(first.as_str())
}

/// The letters of a code that is letters and a number of three digits or more.
fn letters_of(code: &str) -> Option<&str> {
    let (letters, number) = code.split_at(code.find(|c: char| c.is_ascii_digit())?);
    let is_code = letters.len() >= 2
        && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
        && number.len() >= 3
        && number.bytes().all(|byte| byte.is_ascii_digit());
    is_code.then_some(letters)
}

/// Whether a text shares enough words with an entry to be about it.
fn is_enough(words: &Fit) -> bool {
    let whole_title = words.title.share > 0.99 && words.title.words >= LEAST_WORDS - 1;
    words.matched.len() >= LEAST_WORDS || whole_title
}

/// What the words of a text are worth to an entry.
fn told(words: &Fit) -> f64 {
    words.score + ORDER * words.title.order + TOLD * words.title.told()
}

/// Symptoms stand before checks: they are where a triage begins.
fn entry_bonus(kind: EntryKind) -> f64 {
    match kind {
        EntryKind::Symptom => 20.0,
        EntryKind::Check => 0.0,
    }
}

impl Known {
    /// None for a text of signs alone.
    fn new(signature: &Signature) -> Option<Self> {
        match signature {
            Signature::Text(written) => {
                let folded = fold(written);
                let apart = letters_of(&folded).map_or_else(Vec::new, |letters| {
                    let number = folded.get(letters.len()..).unwrap_or_default();
                    vec![format!("{letters} {number}"), format!("{letters}-{number}")]
                });
                (!folded.is_empty()).then(|| Self::Text { written: written.clone(), folded, apart })
            }
            Signature::Pattern(source) => {
                let nowhere = Span::new(FileId(0), 0, 0);
                Some(Self::Pattern(Pattern::new(Spanned::new(source.clone(), nowhere))))
            }
        }
    }

    fn written(&self) -> &str {
        match self {
            Self::Text { written, .. } => written,
            Self::Pattern(pattern) => &pattern.source.value,
        }
    }

    /// What the text holds of it, as people are told: of an expression what it found, on one line and not at length.
    fn shown(&self, raw: &str) -> String {
        let Self::Pattern(pattern) = self else { return self.written().to_owned() };
        let found = pattern.regex().and_then(|regex| regex.find(raw)).map_or("", |found| found.as_str());
        let line = fold_space(found);
        match line.char_indices().nth(LONGEST_SHOWN) {
            Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
            None => line,
        }
    }

    /// What it found in the text. Of a pattern only as much as it says itself, not the gap that it allows.
    fn found<'a>(&'a self, raw: &'a str) -> &'a str {
        let Self::Pattern(pattern) = self else { return self.written() };
        let found = pattern.regex().and_then(|regex| regex.find(raw)).map_or("", |found| found.as_str());
        if found.len() < self.written().len() { found } else { self.written() }
    }

    /// Longer signatures say more; a code (letters and digits in one word) says much in few letters.
    fn weight(&self, raw: &str) -> f64 {
        let text = self.found(raw);
        let code = text.split_whitespace().count() == 1
            && text.chars().any(|c| c.is_ascii_digit())
            && text.chars().any(char::is_alphabetic);
        let length = f64::from(u32::try_from(text.chars().count().min(200)).unwrap_or(200));
        10.0 + length / 10.0 + if code { 10.0 } else { 0.0 }
    }

    /// Whether it occurs in the text: `lower` is the same text in lower case (ASCII letters), `folded` the same folded. An
    /// expression that does not compile occurs nowhere.
    fn occurs(&self, raw: &str, lower: &str, folded: &str) -> bool {
        match self {
            Self::Text { folded: wanted, apart, .. } => {
                occurs_as_words(folded, wanted) || apart.iter().any(|apart| occurs_as_words(folded, apart))
            }
            Self::Pattern(pattern) => {
                pattern.may_match(lower) && pattern.regex().is_some_and(|regex| regex.is_match(raw))
            }
        }
    }
}

/// A text on one line.
fn fold_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether `wanted` occurs in `text` without cutting a word or a number at either end.
fn occurs_as_words(text: &str, wanted: &str) -> bool {
    let inside = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    text.match_indices(wanted).any(|(start, found)| {
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        let after = text.get(start + found.len()..).and_then(|text| text.chars().next());
        let cuts_start = inside(before) && inside(wanted.chars().next());
        let cuts_end = inside(after) && inside(wanted.chars().next_back());
        !cuts_start && !cuts_end
    })
}

#[cfg(test)]
mod tests {
    use super::occurs_as_words;

    #[test]
    fn a_code_is_found_as_a_word_only() {
        assert!(occurs_as_words("finished with hcw8064.", "hcw8064"));
        assert!(!occurs_as_words("finished with hcw80641", "hcw8064"));
        assert!(!occurs_as_words("xhcw8064", "hcw8064"));
        assert!(occurs_as_words("hcw80641 then hcw8064", "hcw8064"));
        assert!(occurs_as_words("error (403) forbidden", "(403) forbidden"));
    }
}
