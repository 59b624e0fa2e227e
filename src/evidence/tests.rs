//! Texts as people paste them, from the reader to the verdict.
//!
//! Invariant: every text here is written for these tests, in the shapes that real output has.
//! Deliberately absent: tests of single steps; those are beside the steps.

mod copies;
mod judging;
mod reading;
mod surroundings;
mod tables;
mod worlds;
