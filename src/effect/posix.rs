//! What lines of a POSIX shell do.
//!
//! Read are simple commands joined by `|`, `&&`, `||`, `;` and line ends, with quotes, variables and `$(…)`. In loops, in
//! conditions and behind programs that run another one, what is known to change something is seen, too.
//!
//! Invariant: a program only reads if the table names it, with arguments that its row admits. What is not read as above
//! (loops, functions, backquotes, redirections into files, `&`, braces, here-documents) is not known.
//! Deliberately absent: what variables hold.

use crate::effect::program::find;
use crate::effect::unix::PROGRAMS;
use crate::effect::{Assessment, Call, Effect, change, fetch};
use crate::prose::{is_hidden, quoted, visible_line};

/// The deepest nesting of `$(…)`.
const DEEPEST: usize = 32;

/// What these lines do.
pub(super) fn assess(text: &str) -> Assessment {
    let mut reader = Reader::new(text, 0);
    if let Err(why) = reader.commands(None) {
        reader.found.join(Assessment::unknown(why));
    }
    reader.found
}

/// The commands that these lines call, up to where they are not understood.
pub(super) fn calls(text: &str) -> Vec<Call> {
    let mut reader = Reader::new(text, 0);
    // What is not understood ends the reading; what was read before it stands.
    let _ = reader.commands(None);
    reader.calls
}

struct Reader<'a> {
    rest: &'a str,
    found: Assessment,
    depth: usize,
    calls: Vec<Call>,
    statement: usize,
}

/// A word of a command; none where a part of it cannot be seen.
type Word = Option<String>;

impl<'a> Reader<'a> {
    fn new(rest: &'a str, depth: usize) -> Self {
        Self { rest, found: Assessment::READ, depth, calls: Vec::new(), statement: 0 }
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

    /// Commands up to the end, or up to the bracket that closes `$(`.
    fn commands(&mut self, closing: Option<char>) -> Result<(), String> {
        let mut words: Vec<Word> = Vec::new();
        loop {
            self.rest = self.rest.trim_start_matches([' ', '\t']);
            if self.eat("\\\n") {
                continue;
            }
            match self.peek() {
                None if closing.is_some() => return Err("`$(` is not closed".to_owned()),
                None => break,
                Some(character) if Some(character) == closing => {
                    self.skip(1);
                    break;
                }
                Some('#') => self.skip(self.rest.find('\n').unwrap_or(self.rest.len())),
                Some('\n' | ';' | '|' | '&' | '\r') => {
                    self.command(&std::mem::take(&mut words));
                    self.statement += usize::from(self.is_at_end_of_pipeline());
                    let joined = ["&&", "||", "|", ";", "\r\n", "\n"].into_iter().any(|mark| self.eat(mark));
                    if !joined || self.rest.starts_with(['|', '&', ';']) {
                        return Err("it is not understood at `&`, `;` or `|`".to_owned());
                    }
                }
                Some('>' | '<') => {
                    if let Err(why) = self.redirection() {
                        self.command(&words);
                        return Err(why);
                    }
                }
                Some(_) => {
                    let before = self.rest.len();
                    let word = match self.word() {
                        Ok(word) => word,
                        Err(why) => {
                            // A name that changes something does so whatever stands behind it.
                            self.command(&words);
                            return Err(why);
                        }
                    };
                    if self.rest.len() == before {
                        return Err("a bracket closes nothing".to_owned());
                    }
                    // `2>&1`: the number belongs to what follows.
                    let number = word
                        .as_deref()
                        .is_some_and(|word| word.len() == 1 && word.as_bytes()[0].is_ascii_digit());
                    if !(number && self.rest.starts_with(['>', '<'])) {
                        words.push(word);
                    }
                }
            }
        }
        self.command(&words);
        Ok(())
    }

    /// Whether what stands here ends a pipeline, and does not go on with it.
    fn is_at_end_of_pipeline(&self) -> bool {
        !self.rest.starts_with('|') || self.rest.starts_with("||")
    }

    fn redirection(&mut self) -> Result<(), String> {
        let merged = [">&1", ">&2"].into_iter().any(|mark| self.eat(mark));
        if merged {
            return Ok(());
        }
        let reads = self.eat("<");
        if !reads && !self.eat(">>") && !self.eat(">") {
            return Err("a redirection is not understood".to_owned());
        }
        self.rest = self.rest.trim_start_matches([' ', '\t']);
        if self.rest.starts_with(['<', '>', '&', '|']) {
            return Err("a redirection is not understood".to_owned());
        }
        let target = self.word()?;
        if !reads && target.as_deref() != Some("/dev/null") {
            self.found.join(Assessment::new(Effect::Change, "it writes a file with `>`"));
        }
        Ok(())
    }

    /// One word, quotes taken off; none where it holds a variable or a command.
    fn word(&mut self) -> Result<Word, String> {
        let mut word = String::new();
        let mut seen = true;
        while let Some(character) = self.peek() {
            match character {
                c if c.is_ascii_whitespace() || "|&;<>)".contains(c) => break,
                '\'' => {
                    let (text, rest) = self
                        .rest
                        .get(1..)
                        .and_then(|rest| rest.split_once('\''))
                        .ok_or("a quote is not closed")?;
                    word.push_str(text);
                    self.rest = rest;
                }
                '"' => seen &= self.double_quoted(&mut word)?,
                '$' => {
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
                c if "`(){}!".contains(c) || is_hidden(c) => {
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

    /// Whether all of `"…"` can be seen.
    fn double_quoted(&mut self, word: &mut String) -> Result<bool, String> {
        self.skip(1);
        let mut seen = true;
        loop {
            let Some(character) = self.peek() else { return Err("a quote is not closed".to_owned()) };
            match character {
                '"' => {
                    self.skip(1);
                    return Ok(seen);
                }
                '`' => return Err("it holds a backquote, which runs what stands behind it".to_owned()),
                '$' => {
                    self.expansion()?;
                    seen = false;
                }
                '\\' => {
                    self.skip(1);
                    let next = self.peek().ok_or("a quote is not closed")?;
                    word.push(next);
                    self.skip(next.len_utf8());
                }
                c => {
                    word.push(c);
                    self.skip(c.len_utf8());
                }
            }
        }
    }

    /// `$name`, `${name}` or `$(…)`.
    fn expansion(&mut self) -> Result<(), String> {
        self.skip(1);
        if self.rest.starts_with("((") {
            return Err("it holds arithmetic, which is not read here".to_owned());
        }
        if self.eat("(") {
            if self.depth >= DEEPEST {
                return Err("it is nested too deeply".to_owned());
            }
            let mut inner = Reader::new(self.rest, self.depth + 1);
            inner.commands(Some(')'))?;
            self.rest = inner.rest;
            self.found.join(inner.found);
            let statement = self.statement;
            self.calls.extend(inner.calls.into_iter().map(|call| Call { statement, ..call }));
            return Ok(());
        }
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if self.eat("{") {
            let (name, rest) = self.rest.split_once('}').ok_or("`${` is not closed")?;
            if name.is_empty() || !name.chars().all(is_name) {
                return Err("it holds an expansion that is more than a variable".to_owned());
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

    /// Looks a command up, and what it runs in turn.
    fn command(&mut self, words: &[Word]) {
        let mut words = words;
        while let Some((name, arguments)) = words.split_first() {
            words = self.one(name.as_deref(), arguments);
        }
    }

    /// Looks one command up; what it runs in turn is given back.
    fn one<'w>(&mut self, name: Option<&str>, arguments: &'w [Word]) -> &'w [Word] {
        let Some(name) = name else {
            self.found.join(Assessment::unknown("what it runs is not written out"));
            return &[];
        };
        let harmless = ["LC_ALL=", "LANG=", "TZ="];
        if harmless.iter().any(|start| name.starts_with(start)) {
            return arguments;
        }
        if name == "sudo" {
            let rest =
                arguments.iter().position(|word| word.as_deref() != Some("-n")).unwrap_or(arguments.len());
            let rest = arguments.get(rest..).unwrap_or_default();
            let is_option = |word: &Word| word.as_deref().is_some_and(|word| word.starts_with('-'));
            if !rest.first().is_some_and(is_option) {
                return rest;
            }
        }
        if let Some(inner) = inner(name, arguments) {
            let shown = quoted(visible_line(name));
            let why = format!("{shown} stands before another command, of which only changes are known");
            self.found.join(Assessment::unknown(why));
            return inner;
        }
        let assessment = lookup(name, arguments);
        self.calls.push(Call {
            name: visible_line(name),
            command: name.to_owned(),
            effect: assessment.effect,
            statement: self.statement,
        });
        self.found.join(assessment);
        let runs = |word: &Word| matches!(word.as_deref(), Some("-exec" | "-execdir" | "-ok" | "-okdir"));
        let behind = arguments.iter().position(runs).filter(|_| name == "find");
        behind.and_then(|at| arguments.get(at + 1..)).unwrap_or_default()
    }
}

/// The command that stands behind a word of the shell, a variable that is set for it, or a program that runs it; none
/// where this is a command of its own.
fn inner<'w>(name: &str, arguments: &'w [Word]) -> Option<&'w [Word]> {
    const WORDS: &[&str] = &["do", "elif", "else", "if", "then", "until", "while"];
    if WORDS.contains(&name) || (is_assignment(name) && !arguments.is_empty()) {
        return Some(arguments);
    }
    // Which of its options take a value, and how many words of its own stand before the command.
    let (valued, own): (&[&str], usize) = match name {
        // `command -v` only says where the other one is.
        "command" if arguments.iter().flatten().any(|word| word.eq_ignore_ascii_case("-v")) => return None,
        "builtin" | "command" | "doas" | "nohup" | "setsid" | "time" => (&[], 0),
        "chroot" => (&[], 1),
        "env" => (&["-u", "-C", "-S"], 0),
        "ionice" => (&["-c", "-n"], 0),
        "nice" | "watch" => (&["-n"], 0),
        "stdbuf" => (&["-i", "-o", "-e"], 0),
        "sudo" => (&["-u", "-g", "-h", "-p", "-C", "-D", "-R", "-T", "-U"], 0),
        "timeout" => (&["-k", "-s"], 1),
        "xargs" => (&["-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s"], 0),
        _ => return None,
    };
    let (mut rest, mut own) = (arguments, own);
    while let Some((first, after)) = rest.split_first() {
        match first.as_deref() {
            Some(word) if word.starts_with('-') => {
                rest = after.get(usize::from(valued.contains(&word))..).unwrap_or_default();
            }
            Some(word) if name == "env" && is_assignment(word) => rest = after,
            _ if own > 0 => (own, rest) = (own - 1, after),
            _ => return Some(rest),
        }
    }
    None
}

/// `NAME=value`.
fn is_assignment(word: &str) -> bool {
    let is_name = |name: &str| {
        !name.starts_with(|c: char| c.is_ascii_digit())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    word.split_once('=').is_some_and(|(name, _)| !name.is_empty() && is_name(name))
}

fn lookup(name: &str, arguments: &[Word]) -> Assessment {
    let shown = visible_line(name);
    // A path says which program of that name is meant; the one that is found has no other job.
    let plain =
        ["/bin/", "/usr/bin/", "/sbin/", "/usr/sbin/"].iter().find_map(|folder| name.strip_prefix(folder));
    let plain = plain.unwrap_or(name);
    if let Some(why) = change::unix(plain, arguments).or_else(|| fetch::change(plain, arguments)) {
        return Assessment::new(Effect::Change, format!("`{shown}` {why}"));
    }
    let program = find(PROGRAMS, plain);
    let unknown = || Assessment::unknown(format!("`{shown}` is not known to only read"));
    program.map_or_else(unknown, |program| program.assess(&shown, arguments))
}
