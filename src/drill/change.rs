//! Carrying out a fix in a drill: what it does in the case, and whether it was safe to do.
//!
//! Invariant: only the next fix of the case changes what the checks show.
//! Deliberately absent: how the fix is shown.

use crate::drill::fault::{Fault, FaultKind};
use crate::drill::moves::{Entry, Remark, RemarkKind};
use crate::drill::practice::Practice;
use crate::session::{Action, FixPrompt, FixResult, Refused, Took, Undo};

impl Practice<'_> {
    /// Carries out the waiting fix.
    pub(super) fn carry_out(&mut self, mut entry: Entry, fix: &FixPrompt) -> Result<Entry, Refused> {
        if let Some(unmet) = fix.unmet.first() {
            return Err(Refused(format!("its commands are withheld: {}", unmet.sentence())));
        }
        let mut unsafe_ = |kind, text: String| {
            entry.remarks.push(Remark::new(RemarkKind::Unsafe, &text));
            entry.faults.push(Fault { kind, text });
        };
        if !self.knows_undo() && fix.undo != Undo::Unsaid {
            unsafe_(FaultKind::NoUndo, format!("“{}” was done without a look at how to undo it.", fix.title));
        }
        let tries = self.case.lab.tries(&fix.node, self.stage);
        match tries {
            None => unsafe_(
                FaultKind::WrongChange,
                format!(
                    "Nothing in this case calls for “{}”. It does not help, and has to be undone.",
                    fix.title
                ),
            ),
            Some(_) if !self.is_proved() => unsafe_(
                FaultKind::Unproved,
                format!("“{}” was done before anything proved that it fits.", fix.title),
            ),
            Some(_) => {}
        }
        let result = tries.unwrap_or(FixResult::Done);
        self.walk.act(Action::Tried(result))?;
        entry.minutes = fix.minutes.unwrap_or_default();
        entry.said = match result {
            FixResult::Done => "Done".to_owned(),
            FixResult::Failed => "Failed: a step could not be carried out".to_owned(),
        };
        entry.remarks.push(Remark::new(RemarkKind::Happened, format!("{}.", entry.said)));
        if tries.is_some() {
            self.stage += 1;
        }
        Ok(entry)
    }

    /// Whether the finding that calls for the next fix of the case was made since the last one.
    fn is_proved(&self) -> bool {
        let Some(proof) = self.case.lab.proof(self.stage) else { return true };
        let path = &self.walk.state().path;
        let since =
            path.iter().rposition(|visit| matches!(visit.took, Took::Tried(_))).map_or(0, |last| last + 1);
        path.iter()
            .skip(since)
            .any(|visit| visit.node == *proof && matches!(visit.took, Took::Answered { .. }))
    }
}
