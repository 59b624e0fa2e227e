//! The engine as a WebAssembly module: a page writes a request into the module's memory and reads the answer from it.
//!
//! Three functions are exported. `prepare(length)` returns the address where a request of so many bytes is written;
//! `answer()` takes it and returns the address of the answer; `answer_length()` tells how long that is. Both texts are
//! JSON in UTF-8, as `triagebook::browser` describes them.
//!
//! Invariant: no unsafe block. Exporting a function by name is the one thing here that counts as unsafe code.
//! Deliberately absent: everything else. The module imports nothing, so it can reach nothing but its own memory.

use std::cell::RefCell;
use triagebook::browser::Engine;

#[derive(Default)]
struct Module {
    engine: Engine,
    request: Vec<u8>,
    answer: String,
}

thread_local! {
    static MODULE: RefCell<Module> = RefCell::default();
}

/// Makes room for a request of `length` bytes and returns its address.
#[unsafe(no_mangle)]
pub extern "C" fn prepare(length: usize) -> usize {
    MODULE.with_borrow_mut(|module| {
        module.request = vec![0; length];
        module.request.as_mut_ptr().expose_provenance()
    })
}

/// Answers the request and returns the address of the answer, which stays there until the next one.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> usize {
    MODULE.with_borrow_mut(|module| {
        let request = String::from_utf8_lossy(&module.request);
        module.answer = module.engine.answer(&request);
        module.request = Vec::new();
        module.answer.as_ptr().expose_provenance()
    })
}

/// The length of the answer, in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn answer_length() -> usize {
    MODULE.with_borrow(|module| module.answer.len())
}
