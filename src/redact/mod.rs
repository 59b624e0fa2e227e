//! Taking out what must not leave: credentials.
//!
//! Invariant: pure and linear in the length of the text; the number of lines never changes, so line numbers stay right;
//! doing it twice changes nothing. It is pattern-based: it finds what looks like a credential, and whoever sends a text
//! on reviews it.
//! Deliberately absent: reading properties (`evidence`), and knowing what a session is.

mod block;
mod command;
mod credentials;
mod kinds;
mod shape;
mod token;
mod value;

pub use credentials::{Cleaned, Found, credentials};
pub use kinds::KINDS;
pub use shape::Kind;
