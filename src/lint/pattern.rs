//! Patterns over commands, as rules keep them in tables: what is written, in which shells, and what it does.
//!
//! Invariant: a pattern is compiled only for a command that holds one of its words, so that a table costs little.
//! Deliberately absent: what a rule says about what was found.

use crate::lint::commands::Typed;
use crate::model::Shell;
use regex_lite::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What a part of a command does that a rule is about.
pub(super) struct Pattern {
    /// Words in lower case, one of which is in each such command, outside of quotes.
    pub(super) words: &'static [&'static str],
    /// The part.
    pub(super) regex: LazyLock<Regex>,
    /// The shells in which it does that.
    pub(super) shells: &'static [Shell],
    /// Words in lower case with one of which the command does not do it after all.
    pub(super) unless: &'static [&'static str],
    /// What it does.
    pub(super) what: &'static str,
}

/// Every place where commands are typed.
pub(super) const ALL_SHELLS: &[Shell] = &[Shell::Powershell, Shell::Cmd, Shell::Posix];

/// The first of these patterns that is in `text`, which is the command in one of its forms: where it is, and what it does.
pub(super) fn first(
    patterns: &'static [Pattern],
    typed: &Typed<'_>,
    text: &str,
) -> Option<(Range<usize>, &'static str)> {
    let mut suspects = patterns.iter().filter(|pattern| {
        pattern.shells.contains(&typed.shell)
            && typed.may_hold(pattern.words)
            && !typed.may_hold(pattern.unless)
    });
    suspects.find_map(|pattern| Some((pattern.regex.find(text)?.range(), pattern.what)))
}

/// A regular expression that is compiled when it is first needed.
macro_rules! regex {
    ($pattern:expr) => {
        std::sync::LazyLock::new(|| {
            regex_lite::Regex::new($pattern).expect("the expression is tested to compile")
        })
    };
}
pub(super) use regex;
