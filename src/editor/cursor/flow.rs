//! Mappings and lists in brackets, over as many lines as they take.
//!
//! Invariant: a bracket that is never closed ends where the next line is not indented deeper than the key it belongs to.
//! Deliberately absent: a pair in a list without braces (`[a: b]`), which the format has no use for.

use crate::editor::cursor::block::{Scan, line_end};
use crate::editor::cursor::{Cursor, Found, Name, Pair, Role, Step, bare, quoted_length, word_around};
use std::ops::Range;

/// A bracket that is not closed yet.
enum Bracket<'t> {
    List,
    Map {
        pairs: Vec<Pair<'t>>,
        /// The key whose value comes next.
        key: Option<&'t str>,
    },
}

struct Flow<'s, 't> {
    scan: &'s mut Scan<'t>,
    open: Vec<Bracket<'t>>,
    /// The last text that was read, with its place.
    last: Option<(&'t str, usize)>,
}

/// Reads what begins at the bracket at `start`. Returns where it ends. `column` is that of the key or dash before it.
pub(super) fn read(scan: &mut Scan<'_>, column: usize, start: usize) -> usize {
    let mut flow = Flow { scan, open: Vec::new(), last: None };
    let end = flow.run(column, start);
    while !flow.open.is_empty() {
        flow.close();
    }
    end
}

impl Flow<'_, '_> {
    fn run(&mut self, column: usize, start: usize) -> usize {
        let text = self.scan.text;
        let mut at = start;
        loop {
            let rest = text.get(at..).unwrap_or_default();
            let gap = rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
            let Some(next) = rest[gap..].chars().next() else {
                self.gap(at..text.len());
                return text.len();
            };
            let token = at + gap;
            match next {
                '\n' => {
                    self.gap(at..token);
                    if is_over(text, token + 1, column) {
                        return token;
                    }
                    at = token + 1;
                }
                '#' if gap > 0 || text[..token].ends_with('\n') => {
                    let end = line_end(text, token);
                    self.gap(at..token);
                    if self.scan.is_in(&(token..end)) {
                        self.stop(Role::Nowhere, end..end);
                    }
                    at = end;
                }
                '{' | '[' | '}' | ']' | ',' => {
                    if !self.open.is_empty() {
                        self.gap(at..token);
                    }
                    at = token + 1;
                    if self.bracket(next) {
                        return at;
                    }
                }
                ':' if self.is_colon(token) => {
                    self.gap(at..token);
                    self.colon();
                    at = token + 1;
                }
                _ => {
                    if gap > 0 && self.scan.offset < token {
                        self.gap(at..token - 1);
                    }
                    at = self.scalar(token);
                }
            }
        }
    }

    /// Takes a bracket or a comma; says whether the outermost bracket was closed by it.
    fn bracket(&mut self, character: char) -> bool {
        self.last = None;
        match character {
            '{' => self.open.push(Bracket::Map { pairs: Vec::new(), key: None }),
            '[' => self.open.push(Bracket::List),
            ',' => {
                if let Some(Bracket::Map { key, .. }) = self.open.last_mut() {
                    *key = None;
                }
            }
            _ => {
                self.close();
                return self.open.is_empty();
            }
        }
        false
    }

    /// Whether the colon here ends a key.
    fn is_colon(&self, at: usize) -> bool {
        let after = self.scan.text.get(at + 1..).unwrap_or_default();
        self.last.is_some()
            && (after.is_empty() || after.starts_with([' ', '\t', '\r', '\n', ',', '}', ']', '"', '\'']))
    }

    fn colon(&mut self) {
        if let (Some((name, at)), Some(Bracket::Map { pairs, key })) =
            (self.last.take(), self.open.last_mut())
        {
            *key = Some(name);
            pairs.push(Pair { key: name, value: None, at });
        }
    }

    /// A text, quoted or plain, that begins at `start`. Returns its end.
    fn scalar(&mut self, start: usize) -> usize {
        let text = self.scan.text;
        let rest = text.get(start..line_end(text, start)).unwrap_or_default();
        let length = quoted_length(rest).unwrap_or_else(|| plain_length(rest)).max(1);
        let length = rest.ceil_char_boundary(length);
        let written = rest.get(..length).unwrap_or_default();
        // Other white space than this is a text, so that something is read in any case.
        let end = start + written.trim_end_matches([' ', '\t', '\r']).len();
        let name = bare(written);
        if self.scan.is_in(&(start..end)) {
            let role = self.role();
            let word =
                if role == Role::Key { start..end } else { word_around(text, start..end, self.scan.offset) };
            self.stop(role, word);
        }
        self.last = Some((name, start));
        if let Some(Bracket::Map { pairs, key: Some(_) }) = self.open.last_mut()
            && let Some(pair) = pairs.last_mut()
        {
            pair.value = Some(name);
        }
        end
    }

    fn role(&self) -> Role {
        match self.open.last() {
            Some(Bracket::Map { key: None, .. }) => Role::Key,
            Some(Bracket::Map { .. }) => Role::Value,
            Some(Bracket::List) | None => Role::Start,
        }
    }

    /// The place may lie between two texts.
    fn gap(&mut self, gap: Range<usize>) {
        if self.scan.is_in(&gap) {
            // Behind a text that is complete: nothing is being written, unless it touches the place.
            let role = self.role();
            let is_behind = self.last.is_some_and(|(_, start)| start < gap.start) && role != Role::Start;
            let role = if is_behind { Role::Nowhere } else { role };
            self.stop(role, self.scan.offset..self.scan.offset);
        }
    }

    fn stop(&mut self, role: Role, word: Range<usize>) {
        let mut path = self.scan.path(self.scan.depth());
        for bracket in &self.open {
            match bracket {
                Bracket::List => path.push(Step { name: Name::Entry, beside: Vec::new() }),
                Bracket::Map { pairs, key: Some(key) } => {
                    path.push(Step { name: Name::Key(key), beside: pairs.clone() });
                }
                Bracket::Map { key: None, .. } => {}
            }
        }
        let cursor = Cursor { path, role, word, beside: Vec::new() };
        self.scan.found = Some(Found { cursor, depth: self.scan.depth() + self.open.len() });
        if role != Role::Key {
            self.scan.finish();
        }
    }

    fn close(&mut self) {
        let depth = self.scan.depth() + self.open.len();
        let Some(bracket) = self.open.pop() else { return };
        if let (Some(found), Bracket::Map { pairs, .. }) = (&mut self.scan.found, bracket)
            && found.depth == depth
        {
            if found.cursor.role == Role::Key {
                found.close(&pairs);
            }
            self.scan.finish();
        }
    }
}

/// How long a plain text in brackets is.
fn plain_length(rest: &str) -> usize {
    let mut before = ' ';
    for (at, character) in rest.char_indices() {
        let after = rest[at + character.len_utf8()..].chars().next();
        let ends = match character {
            ',' | '[' | ']' | '{' | '}' => true,
            ':' => after.is_none_or(|after| matches!(after, ' ' | '\t' | '\r' | ',' | '}' | ']')),
            '#' => before == ' ' && at > 0,
            _ => false,
        };
        if ends {
            return at;
        }
        before = character;
    }
    rest.len()
}

/// Whether the line at `start` cannot belong to brackets whose key stands at `column`.
fn is_over(text: &str, start: usize, column: usize) -> bool {
    let line = text.get(start..line_end(text, start)).unwrap_or_default();
    let content = line.trim_start_matches(' ');
    !content.trim().is_empty()
        && line.len() - content.len() <= column
        && !content.starts_with(['}', ']', '#'])
}
