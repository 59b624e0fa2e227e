//! Okapi BM25 over a few hundred short documents, built in memory.
//!
//! Invariant: documents answer in the order they were added.
//! Deliberately absent: persistence; at our sizes building takes less time than reading an index would.
//! Source of the formula: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.

use crate::search::token::Word;
use std::collections::{HashMap, HashSet};

/// Saturation of repeated words.
const K1: f64 = 1.2;
/// Weight of a document's length.
const B: f64 = 0.75;
/// The order of words is looked at in so many of them: it is people who tell something in order, not logs.
const MOST_IN_ORDER: usize = 1000;
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
    /// The words of each of its titles, in their order.
    titles: Vec<Vec<String>>,
}

/// How well one document fits a query.
#[derive(Debug, Clone, Default)]
pub(super) struct Fit {
    /// The BM25 score.
    pub(super) score: f64,
    /// The title that the query tells best: a long text can fit a short title well.
    pub(super) title: TitleFit,
    /// The words they share, rarest first, as the query writes them.
    pub(super) matched: Vec<String>,
}

/// How well a query tells one title.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct TitleFit {
    /// The weight of the title's words that the query holds.
    pub(super) weight: f64,
    /// The share of the title's weight that the query's words carry, 0 to 1.
    pub(super) share: f64,
    /// How many of the title's words the query holds.
    pub(super) words: usize,
    /// The share of the title's words that stand in the query in the title's order, 0 to 1: who cannot see whom.
    pub(super) order: f64,
}

impl Bm25 {
    /// Adds a document: its titles, and the words of its weighted fields, among them those of the titles.
    pub(super) fn add(&mut self, titles: Vec<Vec<Word>>, fields: impl Iterator<Item = (f64, Vec<Word>)>) {
        let stems = |words: Vec<Word>| words.into_iter().map(|word| word.stem).collect();
        let mut document =
            Document { titles: titles.into_iter().map(stems).collect(), ..Document::default() };
        for (weight, words) in fields {
            for word in words {
                document.length += weight;
                *document.frequency.entry(word.stem).or_default() += weight;
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
    pub(super) fn query(&self, words: &[Word]) -> Vec<Fit> {
        let wanted: HashMap<&str, &str> =
            words.iter().rev().map(|word| (word.stem.as_str(), word.written.as_str())).collect();
        let known = wanted.iter().filter_map(|(&stem, &written)| {
            let weight = *self.inverse_frequency.get(stem)?;
            Some(Wanted { stem, written, weight })
        });
        let mut weighted: Vec<Wanted<'_>> = known.collect();
        weighted.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.stem.cmp(b.stem)));
        let said: Vec<&str> = words.iter().take(MOST_IN_ORDER).map(|word| word.stem.as_str()).collect();
        let fits = self.documents.iter().map(|document| {
            let titles = document.titles.iter().map(|title| (self.title(title, &wanted), title));
            let best = titles.max_by(|a, b| a.0.told().total_cmp(&b.0.told()));
            let title = best.map(|(fit, title)| TitleFit { order: in_order(title, &said), ..fit });
            Fit { title: title.unwrap_or_default(), ..self.fit(document, &weighted) }
        });
        fits.collect()
    }

    /// How many of these words, each counted once, no document holds.
    pub(super) fn unknown(&self, words: &[Word]) -> usize {
        let unknown = words.iter().filter(|word| !self.inverse_frequency.contains_key(&word.stem));
        unknown.map(|word| word.stem.as_str()).collect::<HashSet<_>>().len()
    }

    fn fit(&self, document: &Document, weighted: &[Wanted<'_>]) -> Fit {
        let mut fit = Fit::default();
        let norm = K1 * (1.0 - B + B * document.length / self.average_length.max(1.0));
        for wanted in weighted {
            if let Some(frequency) = document.frequency.get(wanted.stem) {
                fit.score += wanted.weight * frequency * (K1 + 1.0) / (frequency + norm);
                fit.matched.push(wanted.written.to_owned());
            }
        }
        fit
    }

    fn title(&self, title: &[String], wanted: &HashMap<&str, &str>) -> TitleFit {
        let mut fit = TitleFit::default();
        let mut whole = f64::MIN_POSITIVE;
        let once = title
            .iter()
            .enumerate()
            .filter(|(at, word)| !title.iter().take(*at).any(|before| before == *word));
        for (_, word) in once {
            let weight = self.inverse_frequency.get(word).copied().unwrap_or_default();
            whole += weight;
            if wanted.contains_key(word.as_str()) {
                fit.weight += weight;
                fit.words += 1;
            }
        }
        fit.share = fit.weight / whole;
        fit
    }
}

impl TitleFit {
    /// Of two titles the one is told better of which more is told, and more of it.
    pub(super) fn told(&self) -> f64 {
        self.weight * self.share
    }
}

/// A word of a query.
struct Wanted<'a> {
    stem: &'a str,
    written: &'a str,
    weight: f64,
}

/// The share of the title's words that stand in `words` in the same order: their longest common subsequence.
fn in_order(title: &[String], words: &[&str]) -> f64 {
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

fn as_f64(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::Bm25;
    use crate::search::token::{Word, tokens};

    fn words(text: &str) -> Vec<Word> {
        tokens(text).iter().filter_map(|word| Word::new(word)).collect()
    }

    fn index(documents: &[&str]) -> Bm25 {
        let mut index = Bm25::default();
        for document in documents {
            index.add(vec![words(document)], std::iter::once((1.0, words(document))));
        }
        index.finish();
        index
    }

    #[test]
    fn the_document_with_the_rare_word_fits_best() {
        let index = index(&["mailbox calendar free busy", "mailbox certificate", "mailbox queue"]);
        let fits = index.query(&words("mailboxes, certificates, expired"));
        assert!(fits[1].score > fits[0].score && fits[1].score > fits[2].score, "{fits:?}");
        assert_eq!(fits[1].matched, ["certificates", "mailboxes"]);
    }

    #[test]
    fn who_does_not_see_whom_is_told_by_the_order_of_the_words() {
        let index = index(&["cloud users see local users", "mailbox queue"]);
        let told = |text: &str| index.query(&words(text))[0].title.order;
        assert!(told("my cloud users don't see any local users") > told("local users see no cloud users"));
        assert!((told("cloud users see local users") - 1.0).abs() < f64::EPSILON);
        assert!(told("printer").abs() < f64::EPSILON);
    }

    #[test]
    fn words_that_no_document_holds_are_counted_once() {
        let index = index(&["mailbox calendar free busy", "mailbox certificate"]);
        assert_eq!(index.unknown(&words("printer, printers: the mailbox jams")), 2);
    }
}
