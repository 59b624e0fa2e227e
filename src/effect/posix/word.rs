//! The words of a command: quotes, variables, and the commands that run inside of them.
//!
//! Invariant: a word is only given where all of it can be seen; what runs inside of it is looked up.
//! Deliberately absent: what variables hold, and which files a pattern stands for.

use crate::effect::posix::{Reader, Word};
use crate::prose::{is_hidden, quoted, visible_line};

impl Reader<'_> {
    /// One word, quotes taken off; none where it holds a variable or a command.
    pub(super) fn word(&mut self) -> Result<Word, String> {
        let mut word = String::new();
        let mut seen = true;
        while let Some(character) = self.peek() {
            match character {
                c if c.is_ascii_whitespace() || "|&;<>)".contains(c) || Some(c) == self.closing => break,
                // `name()` defines a function.
                '(' if !word.is_empty() && self.rest.starts_with("()") => break,
                '\'' => {
                    let (text, rest) = self
                        .rest
                        .get(1..)
                        .and_then(|rest| rest.split_once('\''))
                        .ok_or("a quote is not closed")?;
                    word.push_str(text);
                    self.rest = rest;
                }
                '"' => {
                    self.skip(1);
                    seen &= self.quoted(&mut word, Some('"'))?;
                }
                '$' | '`' => {
                    self.expansion()?;
                    seen = false;
                }
                '\\' => {
                    self.skip(1);
                    let next =
                        self.peek().filter(|next| *next != '\n').ok_or("`\\` stands before nothing")?;
                    word.push(next);
                    self.skip(next.len_utf8());
                }
                '{' if self.rest.starts_with("{}") => {
                    word.push_str("{}");
                    self.skip(2);
                }
                '{' | '}' | '!' => {
                    self.doubt("`{`, `}` or `!` outside of quotes");
                    seen &= character == '!';
                    word.push(character);
                    self.skip(1);
                }
                c if c == '(' || is_hidden(c) => {
                    let shown = quoted(visible_line(&c.to_string()));
                    return Err(format!("it holds {shown} outside of quotes, which is not read here"));
                }
                c => {
                    // The shell puts names of files here.
                    seen &= !matches!(c, '*' | '?' | '[' | '~') || word.is_empty() && c == '[';
                    word.push(c);
                    self.skip(c.len_utf8());
                }
            }
        }
        Ok(seen.then_some(word))
    }

    /// Whether all of a text in double quotes can be seen, up to its end.
    pub(super) fn quoted(&mut self, word: &mut String, end: Option<char>) -> Result<bool, String> {
        let mut seen = true;
        loop {
            match self.peek() {
                None if end.is_none() => return Ok(seen),
                None => return Err("a quote is not closed".to_owned()),
                character if character == end => {
                    self.skip(1);
                    return Ok(seen);
                }
                Some('$') if end.is_none() && !self.is_expansion() => self.skip(1),
                Some('$' | '`') => {
                    self.expansion()?;
                    seen = false;
                }
                Some('\\') => {
                    self.skip(1);
                    let Some(next) = self.peek() else { continue };
                    word.push(next);
                    self.skip(next.len_utf8());
                }
                Some(c) => {
                    word.push(c);
                    self.skip(c.len_utf8());
                }
            }
        }
    }

    /// Whether the `$` here begins a variable or a command.
    fn is_expansion(&self) -> bool {
        self.rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric() || "_({?#@*$".contains(c))
    }

    /// `$name`, `${name}`, `$(…)` or a command in backquotes.
    fn expansion(&mut self) -> Result<(), String> {
        if self.eat("`") {
            self.doubt("a backquote");
            return self.inside('`');
        }
        self.skip(1);
        if self.rest.starts_with("((") {
            return self.arithmetic();
        }
        if self.eat("(") {
            return self.inside(')');
        }
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if self.eat("{") {
            let (name, rest) = self.rest.split_once('}').ok_or("`${` is not closed")?;
            if name.is_empty() || !name.chars().all(is_name) {
                if name.contains(['$', '`', '{', '\'', '"', '\\']) {
                    return Err("it holds an expansion that is more than a variable".to_owned());
                }
                self.doubt("an expansion that is more than a variable");
            }
            self.rest = rest;
            return Ok(());
        }
        let length = self.rest.find(|c| !is_name(c)).unwrap_or(self.rest.len());
        let special = self.rest.starts_with(['?', '#', '@', '*', '$']);
        if length == 0 && !special {
            return Err("`$` stands before no name".to_owned());
        }
        self.skip(length.max(1));
        Ok(())
    }
}
