//! Two states of a text: where a place of the later one was in the earlier one, and the other way round.
//!
//! Invariant: a place has another one exactly if what stands there is the same in both texts.
//! Deliberately absent: several changes far from each other; what lies between them counts as changed.

use std::ops::Range;

/// How a text became another one: one part of it was replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The part of the earlier text.
    before: Range<usize>,
    /// What stands there in the later one.
    after: Range<usize>,
}

impl Shift {
    /// The smallest part of `before` whose replacement makes `after` of it.
    pub fn between(before: &str, after: &str) -> Self {
        let same = |(a, b): &(u8, u8)| a == b;
        let start = before.bytes().zip(after.bytes()).take_while(same).count();
        let start = before.floor_char_boundary(start).min(after.floor_char_boundary(start));
        let most = before.len().min(after.len()) - start;
        let ends = before.bytes().rev().zip(after.bytes().rev()).take(most).take_while(same).count();
        // Both texts end alike here, so a boundary of one is a boundary of the other.
        let end = before.ceil_char_boundary(before.len() - ends);
        let length = before.len() - end;
        Self { before: start..end, after: start..after.len() - length }
    }

    /// Where a place of the later text was in the earlier one; none where it lies in what was written.
    pub fn earlier(&self, offset: usize) -> Option<usize> {
        moved(offset, &self.after, &self.before)
    }

    /// Where a range of the earlier text is in the later one; none where something was written in it.
    pub fn later(&self, range: Range<usize>) -> Option<Range<usize>> {
        let is_apart = range.end <= self.before.start || range.start >= self.before.end;
        let start = moved(range.start, &self.before, &self.after).filter(|_| is_apart)?;
        Some(start..start + range.len())
    }
}

fn moved(offset: usize, from: &Range<usize>, to: &Range<usize>) -> Option<usize> {
    if offset >= from.end {
        return Some(to.end + (offset - from.end));
    }
    (offset <= from.start).then_some(offset)
}

#[cfg(test)]
mod tests {
    use super::Shift;

    #[test]
    fn places_beside_what_was_written_are_found_again() {
        let shift = Shift::between("next: state\nlast: end\n", "next: states\nlast: end\n");
        assert_eq!(shift.earlier(3), Some(3));
        assert_eq!(shift.earlier(14), Some(13));
        assert_eq!(shift.later(18..21), Some(19..22));
        assert_eq!(shift.later(6..11), Some(6..11), "something was written behind it");
        let shift = Shift::between("next: state\n", "next: ort\n");
        assert_eq!(shift.earlier(8), None);
        assert_eq!(shift.later(6..11), None);
        let same = Shift::between("äö", "äö");
        assert_eq!((same.earlier(2), same.later(0..4)), (Some(2), Some(0..4)));
    }

    #[test]
    fn a_change_inside_a_character_is_a_change_of_the_character() {
        // U+00E4 and U+00F6 share their first byte, U+00E4 and U+0124 their last.
        for (before, after) in
            [("äx", "öx"), ("xä", "xĤ"), ("ää", "ä"), ("", "ä"), ("\u{1f5a8}", "\u{1f5a9}")]
        {
            let shift = Shift::between(before, after);
            for offset in 0..=after.len() {
                let earlier = shift.earlier(offset).filter(|_| after.is_char_boundary(offset));
                assert!(
                    earlier.is_none_or(|earlier| before.is_char_boundary(earlier)),
                    "{before} {after} {offset}"
                );
            }
        }
    }
}
