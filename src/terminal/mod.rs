//! What people see in a terminal: findings, prompts, rendered Markdown, reports.
//!
//! Invariant: text that comes from a knowledge base or a paste passes [`crate::prose::visible`] before it is written,
//! so that no escape sequence reaches the terminal but those this module makes itself.
//! Deliberately absent: disk, clock, processes, and deciding what to show.

mod diagnosis;
pub mod findings;
#[cfg(test)]
mod hostile;
pub(crate) mod keyboard;
pub(crate) mod markdown;
mod output;
mod paper;
mod reading;
mod style;
pub(crate) mod walk;
mod wrap;

pub(crate) use diagnosis::diagnosis;
pub use output::{Output, When, width};
pub(crate) use paper::Paper;
pub(crate) use reading::reading;
pub(crate) use style::{DANGER, DIM};
