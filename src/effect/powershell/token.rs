//! What a line of PowerShell is made of.
//!
//! Invariant: a token holds what PowerShell would make of it, never more.
//! Deliberately absent: reading a line (`reader`).

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A bare word: a command, a parameter, an operator, a number.
    Word(String),
    /// A bare word with quotes or a variable right behind it, which PowerShell takes for more of the same word.
    Glued(String),
    /// `'…'`.
    Text(String),
    /// `"…"`, with the tokens of every `$(…)` in it.
    Template(Vec<Vec<Token>>),
    /// `$name`, with its prefix, without the dollar sign.
    Variable(String),
    /// `.Name` or `::Name` right behind a value.
    Member(Access, String),
    /// `(` right behind a member: the arguments of a call.
    Call,
    /// `[` right behind a value.
    Index,
    /// One of `( $( @( { @{ [ ) } ] | || && & ; , =` and line ends (as `;`).
    Mark(&'static str),
    /// `@name`: arguments that cannot be seen.
    Splat,
    /// `>` and its like into something that is kept.
    Redirection,
}

/// How a member is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// `.Name`: of a value.
    Instance,
    /// `::Name`: of a type.
    Static,
}
