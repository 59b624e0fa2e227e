//! Sessions survive: what was reported as saved is there after a crash, a power loss, a full disk, a second terminal.
//!
//! Invariant: every test holds what was confirmed against what can be read afterwards. Where a figure is asked for, it is
//! printed (`--nocapture`).
//! Deliberately absent: the form of a line and of a damaged file (unit tests of `session::salvage`).

mod crash;
mod disk;
#[cfg(unix)]
mod full;
#[cfg(unix)]
mod kill;
mod mend;
#[cfg(unix)]
mod people;
#[cfg(unix)]
mod several;
#[cfg(unix)]
#[path = "../support/mod.rs"]
mod support;
