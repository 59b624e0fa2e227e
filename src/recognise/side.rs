//! Whose output a text is: the marks of the places, found in it.
//!
//! Invariant: marks of both sides in one text mean that nothing is known about its side.
//! Deliberately absent: the marks themselves; they are in `knowledge-base.yaml`.

use crate::graph::Graph;
use crate::model::{Pattern, Place, Side};

/// The side that a text comes from, as its marks show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sided {
    /// The side.
    pub side: Side,
    /// The title of the place whose mark was found.
    pub place: String,
    /// The line that shows it.
    pub line: usize,
    /// What was found there.
    pub found: String,
}

/// The marks of the places that may occur in a text. Those that cannot are not looked for in each of its lines.
pub(crate) struct Marks<'g>(Vec<(&'g Place, Side, Vec<&'g Pattern>)>);

impl<'g> Marks<'g> {
    /// Those that may occur in `text`.
    pub(crate) fn in_text(graph: &'g Graph, text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let sided = graph.base().places.iter().filter_map(|(_, place)| {
            let marks: Vec<&Pattern> = place.marks.iter().filter(|mark| mark.may_match(&lower)).collect();
            let side = place.side.as_ref().map(|side| side.value);
            side.filter(|_| !marks.is_empty()).map(|side| (place, side, marks))
        });
        Self(sided.collect())
    }

    /// The first mark of each side in `text`, whose first line has the number `first`: in the text of these marks, or a part
    /// of it.
    pub(crate) fn sides(&self, text: &str, first: usize) -> Vec<Sided> {
        let mut found: Vec<Sided> = Vec::new();
        if self.0.is_empty() {
            return found;
        }
        let lower = text.to_ascii_lowercase();
        for (place, side, marks) in &self.0 {
            if found.iter().any(|sided| sided.side == *side) {
                continue;
            }
            let mut marks = marks.iter().filter(|mark| mark.may_match(&lower));
            if let Some(hit) = marks.find_map(|mark| mark.regex()?.find(text)) {
                let before = text.get(..hit.start()).unwrap_or_default();
                let lead = hit.as_str().len() - hit.as_str().trim_start().len();
                let skipped = hit.as_str().get(..lead).unwrap_or_default();
                let above = before.matches('\n').count() + skipped.matches('\n').count();
                found.push(Sided {
                    side: *side,
                    place: place.title.value.clone(),
                    line: first + above,
                    found: hit.as_str().trim().to_owned(),
                });
            }
        }
        found
    }

    /// The side of such a text, where its marks agree.
    pub(crate) fn side_of(&self, text: &str, first: usize) -> Option<Sided> {
        let mut found = self.sides(text, first);
        if found.len() == 1 { found.pop() } else { None }
    }
}

/// A side as the rest of a sentence that begins "it comes from".
pub fn side_in_words(side: Side) -> &'static str {
    match side {
        Side::OnPremises => "the on-premises side",
        Side::Cloud => "the cloud side",
    }
}
