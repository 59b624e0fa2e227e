//! The README's console blocks show what the program prints.
//!
//! Invariant: each `$ triagebook …` line runs in the root of the repository on the real binary.
//! Deliberately absent: the two set-up commands; `scripts/test` is one of them and builds what the other runs.

#[test]
fn the_console_blocks_print_what_they_show() {
    trycmd::TestCases::new().case("README.md");
}
