//! Tells cargo to build again when a file changes that the binary carries: `include_dir!` does not.
//!
//! Deliberately absent: generated code.

fn main() {
    for folder in ["runbooks", "templates", "book"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
