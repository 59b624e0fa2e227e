//! Practice on prepared cases: choosing one, serving its evidence, judging what the trainee does, and when to ask again.
//!
//! A case is a scenario of the knowledge base. What it says of a check is what the check shows; what it does not say follows
//! from the graph: evidence that leads on to its cause, and never to another change. So a trainee may ask anything.
//! Invariant: a drill is a fold over its moves. The same case, seed and moves give the same drill everywhere. A case is on the
//! shelf only if it was walked to its end by these very moves.
//! Deliberately absent: the clock of the machine, files, the terminal, and any judgement of evidence of its own.

mod change;
mod debrief;
mod decorate;
mod fault;
mod hint;
mod lab;
mod moves;
mod practice;
mod said;
mod schedule;
mod serve;
mod shelf;
mod written;

pub use debrief::{Debrief, Deduction, Minutes, Never, Score, StepTaken};
pub use fault::{Fault, FaultKind};
pub use moves::{Entry, Feedback, Move, Remark, RemarkKind, Settings};
pub use practice::Practice;
pub use schedule::{Card, CaseRecord, Progress, Tally, WAITS};
pub use serve::{Served, ServedAs};
pub use shelf::{BestStep, CaseId, Prepared, Shelf};
pub use written::Unread;
