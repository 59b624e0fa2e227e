//! Mappings and lists by indentation, read line by line.
//!
//! Invariant: levels on the stack have rising columns; a list may share the column of the mapping that holds it.
//! Deliberately absent: brackets (`flow`), and reporting what is wrong.

use crate::editor::cursor::flow;
use crate::editor::cursor::{Cursor, Found, Name, Pair, Role, Step, bare, quoted_length, word_around};
use std::ops::Range;

/// Reads a text up to a place, and then to the end of the mapping that the place is in.
pub(super) struct Scan<'t> {
    pub(super) text: &'t str,
    pub(super) offset: usize,
    levels: Vec<Level<'t>>,
    /// The column of the key whose text of several lines (`|`, `>`) goes on.
    text_under: Option<usize>,
    pub(super) found: Option<Found<'t>>,
    is_done: bool,
}

/// A mapping or list that is not closed yet.
struct Level<'t> {
    column: usize,
    shape: Shape<'t>,
}

enum Shape<'t> {
    List,
    Map { pairs: Vec<Pair<'t>>, holds: Holds },
}

/// What the last key of a mapping holds so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Nothing,
    Something,
}

impl<'t> Scan<'t> {
    pub(super) fn new(text: &'t str, offset: usize) -> Self {
        Self { text, offset, levels: Vec::new(), text_under: None, found: None, is_done: false }
    }

    /// What stands at the place.
    pub(super) fn run(mut self) -> Cursor<'t> {
        let mut at = 0;
        while at <= self.text.len() && !self.is_done {
            let end = line_end(self.text, at);
            let next = self.line(at..end);
            at = next.max(end + 1);
        }
        self.close_to(0);
        let nowhere = || {
            let word = self.offset..self.offset;
            Cursor { path: Vec::new(), role: Role::Nowhere, word, beside: Vec::new() }
        };
        self.found.map_or_else(nowhere, |found| found.cursor)
    }

    /// Whether the place lies in this range, its end included.
    pub(super) fn is_in(&self, range: &Range<usize>) -> bool {
        self.found.is_none() && range.start <= self.offset && self.offset <= range.end
    }

    /// Reads a line. Returns where to go on, where that is further than the next line.
    fn line(&mut self, line: Range<usize>) -> usize {
        let written = self.text.get(line.clone()).unwrap_or_default();
        let rest = written.trim_start_matches([' ', '\t']);
        let column = written.len() - rest.len();
        let rest = rest.trim_end();
        let here = self.is_in(&line);
        let asked = self.offset.saturating_sub(line.start);
        if let Some(under) = self.text_under {
            let belongs = if rest.is_empty() { !here || asked > under } else { column > under };
            if belongs {
                if here {
                    self.stop(Role::Text, self.offset..self.offset, self.levels.len());
                }
                return line.end;
            }
            self.text_under = None;
        }
        if here && (rest.is_empty() || asked < column) {
            self.blank(asked);
        } else if here && rest.starts_with('#') {
            self.stop(Role::Nowhere, self.offset..self.offset, 0);
        }
        if rest.is_empty() || rest.starts_with(['#', '%']) || rest == "---" {
            return line.end;
        }
        self.content(line.start, line.start + column, line.start + column + rest.len())
    }

    /// A line with nothing on it yet, or the indentation of a line: the column tells where it belongs.
    fn blank(&mut self, column: usize) {
        let depth = self.levels.iter().take_while(|level| level.column <= column).count();
        let word = self.offset..self.offset;
        let Some(level) = depth.checked_sub(1).and_then(|last| self.levels.get(last)) else {
            return self.stop(Role::Key, word, 0);
        };
        match &level.shape {
            Shape::Map { .. } if level.column == column => self.stop(Role::Key, word, depth),
            Shape::Map { holds: Holds::Nothing, .. } => self.stop(Role::Start, word, depth),
            Shape::Map { .. } => self.stop(Role::Text, word, depth),
            Shape::List if level.column == column => {
                let above = depth.checked_sub(2).and_then(|above| self.levels.get(above));
                let is_of_map = above.is_some_and(|above| above.column == column);
                if is_of_map {
                    self.stop(Role::Key, word, depth - 1);
                } else {
                    self.stop(Role::Nowhere, word, 0);
                }
            }
            Shape::List => self.stop(Role::Start, word, depth),
        }
    }

    /// The dashes, the key and the value of a line whose first character stands at `at`.
    fn content(&mut self, line: usize, mut at: usize, end: usize) -> usize {
        while let Some(rest) = self.text.get(at..end) {
            let column = at - line;
            if rest != "-" && !rest.starts_with("- ") {
                return self.item(column, at, end);
            }
            self.close_where(|level| level.column > column);
            let is_list = |level: &Level| level.column == column && matches!(level.shape, Shape::List);
            if !self.levels.last().is_some_and(is_list) {
                self.fill();
                self.levels.push(Level { column, shape: Shape::List });
            }
            let next = end - rest.get(1..).unwrap_or_default().trim_start().len();
            if self.is_in(&(at..next)) && (next == end || self.offset < next) {
                // Behind the dash of an entry; a whole line may go on behind the trimmed end.
                self.stop(Role::Start, self.offset..self.offset, self.levels.len());
            }
            at = next;
            if at == end {
                let line = line..line_end(self.text, end);
                if self.is_in(&line) {
                    self.stop(Role::Start, self.offset..self.offset, self.levels.len());
                }
                return end;
            }
        }
        end
    }

    /// A key with its value, or a value alone, at this column.
    fn item(&mut self, column: usize, at: usize, end: usize) -> usize {
        let continues = self.levels.last().is_some_and(|level| {
            level.column < column && matches!(level.shape, Shape::Map { holds: Holds::Something, .. })
        });
        if continues {
            if self.is_in(&(at..line_end(self.text, end))) {
                self.stop(Role::Text, self.offset..self.offset, self.levels.len());
            }
            return end;
        }
        let is_list = |level: &Level| matches!(level.shape, Shape::List);
        self.close_where(|level| level.column > column || (level.column == column && is_list(level)));
        let written = self.text.get(at..end).unwrap_or_default();
        match key(written) {
            Some(key) => self.entry(column, at, end, &key),
            None => self.lone(column, at, end, written),
        }
    }

    fn entry(&mut self, column: usize, at: usize, end: usize, key: &Key<'t>) -> usize {
        if self.levels.last().is_none_or(|level| level.column != column) {
            self.fill();
            self.levels
                .push(Level { column, shape: Shape::Map { pairs: Vec::new(), holds: Holds::Nothing } });
        }
        let written = at..at + key.length;
        if self.is_in(&(at..at + key.colon)) {
            self.stop(Role::Key, written, self.levels.len());
        }
        let after = self.text.get(at + key.colon + 1..end).unwrap_or_default();
        let start = end - after.trim_start().len();
        let value = self.text.get(start..end).unwrap_or_default();
        let is_empty = value.is_empty() || value.starts_with('#');
        let is_word = !is_empty && !value.starts_with(['{', '[', '|', '>']);
        let pair = Pair { key: key.name, value: is_word.then(|| bare(value)), at };
        if let Some(Level { shape: Shape::Map { pairs, holds }, .. }) = self.levels.last_mut() {
            pairs.push(pair);
            *holds = if is_empty { Holds::Nothing } else { Holds::Something };
        }
        let line = line_end(self.text, end);
        if is_empty {
            if self.is_in(&(at + key.colon + 1..line)) {
                let comment = !value.is_empty() && self.offset > start;
                let role = if comment { Role::Nowhere } else { Role::Value };
                self.stop(role, self.offset..self.offset, self.levels.len());
            }
            return end;
        }
        if value.starts_with(['|', '>']) {
            self.text_under = Some(column);
            if self.is_in(&(at..line)) {
                self.stop(Role::Nowhere, self.offset..self.offset, 0);
            }
            return end;
        }
        if self.is_in(&(at + key.colon + 1..start.saturating_sub(1))) {
            self.stop(Role::Value, self.offset..self.offset, self.levels.len());
        }
        self.value(Role::Value, column, start, end)
    }

    /// A value in brackets, in quotes or plain, which begins at `start`.
    fn value(&mut self, role: Role, column: usize, start: usize, end: usize) -> usize {
        let written = self.text.get(start..end).unwrap_or_default();
        if written.starts_with(['{', '[']) && !written.starts_with("{{") {
            return flow::read(self, column, start);
        }
        let line = line_end(self.text, end);
        if self.is_in(&(start..line)) {
            let length =
                quoted_length(written).unwrap_or_else(|| written.split(" #").next().map_or(0, str::len));
            let role = if self.offset <= start + length { role } else { Role::Nowhere };
            let word = word_around(self.text, start..start + length, self.offset);
            self.stop(role, word, self.levels.len());
        }
        end
    }

    /// Something that is no key: a value on a line of its own, or a key that is half typed.
    fn lone(&mut self, column: usize, at: usize, end: usize, written: &'t str) -> usize {
        let is_of_map = self
            .levels
            .last()
            .is_none_or(|level| level.column == column && matches!(level.shape, Shape::Map { .. }));
        if is_of_map && !written.starts_with(['{', '[']) {
            if self.is_in(&(at..line_end(self.text, end))) {
                self.stop(Role::Key, at..end, self.levels.len());
            }
            return end;
        }
        if written.starts_with(['|', '>']) {
            // The text of an entry is indented further than the dash.
            self.text_under = self.levels.last().map(|level| level.column);
            if self.is_in(&(at..line_end(self.text, end))) {
                self.stop(Role::Nowhere, self.offset..self.offset, 0);
            }
            return end;
        }
        let next = self.value(Role::Start, column, at, end);
        self.fill();
        next
    }

    /// Notes that the last key of the innermost mapping holds something now.
    fn fill(&mut self) {
        if let Some(Level { shape: Shape::Map { holds, .. }, .. }) = self.levels.last_mut() {
            *holds = Holds::Something;
        }
    }

    /// Keeps what stands at the place; `depth` is how many levels are around it.
    fn stop(&mut self, role: Role, word: Range<usize>, depth: usize) {
        if self.found.is_none() {
            let path = self.path(if role == Role::Key { depth.saturating_sub(1) } else { depth });
            let cursor = Cursor { path, role, word, beside: Vec::new() };
            // The entries of the mapping that stand below are still to be read.
            self.is_done = role != Role::Key;
            self.found = Some(Found { cursor, depth: depth.max(1) });
        }
    }

    /// The path through the outermost `depth` levels.
    pub(super) fn path(&self, depth: usize) -> Vec<Step<'t>> {
        let levels = self.levels.iter().take(depth);
        let steps = levels.filter_map(|level| match &level.shape {
            Shape::List => Some(Step { name: Name::Entry, beside: Vec::new() }),
            Shape::Map { pairs, .. } => {
                let name = Name::Key(pairs.last()?.key);
                Some(Step { name, beside: pairs.clone() })
            }
        });
        steps.collect()
    }

    /// How many levels are open.
    pub(super) fn depth(&self) -> usize {
        self.levels.len()
    }

    /// Ends the reading: nothing that follows can matter.
    pub(super) fn finish(&mut self) {
        self.is_done = true;
    }

    fn close_where(&mut self, is_over: impl Fn(&Level<'t>) -> bool) {
        while self.levels.last().is_some_and(&is_over) {
            self.close_to(self.levels.len() - 1);
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.levels.len() > depth {
            let level = self.levels.pop();
            let Some(found) = self.found.as_mut().filter(|found| found.depth == self.levels.len() + 1) else {
                continue;
            };
            if let (Some(Level { shape: Shape::Map { pairs, .. }, .. }), false) = (level, self.is_done) {
                found.close(&pairs);
                self.is_done = true;
            }
        }
    }
}

/// A key at the beginning of a line's content.
struct Key<'t> {
    name: &'t str,
    /// How long it is, with its quotes.
    length: usize,
    /// Where its colon stands.
    colon: usize,
}

/// The key that `written` begins with.
fn key(written: &str) -> Option<Key<'_>> {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    if let Some(length) = quoted_length(written) {
        let colon = length + written.get(length..)?.find(|character| character != ' ')?;
        let rest = written.get(colon..)?.strip_prefix(':')?;
        return ends(rest).then(|| Key { name: bare(written), length, colon });
    }
    if written.starts_with(['{', '[', '|', '>', '#', '"', '\'', '&', '*', '!']) {
        return None;
    }
    let plain = written.split(" #").next().unwrap_or_default();
    let colon = plain.match_indices(':').map(|(at, _)| at).find(|at| ends(&plain[at + 1..]))?;
    let name = written.get(..colon)?.trim_end();
    (!name.is_empty()).then_some(Key { name, length: name.len(), colon })
}

/// The end of the line that holds `at`, before its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.find('\n').map_or(text.len(), |end| at + end)
}
