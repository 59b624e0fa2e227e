//! A command as it is called inside a line.
//!
//! Invariant: a name is one that the shell would look up; nothing in quotes is a call.
//! Deliberately absent: arguments, and whether the line as a whole is understood.

use crate::effect::Effect;

/// A command called in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Its name as it is written.
    pub name: String,
    /// The command that the name is short for, in lower case: `where-object` for `?`. The name itself where it is not.
    pub command: String,
    /// What it does with its arguments.
    pub effect: Effect,
    /// The statement of the line that it stands in, from 0. The commands of a pipeline stand in one.
    pub statement: usize,
}
