//! The words of the site, in files small enough that a search on a phone loads few of them.
//!
//! Invariant: a document is a section under a heading; the words stand in order, cut into files; the first word of each
//! file stands in a directory, so a search loads the directory, a file or two for each word, and one for each ten results or
//! so. Of a word that very many sections hold the best [`MOST`] are kept: such a word does not decide.
//! Deliberately absent: the text of a page (`sections`); the search itself, which is `book/theme/search.js`; error texts, which
//! the engine ranks.

use crate::world::book::sections::Section;
use foldhash::fast::FixedState;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

/// The folder of these files in a site.
pub(super) const FOLDER: &str = "search";
/// At most this many sections are kept for a word.
const MOST: usize = 1000;
/// So many sections share a file.
const SECTIONS_A_FILE: usize = 40;
/// A file of words is closed when it has this many bytes.
const WORDS_A_FILE: usize = 32 * 1024;
/// A section is shown with at most this many characters.
const EXCERPT: usize = 300;
/// Longer words are nothing that a person looks for.
const LONGEST: usize = 64;
/// The length of a section that is neither short nor long, in words.
const USUAL: f64 = 120.0;
/// What a word in a heading counts for.
const IN_TITLE: f64 = 4.0;
/// What a word says about a section that lists sources: less than about any that tells of the thing itself.
const IN_SOURCES: f64 = 0.1;

/// Whether a byte may be a part of a word: letters, digits, and whatever is not ASCII.
static IS_IN_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = u8::MAX;
    while byte > 0 {
        table[byte as usize] = !byte.is_ascii() || byte.is_ascii_alphanumeric();
        byte -= 1;
    }
    table
};

/// Takes the words of a text in small letters, as a search takes them: runs of letters and digits, and numbers with points,
/// as `5.7.64`, also whole.
fn each_word<'t>(text: &'t str, mut take: impl FnMut(&'t str)) {
    let is_part = |at: usize| text.as_bytes().get(at).is_some_and(|byte| IS_IN_WORD[usize::from(*byte)]);
    let mut at = 0;
    while at < text.len() {
        let start = at;
        while is_part(at) {
            at += 1;
        }
        let run = &text[start..at];
        if !run.is_ascii() {
            let parts = run.split(|c: char| !c.is_alphanumeric());
            parts.filter(|word| word.chars().nth(1).is_some() && word.len() <= LONGEST).for_each(&mut take);
        } else if (2..=LONGEST).contains(&run.len()) {
            take(run);
        }
        at += 1;
    }
    pointed(text).filter(|number| number.len() <= LONGEST).for_each(take);
}

/// The numbers with two points or more in a text.
fn pointed(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let mut rest = text;
    let numbers = std::iter::from_fn(move || {
        let point = memchr::memchr(b'.', rest.as_bytes())?;
        let (before, after) = rest.as_bytes().split_at(point);
        let start = before.iter().rposition(|byte| !is_part(byte)).map_or(0, |last| last + 1);
        let end = point + after.iter().position(|byte| !is_part(byte)).unwrap_or(after.len());
        let number = &rest[start..end];
        rest = &rest[end..];
        Some(number.trim_matches('.'))
    });
    numbers.filter(|number| number.matches('.').count() > 1 && !number.contains(".."))
}

/// A section with its words counted, which can be done for many at once.
#[derive(Debug)]
pub(super) struct Counted {
    /// What a search shows of it, as JSON.
    row: String,
    /// Its text in small letters.
    text: String,
    /// Its words, each once, as ranges of the text, with how much it says about the section: at most 255.
    words: Vec<(Range<usize>, u8)>,
}

impl Section {
    /// The section with its words counted.
    pub(super) fn counted(&self) -> Counted {
        let (title, body) = (self.title.to_lowercase(), self.body.to_lowercase());
        let mut counts: HashMap<&str, f64, FixedState> =
            HashMap::with_capacity_and_hasher(body.len() / 8, FixedState::default());
        let mut length = 0;
        for (text, counts_for) in [(&title, IN_TITLE), (&body, 1.0)] {
            each_word(text, |word| {
                length += 1;
                *counts.entry(word).or_default() += counts_for;
            });
        }
        let share = if self.lists_sources() { IN_SOURCES } else { 1.0 };
        let mut text = String::with_capacity(counts.keys().map(|word| word.len()).sum());
        let mut ranges = Vec::with_capacity(counts.len());
        for (word, count) in counts {
            let start = text.len();
            text.push_str(word);
            ranges.push((start..text.len(), weight(count, length, share)));
        }
        let end = self.body.char_indices().nth(EXCERPT).map_or(self.body.len(), |(end, _)| end);
        let row = json(&[&self.address, &self.title, &self.page, &self.body[..end]]);
        Counted { row, text, words: ranges }
    }

    /// Whether it says where facts come from, and nothing of them: the end of a page, and a part of the index of sources.
    fn lists_sources(&self) -> bool {
        let (page, anchor) = self.address.split_once('#').unwrap_or((&self.address, ""));
        anchor == "_sources" || (page.starts_with("sources") && anchor == "sources")
    }
}

/// Makes the files, section by section.
#[derive(Debug, Default)]
pub(super) struct Words {
    sections: usize,
    /// Sections that are not in a file yet.
    pending: Vec<String>,
    files: usize,
    places: HashMap<String, Occurrences, FixedState>,
}

/// Where a word occurs.
#[derive(Debug)]
struct Occurrences {
    /// How many sections hold it.
    count: usize,
    /// Sections, with how much the word says about them, at most 255.
    best: Vec<(u32, u8)>,
}

/// A file by its name in [`FOLDER`].
type File = (String, String);

impl Words {
    /// Adds a section; a file is returned where one became full.
    pub(super) fn add(&mut self, section: Counted) -> Option<File> {
        let number = u32::try_from(self.sections).unwrap_or(u32::MAX);
        self.sections += 1;
        for (range, weight) in section.words {
            let word = &section.text[range];
            match self.places.get_mut(word) {
                Some(occurrences) => occurrences.add(number, weight),
                None => {
                    self.places
                        .insert(word.to_owned(), Occurrences { count: 1, best: vec![(number, weight)] });
                }
            }
        }
        self.pending.push(section.row);
        (self.pending.len() == SECTIONS_A_FILE).then(|| self.close())
    }

    fn close(&mut self) -> File {
        let name = format!("sections-{}", self.files);
        self.files += 1;
        script(&name, &format!("[{}]", std::mem::take(&mut self.pending).join(",")))
    }

    /// The files that are left.
    pub(super) fn finish(mut self) -> Vec<File> {
        let mut files = if self.pending.is_empty() { Vec::new() } else { vec![self.close()] };
        let mut first: Vec<String> = Vec::new();
        let mut open = String::new();
        let mut places: Vec<(String, Occurrences)> = self.places.into_iter().collect();
        places.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        for (word, mut occurrences) in places {
            occurrences.keep_best();
            occurrences.best.sort_unstable();
            let is_first = open.is_empty();
            if !is_first {
                open.push(',');
            }
            occurrences.write(&mut open, &word);
            if is_first {
                first.push(word);
            }
            if open.len() >= WORDS_A_FILE {
                files.push(words_file(first.len() - 1, &open));
                open.clear();
            }
        }
        if !open.is_empty() {
            files.push(words_file(first.len() - 1, &open));
        }
        let directory =
            Directory { sections: self.sections, sections_a_file: SECTIONS_A_FILE, most: MOST, first };
        files.push(script("directory", &json(&directory)));
        files
    }
}

/// What a search reads first.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Directory {
    sections: usize,
    sections_a_file: usize,
    most: usize,
    /// The first word of each file.
    first: Vec<String>,
}

impl Occurrences {
    fn add(&mut self, section: u32, weight: u8) {
        self.count += 1;
        self.best.push((section, weight));
        if self.best.len() >= 2 * MOST {
            self.keep_best();
        }
    }

    /// The member of a word: how many sections hold it, then sections and weights in turns.
    fn write(&self, out: &mut String, word: &str) {
        let mut number = itoa::Buffer::new();
        out.push_str(&json(word));
        out.push_str(":[");
        out.push_str(number.format(self.count));
        let mut before = ",[";
        for (section, weight) in &self.best {
            out.push_str(before);
            out.push_str(number.format(*section));
            out.push(',');
            out.push_str(number.format(*weight));
            before = ",";
        }
        out.push_str("]]");
    }

    fn keep_best(&mut self) {
        if self.best.len() > MOST {
            self.best.select_nth_unstable_by_key(MOST, |(section, weight)| (Reverse(*weight), *section));
            self.best.truncate(MOST);
        }
    }
}

/// How much a word says about a section that holds it so often: `share` of the saturating half of BM25.
fn weight(count: f64, length: usize, share: f64) -> u8 {
    let length = f64::from(u32::try_from(length).unwrap_or(u32::MAX));
    let share = share * count / (count + 1.2 * (0.25 + 0.75 * length / USUAL));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
    let weight = (share * 255.0).round() as u8;
    weight.max(1)
}

/// A file of words, from the members of its object.
fn words_file(number: usize, members: &str) -> File {
    script(&format!("words-{number}"), &format!("{{{members}}}"))
}

/// A script that holds this JSON, because a page opened from a disk may load nothing else.
fn script(name: &str, value: &str) -> File {
    (format!("{FOLDER}/{name}.js"), format!("(window.triagebookWords ??= {{}})[{}] = {value};\n", json(name)))
}

fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("texts and numbers can be written as JSON")
}

#[cfg(test)]
mod tests {
    use super::{MOST, Words, each_word};
    use crate::world::book::sections::Section;

    fn words(text: &str) -> Vec<&str> {
        let mut words = Vec::new();
        each_word(text, |word| words.push(word));
        words
    }

    #[test]
    fn codes_and_names_are_words() {
        assert_eq!(words("hcw8064: get-x \"a\" 0x80070005"), ["hcw8064", "get", "0x80070005"]);
        assert_eq!(words("(550 5.7.64), 5.4.6. e.g. 1.5"), ["550", "64", "5.7.64", "5.4.6"]);
        assert_eq!(words("für «größe»\u{a0}à…bé"), ["für", "größe", "bé"]);
    }

    #[test]
    fn a_list_of_sources_says_less_than_what_tells_of_the_thing() {
        let weight = |address: &str, title: &str, body: &str| {
            let section = |text: &str| text.to_owned();
            let counted = Section {
                title: section(title),
                address: section(address),
                page: section("P"),
                body: section(body),
            }
            .counted();
            counted
                .words
                .iter()
                .find(|(range, _)| &counted.text[range.clone()] == "dauth")
                .map(|(_, weight)| *weight)
        };
        let listed = "DAuth explained; DAuth again; How DAuth works, read 2026-11-23";
        let about =
            weight("runbooks/x.html#look", "Look", &format!("DAuth {}", "and more words ".repeat(200)));
        for address in ["runbooks/x.html#_sources", "sources.html#sources"] {
            assert!(weight(address, "Sources", listed) < about, "{address}");
        }
    }

    #[test]
    fn of_a_word_that_everything_holds_the_best_sections_are_kept() {
        let mut index = Words::default();
        let mut files = Vec::new();
        for number in 0..3 * MOST {
            let title = if number == 2 * MOST + 7 { "common" } else { "Other" };
            let section = Section {
                title: title.to_owned(),
                address: format!("p.html#{number}"),
                page: "P".to_owned(),
                body: "common and some more words".to_owned(),
            };
            files.extend(index.add(section.counted()));
        }
        files.extend(index.finish());
        let holding: Vec<&String> =
            files.iter().filter(|(name, _)| name.contains("words-")).map(|(_, text)| text).collect();
        let text = holding.into_iter().find(|text| text.contains("\"common\":[3000,[")).unwrap();
        assert!(text.contains("2007,"), "the one with the word in its heading is kept");
        assert!(files.iter().all(|(_, text)| text.len() < 128 * 1024), "no file is large");
    }
}
