//! What the readers of single forms give, and the order in which they look at a text.
//!
//! Invariant: every line belongs to at most one reader; a reader marks what it used, and the readers after it see a
//! frame there.
//! Deliberately absent: `Format-List` and errors of the shell, which `read` asks for itself.

use crate::evidence::line::{Form, Line};
use crate::evidence::{Doubt, DoubtKind, ErrorRecord, Lines, Object, foreign, json, separated, table};

/// What was found in some lines.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) objects: Vec<Object>,
    pub(crate) errors: Vec<ErrorRecord>,
    /// Doubts about the text as a whole.
    pub(crate) doubts: Vec<Doubt>,
}

impl Found {
    /// Adds a doubt about the text.
    pub(crate) fn doubt(&mut self, kind: DoubtKind, lines: Lines, text: impl Into<String>) {
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
