//! Whose output a text is: the marks of the places, found in it.
//!
//! Invariant: marks of both sides in one text mean that nothing is known about its side.
//! Deliberately absent: the marks themselves; they are in `knowledge-base.yaml`.

use crate::graph::Graph;
use crate::model::Side;

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

/// The first mark of each side in `text`, whose first line has the number `first`.
pub(crate) fn sides(graph: &Graph, text: &str, first: usize) -> Vec<Sided> {
    let mut found: Vec<Sided> = Vec::new();
    for (_, place) in graph.base().places.iter() {
        let Some(side) = place.side.as_ref().map(|side| side.value) else { continue };
        if found.iter().any(|sided| sided.side == side) {
            continue;
        }
        if let Some(hit) = place.marks.iter().find_map(|mark| mark.regex.find(text)) {
            let before = text.get(..hit.start()).unwrap_or_default();
            let lead = hit.as_str().len() - hit.as_str().trim_start().len();
            let skipped = hit.as_str().get(..lead).unwrap_or_default();
            let above = before.matches('\n').count() + skipped.matches('\n').count();
            found.push(Sided {
                side,
                place: place.title.value.clone(),
                line: first + above,
                found: hit.as_str().trim().to_owned(),
            });
        }
    }
    found
}

/// The side of a text, where its marks agree.
pub(crate) fn side_of(graph: &Graph, text: &str, first: usize) -> Option<Sided> {
    let mut found = sides(graph, text, first);
    if found.len() == 1 { found.pop() } else { None }
}

/// A side as the rest of a sentence that begins "it comes from".
pub fn side_in_words(side: Side) -> &'static str {
    match side {
        Side::OnPremises => "the on-premises side",
        Side::Cloud => "the cloud side",
    }
}
