//! Lines of PowerShell as tokens.
//!
//! Invariant: every character is part of a token, of white space or of a comment; what this file does not know ends the
//! reading with a reason. Inside `"…"` the parts that are run (`$(…)`) are tokens of their own.
//! Deliberately absent: here-strings, `--%`, typographic quotes and dashes outside of quotes, backquotes outside of
//! `"…"`: all of them can hide a command, and no check needs them.

use crate::effect::powershell::token::{Access, Token};
use crate::prose::visible_line;

/// The deepest nesting that is read.
pub(super) const DEEPEST: usize = 64;

/// All tokens of a text, or why it cannot be read.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut reader =
        Reader { whole: text, rest: text, open: Vec::new(), tokens: Vec::new(), depth: 0, last: Last::Other };
    reader.read_to(None)?;
    Ok(reader.tokens)
}

struct Reader<'a> {
    whole: &'a str,
    rest: &'a str,
    /// The opening brackets that are not closed yet.
    open: Vec<&'static str>,
    tokens: Vec<Token>,
    depth: usize,
    last: Last,
}

/// What the token before was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// A value, which a member or an index may follow without a gap.
    Value,
    /// Anything else, or nothing.
    Other,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    /// Takes as long as characters fit.
    fn take(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|character| !fits(character)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn mark(&mut self, mark: &'static str) {
        self.skip(mark.len());
        self.tokens.push(Token::Mark(mark));
    }

    /// Reads up to the end, or up to the bracket that closes what was opened before.
    fn read_to(&mut self, closing: Option<char>) -> Result<(), String> {
        let outside = self.open.len();
        self.last = Last::Other;
        while let Some(character) = self.peek() {
            if Some(character) == closing && self.open.len() == outside {
                self.skip(1);
                return Ok(());
            }
            self.last = if self.step(character)? { Last::Value } else { Last::Other };
        }
        match self.open.get(outside) {
            Some(open) => Err(format!("`{open}` is not closed")),
            None if closing.is_some() => Err("`$(` in quotes is not closed".to_owned()),
            None => Ok(()),
        }
    }

    /// Takes one token; says whether it may be followed by a member.
    fn step(&mut self, character: char) -> Result<bool, String> {
        let behind_value = self.last == Last::Value;
        match character {
            ' ' | '\t' | '\r' | '\n' => Ok(self.blank(character)),
            '`' if self.rest.starts_with("`\n") || self.rest.starts_with("`\r\n") => {
                self.skip(1);
                self.take(|c| c == '\r' || c == '\n');
                Ok(false)
            }
            '#' => self.comment(),
            '.' | ':' if behind_value => self.member(),
            '(' if matches!(self.tokens.last(), Some(Token::Member(..))) && behind_value => {
                self.skip(1);
                self.open.push("(");
                self.tokens.push(Token::Call);
                Ok(false)
            }
            '[' if behind_value => {
                self.skip(1);
                self.open.push("[");
                self.tokens.push(Token::Index);
                Ok(false)
            }
            '(' => self.opening("("),
            '{' => self.opening("{"),
            '[' => self.opening("["),
            ')' | '}' | ']' => self.closing(character),
            '$' => self.variable(),
            '@' => self.at(),
            '\'' => self.single_quoted(),
            '"' => self.double_quoted(),
            '<' if self.rest.starts_with("<#") => {
                let end = self.rest.find("#>").ok_or("a comment is not closed")?;
                self.skip(end + 2);
                Ok(false)
            }
            '>' | '<' => {
                self.redirection();
                Ok(false)
            }
            '|' | '&' | ';' | ',' => {
                let marks = ["||", "&&", "|", "&", ";", ","];
                let mark = marks.into_iter().find(|mark| self.rest.starts_with(mark)).unwrap_or(";");
                self.mark(mark);
                Ok(false)
            }
            '=' if !self.rest.starts_with("==") => {
                self.mark("=");
                Ok(false)
            }
            _ => self.word(),
        }
    }

    /// White space; the end of a line ends a statement.
    fn blank(&mut self, character: char) -> bool {
        if matches!(character, ' ' | '\t') {
            self.take(|c| c == ' ' || c == '\t');
        } else {
            self.take(|c| c == '\r' || c == '\n');
            self.tokens.push(Token::Mark(";"));
        }
        false
    }

    fn comment(&mut self) -> Result<bool, String> {
        let before = self.whole.len().checked_sub(self.rest.len()).and_then(|at| self.whole.get(..at));
        let before = before.and_then(|before| before.chars().next_back());
        if before.is_some_and(|before| !before.is_whitespace() && !";({|".contains(before)) {
            return Err("`#` is glued to a word".to_owned());
        }
        self.take(|c| c != '\n');
        Ok(false)
    }

    fn opening(&mut self, mark: &'static str) -> Result<bool, String> {
        self.open.push(mark);
        if self.open.len() + self.depth > DEEPEST {
            return Err("it is nested too deeply".to_owned());
        }
        self.mark(mark);
        Ok(false)
    }

    fn closing(&mut self, character: char) -> Result<bool, String> {
        let opened = self.open.pop();
        let (mark, fits) = match character {
            ')' => (")", matches!(opened, Some("(" | "$(" | "@("))),
            '}' => ("}", matches!(opened, Some("{" | "@{"))),
            _ => ("]", opened == Some("[")),
        };
        if !fits {
            return Err(format!("`{mark}` closes nothing"));
        }
        self.mark(mark);
        Ok(true)
    }

    fn member(&mut self) -> Result<bool, String> {
        let access = if self.rest.starts_with("::") { Access::Static } else { Access::Instance };
        let after = self.rest.get(if access == Access::Static { 2 } else { 1 }..).unwrap_or_default();
        if !after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            return Err("a member is reached by something other than its name".to_owned());
        }
        self.rest = after;
        let name = self.take(|c| c.is_ascii_alphanumeric() || c == '_').to_owned();
        self.tokens.push(Token::Member(access, name));
        Ok(true)
    }

    fn variable(&mut self) -> Result<bool, String> {
        if self.rest.starts_with("$(") {
            return self.opening("$(");
        }
        let name = self.variable_name()?;
        self.tokens.push(Token::Variable(name));
        Ok(true)
    }

    /// The name of the variable that begins here, at the dollar sign.
    fn variable_name(&mut self) -> Result<String, String> {
        self.skip(1);
        if let Some(rest) = self.rest.strip_prefix('{') {
            let (name, rest) = rest.split_once('}').ok_or("`${` is not closed")?;
            self.rest = rest;
            return checked(name);
        }
        if let Some(special) = self.peek().filter(|c| matches!(c, '_' | '?' | '$' | '^'))
            && special != '_'
        {
            self.skip(1);
            return Ok(special.to_string());
        }
        let name = self.take(|c| c.is_ascii_alphanumeric() || c == '_');
        if name.is_empty() {
            return Err("`$` stands before no name".to_owned());
        }
        // `$env:APPDATA`; `$x::Name` is a member.
        if self.rest.starts_with(':') && !self.rest.starts_with("::") {
            self.skip(1);
            let behind = self.take(|c| c.is_ascii_alphanumeric() || c == '_');
            return checked(&format!("{name}:{behind}"));
        }
        Ok(name.to_owned())
    }

    fn at(&mut self) -> Result<bool, String> {
        match self.rest.as_bytes().get(1) {
            Some(b'(') => self.opening("@("),
            Some(b'{') => self.opening("@{"),
            Some(b'\'' | b'"') => Err("it holds a text of several lines (`@'`)".to_owned()),
            _ => {
                self.skip(1);
                self.take(|c| c.is_ascii_alphanumeric() || c == '_');
                self.tokens.push(Token::Splat);
                Ok(false)
            }
        }
    }

    /// `'…'`. Any of five characters ends it, as PowerShell has it; two in a row stand for one.
    fn single_quoted(&mut self) -> Result<bool, String> {
        let is_quote = |c: char| matches!(c, '\'' | '\u{2018}'..='\u{201b}');
        self.skip(1);
        let mut text = String::new();
        loop {
            let Some(character) = self.peek() else { return Err("a quote is not closed".to_owned()) };
            self.skip(character.len_utf8());
            if is_quote(character) {
                match self.peek().filter(|next| is_quote(*next)) {
                    Some(next) => self.skip(next.len_utf8()),
                    None => break,
                }
            }
            text.push(character);
        }
        self.tokens.push(Token::Text(text));
        Ok(true)
    }

    /// `"…"`, with the tokens of what is run in it.
    fn double_quoted(&mut self) -> Result<bool, String> {
        let is_quote = |c: char| matches!(c, '"' | '\u{201c}'..='\u{201e}');
        self.skip(1);
        let mut run = Vec::new();
        loop {
            let Some(character) = self.peek() else { return Err("a quote is not closed".to_owned()) };
            match character {
                '`' => {
                    self.skip(1);
                    self.skip(self.peek().map_or(0, char::len_utf8));
                }
                '$' if self.rest.starts_with("$(") => {
                    self.skip(2);
                    run.push(self.inner()?);
                }
                '$' if self.rest.starts_with("${") => drop(self.variable_name()?),
                c if is_quote(c) => {
                    self.skip(c.len_utf8());
                    match self.peek().filter(|next| is_quote(*next)) {
                        Some(next) => self.skip(next.len_utf8()),
                        None => break,
                    }
                }
                c => self.skip(c.len_utf8()),
            }
        }
        self.tokens.push(Token::Template(run));
        Ok(true)
    }

    /// The tokens up to the `)` that closes `$(` in quotes.
    fn inner(&mut self) -> Result<Vec<Token>, String> {
        let depth = self.depth + self.open.len() + 1;
        if depth > DEEPEST {
            return Err("it is nested too deeply".to_owned());
        }
        let mut inner = Reader {
            whole: self.whole,
            rest: self.rest,
            open: Vec::new(),
            tokens: Vec::new(),
            depth,
            last: Last::Other,
        };
        inner.read_to(Some(')'))?;
        self.rest = inner.rest;
        Ok(inner.tokens)
    }

    /// `2>&1` and `>$null` keep nothing; everything else is written or read.
    fn redirection(&mut self) {
        self.take(|c| c == '>' || c == '<');
        let merged =
            self.rest.strip_prefix('&').and_then(|rest| rest.strip_prefix(|c: char| c.is_ascii_digit()));
        if let Some(rest) = merged {
            self.rest = rest;
            return;
        }
        let target = self.rest.trim_start_matches([' ', '\t']);
        let nowhere = target.get(..5).filter(|start| start.eq_ignore_ascii_case("$null"));
        let ends = target
            .get(5..)
            .is_none_or(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'));
        if nowhere.is_some() && ends {
            self.rest = target.get(5..).unwrap_or_default();
        } else {
            self.tokens.push(Token::Redirection);
        }
    }

    fn word(&mut self) -> Result<bool, String> {
        let in_table = self.open.last() == Some(&"@{");
        let ends = |c: char| {
            c.is_whitespace()
                || "`'\"$(){}[];,|&<>".contains(c)
                || is_typographic(c)
                || (in_table && c == '=')
        };
        let word = self.take(|c| !ends(c));
        if word == "--%" {
            return Err("it holds `--%`, behind which nothing is read as PowerShell".to_owned());
        }
        if word.is_empty() {
            let odd = self.peek().map(|c| visible_line(&c.to_string())).unwrap_or_default();
            return Err(format!("it holds `{odd}` outside of quotes, which can hide a command"));
        }
        // `-Name:$value` and `!$value` are two things, and read so.
        let is_whole = (word.starts_with('-') && word.ends_with(':')) || ["!", "-", "+"].contains(&word);
        let goes_on = self.peek().is_some_and(|c| {
            // A line end right behind the word ends it, though nobody can see one either.
            "'\"$`".contains(c) || (is_typographic(c) && !matches!(c, '\t' | '\r' | '\n'))
        });
        let make = if goes_on && !is_whole { Token::Glued } else { Token::Word };
        self.tokens.push(make(word.to_owned()));
        Ok(false)
    }
}

/// Quotes and dashes that PowerShell takes for the plain ones, and characters that cannot be seen.
fn is_typographic(character: char) -> bool {
    matches!(character, '\u{2010}'..='\u{201f}' | '\u{a0}') || crate::prose::is_hidden(character)
}

/// A variable's name if it only reads a variable: functions, files and providers can be reached by a name as well.
fn checked(name: &str) -> Result<String, String> {
    let plain = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let known = ["env", "global", "script", "local", "private", "using", "variable"];
    match name.split_once(':') {
        None if name.chars().all(|c| c.is_alphanumeric() || " ()_-.".contains(c)) && !name.is_empty() => {
            Ok(name.to_owned())
        }
        Some((scope, rest))
            if known.contains(&scope.to_lowercase().as_str())
                && (plain(rest) || rest == "ProgramFiles(x86)") =>
        {
            Ok(name.to_owned())
        }
        _ => Err(format!("`${{{}}}` may be more than a variable", visible_line(name))),
    }
}
