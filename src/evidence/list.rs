//! Objects printed by `Format-List`, and the `Key: Value` lines that look like it.
//!
//! How lines find together: `Format-List` puts the colons of one object in one column. Where a text shows such a
//! column ([`Layout`]), a line is a property if its colon stands there; lines indented past the colon continue the
//! value. `Key: Value` lines are read where several stand together, or where nothing else can be meant.
//! Invariant: a line belongs to at most one property; no two properties of an object have the same name.
//! Deliberately absent: joining the lines of a value and judging their worth (`value`).

use crate::evidence::found::Found;
use crate::evidence::layout::{Layout, pair_of};
use crate::evidence::line::{Form, Line};
use crate::evidence::pair::Pair;
use crate::evidence::value::{Around, Joint, Piece, property};
use crate::evidence::{Doubt, DoubtKind, Lines, Object};
use std::collections::HashSet;

/// From how many properties on their names are looked up in a set.
const FEW: usize = 24;

/// Finds the objects among the lines that nothing has used yet; marks the lines that belong to one.
pub(crate) fn find(lines: &[Line<'_>], layout: &Layout<'_>, used: &mut [bool], found: &mut Found) {
    let mut assembler = Assembler {
        lines,
        layout,
        found,
        used,
        drafts: Vec::new(),
        pieces: Vec::new(),
        names: HashSet::new(),
        column: None,
        headed: false,
        blanks: 0,
        pending: Vec::new(),
    };
    for at in 0..lines.len() {
        if assembler.used.get(at) == Some(&true) {
            assembler.close();
        } else if assembler.found.has_room() {
            assembler.step(at);
        } else {
            break;
        }
    }
    assembler.close();
}

/// A property whose lines are still being collected.
struct Draft<'a> {
    pair: Pair<'a>,
    indent: usize,
    /// Where its pieces begin; they end where those of the next property begin.
    first: usize,
    /// What is distrusted about its being a property, or about what stands behind it.
    doubts: Vec<Doubt>,
}

impl Draft<'_> {
    /// Whether the first line of the value is one that cannot go on in another: one word or a whole list.
    fn is_closed(&self) -> bool {
        let value = self.pair.value;
        let list = value.starts_with('{') && value.ends_with('}');
        list || (!value.is_empty() && !value.contains(' '))
    }
}

/// What a pair is among the lines around it.
enum Place {
    /// A property.
    Property,
    /// A property of the object that begins in the next line, where the colons are in a column.
    Head,
    /// The same, but with a name that may have lost its beginning.
    CutHead,
    /// A property of the open object although its colon is out of the column.
    Stray,
    /// The same, or a line of the value above.
    Unsure,
    /// The heading of the lines below.
    Heading,
    /// A line of a value, or of nothing.
    Text,
}

struct Assembler<'a, 'l> {
    lines: &'l [Line<'a>],
    layout: &'l Layout<'a>,
    found: &'l mut Found,
    used: &'l mut [bool],
    /// The properties of the open object.
    drafts: Vec<Draft<'a>>,
    /// The pieces of their values.
    pieces: Vec<Piece<'a>>,
    /// Their names, in lower case; none while they are few.
    names: HashSet<String>,
    /// The column of the open object's colons; none if it has no column.
    column: Option<usize>,
    /// Whether the open object began with a line out of the column that is to come.
    headed: bool,
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
            // A ruler under a value, as deep as that value, is its rest.
            Form::Frame | Form::TableRule
                if self.column.is_some() && self.is_adjacent() && self.continues(&line) =>
            {
                self.add_piece(at, Joint::Indented);
            }
            Form::Frame
            | Form::Command
            | Form::ErrorHead
            | Form::TableRule
            | Form::Logged
            | Form::Foreign => self.close(),
            Form::Chatter | Form::Warning => {}
            _ if self.continues(&line) => self.add_piece(at, Joint::Indented),
            Form::Gap => self.add_gap(&line),
            Form::Pair(pair) => self.add_pair(at, pair),
            Form::Text if self.describes() => self.add_piece(at, Joint::Unindented),
            Form::Text | Form::ErrorTail => self.add_text(at),
        }
    }

    /// Whether a line goes on with the last value because it is indented as deep as that value.
    fn continues(&self, line: &Line<'a>) -> bool {
        let Some(draft) = self.drafts.last() else { return false };
        let pair = pair_of(line);
        if draft.pair.padding == 0 {
            // Hand-made `Key: value` lines are indented as one likes; only plain text goes on.
            return pair.is_none() && line.indent > draft.indent && self.is_adjacent();
        }
        match pair {
            Some(_) if self.column.is_some() => line.indent > draft.pair.colon,
            Some(pair) if self.layout.is_column(&pair) => false,
            Some(pair) if pair.padding > 0 => line.indent > draft.pair.colon + 1,
            _ => line.indent > draft.pair.colon,
        }
    }

    /// Whether plain text is what the last `Key:` without a value announced.
    fn describes(&self) -> bool {
        self.drafts.last().is_some_and(|draft| {
            let announced = draft.pair.padding == 0 && draft.pair.value.is_empty() && self.drafts.len() > 1;
            announced && self.is_adjacent() && self.column.is_none() && self.pending.is_empty()
        })
    }

    /// Whether nothing but the usual blank lines stands between the open object and this line.
    fn is_adjacent(&self) -> bool {
        !self.drafts.is_empty() && self.blanks <= self.layout.spacing
    }

    fn add_pair(&mut self, at: usize, pair: Pair<'a>) {
        if self.describes() && pair.padding == 0 && pair.name.split(' ').count() > 3 {
            return self.add_piece(at, Joint::Unindented);
        }
        let place = self.place(at, &pair);
        let here = self.lines.get(at).map_or(1, |line| line.number);
        match place {
            Place::Property => self.add_property(at, pair),
            Place::Head => {
                self.close();
                self.add_property(at, pair);
                self.headed = true;
            }
            Place::CutHead => {
                self.close();
                self.add_property(at, pair);
                self.headed = true;
                let text = format!("The name `{}` at line {here} may have lost its beginning", pair.name);
                self.doubt(DoubtKind::Cut, here, text);
            }
            Place::Stray => self.push(at, pair),
            Place::Unsure => {
                let above = self.drafts.last().map_or("", |draft| draft.pair.name).to_owned();
                let text = format!("Line {here} may belong to the value of `{above}`");
                self.doubt(DoubtKind::Loose, here, text.clone());
                self.push(at, pair);
                self.doubt(DoubtKind::Loose, here, text);
            }
            Place::Heading => self.close(),
            Place::Text => self.add_text(at),
        }
    }

    /// What a pair is here.
    fn place(&self, at: usize, pair: &Pair<'a>) -> Place {
        if self.layout.is_column(pair) {
            return Place::Property;
        }
        let adjacent = self.is_adjacent();
        if self.column.is_some() && (adjacent || !self.pending.is_empty()) {
            return self.stray(pair);
        }
        let next = self.next_pair(at);
        let headed = next.is_some_and(|(_, next)| self.layout.is_column(&next) && next.name != pair.name);
        if pair.padding > 0 && (!pair.is_wordy() || pair.padding > 1) {
            let longer = next.is_some_and(|(_, next)| next.reach > pair.reach);
            return if headed && longer { Place::CutHead } else { Place::Property };
        }
        let indent = self.lines.get(at).map_or(0, |line| line.indent);
        let above_a_list = headed || next.is_some_and(|(deeper, _)| deeper > indent);
        if pair.padding == 0 && pair.value.is_empty() && above_a_list {
            return Place::Heading;
        }
        match () {
            () if headed && !pair.is_wordy() => Place::Head,
            () if self.layout.is_in_block(at) => Place::Property,
            () if pair.is_wordy() && !matches!(pair.value, "True" | "False") => Place::Text,
            () if adjacent || !self.layout.has_columns() => Place::Property,
            () => Place::Text,
        }
    }

    /// What a pair is whose colon is out of the open object's column.
    fn stray(&self, pair: &Pair<'a>) -> Place {
        let Some(above) = self.drafts.last().filter(|_| self.pending.is_empty()) else { return Place::Text };
        let open = !above.is_closed() && !above.pair.value.is_empty();
        if open || self.pieces.len() > above.first + 1 || !pair.is_named_like_a_property() {
            return Place::Text;
        }
        let sure = above.is_closed() && (self.layout.knows(pair.name) || !pair.value.contains(' '));
        if sure { Place::Stray } else { Place::Unsure }
    }

    /// The pair in the next line, with its indent.
    fn next_pair(&self, at: usize) -> Option<(usize, Pair<'a>)> {
        let below = self.lines.get(at + 1..)?;
        let next = below.iter().take(self.layout.spacing + 1).find(|line| line.form != Form::Blank)?;
        pair_of(next).map(|pair| (next.indent, pair))
    }

    fn add_property(&mut self, at: usize, pair: Pair<'a>) {
        let column = self.layout.is_column(&pair).then_some(pair.reach);
        let repeated = self.has(pair.name);
        // A blank line inside a value of several lines ends nothing as long as the column stays the same.
        let long = column.is_some()
            && (!self.pending.is_empty()
                || self.drafts.last().is_some_and(|draft| self.pieces.len() > draft.first + 1));
        let apart = self.blanks > self.layout.spacing && !long;
        let other = column != self.column && !(self.headed && self.column.is_none());
        if repeated || apart || other || self.ends_section(at, &pair) {
            self.close();
        } else {
            self.attach_pending();
        }
        self.column = column;
        self.headed = false;
        self.push(at, pair);
    }

    /// Whether a `Key: value` line is indented less than all of the open object.
    fn ends_section(&self, at: usize, pair: &Pair<'a>) -> bool {
        let least = self.drafts.first().filter(|draft| draft.pair.padding == 0).map(|draft| draft.indent);
        let indent = self.lines.get(at).map_or(0, |line| line.indent);
        pair.padding == 0 && least.is_some_and(|least| indent + 1 < least)
    }

    fn push(&mut self, at: usize, pair: Pair<'a>) {
        if self.has(pair.name) {
            self.close();
        }
        if self.drafts.len() == FEW {
            self.names.extend(self.drafts.iter().map(|draft| draft.pair.name.to_ascii_lowercase()));
        }
        if self.drafts.len() >= FEW {
            self.names.insert(pair.name.to_ascii_lowercase());
        }
        let indent = self.lines.get(at).map_or(0, |line| line.indent);
        self.drafts.push(Draft { pair, indent, first: self.pieces.len(), doubts: Vec::new() });
        self.pieces.push(Piece { text: pair.value, line: at, joint: Joint::Start });
        self.mark(at);
    }

    /// Whether the open object has a property of this name.
    fn has(&self, name: &str) -> bool {
        if self.drafts.len() <= FEW {
            self.drafts.iter().any(|draft| draft.pair.name.eq_ignore_ascii_case(name))
        } else {
            self.names.contains(&name.to_ascii_lowercase())
        }
    }

    /// Whether the last property's value cannot go on.
    fn is_closed(&self) -> bool {
        self.drafts.last().is_none_or(|draft| draft.is_closed() && self.pieces.len() == draft.first + 1)
    }

    /// Distrusts the last property.
    fn doubt(&mut self, kind: DoubtKind, line: usize, text: String) {
        if let Some(draft) = self.drafts.last_mut() {
            draft.doubts.push(Doubt { kind, text: text.into(), lines: Some(Lines::one(line)) });
        }
    }

    fn add_piece(&mut self, at: usize, joint: Joint) {
        if joint == Joint::Indented {
            self.attach_pending();
        }
        if let Some(line) = self.lines.get(at) {
            self.pieces.push(Piece { text: line.text, line: at, joint });
        }
        self.mark(at);
    }

    fn add_text(&mut self, at: usize) {
        if self.drafts.is_empty() {
            return;
        }
        // What begins right behind a value may go on behind blank lines.
        let goes_on = self.column.is_some() && !self.pending.is_empty();
        if self.is_adjacent() || goes_on { self.pending.push(at) } else { self.close() }
    }

    /// Something was left out behind the last property; its value may have gone on.
    fn add_gap(&mut self, line: &Line<'a>) {
        if self.is_adjacent() && !self.is_closed() {
            let name = self.drafts.last().map_or("", |draft| draft.pair.name);
            let text = format!("Something was left out behind the value of `{name}`");
            self.doubt(DoubtKind::Cut, line.number, text);
        }
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
        self.headed = false;
        self.names.clear();
        if self.drafts.is_empty() {
            return;
        }
        let widths = self.pieces.iter().filter_map(|piece| self.lines.get(piece.line)).map(Line::width);
        let width = widths.max().unwrap_or_default();
        let mut properties = Vec::with_capacity(self.drafts.len());
        let mut drafts = self.drafts.drain(..).peekable();
        while let Some(draft) = drafts.next() {
            let end = drafts.peek().map(|next| next.first);
            let pieces = self.pieces.get(draft.first..end.unwrap_or(self.pieces.len())).unwrap_or_default();
            let after = after.filter(|_| end.is_none());
            let mut built = property(draft.pair.name, pieces, Around { lines: self.lines, width, after });
            for doubt in draft.doubts {
                if !built.has_doubt(doubt.kind) {
                    built.doubts.push(doubt);
                }
            }
            properties.push(built);
        }
        drop(drafts);
        self.pieces.clear();
        self.found.add(Object { properties, ..Object::default() });
    }
}
