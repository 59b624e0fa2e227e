//! What a walk shows: prompts, proposals, the path, the facts, help.
//!
//! Invariant: plain lines from top to bottom; nothing on the screen is ever moved or overwritten.
//! Deliberately absent: reading input (`keyboard`) and deciding anything.

mod check;
pub(crate) mod drill;
mod fix;
mod pages;
mod proposal;
mod received;
mod suspects;
mod ways;

pub(crate) use check::{answers, check};
pub(crate) use fix::{fix, unconfirmed, withheld};
pub(crate) use pages::{end, facts, help, input, path, so_far, standing, why_check, why_fix};
pub(crate) use proposal::{proposal, reasons_of_all};
pub(crate) use received::{kept_for_later, received, row};
pub(crate) use suspects::suspects;
pub(crate) use ways::{changes, ways};

use crate::session::SourceLine;
use crate::terminal::paper::Paper;

/// Where the facts of a node come from, and what of it is not confirmed.
fn provenance(paper: &mut Paper, unconfirmed: Option<&str>, sources: &[SourceLine]) {
    if let Some(unconfirmed) = unconfirmed {
        paper.labelled("Caveat:", crate::terminal::style::CAREFUL, unconfirmed);
    }
    for source in sources {
        let url = source.url.as_deref().map(|url| format!(" {url}")).unwrap_or_default();
        paper.bullet(&format!("{}{url} (read {})", source.title, source.seen), 0);
    }
}
