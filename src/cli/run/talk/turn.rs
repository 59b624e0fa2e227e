//! The words that lead elsewhere: back, change, jump, undo, redo.
//!
//! Invariant: each says what it did before the next question is shown.
//! Deliberately absent: what they mean (floor 5, `session`).

use crate::cli::run::talk::{Next, Said, Talk};
use crate::session::Action;

impl Talk<'_, '_> {
    /// Does an act that leads away from here; output that waits for a word is kept.
    pub(super) fn turn(&mut self, action: Action) -> Said {
        self.walker.let_go();
        self.act(action)
    }

    pub(super) fn change(&mut self, name: &str) -> Said {
        match self.walker.state.step_named(self.walker.graph, name) {
            Ok(index) => self.turn(Action::BackTo { index }),
            Err(refused) => {
                self.say(&format!("{refused}."))?;
                Ok(Next::Ask)
            }
        }
    }

    pub(super) fn jump(&mut self, name: &str) -> Said {
        let to = match self.walker.state.node_named(self.walker.graph, name) {
            Ok(to) => to,
            Err(refused) => {
                self.say(&format!("{refused}."))?;
                return Ok(Next::Ask);
            }
        };
        match self.ask_text("Why go there? (for the report; Enter skips): ")? {
            Ok(reason) => self.turn(Action::Jump { to, reason }),
            Err(leaving) => Ok(Next::Leave(leaving)),
        }
    }
}
