//! A place in a text that only moves forward.
//!
//! Invariant: the place is on a character boundary and never past the end.
//! Deliberately absent: anything about Mermaid but its comments.

/// A place in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    /// The beginning of a text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The byte offset.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What follows.
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// What follows on this line, without its end.
    pub(super) fn line(&self) -> &'t str {
        let rest = self.rest();
        rest.split('\n').next().unwrap_or(rest).trim_end_matches('\r')
    }

    /// The text from an earlier place up to here.
    pub(super) fn since(&self, start: usize) -> &'t str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Whether everything was read.
    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Moves over one character.
    pub(super) fn step(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// Moves by bytes, at most to the end.
    pub(super) fn advance(&mut self, bytes: usize) {
        self.at = self.text.floor_char_boundary((self.at + bytes).min(self.text.len()));
    }

    /// Moves over `token` where it stands here.
    pub(super) fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// Moves over a word where it stands here alone.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let Some(after) = self.rest().strip_prefix(word) else { return false };
        let alone = !after.chars().next().is_some_and(|next| next.is_alphanumeric() || "_-.".contains(next));
        if alone {
            self.at += word.len();
        }
        alone
    }

    /// Moves over spaces and tabs.
    pub(super) fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() && c != '\n').len();
    }

    /// Moves over white space, line ends, semicolons as `semicolons` says, and comments.
    pub(super) fn skip_space(&mut self, semicolons: Semicolons) {
        loop {
            let rest = self.rest();
            let skipped = rest.trim_start_matches(|c: char| {
                c.is_whitespace() || (c == ';' && semicolons == Semicolons::Space)
            });
            self.at += rest.len() - skipped.len();
            if !skipped.starts_with("%%") {
                return;
            }
            self.skip_line();
        }
    }

    /// Moves to the end of the line.
    pub(super) fn skip_line(&mut self) {
        self.at += self.line().len();
    }

    /// Moves over the text up to one of `ends`, quotes aside, and gives it.
    pub(super) fn until(&mut self, ends: &[char]) -> &'t str {
        let start = self.at;
        let mut is_quoted = false;
        while let Some(next) = self.peek() {
            if next == '"' {
                is_quoted = !is_quoted;
            } else if !is_quoted && ends.contains(&next) {
                break;
            }
            self.step();
        }
        self.since(start)
    }
}

/// What a semicolon is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Semicolons {
    /// The end of a statement.
    End,
    /// Like white space.
    Space,
}
