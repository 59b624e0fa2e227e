//! The whole account, for the file of the case: every answer with its rule, facts and lines, all evidence, and the
//! dossier itself, so that whoever has the file can judge it again.
//!
//! Invariant: leaves nothing of the dossier out.
//! Deliberately absent: brevity.

use crate::prose::count;
use crate::session::event::What;
use crate::session::report::document::{Block, Document, Item, Part};
use crate::session::report::{Dossier, PathStep, StepKind, sections};

/// Digits of a hash that people are shown.
const SHORT: usize = 16;

pub(super) fn document(dossier: &Dossier) -> Document {
    let report = &dossier.report;
    let mut document = Document {
        kind: "Triage report",
        title: report.title.clone(),
        result: Some((report.result, sections::result(report))),
        blocks: vec![Block::Pairs(head(dossier))],
        record: Some(dossier.json()),
    };
    let detail = report.end.as_ref().and_then(|end| end.detail.as_deref());
    let mut conclusion: Vec<Block> =
        detail.map(sections::plain).unwrap_or_default().into_iter().map(Block::Say).collect();
    conclusion.extend(sections::stopped(report));
    conclusion.extend(because(dossier));
    document.section("Conclusion", conclusion);
    let against = sections::contradicted(&dossier.contradicted);
    document.section("Evidence against an answer", [Block::List(against)]);
    document.section("Overruled", [Block::List(sections::overruled(report))]);
    document.section("Path", [Block::Steps(sections::path(report, Some(dossier)))]);
    document.section(sections::OFF_PATH, [Block::List(sections::tried_off_path(report))]);
    document.section(sections::RAN, [Block::List(sections::ran(report))]);
    document.section("Not done", [Block::List(sections::not_done(report))]);
    document.section("Left open", [Block::List(sections::open(report))]);
    document.section("Still possible", [Block::List(sections::suspects(report))]);
    document.section("Ruled out", [Block::List(sections::ruled_out(report))]);
    document.section("Known values", [Block::List(sections::facts(&report.facts))]);
    document.section("Notes", [Block::List(sections::notes(report))]);
    let attach = report.end.iter().flat_map(|end| &end.attach).map(Item::new).collect();
    document.section("Attach", [Block::List(attach)]);
    document.section("Not checked", not_checked(dossier));
    document.section("Evidence", evidence(dossier));
    document
}

fn head(dossier: &Dossier) -> Vec<(&'static str, String)> {
    let mut pairs = sections::head(&dossier.report);
    pairs.remove(0);
    pairs.push(("Entry", dossier.report.entry_title.clone()));
    pairs.extend(dossier.session.clone().map(|session| ("Session", session)));
    pairs.extend(versions(dossier));
    pairs
}

/// The program and the knowledge base it was made with.
pub(super) fn versions(dossier: &Dossier) -> [(&'static str, String); 2] {
    let kb = &dossier.knowledge_base;
    [
        ("KB", format!("{}, {}", kb.title, short(&kb.sha256))),
        ("Program", format!("triagebook {}", dossier.program)),
    ]
}

/// The beginning of a hash, as it is shown.
pub(super) fn short(hash: &str) -> String {
    format!("`sha256:{}`", hash.get(..SHORT).unwrap_or(hash))
}

/// The answers since the last fix: those the conclusion rests on.
fn because(dossier: &Dossier) -> Vec<Block> {
    let path = &dossier.report.path;
    let since = path.iter().rposition(|step| step.kind == StepKind::Fix && step.at.is_some()).unwrap_or(0);
    let decided = |step: &&PathStep| step.kind == StepKind::Check && step.outcome_title.is_some();
    let said = path[since.min(path.len())..].iter().filter(decided);
    let items: Vec<Item> = said
        .map(|step| {
            Item::new(step.outcome_title.clone().unwrap_or_default())
                .with([Part::Aside("Asked", step.title.clone())])
        })
        .collect();
    if items.is_empty() {
        return Vec::new();
    }
    vec![Block::Say("It rests on:".to_owned()), Block::List(items)]
}

fn not_checked(dossier: &Dossier) -> Vec<Block> {
    let open = &dossier.report.not_checked;
    if open.is_empty() {
        return Vec::new();
    }
    let items = open.iter().map(|check| Item::new(format!("{} (`{}`)", check.title, check.node))).collect();
    let lead = format!(
        "{} of these runbooks {} not asked.",
        count(open.len(), "question"),
        if open.len() == 1 { "was" } else { "were" }
    );
    vec![Block::Fold(lead, vec![Block::List(items)])]
}

/// All texts that were given, the deciding lines marked.
fn evidence(dossier: &Dossier) -> Vec<Block> {
    let times = sections::Times::of(&dossier.report);
    let blocks = dossier.evidence.iter().map(|given| {
        let grounds = dossier.grounds.iter().filter(|ground| ground.evidence.as_ref() == Some(&given.sha256));
        let marked = grounds.flat_map(|ground| ground.lines.iter().map(|line| line.number)).collect();
        let text = match dossier.events.get(given.event).map(|sealed| &sealed.event) {
            Some(What::Evidence { text, .. }) => text.clone(),
            _ => String::new(),
        };
        let title = format!(
            "`{}` from {}, {}, {}, {}",
            given.node,
            given.from,
            times.clock(given.at),
            count(given.lines, "line"),
            short(&given.sha256)
        );
        Block::Fold(title, vec![Block::Raw { text, marked }])
    });
    blocks.collect()
}
