//! What lines of a POSIX shell do.
//!
//! Read are simple commands joined by `|`, `&&`, `||`, `;` and line ends, with quotes, variables and `$(…)`. In subshells,
//! groups, functions, loops, conditions, backquotes and texts behind `<<`, and behind programs that run another one, what is
//! known to change something is seen, too.
//!
//! Invariant: a program only reads if the table names it, with arguments that its row admits. Where anything stands that is
//! not read as in the first sentence, the whole does not only read.
//! Deliberately absent: what variables hold.

mod redirection;
mod run;
mod word;

use crate::effect::{Assessment, Call};
use redirection::Document;

/// The deepest nesting of `$(…)` and its like.
const DEEPEST: usize = 32;

/// What these lines do.
pub(super) fn assess(text: &str) -> Assessment {
    let mut reader = Reader::new(text, 0);
    if let Err(why) = reader.commands() {
        reader.found.join(Assessment::unknown(why));
    }
    reader.found
}

/// The commands that these lines call, up to where they are not understood.
pub(super) fn calls(text: &str) -> Vec<Call> {
    let mut reader = Reader::new(text, 0);
    // What is not understood ends the reading; what was read before it stands.
    let _ = reader.commands();
    reader.calls
}

struct Reader<'a> {
    rest: &'a str,
    found: Assessment,
    depth: usize,
    /// What ends the commands, besides the end of the text.
    closing: Option<char>,
    calls: Vec<Call>,
    statement: usize,
    /// The texts that begin on the next line.
    documents: Vec<Document>,
    /// How many `case` are open.
    cases: usize,
}

/// A word of a command; none where a part of it cannot be seen.
type Word = Option<String>;

impl<'a> Reader<'a> {
    fn new(rest: &'a str, depth: usize) -> Self {
        Self {
            rest,
            found: Assessment::READ,
            depth,
            closing: None,
            calls: Vec::new(),
            statement: 0,
            documents: Vec::new(),
            cases: 0,
        }
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn eat(&mut self, text: &str) -> bool {
        let there = self.rest.starts_with(text);
        if there {
            self.skip(text.len());
        }
        there
    }

    /// Takes note of something in which only changes are known.
    fn doubt(&mut self, what: &str) {
        self.found.join(Assessment::unknown(format!("it holds {what}, of which only changes are known")));
    }

    /// Commands up to the end, or up to what closes them.
    fn commands(&mut self) -> Result<(), String> {
        let mut words: Vec<Word> = Vec::new();
        loop {
            self.rest = self.rest.trim_start_matches([' ', '\t']);
            if self.eat("\\\n") {
                continue;
            }
            match self.peek() {
                Some(')') if self.ends_pattern(&words) => {
                    self.skip(1);
                    words.clear();
                }
                None if self.closing.is_some() => return Err("a bracket is not closed".to_owned()),
                None => break,
                Some(character) if Some(character) == self.closing => {
                    self.skip(1);
                    break;
                }
                Some('#') => self.skip(self.rest.find('\n').unwrap_or(self.rest.len())),
                Some('>' | '<') => self.redirected(&mut words)?,
                Some('&') if self.rest.starts_with("&>") => self.redirected(&mut words)?,
                Some('\n' | ';' | '|' | '&' | '\r') => {
                    self.command(&std::mem::take(&mut words));
                    self.separator()?;
                }
                Some(_) if self.is_group(&words) => {
                    words.clear();
                    self.group()?;
                }
                Some(_) => self.argument(&mut words)?,
            }
        }
        self.command(&words);
        Ok(())
    }

    /// A redirection; the command is looked up if it is not understood: a name that changes something does so whatever stands
    /// behind it.
    fn redirected(&mut self, words: &mut Vec<Word>) -> Result<(), String> {
        self.redirection(words).inspect_err(|_| self.command(words))
    }

    /// One more word of a command.
    fn argument(&mut self, words: &mut Vec<Word>) -> Result<(), String> {
        let before = self.rest.len();
        let word = self.word().inspect_err(|_| self.command(words))?;
        if self.rest.len() == before {
            return Err("a bracket closes nothing".to_owned());
        }
        if words.is_empty() && word.as_deref() == Some("esac") {
            self.cases = self.cases.saturating_sub(1);
        }
        // `2>&1`: the number belongs to what follows.
        let number =
            word.as_deref().is_some_and(|word| word.len() == 1 && word.as_bytes()[0].is_ascii_digit());
        if !(number && self.rest.starts_with(['>', '<'])) {
            words.push(word);
        }
        Ok(())
    }

    /// Whether the bracket that stands here ends a pattern of `case`.
    fn ends_pattern(&mut self, words: &[Word]) -> bool {
        if words.first().is_some_and(|word| word.as_deref() == Some("case")) {
            self.cases += 1;
            self.doubt("`case`");
        }
        self.cases > 0 && !words.is_empty()
    }

    /// Whether a subshell, a group or the brackets of a function stand here.
    fn is_group(&self, words: &[Word]) -> bool {
        let first = words.first().map(Option::as_deref);
        let begins = words.is_empty() || first == Some(Some("function"));
        let is_braced = self.rest.starts_with(['{', '}'])
            && !self.rest[1..].starts_with(|c: char| !c.is_whitespace() && !";|&<>)".contains(c));
        (words.is_empty() && self.rest.starts_with('('))
            || (words.len() == 1 && self.rest.starts_with("()"))
            || (begins && is_braced)
    }

    fn group(&mut self) -> Result<(), String> {
        self.doubt("a subshell, a group or a function");
        if self.rest.starts_with("((") {
            return self.arithmetic();
        }
        if self.eat("()") || self.eat("{") || self.eat("}") {
            return Ok(());
        }
        self.skip(1);
        self.inside(')')
    }

    /// Commands of their own, up to this bracket.
    fn inside(&mut self, closing: char) -> Result<(), String> {
        if self.depth >= DEEPEST {
            return Err("it is nested too deeply".to_owned());
        }
        let mut inner = Reader { closing: Some(closing), ..Reader::new(self.rest, self.depth + 1) };
        let read = inner.commands();
        self.rest = inner.rest;
        self.take_in(inner);
        read
    }

    /// What was found inside.
    fn take_in(&mut self, inner: Reader<'_>) {
        self.found.join(inner.found);
        let statement = self.statement;
        self.calls.extend(inner.calls.into_iter().map(|call| Call { statement, ..call }));
    }

    /// `((…))`, in which no command runs.
    fn arithmetic(&mut self) -> Result<(), String> {
        let (inner, rest) = self.rest.split_once("))").ok_or("arithmetic is not closed")?;
        if inner.contains("$(") || inner.contains('`') {
            return Err("it holds arithmetic, which is not read here".to_owned());
        }
        self.rest = rest;
        self.doubt("arithmetic");
        Ok(())
    }

    /// What stands between two commands.
    fn separator(&mut self) -> Result<(), String> {
        self.statement += usize::from(self.is_at_end_of_pipeline());
        if self.cases > 0 && [";;&", ";;", ";&"].into_iter().any(|mark| self.eat(mark)) {
            return Ok(());
        }
        if self.rest.starts_with('&') && !self.rest.starts_with("&&") {
            self.skip(1);
            self.doubt("`&`");
        } else if self.eat("\r\n") || self.eat("\n") {
            return self.documents();
        } else if !["&&", "||", "|", ";"].into_iter().any(|mark| self.eat(mark)) {
            return Err("it is not understood at a line end".to_owned());
        }
        if self.rest.starts_with(['|', '&', ';']) {
            return Err("it is not understood at `&`, `;` or `|`".to_owned());
        }
        Ok(())
    }

    /// Whether what stands here ends a pipeline, and does not go on with it.
    fn is_at_end_of_pipeline(&self) -> bool {
        !self.rest.starts_with('|') || self.rest.starts_with("||")
    }
}
