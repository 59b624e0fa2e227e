//! Sessions on disk: one append-only file each, so that whatever was answered survives the program.
//!
//! Invariant: what [`Journal::keep`] reports as saved was on the disk before it returned, as far as the disk tells the
//! truth. Nothing here ever deletes a session unasked.
//! Deliberately absent: the form of the lines (floor 5, `session::journal_line`), and asking people.

mod disk;
mod id;
mod keep;
mod reopen;
mod store;

pub use disk::{Disk, DiskFile, Lock, RealDisk};
pub use id::SessionId;
pub(in crate::world) use keep::make_folder;
pub use keep::{Fault, Journal, Kept};
pub use reopen::{Refusal, Reopened};
pub use store::{Found, Presence, Store, Stored, state_folder};
