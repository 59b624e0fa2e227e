//! What a text must hold so that a regular expression can match in it.
//!
//! Most expressions of a knowledge base hold a word that most texts do not, and a word is found much faster than a match. A text
//! is held against hundreds of expressions.
//! Invariant: where the expression matches, one of the words occurs; what is not understood requires nothing.
//! Deliberately absent: matching, and letters beyond ASCII.

use memchr::memmem::{find, find_iter};
use std::iter::Peekable;
use std::str::Chars;

/// What a text must hold so that an expression can match in it. Letter case is ignored by matches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Required {
    /// Words, in lower case, of which one occurs in every match; none where nothing is known.
    words: Vec<String>,
    /// What every match begins with, where it begins with a line.
    begin: Option<Begin>,
}

/// What a match begins with that begins with a line: something that is skipped, and then one of these words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Begin {
    skipped: Skipped,
    words: Vec<String>,
}

/// What may stand between the beginning of a line and a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Skipped {
    Nothing,
    /// `\s*`
    White,
    /// `\W*`
    Marks,
}

/// How far the beginning of a line is looked for, in bytes; what is further away may be it.
const LONGEST_SKIPPED: usize = 256;

impl Skipped {
    /// Whether this is all that stands between the beginning of a line and the end of `before`, as far as that is looked at.
    fn is_all(self, before: &[u8]) -> bool {
        let is_skipped = |byte: u8| match self {
            Self::Nothing => false,
            Self::White => byte.is_ascii_whitespace() || byte == b'\x0b',
            Self::Marks => !(byte.is_ascii_alphanumeric() || byte == b'_'),
        };
        let mut near = before.iter().rev().take(LONGEST_SKIPPED);
        near.find(|byte| **byte == b'\n' || !is_skipped(**byte)).is_none_or(|byte| *byte == b'\n')
    }
}

impl Required {
    /// What an expression requires.
    pub(super) fn of(expression: &str) -> Self {
        let mut reader = Reader { rest: expression.chars().peekable() };
        match (reader.alternatives(0), reader.rest.next()) {
            (Ok(Words(words)), None) => Self { words, begin: begin(expression) },
            _ => Self::default(),
        }
    }

    /// Whether a text in lower case holds it.
    pub(super) fn is_in(&self, lower: &str) -> bool {
        let occurs = |word: &String| find(lower.as_bytes(), word.as_bytes()).is_some();
        (self.words.is_empty() || self.words.iter().any(occurs))
            && self
                .begin
                .as_ref()
                .is_none_or(|begin| begin.words.iter().any(|word| begin.places(lower, word).next().is_some()))
    }

    /// Where in a text in lower case something stands that every match holds, word by word; none where no word is known.
    pub(super) fn places<'t>(&'t self, lower: &'t str) -> Option<Box<dyn Iterator<Item = usize> + 't>> {
        match &self.begin {
            Some(begin) => Some(Box::new(begin.words.iter().flat_map(|word| begin.places(lower, word)))),
            None if self.words.is_empty() => None,
            None => Some(Box::new(
                self.words.iter().flat_map(|word| find_iter(lower.as_bytes(), word.as_bytes())),
            )),
        }
    }
}

impl Begin {
    /// Where one of its words stands at the beginning of a line.
    fn places<'t>(&self, lower: &'t str, word: &'t str) -> impl Iterator<Item = usize> + use<'t> {
        let (skipped, text) = (self.skipped, lower.as_bytes());
        find_iter(text, word.as_bytes()).filter(move |at| skipped.is_all(text.get(..*at).unwrap_or_default()))
    }
}

/// What an expression begins with, if it has one way and begins with a line.
fn begin(expression: &str) -> Option<Begin> {
    let rest = expression.strip_prefix('^')?;
    let (skipped, rest) = match rest.split_at_checked(3) {
        Some((r"\s*", rest)) => (Skipped::White, rest),
        Some((r"\W*", rest)) => (Skipped::Marks, rest),
        _ => (Skipped::Nothing, rest),
    };
    let mut reader = Reader { rest: rest.chars().peekable() };
    let words = reader.first_words(0).ok()?;
    // Whatever comes behind them has to be understood, and must not be another way.
    reader.sequence(0).ok()?;
    (reader.rest.next().is_none() && !words.is_empty()).then_some(Begin { skipped, words })
}

/// Words of which one occurs in every match of a part of an expression; none where nothing is known.
#[derive(Default)]
struct Words(Vec<String>);

impl Words {
    /// How much they tell: the length of the shortest.
    fn weight(&self) -> usize {
        self.0.iter().map(String::len).min().unwrap_or_default()
    }

    /// Those that tell more.
    fn or(self, other: Self) -> Self {
        if other.weight() > self.weight() { other } else { self }
    }
}

/// The expression is written in a way that is not understood here.
struct NotUnderstood;

/// The deepest nesting of groups that is looked at.
const DEEPEST: usize = 8;

struct Reader<'e> {
    rest: Peekable<Chars<'e>>,
}

/// One thing that an expression asks for.
enum Atom {
    /// This letter.
    Letter(char),
    /// Something of which no letter is known.
    Unknown,
    /// What a group asks for.
    Group(Words),
}

impl Reader<'_> {
    /// Up to the end, or the bracket that closes the group.
    fn alternatives(&mut self, depth: usize) -> Result<Words, NotUnderstood> {
        let mut all = Some(Vec::new());
        loop {
            let Words(words) = self.sequence(depth)?;
            // A way without a word of its own makes the others worthless.
            all = all.filter(|_| !words.is_empty()).map(|all: Vec<String>| [all, words].concat());
            if self.rest.next_if_eq(&'|').is_none() {
                return Ok(Words(all.unwrap_or_default()));
            }
        }
    }

    fn sequence(&mut self, depth: usize) -> Result<Words, NotUnderstood> {
        let mut best = Words::default();
        let mut run = String::new();
        while self.rest.peek().is_some_and(|next| !matches!(next, '|' | ')')) {
            let atom = self.atom(depth)?;
            let times = self.times()?;
            if let (Atom::Letter(letter), Times::Once | Times::Several) = (&atom, times) {
                run.push(letter.to_ascii_lowercase());
            }
            if !matches!((&atom, times), (Atom::Letter(_), Times::Once)) {
                best = best.or(Words(vec![std::mem::take(&mut run)]));
            }
            if let (Atom::Group(words), Times::Once | Times::Several) = (atom, times) {
                best = best.or(words);
            }
        }
        let best = best.or(Words(vec![run]));
        Ok(if best.weight() == 0 { Words::default() } else { best })
    }

    /// The letters that stand first, in each way; none where one of the ways begins with something else. What stands behind
    /// them is not read.
    fn first_words(&mut self, depth: usize) -> Result<Vec<String>, NotUnderstood> {
        let mut run = String::new();
        loop {
            let mut ahead = Reader { rest: self.rest.clone() };
            if ahead.rest.peek().is_none_or(|next| matches!(next, '|' | ')')) {
                break;
            }
            if run.is_empty() && ahead.rest.next_if_eq(&'(').is_some() && depth < DEEPEST {
                return self.first_words_of_group(depth);
            }
            let (Atom::Letter(letter), times) = (ahead.atom(depth)?, ahead.times()?) else { break };
            if times != Times::Perhaps {
                run.push(letter.to_ascii_lowercase());
                self.rest = ahead.rest;
            }
            if times != Times::Once {
                break;
            }
        }
        Ok(if run.is_empty() { Vec::new() } else { vec![run] })
    }

    fn first_words_of_group(&mut self, depth: usize) -> Result<Vec<String>, NotUnderstood> {
        let mut whole = Reader { rest: self.rest.clone() };
        let (Atom::Group(_), Times::Once | Times::Several) = (whole.atom(depth)?, whole.times()?) else {
            return Ok(Vec::new());
        };
        self.rest.next();
        if self.rest.next_if_eq(&'?').is_some() && self.rest.next() != Some(':') {
            return Err(NotUnderstood);
        }
        let mut all = Vec::new();
        loop {
            let words = self.first_words(depth + 1)?;
            if words.is_empty() {
                return Ok(Vec::new());
            }
            all.extend(words);
            self.sequence(depth + 1)?;
            match self.rest.next() {
                Some('|') => {}
                Some(')') => break,
                _ => return Err(NotUnderstood),
            }
        }
        self.rest = whole.rest;
        Ok(all)
    }

    fn atom(&mut self, depth: usize) -> Result<Atom, NotUnderstood> {
        Ok(match self.rest.next().ok_or(NotUnderstood)? {
            '(' => {
                if self.rest.next_if_eq(&'?').is_some() && self.rest.next() != Some(':') || depth == DEEPEST {
                    return Err(NotUnderstood);
                }
                let words = self.alternatives(depth + 1)?;
                self.rest.next_if_eq(&')').ok_or(NotUnderstood)?;
                Atom::Group(words)
            }
            '[' => {
                self.class()?;
                Atom::Unknown
            }
            '\\' => match self.rest.next().ok_or(NotUnderstood)? {
                'd' | 'D' | 's' | 'S' | 'w' | 'W' | 'b' | 'B' | 'n' | 't' | 'r' => Atom::Unknown,
                mark if mark.is_ascii_punctuation() && !matches!(mark, '<' | '>') => Atom::Letter(mark),
                _ => return Err(NotUnderstood),
            },
            '.' | '^' | '$' => Atom::Unknown,
            '*' | '+' | '?' | '{' | '}' | ']' => return Err(NotUnderstood),
            letter if letter.is_ascii() => Atom::Letter(letter),
            _ => Atom::Unknown,
        })
    }

    /// Skips a class of characters behind its opening bracket.
    fn class(&mut self) -> Result<(), NotUnderstood> {
        self.rest.next_if_eq(&'^');
        let mut is_first = true;
        loop {
            match self.rest.next().ok_or(NotUnderstood)? {
                ']' if !is_first => return Ok(()),
                '\\' => drop(self.rest.next()),
                '[' | ']' => return Err(NotUnderstood),
                _ => {}
            }
            is_first = false;
        }
    }

    /// How often what stands in front may occur.
    fn times(&mut self) -> Result<Times, NotUnderstood> {
        let times = match self.rest.next_if(|next| matches!(next, '*' | '+' | '?' | '{')) {
            None => return Ok(Times::Once),
            Some('+') => Times::Several,
            Some('{') => {
                let inner: String = std::iter::from_fn(|| self.rest.next_if(|next| *next != '}')).collect();
                self.rest.next().ok_or(NotUnderstood)?;
                let least = inner.split(',').next().and_then(|least| least.trim().parse::<u32>().ok());
                if least.ok_or(NotUnderstood)? == 0 { Times::Perhaps } else { Times::Several }
            }
            Some(_) => Times::Perhaps,
        };
        self.rest.next_if_eq(&'?');
        Ok(times)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Times {
    Once,
    /// Once or more.
    Several,
    /// Not at all, or more often.
    Perhaps,
}

#[cfg(test)]
mod tests {
    use super::{Begin, Required, Skipped};
    use crate::model::Pattern;
    use crate::source::{FileId, Span, Spanned};
    use proptest::prelude::*;

    #[test]
    fn the_longest_word_that_a_match_holds_is_found() {
        for (expression, words) in [
            (r"^\W*\[PS\] \S", vec!["[ps] "]),
            ("^VERBOSE: Connect(ing|ed) to .+$", vec!["verbose: connect"]),
            ("AADSTS901124|0x80048800", vec!["aadsts901124", "0x80048800"]),
            (r"\((the )?(exchange online|cloud)( side)?\)", vec!["exchange online", "cloud"]),
            ("on-?prem", vec!["prem"]),
            ("x{0,3}yes{2,}", vec!["yes"]),
            ("a?(b|c*)", vec![]),
            (r"\x41b", vec![]),
            ("(?i)word", vec![]),
            ("[[:alpha:]]word", vec![]),
        ] {
            assert_eq!(Required::of(expression).words, words, "{expression}");
        }
    }

    #[test]
    fn what_a_line_has_to_begin_with_is_found() {
        for (expression, skipped, words) in [
            (r"^\W*\[PS\] \S", Skipped::Marks, vec!["[ps] "]),
            (r"^\s*(On(line|Prem)|Off-?)Address", Skipped::White, vec!["on", "off"]),
            ("^VERBOSE: Connect(ing|ed) to", Skipped::Nothing, vec!["verbose: connect"]),
            ("^(?:a{2}b|c)+", Skipped::Nothing, vec!["a", "c"]),
        ] {
            let words = words.into_iter().map(str::to_owned).collect();
            assert_eq!(Required::of(expression).begin, Some(Begin { skipped, words }), "{expression}");
        }
        for expression in ["^a|b", "^(a|)b", "^a?b", "^(a|b)?c", r"^\s*\S", "a", r"^\W+a", "^(?i)a"] {
            assert_eq!(Required::of(expression).begin, None, "{expression}");
        }
    }

    fn expression() -> impl Strategy<Value = String> {
        let atom = prop::sample::select(vec![
            "a", "b", "C", "-", r"\.", r"\W", r"\s", ".", "[ab]", "[^c]", "ä", r"\b", "(?:ab)", "^", "$", " ",
        ]);
        let times = prop::sample::select(vec!["", "", "", "?", "*", "+", "{2}", "{0,1}", "+?"]);
        let piece = (atom, times).prop_map(|(atom, times)| format!("{atom}{times}"));
        let run = prop::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat());
        let group = prop::collection::vec(run.clone(), 1..3).prop_map(|ways| format!("({})", ways.join("|")));
        let part = prop_oneof![run, group, Just("(a|bc)?".to_owned())];
        let begin = prop::sample::select(vec!["", "^", r"^\s*", r"^\W*"]);
        let parts = prop::collection::vec(part, 1..4).prop_map(|parts| parts.concat());
        (begin, parts).prop_map(|(begin, parts)| format!("{begin}{parts}"))
    }

    proptest! {
        #[test]
        fn where_an_expression_matches_one_of_its_words_occurs(
            expression in expression(),
            texts in prop::collection::vec("[abcABC.ä \n-]{0,12}", 8),
        ) {
            let pattern = Pattern::new(Spanned::new(expression, Span::new(FileId(0), 0, 0)));
            let Some(regex) = pattern.regex() else { return Ok(()) };
            for text in texts {
                if regex.is_match(&text) {
                    prop_assert!(pattern.may_match(&text.to_ascii_lowercase()), "{} in {text:?}", *pattern.source);
                }
            }
        }
    }
}
