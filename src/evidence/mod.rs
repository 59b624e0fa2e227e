//! Evidence: raw text to a reading, and matchers judged on readings and facts.
//!
//! The way of a text: `clean` → `markup` → `line` and `scene` (what each line looks like) → `error` and `list` (records
//! and objects) → [`Reading`]; the way of a check: `judge` → `matching` → `property` → `compare` → [`Judgement`].
//! Invariant: no value is invented. What is cut, wrapped or ambiguous carries a [`Doubt`] and judges to
//! [`Truth::Unknown`], never to false. Everything takes linear time in the length of the text.
//! Deliberately absent: running commands, knowing the session or the graph, and the clock.

mod capture;
mod cell;
mod clean;
mod compare;
mod date;
mod decode;
mod enumeration;
mod error;
mod find;
mod finding;
mod foreign;
mod form;
mod found;
mod front;
mod glued;
mod identity;
mod items;
mod json;
mod judge;
mod judgement;
mod layout;
mod left;
mod line;
mod list;
mod markup;
mod mask;
mod matching;
mod meaning;
mod month;
mod number;
mod output;
mod pair;
mod pattern;
mod property;
mod quantity;
mod read;
mod reading;
mod scene;
mod section;
mod separated;
mod shell;
mod table;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod truth;
mod unfinished;
mod unlike;
mod value;
mod words;

pub use capture::{Captured, Captures, NotCaptured, capture};
pub use decode::{Text, decode, read_bytes};
pub use judge::{judge, judge_facts};
pub use judgement::{Judgement, Known, OutcomeJudged, Verdict};
pub use pattern::texts_of;
pub use read::read;
pub use reading::{Doubt, DoubtKind, ErrorRecord, Items, Lines, Object, Property, Reading, Shape};
pub use truth::Truth;
pub use words::{in_plain_words, in_words};

/// The longest text that should be handed to [`read`], in bytes. Callers refuse more: [`read`] itself has no limit.
pub const MAX_BYTES: usize = 5 << 20;
