//! What a kind of credential is: its name, the words to search for, and how it looks around them.
//!
//! Invariant: plain data, so that the table of kinds (`kinds`) reads as a table.
//! Deliberately absent: recognising (`token`, `value`, `block`, `command`).

use crate::redact::value::Strength;

/// One kind of credential.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Its name in the mark left behind: `[removed-NAME]`.
    pub name: &'static str,
    /// What it is, as a noun phrase.
    pub title: &'static str,
    /// Words in small letters, one of which occurs wherever it does.
    pub(crate) words: &'static [&'static str],
    /// How it looks around such a word.
    pub(crate) shape: Shape,
}

/// How a credential looks.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// A word that is recognised by itself; the expression matches all of it.
    Token {
        /// Characters of the token before the search word.
        left: usize,
        /// Its characters besides letters and digits.
        marks: &'static str,
        /// All of the token.
        pattern: &'static str,
        /// What besides the expression makes it a credential.
        strength: Strength,
    },
    /// The value after a key (`Password : …`, `"secret": "…"`, `-Password …`, `<Password>…</Password>`); the search word
    /// is the end of the key.
    Value(Strength),
    /// The value of a header or a property, to the end of the line.
    Line(&'static str),
    /// Everything up to this text, over lines.
    Until(&'static str),
    /// As many lines as the number after the search word says.
    CountedLines,
    /// A command line; the first group of the expression is the credential.
    Command(&'static str),
}
