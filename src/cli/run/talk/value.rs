//! The dialogue where a value is asked for.
//!
//! Invariant: what is not a word of the dialogue is tried as a value, and a value that is refused is refused with the
//! reason and an example.
//! Deliberately absent: validating (floor 2, `command`).

use crate::cli::run::talk::{Next, Said, Talk};
use crate::cli::run::typed::Word;
use crate::prose;
use crate::session::{Action, InputPrompt};
use crate::terminal::keyboard::Typed;

impl Talk<'_, '_> {
    pub(super) fn ask_input(&mut self, input: &InputPrompt) -> Said {
        let line = match self.keyboard.read(&format!("{}: ", input.fact), self.screen)? {
            Typed::Line(line) => line,
            Typed::Paste(text) => {
                let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                let (Some(only), None) = (lines.next(), lines.next()) else {
                    return self.receive(&text);
                };
                only.to_owned()
            }
            other => return self.not_a_line(other),
        };
        let by_number = match Word::read(&line) {
            Word::Number(number) => number.checked_sub(1).and_then(|index| input.values.get(index)).cloned(),
            _ => None,
        };
        match Word::read(&line) {
            Word::Skip => return self.act(Action::Decline),
            Word::Empty => {
                self.say("A value is needed; `skip` if you do not know it.")?;
                return Ok(Next::Ask);
            }
            // Words that a value is unlikely to be. Everything else is tried as a value.
            word @ (Word::Help
            | Word::Quit
            | Word::Path
            | Word::Facts
            | Word::Again
            | Word::Export
            | Word::Save(_)
            | Word::Note(_)
            | Word::Back
            | Word::Change(_)
            | Word::Jump(_)
            | Word::Undo
            | Word::Redo
            | Word::Suspects
            | Word::Request(_)
            | Word::Set(_)) => {
                return Ok(self.common(word)?.unwrap_or(Next::Ask));
            }
            _ => {}
        }
        let text = by_number.unwrap_or(line);
        match self.walker.act(Action::Input { fact: input.fact.clone(), text }) {
            Ok(()) => match self.walker.pending.pop() {
                // It could not be judged without the value.
                Some(pending) => self.receive(&pending.text),
                None => Ok(Next::Show),
            },
            Err(refused) => {
                self.say(&prose::stopped(&refused.to_string()))?;
                Ok(Next::Ask)
            }
        }
    }
}
