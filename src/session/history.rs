//! Which events count, and what "undo" and "redo" name next.
//!
//! Invariant: nothing but the list of events decides it. Any number of acts can be undone, in the order they were done,
//! and redone until something else is done. Answers that a person took with one word are one act.
//! Deliberately absent: what an act changed (`walk`).

use crate::session::event::{Event, Via, What};
use std::ops::RangeInclusive;

/// What was done and what was undone, by the indices of the events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    done: Vec<usize>,
    undone: Vec<Undone>,
    /// Events of one word, from the first to the last; they do not overlap.
    together: Vec<RangeInclusive<usize>>,
}

/// An event that was undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Undone {
    act: usize,
    by: usize,
}

impl History {
    /// The history of these events.
    pub fn of(events: &[Event]) -> Self {
        let mut history = Self::default();
        for (position, event) in events.iter().enumerate() {
            history.add(position, &event.what);
        }
        history
    }

    /// The events of the act that "undo" takes back, the last first; none where there is nothing to undo.
    pub fn undo(&self) -> Vec<usize> {
        self.one_act(self.done.iter().rev().copied())
    }

    /// The events of the "undo" that "redo" takes back, the last first; none where there is nothing to redo.
    pub fn redo(&self) -> Vec<usize> {
        let act = self.one_act(self.undone.iter().rev().map(|undone| undone.act));
        self.undone.iter().rev().take(act.len()).map(|undone| undone.by).collect()
    }

    /// How many acts that count were done since the event of this index.
    pub(crate) fn since(&self, first: usize) -> usize {
        self.done.iter().filter(|event| **event >= first).count()
    }

    /// The first of these events, and those after it that were taken with the same word.
    fn one_act(&self, mut events: impl Iterator<Item = usize>) -> Vec<usize> {
        let Some(first) = events.next() else { return Vec::new() };
        let word = self.together.iter().find(|word| word.contains(&first));
        let rest = events.take_while(|event| word.is_some_and(|word| word.contains(event)));
        std::iter::once(first).chain(rest).collect()
    }

    fn add(&mut self, position: usize, what: &What) {
        match what {
            What::Undone { index, via: Via::Undo } if self.done.last() == Some(index) => {
                self.done.pop();
                self.undone.push(Undone { act: *index, by: position });
            }
            What::Undone { index, via: Via::Redo }
                if self.undone.last().is_some_and(|undone| undone.by == *index) =>
            {
                self.done.extend(self.undone.pop().map(|undone| undone.act));
            }
            What::TakenTogether { first } if *first < position => {
                let begins_anew = self.together.last().is_none_or(|word| word.end() < first);
                self.together.extend(begins_anew.then_some(*first..=position));
            }
            what if can_be_undone(what) => {
                self.done.push(position);
                self.undone.clear();
            }
            _ => {}
        }
    }
}

/// Which events count: `false` where an `undone` that itself counts names the index. Starts, notes and evidence cannot
/// be undone; an index that names nothing has no effect.
pub(crate) fn counting(events: &[Event]) -> Vec<bool> {
    let mut counts = vec![true; events.len()];
    for (position, event) in events.iter().enumerate().rev() {
        if let What::Undone { index, .. } = event.what
            && counts[position]
            && index < position
            && can_be_undone(&events[index].what)
        {
            counts[index] = false;
        }
    }
    counts
}

fn can_be_undone(what: &What) -> bool {
    match what {
        What::Input { .. }
        | What::Answered { .. }
        | What::Overruled { .. }
        | What::RequirementOverruled { .. }
        | What::FixDone { .. }
        | What::FixNotDone { .. }
        | What::TargetConfirmed { .. }
        | What::WaitSkipped { .. }
        | What::CheckParked { .. }
        | What::Jumped { .. }
        | What::Undone { .. } => true,
        What::Started { .. }
        | What::Evidence { .. }
        | What::Ran(_)
        | What::TakenTogether { .. }
        | What::Parked { .. }
        | What::Resumed
        | What::Note { .. }
        | What::Finished { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, History, Via, What, counting};
    use crate::model::NodeKey;
    use crate::session::event::{Answer, By};

    fn events(whats: Vec<What>) -> Vec<Event> {
        whats.into_iter().map(|what| Event::new(jiff::Timestamp::UNIX_EPOCH, what)).collect()
    }

    fn back(index: usize) -> What {
        What::Undone { index, via: Via::Back }
    }

    fn undo(index: usize) -> What {
        What::Undone { index, via: Via::Undo }
    }

    fn redo(index: usize) -> What {
        What::Undone { index, via: Via::Redo }
    }

    fn answered(node: &str) -> What {
        What::Answered {
            node: NodeKey::new("kb", node),
            visit: 1,
            answer: Answer::Outcome("yes".into()),
            by: By::Answer,
            lines: Vec::new(),
            captured: Vec::new(),
        }
    }

    #[test]
    fn undoing_an_undo_brings_the_answer_back() {
        let list = events(vec![answered("a"), back(0), back(1)]);
        assert_eq!(counting(&list[..1]), [true]);
        assert_eq!(counting(&list[..2]), [false, true]);
        assert_eq!(counting(&list), [true, false, true]);
    }

    #[test]
    fn an_undo_that_names_nothing_it_may_undo_has_no_effect() {
        let note = What::Note { node: None, text: String::new() };
        let list = events(vec![note, back(0), back(2), back(99)]);
        assert_eq!(counting(&list), [true; 4]);
    }

    #[test]
    fn undo_goes_back_act_by_act_and_redo_forth() {
        let mut list = events(vec![answered("a"), answered("b")]);
        let next = |list: &[Event]| (History::of(list).undo(), History::of(list).redo());
        assert_eq!(next(&list), (vec![1], vec![]));
        list.extend(events(vec![undo(1)]));
        assert_eq!(next(&list), (vec![0], vec![2]));
        list.extend(events(vec![undo(0)]));
        assert_eq!(next(&list), (vec![], vec![3]));
        assert_eq!(counting(&list)[..2], [false, false]);
        list.extend(events(vec![redo(3), redo(2)]));
        assert_eq!(next(&list), (vec![1], vec![]));
        assert_eq!(counting(&list)[..2], [true, true]);
        list.extend(events(vec![undo(1)]));
        assert_eq!(next(&list), (vec![0], vec![6]), "an act that was redone can be undone again");
        assert_eq!(counting(&list)[..2], [true, false]);
    }

    #[test]
    fn undo_takes_a_step_back_back_and_a_new_act_ends_what_can_be_redone() {
        let mut list = events(vec![answered("a"), back(0)]);
        assert_eq!(History::of(&list).undo(), [1]);
        list.extend(events(vec![undo(1)]));
        assert_eq!(counting(&list), [true, false, true]);
        list.extend(events(vec![answered("b")]));
        assert!(History::of(&list).redo().is_empty());
    }

    #[test]
    fn what_was_taken_with_one_word_is_undone_and_redone_as_one() {
        let mut list = events(vec![answered("a"), answered("b"), answered("c")]);
        list.extend(events(vec![What::TakenTogether { first: 1 }]));
        assert_eq!(History::of(&list).undo(), [2, 1]);
        list.extend(events(vec![undo(2), undo(1)]));
        assert_eq!(counting(&list)[..3], [true, false, false]);
        assert_eq!((History::of(&list).undo(), History::of(&list).redo()), (vec![0], vec![5, 4]));
        list.extend(events(vec![redo(5), redo(4)]));
        assert_eq!(counting(&list)[..3], [true; 3]);
        assert_eq!(History::of(&list).undo(), [2, 1]);
    }

    #[test]
    fn an_undo_that_was_cut_short_is_finished_by_the_next_one() {
        let whats = vec![answered("a"), answered("b"), What::TakenTogether { first: 0 }, undo(1)];
        let list = events(whats);
        assert_eq!((History::of(&list).undo(), History::of(&list).redo()), (vec![0], vec![3]));
    }
}
