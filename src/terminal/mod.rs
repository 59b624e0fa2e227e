//! What people see in a terminal: findings, prompts, rendered Markdown, reports.
//!
//! Invariant: text that comes from a knowledge base or a paste passes [`crate::prose::visible`] before it is written,
//! so that no escape sequence reaches the terminal but those this module makes itself.
//! Deliberately absent: disk, clock, processes, and deciding what to show.

pub mod findings;
mod output;

pub use output::{Output, When};
