//! Recognition: which checks of the knowledge base does a text answer, and with which outcome?
//!
//! The way of a text: `part` (what belongs to one command) and `side` (whose output it is) → `fit` (which checks' commands
//! print this; `profile` and `invocation` know the commands) → `attribute` (who wins; `assign`: and what is lacking) → [`answers`] (judged).
//! Invariant: a text belongs to a check only because of a command that it echoes or of the properties that it prints.
//! What could belong to several questions that exclude each other is said to be open, and decides nothing.
//! Deliberately absent: sessions, and reading itself (floor 2, `evidence`).

mod answer;
mod assign;
mod attribute;
mod beside;
mod better;
mod document;
mod expression;
mod fit;
mod invocation;
mod names;
mod near;
mod part;
mod profile;
mod side;
#[cfg(test)]
mod tests;
mod typed;
mod within;

pub use answer::{Answer, Said, answers, answers_alone};
pub use attribute::{Attribution, Standing, attribute};
pub use better::{Better, better};
pub use document::{Document, ReadAnswer, ReadDoubt, ReadError, ReadObject, ReadProperty};
pub use names::Names;
pub use near::{Unanswering, unanswering};
pub use part::{End, Output, Part, Survey};
pub use profile::{Profiles, origin};
pub use side::{Sided, side_in_words};
