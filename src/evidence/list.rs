//! Objects printed by `Format-List`, and the `Key: Value` lines that look like it.
//!
//! How lines find together: `Format-List` puts the colons of one object in one column. Where a text shows such a
//! column ([`Layout`]), a line is a property only if its colon stands there; lines indented past the colon continue the
//! value. Where it shows none (a web page collapsed the spaces), every pair counts.
//! Invariant: a line belongs to at most one property; no two properties of an object have the same name.
//! Deliberately absent: joining the lines of a value and judging their worth (`value`).

use crate::evidence::Object;
use crate::evidence::line::{Form, Line, Pair};
use crate::evidence::value::{Around, Joint, Piece, property};
use std::collections::{HashMap, HashSet};

/// How a text is laid out as a whole.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// The reaches of names (to their colons) that several lines share, at least one of them padded with spaces.
    columns: HashSet<usize>,
    /// Blank lines that stand between any two lines, because every line is followed by one.
    pub(crate) spacing: usize,
}

impl Layout {
    /// Looks at all lines.
    pub(crate) fn of(lines: &[Line<'_>]) -> Self {
        let mut reaches: HashMap<usize, (usize, usize)> = HashMap::new();
        for pair in lines.iter().filter_map(pair_of).filter(|pair| pair.padding > 0) {
            if !pair.is_wordy() || pair.padding > 1 {
                let (lines, widest) = reaches.entry(pair.reach).or_default();
                *lines += 1;
                *widest = (*widest).max(pair.padding);
            }
        }
        let columns = reaches
            .into_iter()
            .filter(|(_, (lines, padding))| *lines > 1 && *padding > 1)
            .map(|(reach, _)| reach)
            .collect();
        Self { columns, spacing: spacing(lines) }
    }

    /// Whether the colon of this pair stands in a column of colons.
    pub(crate) fn is_column(&self, pair: &Pair<'_>) -> bool {
        pair.padding > 0 && self.columns.contains(&pair.reach)
    }
}

fn pair_of<'a>(line: &Line<'a>) -> Option<Pair<'a>> {
    match line.form {
        Form::Pair(pair) => Some(pair),
        _ => None,
    }
}

/// How many blank lines follow every line: 0, unless most pairs are that far apart.
fn spacing(lines: &[Line<'_>]) -> usize {
    let mut gaps: HashMap<usize, usize> = HashMap::new();
    let mut since_pair = None;
    for line in lines {
        since_pair = match (line.form, since_pair) {
            (Form::Pair(_), Some(gap)) => {
                *gaps.entry(gap).or_default() += 1;
                Some(0)
            }
            (Form::Pair(_), None) => Some(0),
            (Form::Blank, Some(gap)) => Some(gap + 1),
            _ => None,
        };
    }
    let apart: usize = gaps.iter().filter(|(gap, _)| **gap > 0).map(|(_, times)| times).sum();
    if apart < 3 || apart <= gaps.get(&0).copied().unwrap_or_default() {
        return 0;
    }
    // The commonest gap; the smaller of two equally common ones.
    let commonest =
        gaps.into_iter().filter(|(gap, _)| *gap > 0).max_by_key(|(gap, times)| (*times, usize::MAX - gap));
    commonest.map_or(0, |(gap, _)| gap)
}

/// The objects among the lines that nothing has used yet; marks the lines that belong to one.
pub(crate) fn objects(lines: &[Line<'_>], layout: &Layout, used: &mut [bool]) -> Vec<Object> {
    let mut assembler = Assembler {
        lines,
        layout,
        objects: Vec::new(),
        used,
        drafts: Vec::new(),
        names: HashSet::new(),
        column: None,
        blanks: 0,
        pending: Vec::new(),
    };
    for at in 0..lines.len() {
        if assembler.used.get(at) == Some(&true) { assembler.close() } else { assembler.step(at) }
    }
    assembler.close();
    assembler.objects
}

/// A property whose lines are still being collected.
struct Draft<'a> {
    pair: Pair<'a>,
    indent: usize,
    pieces: Vec<Piece<'a>>,
}

struct Assembler<'a, 'l> {
    lines: &'l [Line<'a>],
    layout: &'l Layout,
    objects: Vec<Object>,
    used: &'l mut [bool],
    /// The properties of the open object.
    drafts: Vec<Draft<'a>>,
    /// Their names, in lower case.
    names: HashSet<String>,
    /// The column of the open object's colons; none if it has no column.
    column: Option<usize>,
    /// Blank lines since the last line of the open object.
    blanks: usize,
    /// Lines since then that may or may not belong to its last property.
    pending: Vec<usize>,
}

impl<'a> Assembler<'a, '_> {
    fn step(&mut self, at: usize) {
        let Some(line) = self.lines.get(at).copied() else { return };
        match line.form {
            // White space up to a value is an empty line of that value.
            Form::Blank if self.drafts.last().is_some_and(|draft| line.indent > draft.pair.colon) => {}
            Form::Blank => self.blanks += 1,
            Form::Frame | Form::Command | Form::ErrorHead { .. } | Form::TableRule => self.close(),
            Form::Chatter | Form::Warning => {}
            _ if self.continues(&line) => self.add_piece(at, Joint::Indented),
            Form::Pair(pair) if self.accepts(&pair) => self.add_property(at, pair, line.indent),
            Form::Pair(_) | Form::Text | Form::Glued | Form::Gap | Form::ErrorTail => self.add_text(at),
        }
    }

    /// Whether a line goes on with the last value because it is indented as deep as that value.
    fn continues(&self, line: &Line<'a>) -> bool {
        let Some(draft) = self.drafts.last() else { return false };
        let pair = pair_of(line);
        if draft.pair.padding == 0 {
            // Hand-made `Key: value` lines are indented as one likes; only plain text goes on.
            return pair.is_none() && line.indent > draft.indent;
        }
        match pair {
            Some(_) if self.column.is_some() => line.indent > draft.pair.colon,
            Some(pair) if self.layout.is_column(&pair) => false,
            Some(pair) if pair.padding > 0 => line.indent > draft.pair.colon + 1,
            _ => line.indent > draft.pair.colon,
        }
    }

    /// Whether a pair is a property here.
    fn accepts(&self, pair: &Pair<'a>) -> bool {
        if self.layout.is_column(pair) {
            return true;
        }
        if pair.is_wordy() && pair.padding < 2 {
            return false;
        }
        let adjacent = !self.drafts.is_empty() && self.blanks <= self.layout.spacing;
        if pair.padding > 0 {
            // Out of the open object's column it is a line of a value, unless a gap has ended the object.
            return self.column.is_none() || !adjacent;
        }
        self.layout.columns.is_empty() || (adjacent && self.column.is_none())
    }

    fn add_property(&mut self, at: usize, pair: Pair<'a>, indent: usize) {
        let column = self.layout.is_column(&pair).then_some(pair.reach);
        let name = pair.name.to_ascii_lowercase();
        let repeated = self.names.contains(&name);
        // A blank line inside a value of several lines ends nothing as long as the column stays the same.
        let long = column.is_some() && self.drafts.last().is_some_and(|draft| draft.pieces.len() > 1);
        let apart = self.blanks > self.layout.spacing && !long;
        if repeated || apart || column != self.column {
            self.close();
        } else {
            self.attach_pending();
        }
        self.column = column;
        self.names.insert(name);
        let piece = Piece { text: pair.value, line: at, joint: Joint::Start };
        self.drafts.push(Draft { pair, indent, pieces: vec![piece] });
        self.mark(at);
    }

    fn add_piece(&mut self, at: usize, joint: Joint) {
        if joint == Joint::Indented {
            self.attach_pending();
        }
        if let (Some(draft), Some(line)) = (self.drafts.last_mut(), self.lines.get(at)) {
            draft.pieces.push(Piece { text: line.text, line: at, joint });
        }
        self.mark(at);
    }

    fn add_text(&mut self, at: usize) {
        if self.drafts.is_empty() {
            return;
        }
        if self.blanks <= self.layout.spacing { self.pending.push(at) } else { self.close() }
    }

    /// Text between two lines of one object belongs to the value above it, probably.
    fn attach_pending(&mut self) {
        for at in std::mem::take(&mut self.pending) {
            self.add_piece(at, Joint::Unindented);
        }
    }

    fn mark(&mut self, at: usize) {
        self.blanks = 0;
        if let Some(used) = self.used.get_mut(at) {
            *used = true;
        }
    }

    /// Ends the open object.
    fn close(&mut self) {
        let after = self.pending.first().and_then(|at| self.lines.get(*at));
        self.pending.clear();
        self.blanks = 0;
        self.column = None;
        self.names.clear();
        let drafts = std::mem::take(&mut self.drafts);
        if drafts.is_empty() {
            return;
        }
        let pieces = drafts.iter().flat_map(|draft| &draft.pieces);
        let width =
            pieces.filter_map(|piece| self.lines.get(piece.line)).map(Line::width).max().unwrap_or_default();
        let last = drafts.len() - 1;
        let build = |(index, draft): (usize, Draft<'_>)| {
            let after = after.filter(|_| index == last);
            property(draft.pair.name, &draft.pieces, Around { lines: self.lines, width, after })
        };
        let properties = drafts.into_iter().enumerate().map(build).collect();
        self.objects.push(Object { properties });
    }
}
