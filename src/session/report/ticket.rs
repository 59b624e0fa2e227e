//! The note for a ticket: what was found, on which path, by which lines, and what is left.
//!
//! Invariant: short enough to paste; it holds no text of evidence beyond the lines that decided.
//! Deliberately absent: rules, hashes, and what was not checked (`record`).

use crate::session::report::document::{Block, Document, Item};
use crate::session::report::{Dossier, Report, sections};

impl Report {
    /// The report as text for a ticket, ending in a line feed.
    pub fn text(&self) -> String {
        document(self, None).text()
    }
}

pub(super) fn document(report: &Report, dossier: Option<&Dossier>) -> Document {
    let mut document = Document {
        kind: "Ticket note",
        title: report.title.clone(),
        result: None,
        blocks: vec![Block::Pairs(sections::head(report))],
        record: None,
    };
    document.section("Path", [Block::Steps(sections::path(report, None))]);
    document.section(sections::OFF_PATH, [Block::List(sections::tried_off_path(report))]);
    document.section(sections::RAN, [Block::List(sections::ran(report))]);
    document.section("Known values", [Block::List(sections::facts(&report.facts))]);
    if let Some(dossier) = dossier {
        let against = sections::contradicted(&dossier.contradicted);
        document.section("Evidence against an answer", [Block::List(against)]);
    }
    document.section("Overruled", [Block::List(sections::overruled(report))]);
    document.section("Not done", [Block::List(sections::not_done(report))]);
    document.section("Notes", [Block::List(sections::notes(report))]);
    document.section("Left open", [Block::List(sections::open(report))]);
    document.section("Where it stands", sections::stopped(report));
    let attach = report.end.iter().flat_map(|end| &end.attach).map(Item::new).collect();
    document.section("Attach", [Block::List(attach)]);
    document
}
