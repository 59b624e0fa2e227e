//! Scenarios: prepared cases walked on the knowledge base, and what they do not cover.
//!
//! Invariant: a case is walked by `session`, as a person would walk it; nothing here decides where a walk goes. The clock is
//! frozen, randomness comes from a seed, so the same files give the same result everywhere.
//! Deliberately absent: files, the terminal.

mod case;
mod coverage;
mod departure;
mod explore;
mod from_session;
mod guide;
mod junit;
mod mutate;
mod numbers;
mod replay;
mod run;
mod sample;
mod suggest;
mod walk;
mod written;

pub use case::{Case, Ran, Suite};
pub use coverage::{Coverage, EdgeId, RunbookCoverage, Uncovered};
pub use explore::{Explored, Problem, explore};
pub use from_session::from_session;
pub(crate) use guide::{Costs, Map};
pub use junit::junit;
pub use mutate::{Mutated, Mutation, Survivor, mutate};
pub(crate) use numbers::Numbers;
pub use replay::{Replayed, replay};
pub use sample::in_this_case;
pub use suggest::{Last, Proposed, ProposedAct, ProposedOther, ProposedStep, suggest};
pub(crate) use walk::speaks_for;
pub use walk::{Said, Walk};
pub use written::written;
