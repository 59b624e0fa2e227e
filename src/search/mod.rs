//! From an error text or a pasted log to the entries that fit it, best first.
//!
//! Invariant: an entry whose signature occurs in the text stands before every entry that only shares words with it.
//! Deliberately absent: reading files, and learning from use.

mod bm25;
mod token;

use crate::graph::{Content, Graph, Node};
use crate::model::{Check, Matcher, MatcherKind, NodeKey, Pattern, SignatureKind, Symptom};
use crate::search::bm25::{Bm25, Fit};
use crate::search::token::{fold, tokens};

/// Entries found by words alone must carry this share of the text's weight, or they are noise …
const LEAST_COVERAGE: f64 = 0.34;
/// … or the text must carry this share of the weight of their title, with at least `LEAST_WORDS` of its words.
const LEAST_TITLE_COVERAGE: f64 = 0.66;
/// See [`LEAST_TITLE_COVERAGE`].
const LEAST_WORDS: usize = 4;
/// At most this many entries are returned.
const MOST_HITS: usize = 10;

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
    /// The signatures that occur in the text, or the words it shares, strongest first.
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
pub struct Index<'a> {
    entries: Vec<Entry<'a>>,
    words: Bm25,
}

#[derive(Debug)]
struct Entry<'a> {
    node: &'a Node,
    runbook_title: &'a str,
    signatures: Vec<Known<'a>>,
}

/// A signature, ready to be looked for.
#[derive(Debug)]
enum Known<'a> {
    Text { written: &'a str, folded: String },
    Pattern(&'a Pattern),
}

impl<'a> Index<'a> {
    /// Indexes all symptoms, and the checks whose outcomes look for a text of their own.
    pub fn new(graph: &'a Graph) -> Self {
        let mut entries = Vec::new();
        let mut words = Bm25::default();
        for node in graph.nodes() {
            let runbook = graph.runbook(&node.key.runbook);
            let runbook_title = runbook.map_or("", |runbook| runbook.title.value.as_str());
            let (signatures, fields) = match &node.content {
                Content::Symptom(symptom) => {
                    (symptom_signatures(symptom), symptom_words(symptom, runbook_title))
                }
                Content::Check(check) if node.home == node.key.runbook => {
                    let signatures = check_signatures(check);
                    if signatures.is_empty() {
                        continue;
                    }
                    (signatures, vec![(1.0, node.title().to_owned())])
                }
                _ => continue,
            };
            words.add(fields.iter().map(|(weight, text)| (*weight, text.as_str())));
            entries.push(Entry { node, runbook_title, signatures });
        }
        words.finish();
        Self { entries, words }
    }

    /// The entries that fit `text`, best first; empty where nothing fits well enough.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        let lines: Vec<String> = text.lines().map(fold).collect();
        let whole = fold(text);
        let words = self.words.query(&tokens(text));
        let mut hits: Vec<Hit> = self
            .entries
            .iter()
            .zip(words)
            .filter_map(|(entry, words)| {
                let mut found: Vec<(f64, String, Option<usize>)> = entry
                    .signatures
                    .iter()
                    .filter(|signature| signature.occurs(text, &whole))
                    .map(|signature| {
                        let line = lines.iter().position(|line| signature.occurs(line, line));
                        (signature.weight(), signature.written().to_owned(), line.map(|line| line + 1))
                    })
                    .collect();
                found.sort_by(|a, b| b.0.total_cmp(&a.0));
                let (by, score) = match found.first() {
                    Some(_) => {
                        (By::Signature, entry_bonus(entry.node) + found.iter().map(|(w, ..)| w).sum::<f64>())
                    }
                    None if fits(&words) => (By::Words, 0.0),
                    None => return None,
                };
                let line = found.iter().filter_map(|(_, _, line)| *line).min();
                let matched = if found.is_empty() {
                    words.matched.clone()
                } else {
                    found.into_iter().map(|(_, written, _)| written).collect()
                };
                Some(Hit {
                    node: entry.node.key.clone(),
                    title: entry.node.title().to_owned(),
                    runbook_title: entry.runbook_title.to_owned(),
                    by,
                    matched,
                    line,
                    score: score + words.score,
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
        let mut long = typed.iter().filter(|token| token.len() >= 5);
        long.find_map(|token| crate::prose::near(token, known.iter().map(String::as_str)))
            .map(str::to_uppercase)
    }
}

/// Whether shared words alone make an entry worth showing.
fn fits(words: &Fit) -> bool {
    words.coverage >= LEAST_COVERAGE
        || (words.title_coverage >= LEAST_TITLE_COVERAGE && words.matched.len() >= LEAST_WORDS)
}

/// Symptoms stand before checks: they are where a triage begins.
fn entry_bonus(node: &Node) -> f64 {
    match node.content {
        Content::Symptom(_) => 20.0,
        _ => 0.0,
    }
}

impl Known<'_> {
    fn text(written: &str) -> Option<Known<'_>> {
        let folded = fold(written);
        (!folded.is_empty()).then_some(Known::Text { written, folded })
    }

    fn written(&self) -> &str {
        match self {
            Self::Text { written, .. } => written,
            Self::Pattern(pattern) => &pattern.source.value,
        }
    }

    /// Longer signatures say more; a code (letters and digits in one word) says much in few letters.
    fn weight(&self) -> f64 {
        let text = self.written();
        let code = text.split_whitespace().count() == 1
            && text.chars().any(|c| c.is_ascii_digit())
            && text.chars().any(char::is_alphabetic);
        let length = f64::from(u32::try_from(text.chars().count().min(200)).unwrap_or(200));
        10.0 + length / 10.0 + if code { 10.0 } else { 0.0 }
    }

    /// Whether it occurs in the text: `folded` is the same text folded.
    fn occurs(&self, raw: &str, folded: &str) -> bool {
        match self {
            Self::Text { folded: wanted, .. } => occurs_as_words(folded, wanted),
            Self::Pattern(pattern) => pattern.regex.is_match(raw),
        }
    }
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

fn symptom_signatures(symptom: &Symptom) -> Vec<Known<'_>> {
    symptom
        .signatures
        .iter()
        .filter_map(|signature| match &signature.kind {
            SignatureKind::Text(text) => Known::text(text),
            SignatureKind::Pattern(pattern) => Some(Known::Pattern(pattern)),
        })
        .collect()
}

fn symptom_words(symptom: &Symptom, runbook_title: &str) -> Vec<(f64, String)> {
    let mut fields = vec![(3.0, symptom.title.value.clone()), (1.0, runbook_title.to_owned())];
    fields.extend(symptom.detail.iter().map(|detail| (1.0, detail.as_str().to_owned())));
    for signature in &symptom.signatures {
        if let SignatureKind::Text(text) = &signature.kind {
            fields.push((2.0, text.clone()));
        }
    }
    fields
}

/// The texts that a check's outcomes look for: error codes lead to the check that knows them.
fn check_signatures(check: &Check) -> Vec<Known<'_>> {
    let mut found = Vec::new();
    for (_, outcome) in check.outcomes.iter() {
        if let Some(matcher) = &outcome.when {
            collect_texts(matcher, &mut found);
        }
    }
    found
}

fn collect_texts<'a>(matcher: &'a Matcher, found: &mut Vec<Known<'a>>) {
    match &matcher.kind {
        MatcherKind::Text(text) | MatcherKind::Error(crate::model::ErrorTest::Text(text)) => {
            // A short common word ("Success") is a value, not a signature.
            let telling =
                text.value.chars().any(|c| c.is_ascii_digit()) || text.value.split_whitespace().count() >= 3;
            found.extend(Known::text(&text.value).filter(|_| telling));
        }
        MatcherKind::All(inner) | MatcherKind::Any(inner) => {
            for matcher in inner {
                collect_texts(matcher, found);
            }
        }
        MatcherKind::Some(inner) | MatcherKind::Every(inner) => collect_texts(inner, found),
        _ => {}
    }
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
