//! The free texts of an event: what came from a person or from output, and may hold anything.
//!
//! Invariant: whoever changes texts before they are kept or sent goes through [`What::each_text`], so that a new kind of
//! event cannot be forgotten: the match names every field.
//! Deliberately absent: the names of nodes, outcomes and facts; those are the author's.

use crate::session::event::{CapturedFact, EvidenceLine, What};

impl What {
    /// Hands every free text to `change`.
    pub(crate) fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        match self {
            Self::Input { fact: _, value, node: _ } => value.iter_mut().for_each(change),
            Self::Evidence { node: _, from, text } => {
                change(from);
                change(text);
            }
            Self::Answered { node: _, visit: _, answer: _, by: _, lines, captured } => {
                each_line(lines, change);
                each_captured(captured, change);
            }
            Self::Overruled { node: _, visit: _, answer: _, proposed: _, reason, captured } => {
                reason.iter_mut().for_each(&mut *change);
                each_captured(captured, change);
            }
            Self::RequirementOverruled { node: _, visit: _, missing, reason } => {
                missing.iter_mut().chain(reason).for_each(change);
            }
            Self::FixDone { node: _, visit: _, result: _, commands } => {
                for command in commands {
                    change(&mut command.text);
                }
            }
            Self::FixNotDone { node: _, visit: _, reason }
            | Self::CheckParked { node: _, visit: _, reason }
            | Self::Jumped { node: _, visit: _, to: _, reason }
            | Self::Parked { reason } => reason.iter_mut().for_each(change),
            Self::TargetConfirmed { node: _, visit: _, target } => change(target),
            Self::Note { node: _, text } => change(text),
            Self::Started { .. }
            | Self::WaitSkipped { .. }
            | Self::Resumed
            | Self::Undone { .. }
            | Self::Finished { .. } => {}
        }
    }
}

fn each_line(lines: &mut [EvidenceLine], change: &mut dyn FnMut(&mut String)) {
    for line in lines {
        change(&mut line.text);
    }
}

fn each_captured(captured: &mut [CapturedFact], change: &mut dyn FnMut(&mut String)) {
    for captured in captured {
        change(&mut captured.value);
        each_line(&mut captured.lines, change);
    }
}
