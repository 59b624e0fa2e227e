//! First drafts: a knowledge base or a runbook to begin with, and a runbook made from a flowchart.
//!
//! Invariant: what is written can be read back without an error of the reader, and says in comments what to fill in. Made
//! from a flowchart, it holds every node, every edge and every label of it.
//! Deliberately absent: files, and asking the author.

mod begin;
mod name;
mod plan;
mod written;

pub use begin::{BaseDraft, RunbookDraft, knowledge_base, runbook};
pub use name::slug;
pub use written::{Origin, from_flowchart};
