//! Okapi BM25 over a few hundred short documents, built in memory.
//!
//! Invariant: documents answer in the order they were added.
//! Deliberately absent: persistence; at our sizes building takes less time than reading an index would.
//! Source of the formula: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.

use std::collections::{HashMap, HashSet};

/// Saturation of repeated words.
const K1: f64 = 1.2;
/// Weight of a document's length.
const B: f64 = 0.75;
/// Words that carry no meaning in error texts, English and German.
const STOP_WORDS: &[&str] = &[
    "a", "after", "also", "an", "and", "any", "are", "as", "at", "be", "been", "before", "but", "by", "can",
    "cannot", "could", "did", "do", "does", "for", "from", "get", "gets", "had", "has", "have", "how", "i",
    "if", "in", "into", "is", "it", "its", "just", "me", "my", "no", "not", "now", "of", "on", "only", "or",
    "our", "out", "please", "see", "so", "still", "than", "that", "the", "their", "them", "then", "there",
    "these", "they", "this", "to", "up", "was", "we", "were", "what", "when", "where", "which", "while",
    "who", "why", "will", "with", "would", "you", "your", "error", "failed", "fails", "help", "problem",
    "issue", "hello", "hi", "thanks", "aber", "auch", "auf", "bei", "beim", "das", "dem", "den", "der",
    "des", "die", "ein", "eine", "einem", "einen", "einer", "er", "es", "fehler", "für", "hat", "haben",
    "im", "ist", "kann", "kein", "keine", "können", "man", "mehr", "mit", "nach", "nicht", "noch", "nur",
    "oder", "seit", "sich", "sie", "sind", "und", "uns", "unser", "unsere", "unseren", "vom", "von",
    "werden", "wie", "wir", "wird", "wurde", "zu", "zum", "zur", "über",
];

/// The index.
#[derive(Debug, Default)]
pub(super) struct Bm25 {
    documents: Vec<Document>,
    inverse_frequency: HashMap<String, f64>,
    average_length: f64,
}

#[derive(Debug, Default)]
struct Document {
    frequency: HashMap<String, f64>,
    length: f64,
    /// The words of the first field, which is the title, in their order.
    title: Vec<String>,
}

/// How well one document fits a query.
#[derive(Debug, Clone, Default)]
pub(super) struct Fit {
    /// The BM25 score.
    pub(super) score: f64,
    /// The share of the query's weight that the document's words carry, 0 to 1.
    pub(super) coverage: f64,
    /// The share of the title's weight that the query's words carry, 0 to 1: a long text can fit a short title well.
    pub(super) title_coverage: f64,
    /// The share of the title's words that stand in the query in the title's order, 0 to 1: who cannot see whom.
    pub(super) order: f64,
    /// The words they share, rarest first.
    pub(super) matched: Vec<String>,
}

impl Bm25 {
    /// Adds a document: the words of its weighted fields, the title first.
    pub(super) fn add(&mut self, fields: impl Iterator<Item = (f64, Vec<String>)>) {
        let mut document = Document::default();
        for (index, (weight, words)) in fields.enumerate() {
            for token in words {
                if index == 0 && tells(&token) {
                    document.title.push(token.clone());
                }
                document.length += weight;
                *document.frequency.entry(token).or_default() += weight;
            }
        }
        self.documents.push(document);
    }

    /// Computes what depends on all documents. To be called once, after the last `add`.
    pub(super) fn finish(&mut self) {
        let mut holders: HashMap<&str, f64> = HashMap::new();
        for document in &self.documents {
            for token in document.frequency.keys() {
                *holders.entry(token).or_default() += 1.0;
            }
        }
        let total = as_f64(self.documents.len());
        self.inverse_frequency = holders
            .into_iter()
            .map(|(token, holders)| {
                (token.to_owned(), (1.0 + (total - holders + 0.5) / (holders + 0.5)).ln())
            })
            .collect();
        self.average_length =
            self.documents.iter().map(|document| document.length).sum::<f64>() / total.max(1.0);
    }

    /// How well each document fits these words, in the order of the documents.
    pub(super) fn query(&self, words: &[String]) -> Vec<Fit> {
        let wanted: HashSet<&str> = words
            .iter()
            .map(String::as_str)
            .filter(|word| !STOP_WORDS.contains(word) && word.len() > 1)
            .collect();
        // A word that no document holds counts as the rarest: a text full of them belongs to none.
        let unknown = (1.0 + as_f64(self.documents.len())).ln();
        let weight = |word: &str| self.inverse_frequency.get(word).copied().unwrap_or(unknown);
        let mut weighted: Vec<(&str, f64)> = wanted.into_iter().map(|word| (word, weight(word))).collect();
        weighted.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        let possible: f64 = weighted.iter().map(|(_, weight)| weight).sum();
        let fits = self.documents.iter().map(|document| {
            let fit = self.fit(document, &weighted, possible);
            Fit { order: in_order(&document.title, words), ..fit }
        });
        fits.collect()
    }

    fn fit(&self, document: &Document, weighted: &[(&str, f64)], possible: f64) -> Fit {
        let mut fit = Fit::default();
        let norm = K1 * (1.0 - B + B * document.length / self.average_length.max(1.0));
        for (word, weight) in weighted {
            if let Some(frequency) = document.frequency.get(*word) {
                fit.score += weight * frequency * (K1 + 1.0) / (frequency + norm);
                fit.coverage += weight;
                fit.matched.push((*word).to_owned());
            }
        }
        fit.coverage /= possible.max(f64::MIN_POSITIVE);
        let weight = |word: &String| self.inverse_frequency.get(word).copied().unwrap_or_default();
        let (mut shared, mut title) = (0.0, f64::MIN_POSITIVE);
        for word in document.title.iter().collect::<HashSet<_>>() {
            title += weight(word);
            if fit.matched.contains(word) {
                shared += weight(word);
            }
        }
        fit.title_coverage = shared / title;
        fit
    }
}

/// The share of the title's words that stand in `words` in the same order: their longest common subsequence.
fn in_order(title: &[String], words: &[String]) -> f64 {
    let mut longest = vec![0_usize; title.len() + 1];
    for word in words {
        let mut before = 0;
        for (at, wanted) in title.iter().enumerate() {
            let here = longest[at + 1];
            longest[at + 1] = if wanted == word { before + 1 } else { here.max(longest[at]) };
            before = here;
        }
    }
    let shared = longest.last().copied().unwrap_or_default();
    as_f64(shared) / as_f64(title.len().max(1))
}

/// Whether a word says anything about an error.
fn tells(word: &str) -> bool {
    word.len() > 1 && !STOP_WORDS.contains(&word)
}

fn as_f64(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::{Bm25, in_order};
    use crate::search::token::tokens;

    fn index(documents: &[&str]) -> Bm25 {
        let mut index = Bm25::default();
        for document in documents {
            index.add(std::iter::once((1.0, tokens(document))));
        }
        index.finish();
        index
    }

    #[test]
    fn the_document_with_the_rare_word_fits_best() {
        let index = index(&["mailbox calendar free busy", "mailbox certificate", "mailbox queue"]);
        let fits = index.query(&tokens("mailbox certificate expired"));
        assert!(fits[1].score > fits[0].score && fits[1].score > fits[2].score, "{fits:?}");
        assert_eq!(fits[1].matched, ["certificate", "mailbox"]);
    }

    #[test]
    fn who_does_not_see_whom_is_told_by_the_order_of_the_words() {
        let title = tokens("cloud users see local users");
        let told = |text: &str| in_order(&title, &tokens(text));
        assert!(told("my cloud users don't see any local users") > told("local users see no cloud users"));
        assert!((told("cloud users see local users") - 1.0).abs() < f64::EPSILON);
        assert!(told("printer").abs() < f64::EPSILON);
    }

    #[test]
    fn a_text_about_something_else_covers_little() {
        let index = index(&["mailbox calendar free busy", "mailbox certificate"]);
        let fits = index.query(&tokens("the printer on the second floor jams when a mailbox is near"));
        assert!(fits.iter().all(|fit| fit.coverage < 0.2), "{fits:?}");
    }
}
