//! The dialogue at a fix: how it went, or why it is put aside.
//!
//! Invariant: nothing is carried out here; a person says what was done.
//! Deliberately absent: whether the requirements hold (floor 5, `session`).

use crate::cli::run::talk::question::numbers;
use crate::cli::run::talk::{Next, Said, Talk, paper};
use crate::cli::run::typed::Word;
use crate::session::{Action, Confirm, FixPrompt, FixResult};
use crate::terminal::keyboard::Typed;
use crate::terminal::walk;

impl Talk<'_, '_> {
    pub(super) fn ask_fix(&mut self, fix: &FixPrompt) -> Said {
        let withheld = !fix.unmet.is_empty();
        if let Some(confirm) = fix.confirm.as_ref().filter(|_| !withheld) {
            return self.ask_target(fix, confirm);
        }
        let prompt = if withheld {
            format!("What first? [{}, b, show, not done, ? = help]: ", numbers(fix.unmet.len()))
        } else {
            "How did it go? [1-3, ? = help]: ".to_owned()
        };
        let line = match self.keyboard.read(&prompt, self.screen)? {
            Typed::Line(line) => line,
            other => return self.not_a_line(other),
        };
        match (Word::read(&line), withheld) {
            (Word::Number(1) | Word::Done, false) => self.act(Action::Tried(FixResult::Done)),
            (Word::Number(2) | Word::Failed, false) => self.act(Action::Tried(FixResult::Failed)),
            (Word::Number(3) | Word::NotDone, false) | (Word::NotDone, true) => self.not_done(),
            (Word::Number(number), true) if (1..=fix.unmet.len()).contains(&number) => {
                let to = fix.unmet[number - 1].check.clone();
                let reason = Some(format!("The fix requires its answer: {}", fix.title));
                self.turn(Action::Jump { to, reason })
            }
            (Word::Show, true) => {
                match self.ask_text("Why does it fit all the same? (for the report; Enter skips): ")? {
                    Ok(reason) => self.act(Action::OverruleRequirement { reason }),
                    Err(leaving) => Ok(Next::Leave(leaving)),
                }
            }
            (Word::Why, _) => {
                let mut paper = paper();
                if let Some(report) = self.report() {
                    walk::why_fix(&mut paper, fix, &report);
                }
                self.write(paper)?;
                Ok(Next::Ask)
            }
            (word, _) => {
                if let Some(next) = self.common(word)? {
                    return Ok(next);
                }
                let possible = if withheld {
                    "a number (answer that first), b (go back), show or not done"
                } else {
                    "1 (done), 2 (failed) or 3 (not done)"
                };
                let typed = crate::prose::visible_line(line.trim());
                let typed = if typed.is_empty() {
                    "Nothing was typed.".to_owned()
                } else {
                    format!("`{typed}` is not possible here.")
                };
                self.say(&format!("{typed} Possible: {possible}; ? lists the rest."))?;
                Ok(Next::Ask)
            }
        }
    }

    /// Has the target of a destructive fix typed before its commands are shown.
    fn ask_target(&mut self, fix: &FixPrompt, confirm: &Confirm) -> Said {
        let line =
            match self.keyboard.read("Type it to see the commands [b, not done, ? = help]: ", self.screen)? {
                Typed::Line(line) => line,
                other => return self.not_a_line(other),
            };
        if line.trim().eq_ignore_ascii_case(&confirm.target) {
            return self.act(Action::ConfirmTarget(line));
        }
        match Word::read(&line) {
            Word::NotDone => self.not_done(),
            Word::Why => {
                let mut paper = paper();
                if let Some(report) = self.report() {
                    walk::why_fix(&mut paper, fix, &report);
                }
                self.write(paper)?;
                Ok(Next::Ask)
            }
            word => {
                if let Some(next) = self.common(word)? {
                    return Ok(next);
                }
                match self.walker.act(Action::ConfirmTarget(line)) {
                    Ok(()) => Ok(Next::Show),
                    Err(refused) => {
                        self.say(&format!("{refused}. b goes back; ? lists the rest."))?;
                        Ok(Next::Ask)
                    }
                }
            }
        }
    }
}
