//! Which events count, and what "undo" and "redo" name next.
//!
//! Invariant: nothing but the list of events decides it. Any number of acts can be undone, in the order they were done,
//! and redone until something else is done.
//! Deliberately absent: what an act changed (`walk`).

use crate::session::event::{Event, Via, What};

/// What was done and what was undone, by the indices of the events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    done: Vec<usize>,
    undone: Vec<Undone>,
}

/// An act that was undone.
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

    /// The act that "undo" takes back.
    pub fn undo(&self) -> Option<usize> {
        self.done.last().copied()
    }

    /// The act that "redo" does again, and the event of its "undo", which is taken back for that.
    pub fn redo(&self) -> Option<(usize, usize)> {
        self.undone.last().map(|undone| (undone.act, undone.by))
    }

    fn add(&mut self, position: usize, what: &What) {
        match what {
            What::Undone { index, via: Via::Undo } if self.undo() == Some(*index) => {
                self.done.pop();
                self.undone.push(Undone { act: *index, by: position });
            }
            What::Undone { index, via: Via::Redo } if self.redo().is_some_and(|(_, by)| by == *index) => {
                self.done.extend(self.undone.pop().map(|undone| undone.act));
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
        assert_eq!(next(&list), (Some(1), None));
        list.extend(events(vec![undo(1)]));
        assert_eq!(next(&list), (Some(0), Some((1, 2))));
        list.extend(events(vec![undo(0)]));
        assert_eq!(next(&list), (None, Some((0, 3))));
        assert_eq!(counting(&list)[..2], [false, false]);
        list.extend(events(vec![redo(3), redo(2)]));
        assert_eq!(next(&list), (Some(1), None));
        assert_eq!(counting(&list)[..2], [true, true]);
        list.extend(events(vec![undo(1)]));
        assert_eq!(next(&list), (Some(0), Some((1, 6))), "an act that was redone can be undone again");
        assert_eq!(counting(&list)[..2], [true, false]);
    }

    #[test]
    fn undo_takes_a_step_back_back_and_a_new_act_ends_what_can_be_redone() {
        let mut list = events(vec![answered("a"), back(0)]);
        assert_eq!(History::of(&list).undo(), Some(1));
        list.extend(events(vec![undo(1)]));
        assert_eq!(counting(&list), [true, false, true]);
        list.extend(events(vec![answered("b")]));
        assert_eq!(History::of(&list).redo(), None);
    }
}
