//! What a command does, once its words are known: its program looked up, and what it runs in turn.
//!
//! Invariant: behind a program that runs another one, only changes are known.
//! Deliberately absent: taking a line apart.

use crate::effect::posix::{Reader, Word};
use crate::effect::program::find;
use crate::effect::unix::PROGRAMS;
use crate::effect::{Assessment, Call, Effect, change, fetch};
use crate::prose::{quoted, visible_line};

impl Reader<'_> {
    /// Looks a command up, and what it runs in turn.
    pub(super) fn command(&mut self, words: &[Word]) {
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
    const WORDS: &[&str] = &["!", "do", "elif", "else", "if", "then", "until", "while"];
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
