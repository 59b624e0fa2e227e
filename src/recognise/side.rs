//! Whose output a text is: the marks of the places, found in it.
//!
//! Invariant: marks of both sides in one text mean that nothing is known about its side.
//! Deliberately absent: the marks themselves; they are in `knowledge-base.yaml`.

use crate::evidence::Lines;
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

/// The marks of the places that may occur in a text, each looked for only where it may be.
pub(crate) struct Marks<'g>(Vec<(&'g Place, Side, Vec<Mark<'g>>)>);

/// A mark that may occur in a text.
struct Mark<'g> {
    pattern: &'g Pattern,
    /// The lines that hold a word of it, in rising order; none where any may.
    lines: Option<Vec<usize>>,
}

impl Mark<'_> {
    /// Whether it may occur on these lines.
    fn may_be_on(&self, range: Lines) -> bool {
        self.lines.as_ref().is_none_or(|lines| {
            let next = lines.get(lines.partition_point(|line| *line < range.first));
            next.is_some_and(|line| *line <= range.last)
        })
    }
}

impl<'g> Marks<'g> {
    /// Those that may occur in `text`.
    pub(crate) fn in_text(graph: &'g Graph, text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let ends: Vec<usize> = memchr::memchr_iter(b'\n', text.as_bytes()).collect();
        let mark = |pattern: &'g Pattern| {
            let lines = pattern.places(&lower).map(|places| {
                let mut lines: Vec<usize> =
                    places.map(|place| ends.partition_point(|end| *end < place) + 1).collect();
                lines.sort_unstable();
                lines.dedup();
                lines
            });
            Mark { pattern, lines }
        };
        let sided = graph.base().places.iter().filter_map(|(_, place)| {
            let marks = place.marks.iter().filter(|pattern| pattern.may_match(&lower));
            let marks: Vec<Mark<'g>> = marks.map(mark).collect();
            let side = place.side.as_ref().map(|side| side.value);
            side.filter(|_| !marks.is_empty()).map(|side| (place, side, marks))
        });
        Self(sided.collect())
    }

    /// Whether one of them occurs in their text.
    pub(crate) fn occur_in(&self, text: &str) -> bool {
        self.are_on(text, Lines { first: 1, last: usize::MAX })
    }

    /// Whether one of them occurs in `text`, which is these lines of theirs.
    pub(crate) fn are_on(&self, text: &str, lines: Lines) -> bool {
        let mut marks = self.0.iter().flat_map(|(_, _, marks)| marks).filter(|mark| mark.may_be_on(lines));
        marks.any(|mark| mark.pattern.regex().is_some_and(|regex| regex.is_match(text)))
    }

    /// The side of `text`, which is these lines of theirs, where its marks agree.
    pub(crate) fn side_of(&self, text: &str, lines: Lines) -> Option<Sided> {
        let mut found: Vec<Sided> = Vec::new();
        for (place, side, marks) in &self.0 {
            if found.iter().any(|sided| sided.side == *side) {
                continue;
            }
            let mut marks = marks.iter().filter(|mark| mark.may_be_on(lines));
            if let Some(hit) = marks.find_map(|mark| mark.pattern.regex()?.find(text)) {
                let before = text.get(..hit.start()).unwrap_or_default();
                let lead = hit.as_str().len() - hit.as_str().trim_start().len();
                let skipped = hit.as_str().get(..lead).unwrap_or_default();
                let above = before.matches('\n').count() + skipped.matches('\n').count();
                found.push(Sided {
                    side: *side,
                    place: place.title.value.clone(),
                    line: lines.first + above,
                    found: hit.as_str().trim().to_owned(),
                });
            }
        }
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
