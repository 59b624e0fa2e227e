//! Words of a text, as the search compares them.
//!
//! Invariant: [`fold`] of a folded text is the same text; [`stem`] of a word with a digit is that word.
//! Deliberately absent: dictionaries. Signatures are compared as they are; only words that are counted lose their endings.

use crate::prose;

/// Words that tell nothing of a fault, English and German, in the order of their letters.
const STOP_WORDS: &[&str] = &[
    "a", "aber", "able", "about", "after", "all", "alle", "allem", "allen", "aller", "alles", "already",
    "als", "also", "always", "am", "an", "and", "any", "anymore", "anyone", "anything", "are", "as", "at",
    "auch", "auf", "aus", "be", "because", "been", "before", "began", "begins", "bei", "beim", "being",
    "best", "bin", "bis", "bitte", "both", "but", "by", "called", "came", "can", "cannot", "come", "could",
    "customer", "da", "danke", "dann", "das", "dass", "day", "days", "dear", "dem", "den", "der", "des",
    "did", "die", "diese", "diesem", "diesen", "dieser", "dieses", "do", "doch", "does", "dort", "durch",
    "during", "each", "ein", "eine", "einem", "einen", "einer", "einmal", "else", "er", "error", "es", "etc",
    "etwas", "euch", "even", "ever", "every", "failed", "fails", "fehler", "few", "for", "friday", "from",
    "further", "für", "gar", "geht", "gestern", "get", "gets", "gibt", "give", "go", "got", "haben", "had",
    "hallo", "happened", "happens", "has", "hat", "hatte", "have", "he", "hello", "help", "her", "here",
    "heute", "hi", "hier", "him", "his", "hour", "hours", "how", "however", "i", "ich", "if", "ihm", "ihn",
    "ihr", "ihre", "im", "immer", "in", "into", "is", "issue", "ist", "it", "its", "ja", "jeder", "jetzt",
    "just", "kam", "kann", "kein", "keine", "kommt", "konnte", "können", "lassen", "last", "later", "least",
    "let", "like", "little", "look", "looks", "lot", "machen", "made", "make", "mal", "man", "many", "may",
    "maybe", "me", "mehr", "mein", "meine", "meiner", "mich", "mir", "mit", "monday", "month", "months",
    "most", "much", "muss", "must", "my", "müssen", "nach", "need", "needs", "never", "new", "next", "nicht",
    "nichts", "no", "noch", "none", "not", "nothing", "now", "nur", "ob", "oder", "of", "often", "ohne",
    "ok", "okay", "on", "one's", "only", "or", "other", "others", "our", "out", "over", "own", "per",
    "please", "possible", "probably", "problem", "question", "quite", "rather", "really", "regards", "said",
    "same", "saturday", "say", "says", "schon", "see", "sehr", "sein", "seine", "seiner", "seit", "seitdem",
    "selbst", "she", "should", "show", "showing", "shows", "sich", "sie", "since", "sind", "so", "sobald",
    "soll", "sollen", "some", "somebody", "someone", "sonst", "soon", "still", "such", "sunday", "sure",
    "take", "team", "tell", "tells", "than", "thank", "thanks", "that", "the", "their", "them", "then",
    "there", "these", "they", "thing", "think", "this", "thursday", "to", "today", "told", "tomorrow", "too",
    "tried", "try", "trying", "tuesday", "tun", "um", "unable", "und", "uns", "unser", "unsere", "unseren",
    "unter", "until", "up", "us", "use", "using", "very", "via", "viele", "vom", "von", "vor", "wann",
    "want", "wants", "war", "waren", "was", "we", "week", "weekend", "weeks", "weil", "weiter", "welche",
    "well", "wenn", "went", "wer", "werden", "were", "what", "when", "where", "which", "while", "who",
    "whole", "why", "wie", "wieder", "will", "wir", "wird", "with", "within", "without", "wo", "woche",
    "would", "wurde", "year", "years", "yes", "yet", "you", "your", "zu", "zum", "zur", "zwar", "zwei",
    "über",
];
/// The longer ones.
const LONG_STOP_WORDS: &[&str] =
    &["currently", "everything", "happening", "something", "sometimes", "wednesday", "yesterday"];

/// A word that tells something: as it is written, and without its ending, as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) written: String,
    pub(super) stem: String,
}

impl Word {
    /// None for a word that tells nothing.
    pub(super) fn new(written: &str) -> Option<Self> {
        let stops = |words: &[&str]| words.binary_search(&written).is_ok();
        let tells = written.len() > 1 && !stops(STOP_WORDS) && !stops(LONG_STOP_WORDS);
        tells.then(|| Self { written: written.to_owned(), stem: stem(written) })
    }
}

/// A word without the endings by which one word is many: `moves`, `moved` and `moving` are `mov`. Words with digits and
/// short words stay as they are.
pub(super) fn stem(word: &str) -> String {
    if word.chars().any(|c| c.is_ascii_digit()) {
        return word.to_owned();
    }
    let mut rest = word;
    for ending in ENDINGS {
        let cut = rest.strip_suffix(ending).filter(|left| left.chars().count() >= LEAST_STEM);
        if let Some(left) = cut.filter(|left| *ending != "s" || !left.ends_with(['s', 'u', 'i'])) {
            rest = left;
        }
    }
    let mut stem = rest.to_owned();
    // `stopped` and `stop`, `setting` and `set`.
    if rest.len() < word.len() {
        let mut last = rest.chars().rev();
        if let (Some(a), Some(b)) = (last.next(), last.next())
            && a == b
            && !matches!(a, 's' | 'l' | 'e')
        {
            stem.pop();
        }
    }
    stem
}

/// Endings that are taken off, one after the other.
const ENDINGS: &[&str] = &["s", "ing", "ed", "e"];
/// What is left of a word has at least so many letters.
const LEAST_STEM: usize = 3;

/// Lower case, typographic quotes and dashes made plain, white space (line breaks too) made single spaces.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in prose::visible(text).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for character in word.chars() {
            match character {
                '\u{2018}'..='\u{201b}' | '`' => out.push('\''),
                '\u{201c}'..='\u{201f}' => out.push('"'),
                '\u{2010}'..='\u{2015}' => out.push('-'),
                c => out.extend(c.to_lowercase()),
            }
        }
    }
    out
}

/// The words of a text: runs of letters and digits, whole and split where letters meet digits (`hcw8064`, `hcw`, `8064`).
pub(super) fn tokens(text: &str) -> Vec<String> {
    plain(text).iter().flat_map(|word| parts(word)).collect()
}

/// The words of a text as they are: runs of letters and digits.
pub(super) fn plain(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// The words of a text, and before a name in one word the longer words it is made of: `Get-FederationTrust` speaks of
/// `federation` and `trust`.
pub(super) fn spoken(text: &str) -> Vec<String> {
    let visible = prose::visible(text);
    let mut out = Vec::new();
    for word in visible.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let parts = split_at_capitals(word);
        if parts.len() > 1 {
            let long = parts.into_iter().filter(|part| part.chars().count() >= LEAST_PART);
            out.extend(long.map(str::to_lowercase));
        }
        out.push(word.to_lowercase());
    }
    out
}

/// A part of a name is a word of its own from so many letters on.
const LEAST_PART: usize = 4;

/// The parts of a name of letters alone: `EWSEnabled` is `EWS` and `Enabled`.
fn split_at_capitals(word: &str) -> Vec<&str> {
    if !word.chars().all(|c| c.is_ascii_alphabetic()) {
        return vec![word];
    }
    let mut parts = Vec::new();
    let (mut start, bytes) = (0, word.as_bytes());
    for (at, pair) in bytes.windows(2).enumerate() {
        let [before, here] = pair else { continue };
        let next_is_small = bytes.get(at + 2).is_some_and(u8::is_ascii_lowercase);
        if here.is_ascii_uppercase() && (before.is_ascii_lowercase() || next_is_small) {
            parts.extend(word.get(start..=at));
            start = at + 1;
        }
    }
    parts.extend(word.get(start..));
    parts
}

/// A word, and before it its parts where letters meet digits.
pub(super) fn parts(word: &str) -> Vec<String> {
    let parts = split_at_digits(word);
    let mut out = Vec::new();
    if parts.len() > 1 {
        out.extend(parts.into_iter().filter(|part| part.chars().count() > 1).map(str::to_owned));
    }
    out.push(word.to_owned());
    out
}

fn split_at_digits(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(rest.len());
        let (part, tail) = rest.split_at(end);
        parts.push(part);
        rest = tail;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{LONG_STOP_WORDS, STOP_WORDS, Word, fold, spoken, stem, tokens};

    #[test]
    fn words_of_one_kind_have_one_stem() {
        for same in [
            &["move", "moves", "moved", "moving"][..],
            &["expire", "expires", "expired", "expiring"],
            &["stop", "stops", "stopped", "stopping"],
        ] {
            let stems: Vec<String> = same.iter().map(|word| stem(word)).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{stems:?}");
        }
        for stays in ["access", "status", "hcw8064", "tls", "dns", "busy", "bus"] {
            assert_eq!(stem(stays), stays);
        }
    }

    #[test]
    fn a_name_in_one_word_speaks_of_its_parts() {
        assert_eq!(
            spoken("Get-FederationTrust fails"),
            ["get", "federation", "trust", "federationtrust", "fails"]
        );
        assert_eq!(spoken("EWSEnabled OK"), ["enabled", "ewsenabled", "ok"]);
        assert_eq!(spoken("Größe HCW8064"), ["größe", "hcw8064"]);
    }

    #[test]
    fn words_that_tell_nothing_are_none() {
        assert!(STOP_WORDS.is_sorted() && LONG_STOP_WORDS.is_sorted());
        assert_eq!(Word::new("please"), None);
        assert_eq!(Word::new("a"), None);
        assert_eq!(Word::new("queues").map(|word| word.stem).as_deref(), Some("queu"));
    }

    #[test]
    fn folding_ignores_case_wrapping_and_typography() {
        assert_eq!(fold("The  HCW\r\n  can\u{2019}t \u{2013} stop"), "the hcw can't - stop");
    }

    #[test]
    fn codes_are_words_of_their_own_and_in_parts() {
        assert_eq!(tokens("HCW8064: failed"), ["hcw", "8064", "hcw8064", "failed"]);
        assert_eq!(tokens("größe"), ["größe"]);
    }
}
