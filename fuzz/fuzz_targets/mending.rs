//! The target `mending`, led by coverage; what it checks is in `tests/fuzz/mending.rs`.

#![no_main]

#[path = "../../tests/fuzz/mending.rs"]
mod mending;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| mending::mending(bytes));
