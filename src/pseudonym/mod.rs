//! Stand-ins for what names people, machines and organisations: the same value, the same stand-in.
//!
//! A value is found by its form or its surroundings (`find`), taken apart into components (`contoso.com` in
//! `mail.contoso.com`), and each component gets one stand-in of the same kind and length (`invent`), so that columns,
//! wrapped lines and comparisons stay what they were. Addresses come from the ranges and names reserved for examples.
//!
//! Invariant: replacing and revealing are each other's inverse, because no stand-in occurs in the texts before; every
//! line stays a line. It is pattern-based: whoever sends a text on reviews it.
//! Deliberately absent: credentials (`redact`), which are removed and not replaced; knowing sessions.

mod dictionary;
mod find;
mod invent;
mod known;
mod public;
mod scan;
mod variant;

pub use dictionary::{Dictionary, Entry, Replaced};
pub use find::Kind;

/// Whether a domain, in lower case, is that of a service that everybody uses, or below one.
pub fn is_service(domain: &str) -> bool {
    let below = |service: &&str| {
        domain.strip_suffix(*service).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    known::SERVICES.iter().any(below)
}
