//! The target `quoting`, led by coverage; what it checks is in `tests/fuzz/quoting.rs`.

#![no_main]

#[path = "../../tests/fuzz/quoting.rs"]
mod quoting;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| quoting::quoting(bytes));
