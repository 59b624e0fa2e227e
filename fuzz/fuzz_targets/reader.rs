//! The target `reader`, led by coverage; what it checks is in `tests/fuzz/reader.rs`.

#![no_main]

#[path = "../../tests/fuzz/reader.rs"]
mod reader;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reader::reader(bytes));
