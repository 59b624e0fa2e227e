//! The mail to the customer: what was found, what was done, what to do next.
//!
//! Invariant: plain sentences; no command, no line of output, no name of a node, fact or team, no note and no reason.
//! Deliberately absent: promises that the runbook does not make.

use crate::model::EndResult;
use crate::session::report::document::{Block, Document, Item};
use crate::session::report::sections::{Times, plain, sentence};
use crate::session::report::{PathStep, Report, StepKind};

pub(super) fn document(report: &Report) -> Document {
    let mut document = Document {
        kind: "Mail to the customer",
        title: format!("Your case: {}", report.entry_title),
        result: None,
        blocks: vec![Block::Say("Good day,".to_owned()), Block::Say(lead(report))],
        record: None,
    };
    let found = found(report)
        .into_iter()
        .map(|step| Item::new(sentence(step.outcome_title.as_deref().unwrap_or_default())));
    document.section("What we found", [Block::List(found.collect())]);
    document.section("What we did", [Block::List(done(report))]);
    document.section("What happens next", next(report));
    document.section("What we need from you", [Block::List(needed(report))]);
    document.blocks.push(Block::Say("Kind regards".to_owned()));
    document
}

fn lead(report: &Report) -> String {
    let about = format!("we looked into your case: {}", sentence(&report.entry_title));
    let result = match (report.result, &report.end) {
        (Some(EndResult::Resolved), Some(end)) => format!("It is resolved: {}", sentence(&end.title)),
        (Some(EndResult::Escalated), _) => "It is not resolved yet, and specialists take it over.".to_owned(),
        (Some(EndResult::Elsewhere), Some(end)) => {
            format!("The cause lies elsewhere: {}", sentence(&end.title))
        }
        _ => "We are still working on it.".to_owned(),
    };
    format!("{about} {result}")
}

/// The findings that decided: the answer before each fix, and the last one.
fn found(report: &Report) -> Vec<&PathStep> {
    let path = &report.path;
    let answered = |step: &&PathStep| {
        step.kind == StepKind::Check
            && step.outcome_title.is_some()
            && !matches!(step.outcome.as_deref(), Some("none" | "unsure" | "jumped"))
    };
    let mut found: Vec<&PathStep> = Vec::new();
    for (index, step) in path.iter().enumerate() {
        let is_fix = step.kind == StepKind::Fix && step.at.is_some();
        let is_last = index + 1 == path.len();
        if is_fix || is_last {
            let before = path[..=index].iter().rev().find(answered);
            found.extend(before.filter(|step| !found.iter().any(|known| std::ptr::eq(*known, *step))));
        }
    }
    found
}

fn done(report: &Report) -> Vec<Item> {
    let times = Times::of(report);
    let fixes = report.path.iter().filter(|step| step.kind == StepKind::Fix).chain(&report.tried_off_path);
    let mut done: Vec<(&PathStep, jiff::Timestamp)> =
        fixes.filter_map(|step| Some((step, step.at?))).collect();
    done.sort_by_key(|(_, at)| *at);
    done.into_iter()
        .map(|(step, at)| {
            let how =
                if step.outcome.as_deref() == Some("failed") { "Tried without success" } else { "Done" };
            Item::new(format!("{} {how}, {}.", sentence(&step.title), times.moment(at)))
        })
        .collect()
}

fn next(report: &Report) -> Vec<Block> {
    let detail = report.end.as_ref().and_then(|end| end.detail.as_deref()).map(plain).unwrap_or_default();
    let detail = detail.into_iter().map(|text| Block::Say(text.replace('`', "")));
    match report.result {
        Some(EndResult::Resolved) => {
            let check = "Please check whether everything works for you, and tell us if it does not. Without an answer we \
                         close the case.";
            detail.chain([Block::Say(check.to_owned())]).collect()
        }
        Some(EndResult::Escalated) => {
            let wait = "Our specialists have everything we found, so you need not explain it again. They will come back to \
                        you.";
            vec![Block::Say(wait.to_owned())]
        }
        Some(EndResult::Elsewhere) => detail.collect(),
        None => vec![Block::Say(
            "We go on as soon as we have what is missing, and will come back to you.".to_owned(),
        )],
    }
}

/// What the customer is to send: the replies that are awaited, and what the end asks for.
fn needed(report: &Report) -> Vec<Item> {
    let awaited = report.parked.iter().map(|parked| {
        Item::new(format!("Your answer to: {} We sent you what to look at.", sentence(&parked.title)))
    });
    let is_escalated = report.result == Some(EndResult::Escalated);
    let attach = report.end.iter().filter(|_| is_escalated).flat_map(|end| &end.attach);
    awaited.chain(attach.map(|item| Item::new(sentence(item)))).collect()
}
