//! How a program's arguments decide whether it only reads.
//!
//! Invariant: an argument that cannot be seen (a variable, an expression) is admitted only where every argument is.
//! Deliberately absent: the programs themselves (`windows`, `posix`).

use crate::effect::Assessment;

/// A program that only reads, if its arguments are among those.
#[derive(Debug)]
pub(super) struct Program {
    /// Its name as it is typed, in lower case for Windows.
    pub(super) name: &'static str,
    /// With which arguments.
    pub(super) admits: Admits,
}

/// The arguments with which a program only reads.
#[derive(Debug)]
pub(super) enum Admits {
    /// Whatever its arguments.
    All,
    /// Without any.
    Nothing,
    /// With at least one; without, or with `-` alone, it would wait for a person.
    Some,
    /// Where the first is one of these, or begins with one that ends in `:` or `=`.
    First(&'static [&'static str]),
    /// Where none begins with one of these.
    Without(&'static [&'static str]),
    /// Where every one is one of these, or begins with one that ends in `:`, `=` or `+`.
    Only(&'static [&'static str]),
    /// Where the first of these words is among them, and only names that are none of the others stand before it.
    Word(&'static str, &'static [&'static str]),
    /// Where every option (what begins with `-`) is one of these, whatever else is given.
    Options(&'static [&'static str]),
    /// Where every option is made of these letters, whatever else is given.
    Letters(&'static str),
    /// Where the first that is no option is one of these, and no option begins with one of those.
    Verb(&'static [&'static str], &'static [&'static str]),
}

/// The program of this name.
pub(super) fn find<'a>(programs: &'a [Program], name: &str) -> Option<&'a Program> {
    programs.iter().find(|program| program.name == name)
}

impl Program {
    /// What it does with these arguments; `None` is one that cannot be seen.
    pub(super) fn assess(&self, written: &str, arguments: &[Option<String>]) -> Assessment {
        let seen: Vec<&str> = arguments.iter().filter_map(Option::as_deref).collect();
        let all_seen = seen.len() == arguments.len();
        let admitted = match &self.admits {
            Admits::All => true,
            Admits::Nothing => arguments.is_empty(),
            Admits::Some => !arguments.is_empty() && !seen.contains(&"-"),
            Admits::First(firsts) => {
                arguments.first().and_then(Option::as_deref).is_some_and(|first| is_one(firsts, first))
            }
            Admits::Without(refused) => {
                all_seen && !seen.iter().any(|word| refused.iter().any(|refused| word.starts_with(refused)))
            }
            Admits::Only(words) => all_seen && seen.iter().all(|word| is_one(words, word)),
            Admits::Word(word, others) => {
                let before = || seen.iter().take_while(|other| *other != word);
                all_seen
                    && seen.contains(word)
                    && before().all(|other| is_name(other) && !others.contains(other))
            }
            Admits::Options(options) => {
                all_seen && seen.iter().filter(|word| word.starts_with('-')).all(|word| is_one(options, word))
            }
            Admits::Letters(letters) => {
                let plain = |word: &&str| {
                    word.strip_prefix('-').is_none_or(|rest| rest.chars().all(|c| letters.contains(c)))
                };
                all_seen && seen.iter().all(plain)
            }
            Admits::Verb(verbs, refused) => {
                let is_refused = |word: &&str| refused.iter().any(|start| word.starts_with(start));
                let verb = seen.iter().find(|word| !word.starts_with('-'));
                all_seen && verb.is_some_and(|verb| verbs.contains(verb)) && !seen.iter().any(is_refused)
            }
        };
        if admitted {
            Assessment::READ
        } else {
            Assessment::unknown(format!("`{written}` is not known to only read with these arguments"))
        }
    }
}

fn is_one(words: &[&str], word: &str) -> bool {
    words.iter().any(|one| *one == word || (one.ends_with([':', '=', '+']) && word.starts_with(one)))
}

fn is_name(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
