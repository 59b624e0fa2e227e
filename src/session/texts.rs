//! The free texts of an event: what came from a person or from output, and may hold anything.
//!
//! Invariant: whoever changes texts before they are kept or sent goes through [`What::each_text`], so that a new kind of
//! event cannot be forgotten: the match names every field.
//! Deliberately absent: the names of nodes, outcomes and facts; those are the author's.

use crate::redact::credentials;
use crate::session::event::{CapturedFact, Event, EvidenceLine, What};
use std::borrow::Cow;

/// Changes every free text of these events. Lines that an answer quotes are taken anew from the changed evidence, so that
/// they stay what stands there.
pub(crate) fn change_texts(events: &mut [Event], change: &mut dyn FnMut(&mut String)) {
    for index in 0..events.len() {
        let (before, rest) = events.split_at_mut(index);
        let Some(event) = rest.first_mut() else { return };
        event.what.each_text(change);
        let (node, lines, captured) = match &mut event.what {
            What::Answered { node, lines, captured, .. } => (node, lines.as_mut_slice(), captured),
            What::Overruled { node, captured, .. } => (node, Default::default(), captured),
            _ => continue,
        };
        let quoted = lines.iter_mut().chain(captured.iter_mut().flat_map(|captured| &mut captured.lines));
        let given = before.iter().rev().find_map(|event| match &event.what {
            What::Evidence { node: of, text, .. } if of == node => Some(text),
            _ => None,
        });
        for line in quoted {
            if let Some(anew) = given.and_then(|text| EvidenceLine::of(text, line.number)) {
                *line = anew;
            }
        }
    }
}

/// Takes the credentials out of a text.
pub(crate) fn without_credentials(text: &mut String) {
    if let Cow::Owned(without) = credentials(text).text {
        *text = without;
    }
}

impl What {
    /// Hands every free text to `change`.
    pub(crate) fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        match self {
            Self::Input { fact: _, value, node: _ } => value.iter_mut().for_each(change),
            Self::Evidence { node: _, from, text, lacking } => {
                change(from);
                change(text);
                lacking.iter_mut().for_each(change);
            }
            Self::Ran(ran) => {
                change(&mut ran.command);
                ran.lacking.iter_mut().for_each(change);
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
            | Self::TakenTogether { .. }
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
