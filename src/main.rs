//! The binary: hands the process over to the command line and ends with its exit code.
//!
//! Deliberately absent: everything else.

fn main() -> std::process::ExitCode {
    triagebook::cli::main()
}
