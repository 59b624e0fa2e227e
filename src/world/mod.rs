//! The outside world: disk, clock, the embedded knowledge base, the site generator.
//!
//! Invariant: whole files are written beside their target and renamed, so nothing is ever half-written.
//! Deliberately absent: the terminal, and every decision about content.

mod assemble;
pub mod book;
pub mod bundle;
pub mod checker;
pub mod clock;
pub mod config;
pub mod draft;
pub mod file;
pub mod git;
pub mod interpreter;
pub mod journal;
pub mod library;
pub mod listing;
pub(crate) mod parallel;
mod parse;
pub mod process;
pub mod progress;
pub mod reader;
pub mod server;
pub mod trust;
pub mod watch;
