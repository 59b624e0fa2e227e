//! Values on their way into a command: validated by type, quoted for the shell, put into the template.
//!
//! Invariant: no value can end the argument it stands in; a value that cannot be quoted safely is refused.
//! Deliberately absent: running anything, and asking for values.

mod fill;
mod quote;
mod script;
mod validate;

pub use fill::{Filled, fill};
pub use quote::{QuoteError, quote};
pub use script::{Script, script};
pub use validate::validate;

/// The longest value that enters a command, in characters.
pub(crate) const LONGEST: usize = 256;
