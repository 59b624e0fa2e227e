//! The engine as the site's pages talk to it: a request as JSON in, an answer as JSON out.
//!
//! Invariant: nothing is judged here; every answer is made by the floors below, so a page and a terminal cannot differ.
//! The page keeps the events of its session and hands them over with each request; what is kept here is the knowledge
//! base alone.
//! Deliberately absent: WebAssembly (the package in `browser/` exports this) and what a page looks like (`book/theme`).

mod act;
mod desk;
mod drill;
mod engine;
mod judgement;
mod kept;
mod link;
mod request;
mod view;

pub use engine::Engine;
