//! The binary: hands the process over to the command line and ends with its exit code.
//!
//! Deliberately absent: everything else.

/// One thread makes the parts of a page and another gives them back, which the allocators of some systems take badly: a large
/// site needs a quarter less time with this one, a check a tenth.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    triagebook::cli::main()
}
