//! What the readers of single forms give, and the order in which they look at a text.
//!
//! Invariant: every line belongs to at most one reader; a reader marks what it used, and the readers after it see a
//! frame there.
//! Deliberately absent: `Format-List` and errors of the shell, which `read` asks for itself.

use crate::evidence::line::{Form, Line};
use crate::evidence::{Doubt, DoubtKind, ErrorRecord, Lines, Object, foreign, json, separated, table};
use std::borrow::Cow;

/// The most properties that are read from one text. Nobody judges more, and they would take a long time.
const MOST_PROPERTIES: usize = 60_000;

/// What was found in some lines.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) objects: Vec<Object>,
    pub(crate) errors: Vec<ErrorRecord>,
    /// Doubts about the text as a whole.
    pub(crate) doubts: Vec<Doubt>,
    /// The properties of all objects.
    properties: usize,
    /// Whether the text was said to hold more than is read.
    full: Room,
}

/// Whether more objects are taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Room {
    #[default]
    Left,
    None,
}

impl Found {
    /// Adds an object.
    pub(crate) fn add(&mut self, object: Object) {
        self.properties += object.properties.len();
        self.objects.push(object);
    }

    /// How many more objects of so many properties are taken, and one that is too many.
    pub(crate) fn room_for(&self, properties: usize) -> usize {
        MOST_PROPERTIES.saturating_sub(self.properties) / properties.max(1) + 1
    }

    /// Whether there is room for more objects; says so about the text if there is none.
    pub(crate) fn has_room(&mut self) -> bool {
        if self.properties < MOST_PROPERTIES {
            return true;
        }
        if self.full == Room::Left {
            self.full = Room::None;
            let text = format!(
                "The text holds more than {MOST_PROPERTIES} values, and not all are read; paste less of it"
            );
            self.doubts.push(Doubt { kind: DoubtKind::Cut, text: text.into(), lines: None });
        }
        false
    }

    /// Adds a doubt about the text.
    pub(crate) fn doubt(&mut self, kind: DoubtKind, lines: Lines, text: impl Into<Cow<'static, str>>) {
        self.doubts.push(Doubt { kind, text: text.into(), lines: Some(lines) });
    }
}

/// Reads everything that has a form of its own.
pub(crate) fn find(lines: &mut [Line<'_>], used: &mut [bool]) -> Found {
    let mut found = Found::default();
    foreign::find(lines, &mut found);
    json::find(lines, used, &mut found);
    separated::find(lines, used, &mut found);
    table::find(lines, used, &mut found);
    for (line, _) in lines.iter_mut().zip(used.iter()).filter(|(_, used)| **used) {
        line.form = Form::Frame;
    }
    found
}
