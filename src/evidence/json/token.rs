//! JSON as tokens with their lines, whatever is broken about it.
//!
//! Invariant: tokens rise in the text; a bracket knows its partner. A string that a console broke over two lines is one
//! token and says so; one that never ends is ended with its line.
//! Deliberately absent: what the tokens mean (`json`).

use crate::evidence::line::{Form, Line};
use crate::evidence::scene::NARROWEST;
use crate::evidence::{DoubtKind, Lines};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `{` or `[`.
    Open,
    /// `}` or `]`.
    Close,
    Colon,
    Comma,
    /// A text between quotation marks.
    Text,
    /// A number, `true`, `false` or `null`.
    Word,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Where it stands in [`Tokens::flat`].
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) lines: Lines,
    /// Index of the closing bracket; of any other token, its own. One past the last where the bracket is never closed.
    pub(super) partner: usize,
    /// What is wrong with it: [`DoubtKind::Wrapped`] or [`DoubtKind::Cut`].
    pub(super) doubt: Option<DoubtKind>,
}

/// The tokens of one piece of JSON.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) all: Vec<Token>,
    /// All of them without the white space between.
    pub(super) flat: String,
    /// Index of the last line that holds one.
    pub(super) last: usize,
    /// Whether every bracket is closed.
    pub(super) end: Ending,
}

/// How a piece of JSON ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Ending {
    /// With its last bracket.
    Whole,
    /// In the middle.
    #[default]
    Broken,
}

impl Tokens {
    /// The text of a token.
    pub(super) fn text(&self, token: &Token) -> &str {
        self.flat.get(token.start..token.end).unwrap_or_default()
    }
}

/// Where the scanner stands.
struct Scanner<'l, 'a> {
    lines: &'l [Line<'a>],
    used: &'l [bool],
    /// Index of the line.
    line: usize,
    /// Bytes of the line that were read.
    byte: usize,
    tokens: Tokens,
}

/// The tokens from the line `at` on. `depth` brackets were opened above the text; it ends with the last of them, or where
/// something stands that is no JSON.
pub(super) fn tokens(lines: &[Line<'_>], used: &[bool], at: usize, depth: usize) -> Tokens {
    let mut scanner = Scanner { lines, used, line: at, byte: 0, tokens: Tokens::default() };
    let mut open: Vec<usize> = Vec::new();
    let mut missing = depth;
    while let Some(kind) = scanner.next() {
        let index = scanner.tokens.all.len() - 1;
        match kind {
            Kind::Open => open.push(index),
            Kind::Close => {
                match open.pop().and_then(|opening| scanner.tokens.all.get_mut(opening)) {
                    Some(opening) => opening.partner = index,
                    None => missing = missing.saturating_sub(1),
                }
                if open.is_empty() && missing == 0 {
                    scanner.tokens.end = Ending::Whole;
                    break;
                }
            }
            _ => {}
        }
    }
    let end = scanner.tokens.all.len();
    for opening in open {
        if let Some(opening) = scanner.tokens.all.get_mut(opening) {
            opening.partner = end;
        }
    }
    scanner.tokens
}

impl<'a> Scanner<'_, 'a> {
    /// The line that is read, if it may hold JSON.
    fn here(&self) -> Option<&Line<'a>> {
        let line = self.lines.get(self.line).filter(|_| self.used.get(self.line) == Some(&false))?;
        let foreign = matches!(line.form, Form::Frame | Form::Command | Form::ErrorHead | Form::Gap);
        (self.byte > 0 || !foreign).then_some(line)
    }

    /// Adds the next token.
    fn next(&mut self) -> Option<Kind> {
        let (text, number) = loop {
            let line = self.here()?;
            let rest = line.text.get(self.byte..)?;
            let text = rest.trim_start();
            self.byte += rest.len() - text.len();
            if !text.is_empty() {
                break (text, self.lines.get(self.line)?.number);
            }
            self.line += 1;
            self.byte = 0;
        };
        let first = *text.as_bytes().first()?;
        let kind = match first {
            b'{' | b'[' => Kind::Open,
            b'}' | b']' => Kind::Close,
            b':' => Kind::Colon,
            b',' => Kind::Comma,
            b'"' => return self.string(),
            _ => Kind::Word,
        };
        let length = if kind == Kind::Word {
            let end = text.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)));
            let word = text.get(..end.unwrap_or(text.len()))?;
            let number = word.starts_with(|c: char| c.is_ascii_digit() || c == '-');
            if !number && !["true", "false", "null"].contains(&word) {
                return None;
            }
            word.len()
        } else {
            1
        };
        self.push(kind, text.get(..length)?, Lines::one(number), None);
        self.byte += length;
        Some(kind)
    }

    /// A text between quotation marks, which a console may have broken over several lines.
    fn string(&mut self) -> Option<Kind> {
        let first = self.here()?.number;
        let start = self.tokens.flat.len();
        let mut doubt = None;
        let mut from = self.byte;
        let mut skip = 1;
        loop {
            let line = *self.here()?;
            let rest = line.text.get(from..)?;
            let end = closing_quote(rest, skip);
            let taken = rest.get(..end.map_or(rest.len(), |end| end + 1))?;
            self.tokens.flat.push_str(taken);
            self.byte = from + taken.len();
            let next = self.lines.get(self.line + 1).filter(|next| next.form != Form::Blank);
            if end.is_none() && line.width() >= NARROWEST && next.is_some() {
                doubt = Some(DoubtKind::Wrapped);
                self.line += 1;
                (from, skip, self.byte) = (0, 0, 1);
                continue;
            }
            if end.is_none() {
                doubt = Some(DoubtKind::Cut);
                self.tokens.flat.push('"');
            }
            let lines = Lines::new(first, line.number);
            let end = self.tokens.flat.len();
            self.add(Kind::Text, start, end, lines, doubt);
            return Some(Kind::Text);
        }
    }

    fn push(&mut self, kind: Kind, text: &str, lines: Lines, doubt: Option<DoubtKind>) {
        let start = self.tokens.flat.len();
        self.tokens.flat.push_str(text);
        self.add(kind, start, self.tokens.flat.len(), lines, doubt);
    }

    fn add(&mut self, kind: Kind, start: usize, end: usize, lines: Lines, doubt: Option<DoubtKind>) {
        let partner = self.tokens.all.len();
        self.tokens.all.push(Token { kind, start, end, lines, partner, doubt });
        self.tokens.last = self.line;
    }
}

/// Where the quotation mark stands that ends a text, behind the first `skip` bytes.
fn closing_quote(text: &str, skip: usize) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(skip) {
        match byte {
            b'"' if !escaped => return Some(at),
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}
