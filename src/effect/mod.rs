//! What running a command does: whether it only reads.
//!
//! A command is taken apart as its shell would take it, and each part is looked up in a catalogue. **The stricter wins**:
//! the effect of a whole is the strictest of its parts ([`Effect`] is ordered that way), and whoever also has an author's
//! word for a command takes the stricter of the two. What the catalogue does not know is never taken to be harmless, and
//! what is not understood as a whole is not known.
//!
//! Invariant: [`Effect::Read`] is an answer of lists: every command, method and type in it is named by one. Nothing a
//! command holds in quotes is taken for a command, and nothing outside of quotes is overlooked.
//! Deliberately absent: running anything, and what a program or a script file does inside.

mod alias;
mod assessment;
mod call;
mod change;
mod cmdlet;
mod fetch;
mod posix;
mod powershell;
mod program;
mod unix;
mod windows;

pub use assessment::{Assessment, Effect};
pub use call::Call;

use crate::model::Shell;

/// What running `command` in this shell does. Placeholders must be filled in before.
pub fn assess(shell: Shell, command: &str) -> Assessment {
    match shell {
        Shell::Powershell => powershell::assess(command),
        Shell::Posix => posix::assess(command),
        Shell::Cmd => windows::assess(command),
        Shell::None => Assessment::new(Effect::Unknown, "there is no command line that would run it"),
    }
}

/// Both what running `command` does and what it calls, looked at once.
pub fn examine(shell: Shell, command: &str) -> (Assessment, Vec<Call>) {
    match shell {
        Shell::Powershell => powershell::examine(command),
        Shell::Posix | Shell::Cmd | Shell::None => (assess(shell, command), calls(shell, command)),
    }
}

/// The commands that are called in these lines, as far as they are understood. None are known for the Windows command
/// prompt.
pub fn calls(shell: Shell, command: &str) -> Vec<Call> {
    match shell {
        Shell::Powershell => powershell::calls(command),
        Shell::Posix => posix::calls(command),
        Shell::Cmd | Shell::None => Vec::new(),
    }
}

/// The whole name of a PowerShell command, as it is usually written, where `name` is a short one: `Where-Object` for `?`.
pub fn long_name(name: &str) -> Option<String> {
    alias::long_name(name)
}
