//! Collecting evidence elsewhere: what a place can be asked for at once, as a script, and the manifest of what it brings.
//!
//! Invariant: nothing here runs anything; a script holds only commands that the effect catalogue knows to be read-only.
//! Deliberately absent: reading a bundle from the disk (floor 8, `world::bundle`).

mod manifest;
mod plan;
mod script;

pub use manifest::{Base, Collected, Manifest, NAME, VERSION};
pub use plan::{LeftOut, PlaceCount, Plan, Planned, places, plan};
pub use script::{Head, script};
