//! What lines of PowerShell do: pipelines, blocks and expressions, each command in them looked up.
//!
//! Invariant: a part that is not understood makes the whole unknown. What is called is always a name that is written out:
//! no `.` before a script, no arguments that cannot be seen, no method but those of a list. Behind `&`, and in loops, functions
//! and `try`, only changes are known.
//! Deliberately absent: `switch`, assignments to anything but a variable of this block.

mod expression;
mod keyword;
mod member;
mod reader;
mod token;

use expression::{is_number, is_unary};
use keyword::opens_block;

use crate::effect::cmdlet::{self, Argument};
use crate::effect::{Assessment, Call, Effect, alias, windows};
use crate::prose::{quoted, visible_line};
use reader::tokens;
use token::Token;

/// What these lines do.
pub(super) fn assess(text: &str) -> Assessment {
    examine(text).0
}

/// The commands that these lines call, as far as they are understood.
pub(super) fn calls(text: &str) -> Vec<Call> {
    examine(text).1
}

/// Both.
pub(super) fn examine(text: &str) -> (Assessment, Vec<Call>) {
    match tokens(text) {
        Ok(tokens) => {
            let Walk { found, calls, .. } = whole(&tokens, 0);
            (found, calls)
        }
        Err(why) => (Assessment::unknown(why), Vec::new()),
    }
}

/// A walk over all of these tokens, the first of which stands in this statement.
fn whole(tokens: &[Token], statement: usize) -> Walk<'_> {
    let mut walk = Walk { tokens, at: 0, found: Assessment::READ, calls: Vec::new(), statement };
    let end = walk.statements();
    match end {
        Ok(()) if walk.at < tokens.len() => {
            walk.found.join(Assessment::unknown("it is not understood as a whole"));
        }
        Ok(()) => {}
        Err(why) => walk.found.join(Assessment::unknown(why)),
    }
    walk
}

struct Walk<'a> {
    tokens: &'a [Token],
    at: usize,
    found: Assessment,
    calls: Vec<Call>,
    statement: usize,
}

/// Not understood, and why.
type Understood<T = ()> = Result<T, String>;

impl<'a> Walk<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn is(&self, mark: &str) -> bool {
        matches!(self.peek(), Some(Token::Mark(other)) if *other == mark)
    }

    fn eat(&mut self, mark: &str) -> bool {
        let there = self.is(mark);
        self.at += usize::from(there);
        there
    }

    fn demand(&mut self, mark: &str) -> Understood {
        if self.eat(mark) { Ok(()) } else { Err(format!("{} is missing somewhere", quoted(mark))) }
    }

    fn lines(&mut self) {
        while self.eat(";") {}
    }

    /// Statements up to a closing bracket or the end.
    fn statements(&mut self) -> Understood {
        loop {
            self.lines();
            if self.peek().is_none() || [")", "}", "]"].iter().any(|mark| self.is(mark)) {
                return Ok(());
            }
            self.statement()?;
            self.statement += 1;
            let more = self.eat("&&") || self.eat("||");
            if !more
                && !self.is(";")
                && self.peek().is_some()
                && ![")", "}", "]"].iter().any(|mark| self.is(mark))
            {
                return Err(self.surprise());
            }
        }
    }

    fn surprise(&self) -> String {
        let shown = match self.peek() {
            Some(Token::Word(word) | Token::Glued(word)) => word.as_str(),
            Some(Token::Mark("&")) => return "`&` runs whatever stands behind it".to_owned(),
            Some(Token::Mark(mark)) => mark,
            Some(Token::Splat) => "@",
            Some(Token::Redirection) => return "it writes a file with `>`".to_owned(),
            _ => return "it is not understood as a whole".to_owned(),
        };
        format!("it is not understood at {}", quoted(visible_line(shown)))
    }

    fn statement(&mut self) -> Understood {
        match self.peek() {
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("if") => self.condition(),
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("foreach") && self.next_is("(") => {
                self.for_each()
            }
            Some(Token::Word(word)) if opens_block(word) => self.blocks(word),
            _ => self.pipeline(),
        }
    }

    fn next_is(&self, mark: &str) -> bool {
        matches!(self.tokens.get(self.at + 1), Some(Token::Mark(other)) if *other == mark)
    }

    /// `if (…) { … } elseif (…) { … } else { … }`
    fn condition(&mut self) -> Understood {
        loop {
            self.at += 1;
            self.demand("(")?;
            self.pipeline()?;
            self.demand(")")?;
            self.block()?;
            let here = self.at;
            self.lines();
            match self.peek() {
                Some(Token::Word(word)) if word.eq_ignore_ascii_case("elseif") => {}
                Some(Token::Word(word)) if word.eq_ignore_ascii_case("else") => {
                    self.at += 1;
                    return self.block();
                }
                _ => {
                    self.at = here;
                    return Ok(());
                }
            }
        }
    }

    /// `foreach ($one in …) { … }`
    fn for_each(&mut self) -> Understood {
        self.at += 1;
        self.demand("(")?;
        match (self.tokens.get(self.at), self.tokens.get(self.at + 1)) {
            (Some(Token::Variable(name)), Some(Token::Word(word))) if word.eq_ignore_ascii_case("in") => {
                own_variable(name)?;
                self.at += 2;
            }
            _ => return Err(self.surprise()),
        }
        self.pipeline()?;
        self.demand(")")?;
        self.block()
    }

    fn block(&mut self) -> Understood {
        self.lines();
        self.demand("{")?;
        self.statements()?;
        self.demand("}")
    }

    /// `first | second | …`, or `$name = …`.
    fn pipeline(&mut self) -> Understood {
        let start = self.at;
        self.element()?;
        if self.is("=")
            || matches!(self.peek(), Some(Token::Word(word)) if ["+=", "-="].contains(&word.as_str()))
        {
            return self.assignment(start);
        }
        while self.eat("|") {
            self.lines();
            self.element()?;
        }
        Ok(())
    }

    /// What follows `=`; what stands before it began at `start`.
    fn assignment(&mut self, start: usize) -> Understood {
        let target = self.tokens.get(start..self.at).unwrap_or_default();
        let [.., Token::Variable(name)] = target else {
            self.found.join(Assessment::new(Effect::Change, "it sets a property of something"));
            return Err("it sets a property of something".to_owned());
        };
        // `[int]$count = …` may stand before it, and nothing else.
        let casts = target.len() == 1 || target.first() == Some(&Token::Mark("["));
        if !casts || target.iter().any(|token| matches!(token, Token::Member(..) | Token::Call)) {
            return Err("it sets something other than a variable".to_owned());
        }
        own_variable(name)?;
        self.at += 1;
        self.lines();
        self.statement()
    }

    fn element(&mut self) -> Understood {
        match self.peek() {
            Some(Token::Mark("&")) => self.invocation(),
            Some(Token::Word(word)) if is_number(word) || is_unary(word) => self.expression(),
            Some(Token::Word(word)) if word.starts_with('.') => {
                let shown = quoted(visible_line(word));
                self.found.join(Assessment::unknown(format!(
                    "{shown} is a script, and what it does cannot be seen"
                )));
                self.arguments().map(drop)
            }
            Some(Token::Word(word)) => {
                self.at += 1;
                let arguments = self.arguments();
                // A name that changes something does so whatever stands behind it.
                self.command(word, arguments.as_deref().unwrap_or_default());
                arguments.map(drop)
            }
            Some(Token::Glued(word)) => {
                Err(format!("the name {} goes on in quotes", quoted(visible_line(word))))
            }
            _ => self.expression(),
        }
    }

    /// `& { … }`, or `&` before a name.
    fn invocation(&mut self) -> Understood {
        self.found.join(Assessment::unknown("`&` runs whatever stands behind it"));
        self.at += 1;
        match self.peek() {
            Some(Token::Mark("{")) => self.block()?,
            Some(Token::Word(name) | Token::Text(name)) => {
                self.at += 1;
                let arguments = self.arguments();
                self.command(name, arguments.as_deref().unwrap_or_default());
                return arguments.map(drop);
            }
            _ => self.operand()?,
        }
        self.arguments().map(drop)
    }

    fn command(&mut self, written: &str, arguments: &[Argument]) {
        let shown = visible_line(written);
        if written.contains(['\\', '/', ':']) {
            let why = format!("{} is a file, and what it does cannot be seen", quoted(shown));
            return self.found.join(Assessment::unknown(why));
        }
        let words: Vec<Option<String>> = arguments
            .iter()
            .map(|argument| match argument {
                Argument::Word(word) => Some(word.clone()),
                Argument::Parameter(name) => Some(format!("-{name}")),
                Argument::Block | Argument::Value => None,
            })
            .collect();
        let words: Vec<Option<&str>> = words.iter().map(Option::as_deref).collect();
        let program = windows::program(written, &words);
        let assessment = program.unwrap_or_else(|| cmdlet::assess(&shown, arguments));
        self.calls.push(Call {
            command: alias::whole_name(written),
            name: shown,
            effect: assessment.effect,
            statement: self.statement,
        });
        self.found.join(assessment);
    }

    /// The arguments of a command, up to what ends it.
    fn arguments(&mut self) -> Understood<Vec<Argument>> {
        let mut arguments = Vec::new();
        while let Some(token) = self.peek() {
            let argument = match token {
                Token::Mark("|" | ";" | ")" | "}" | "]" | "||" | "&&") => break,
                Token::Mark(",") => {
                    self.at += 1;
                    self.lines();
                    continue;
                }
                Token::Mark("=") => {
                    self.at += 1;
                    continue;
                }
                Token::Word(word) => {
                    self.at += 1;
                    match word
                        .strip_prefix('-')
                        .filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
                    {
                        Some(name) => {
                            Argument::Parameter(name.split(':').next().unwrap_or_default().to_owned())
                        }
                        None => Argument::Word(word.clone()),
                    }
                }
                Token::Glued(word) if word.starts_with('-') => return Err(self.surprise()),
                Token::Glued(_) => {
                    self.at += 1;
                    Argument::Value
                }
                Token::Text(text) => {
                    let text = text.clone();
                    self.operand()?;
                    Argument::Word(text)
                }
                Token::Mark("{") => {
                    self.block()?;
                    Argument::Block
                }
                Token::Variable(_) | Token::Template(_) | Token::Mark("(" | "$(" | "@(" | "@{") => {
                    self.operand()?;
                    Argument::Value
                }
                Token::Redirection => {
                    self.found.join(Assessment::new(Effect::Change, "it writes a file with `>`"));
                    return Err(self.surprise());
                }
                _ => return Err(self.surprise()),
            };
            arguments.push(argument);
        }
        Ok(arguments)
    }
}

/// Variables that a block may set: plain ones of its own.
fn own_variable(name: &str) -> Understood {
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain && name != "_" { Ok(()) } else { Err(format!("it sets `${}`", visible_line(name))) }
}
