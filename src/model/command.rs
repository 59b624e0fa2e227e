//! A command that a person runs somewhere, and the shells that read commands.
//!
//! Invariant: a command is text to show; nothing here can run it.
//! Deliberately absent: quoting (floor 2, `command`).

use crate::model::{Markdown, PlaceId, Template};
use crate::source::Spanned;

/// A command of a check, and where to type it.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Command {
    /// The place it is typed in.
    pub place: Spanned<PlaceId>,
    /// The command. `{{ name }}` stands for a fact as one whole argument and is quoted for the shell of the place.
    pub command: Template,
    /// What to look at in its output, or what to beware of.
    pub note: Option<Markdown>,
}

/// A shell: decides how a value is quoted in a command.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum Shell {
    /// Windows PowerShell or PowerShell 7.
    Powershell,
    /// sh, bash or zsh.
    Posix,
    /// The Windows command prompt.
    Cmd,
    /// No command line: a browser, a dialog, a person.
    None,
}
