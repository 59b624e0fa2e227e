//! triagebook: one YAML decision graph of symptoms, checks and fixes becomes guided triage in the terminal, a static
//! site and onboarding material.
//!
//! The modules are floors; imports only point down, and `tests/tidy.rs` enforces it. `ARCHITECTURE.md` holds the table.
//! Deliberately absent here: any logic.

#![forbid(unsafe_code)]
// The pure floors do no I/O; clippy.toml lists what that means, and only floors 8 and 9 lift it.
#![warn(clippy::disallowed_methods, clippy::disallowed_macros)]

pub mod browser;
pub mod collect;
pub mod command;
pub mod compare;
pub mod diagnostic;
pub mod draft;
pub mod drill;
pub mod editor;
pub mod effect;
pub mod encoding;
pub mod evidence;
pub mod flowchart;
pub mod graph;
pub mod lint;
pub mod model;
pub mod page;
pub mod prose;
pub mod pseudonym;
pub mod recognise;
pub mod redact;
pub mod scenario;
pub mod search;
pub mod session;
pub mod source;
pub mod syntax;

#[cfg(feature = "cli")]
#[expect(clippy::disallowed_methods, reason = "floor 9 reads arguments and asks the floors below to act")]
pub mod cli;
#[cfg(feature = "cli")]
#[expect(clippy::disallowed_methods, reason = "floor 8 writes to the terminal")]
pub mod terminal;
#[cfg(feature = "cli")]
#[expect(clippy::disallowed_methods, reason = "floor 8 is where disk, clock and processes live")]
pub mod world;
