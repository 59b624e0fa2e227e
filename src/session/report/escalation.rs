//! The report for whoever takes over: what it is about, what is known, what is open, what is still possible, and what
//! goes along.
//!
//! Invariant: begins with what the next person has to do; everything else is the record's, which goes along.
//! Deliberately absent: the path in full (it is in the record).

use crate::prose::count;
use crate::session::report::document::{Block, Document, Item, Part};
use crate::session::report::record::{short, versions};
use crate::session::report::{Dossier, StepKind, sections};

pub(super) fn document(dossier: &Dossier) -> Document {
    let report = &dossier.report;
    let mut head = sections::head(report);
    head.remove(0);
    head.push(("Entry", report.entry_title.clone()));
    head.extend(dossier.session.clone().map(|session| ("Session", session)));
    head.extend(versions(dossier));
    let mut document = Document {
        kind: "Escalation",
        title: report.title.clone(),
        result: Some((report.result, sections::result(report))),
        blocks: vec![Block::Pairs(head)],
        record: Some(dossier.json()),
    };
    let detail = report.end.as_ref().and_then(|end| end.detail.as_deref());
    let asked = detail.map(sections::plain).unwrap_or_default().into_iter().map(Block::Say);
    document.section("What is asked of you", asked.chain(sections::stopped(report)));
    document.section("Found", [Block::List(found(dossier))]);
    document.section("Open questions", [Block::List(sections::open(report))]);
    let against = sections::contradicted(&dossier.contradicted);
    document.section("Evidence against an answer", [Block::List(against)]);
    document.section("Overruled", [Block::List(sections::overruled(report))]);
    document.section(sections::RAN, [Block::List(sections::ran(report))]);
    document.section("Fixes tried", [Block::List(sections::tried(report))]);
    document.section("Not done", [Block::List(sections::not_done(report))]);
    document.section("Still possible", [Block::List(sections::suspects(report))]);
    document.section("Ruled out", [Block::List(sections::ruled_out(report))]);
    document.section("Known values", [Block::List(sections::facts(&report.facts))]);
    document.section("Notes", [Block::List(sections::notes(report))]);
    document.section("Attachments", attachments(dossier));
    document
}

/// Every answer with the rule and the lines it rests on.
fn found(dossier: &Dossier) -> Vec<Item> {
    let path = &dossier.report.path;
    let all = sections::path(&dossier.report, Some(dossier));
    let told = path.iter().filter(|step| step.kind != StepKind::End);
    let checks = told.zip(all).filter(|(step, _)| {
        step.kind == StepKind::Check && !matches!(step.outcome.as_deref(), None | Some("none" | "unsure"))
    });
    checks.map(|(_, item)| item).collect()
}

/// What goes along: the evidence by its hash, and what the end asks for besides.
fn attachments(dossier: &Dossier) -> Vec<Block> {
    let evidence = dossier.evidence.iter().map(|given| {
        let size =
            format!("{}, {}, from {}", count(given.lines, "line"), count(given.bytes, "byte"), given.from);
        Item::new(format!("Output given to `{}`", given.node))
            .with([Part::Aside("Size", size), Part::Aside("Hash", short(&given.sha256))])
    });
    let attach = dossier.report.end.iter().flat_map(|end| &end.attach);
    let wanted =
        attach.map(|item| Item::new(item).with([Part::Aside("To do", "attach it by hand".to_owned())]));
    let items: Vec<Item> = evidence.chain(wanted).collect();
    if items.is_empty() {
        return Vec::new();
    }
    let lead = "Each output stands in full in the record of this session as HTML, Markdown or JSON; `triagebook verify FILE` \
                judges it again.";
    vec![Block::Say(lead.to_owned()), Block::List(items)]
}
