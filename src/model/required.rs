//! What a text must hold so that a regular expression can match in it.
//!
//! Most expressions of a knowledge base hold a word that most texts do not, and a word is found much faster than a match. A text
//! is held against hundreds of expressions.
//! Invariant: where the expression matches, one of the words occurs; what is not understood requires nothing.
//! Deliberately absent: matching, and letters beyond ASCII.

use std::iter::Peekable;
use std::str::Chars;

/// Words, in lower case, of which one occurs in every match; none where nothing is known. Letter case is ignored by matches.
pub(super) fn required(expression: &str) -> Vec<String> {
    let mut reader = Reader { rest: expression.chars().peekable() };
    let words = reader.alternatives(0);
    match (words, reader.rest.next()) {
        (Ok(Words(words)), None) => words,
        _ => Vec::new(),
    }
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
    use super::required;
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
            assert_eq!(required(expression), words, "{expression}");
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
        prop::collection::vec(part, 1..4).prop_map(|parts| parts.concat())
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
