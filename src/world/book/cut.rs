//! A text with slots.
//!
//! Invariant: what fills a slot is never looked at again, so no text of an author can be taken for a slot.
//! Deliberately absent: what the slots mean.

/// A text, cut at its slots.
#[derive(Debug, Clone)]
pub(super) struct Cut<S> {
    /// The text before each slot.
    pieces: Vec<(String, S)>,
    rest: String,
}

impl<S: Copy> Cut<S> {
    /// Cuts `text` wherever one of the marks stands.
    pub(super) fn new(text: &str, marks: &[(&str, S)]) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        let first = |rest: &str| {
            let found = marks.iter().filter_map(|(mark, slot)| Some((rest.find(mark)?, mark.len(), *slot)));
            found.min_by_key(|(at, ..)| *at)
        };
        while let Some((at, length, slot)) = first(rest) {
            pieces.push((rest[..at].to_owned(), slot));
            rest = &rest[at + length..];
        }
        Self { pieces, rest: rest.to_owned() }
    }

    /// The length of the text without its slots.
    pub(super) fn len(&self) -> usize {
        self.pieces.iter().map(|(text, _)| text.len()).sum::<usize>() + self.rest.len()
    }

    /// Writes the text; `fill` writes what stands in a slot.
    pub(super) fn fill(&self, out: &mut String, mut fill: impl FnMut(&mut String, S)) {
        for (text, slot) in &self.pieces {
            out.push_str(text);
            fill(out, *slot);
        }
        out.push_str(&self.rest);
    }
}
