//! The target `matcher`, led by coverage; what it checks is in `tests/fuzz/matcher.rs`.

#![no_main]

#[path = "../../tests/fuzz/matcher.rs"]
mod matcher;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| matcher::matcher(bytes));
