//! The cases that can be practised, and what was.
//!
//! Invariant: without `--titles` nothing here gives a case away.
//! Deliberately absent: choosing one.

use crate::cli::drill::Arguments;
use crate::cli::{Context, Exit, Failure};
use crate::drill::{Card, CaseRecord, Prepared, Progress, Shelf, Tally};
use crate::model::NodeKey;
use crate::prose::{count, visible_line};
use crate::terminal::{Paper, width};
use crate::world::clock;
use crate::world::library::Library;
use serde::Serialize;
use std::io::Write as _;

/// The cases as JSON.
#[derive(Debug, Serialize)]
struct Listing<'a> {
    format: &'static str,
    version: u32,
    cases: Vec<Listed<'a>>,
}

/// One case.
#[derive(Debug, Serialize)]
struct Listed<'a> {
    case: &'a str,
    runbook: &'a str,
    symptom: String,
    steps: usize,
    minutes: u32,
    /// Only where titles were asked for.
    title: Option<&'a str>,
    practised: Option<CaseRecord>,
}

/// Lists the cases.
pub(super) fn cases(
    shelf: &Shelf<'_>,
    library: &Library,
    progress: &Progress,
    arguments: &Arguments,
    context: &Context,
) -> Result<Exit, Failure> {
    let listed: Vec<Listed<'_>> = shelf
        .cases
        .iter()
        .filter(|case| case.is_playable())
        .map(|case| listed(case, library, progress, arguments))
        .collect();
    let mut out = context.output.out();
    if arguments.json {
        let listing = Listing { format: "triagebook-drill-cases", version: 1, cases: listed };
        let json = serde_json::to_string_pretty(&listing)
            .map_err(|error| Failure::new(Exit::File, format!("could not write the list: {error}")))?;
        writeln!(out, "{json}")?;
        return Ok(Exit::Done);
    }
    let mut paper = Paper::new(width());
    let mut runbook = "";
    for case in &listed {
        if case.runbook != runbook {
            runbook = case.runbook;
            let found = library.graph.runbook(&runbook.into());
            paper.blank();
            paper.heading(found.map_or(runbook, |found| found.title.value.as_str()));
        }
        let done = case.practised.map_or_else(String::new, |record| format!(", best score {}", record.best));
        let text = format!("{} ({}, {} min{done})", case.symptom, count(case.steps, "step"), case.minutes);
        paper.choice(case.case, &text);
        if let Some(title) = case.title {
            paper.styled(&visible_line(title), crate::terminal::DIM, 4);
        }
    }
    paper.blank();
    paper.say(&format!("{}. Practise one with `triagebook drill --case NAME`.", count(listed.len(), "case")));
    write!(out, "{}", paper.finish())?;
    Ok(Exit::Done)
}

fn listed<'a>(
    case: &'a Prepared<'_>,
    library: &Library,
    progress: &Progress,
    arguments: &Arguments,
) -> Listed<'a> {
    let symptom = library.graph.title_of(&case.entry);
    Listed {
        case: &case.id.0,
        runbook: case.runbook.as_str(),
        symptom,
        steps: case.best().len(),
        minutes: case.minutes(),
        title: arguments.titles.then_some(case.title),
        practised: progress.cases.get(&case.id).copied(),
    }
}

/// Shows what was practised and what is due.
pub(super) fn progress(
    library: &Library,
    progress: &Progress,
    arguments: &Arguments,
    context: &Context,
) -> Result<Exit, Failure> {
    let mut out = context.output.out();
    if arguments.json {
        write!(out, "{}", progress.write())?;
        return Ok(Exit::Done);
    }
    let today = clock::today();
    let mut paper = Paper::new(width());
    paper.heading(&format!("Practised by {}", arguments.person));
    paper.say(&tally(progress.tally()));
    let (due, later): (Vec<_>, Vec<_>) = progress.cards.iter().partition(|(_, card)| card.due <= today);
    section(&mut paper, library, "Due", &due);
    section(&mut paper, library, "Later", &later);
    paper.blank();
    paper.say("`triagebook drill` chooses a case that asks what is due.");
    write!(out, "{}", paper.finish())?;
    Ok(Exit::Done)
}

/// Says what is kept after something was taken over.
pub(super) fn taken_over(kept: Tally, context: &Context) -> Result<Exit, Failure> {
    writeln!(context.output.out(), "Kept now: {}", tally(kept))?;
    Ok(Exit::Done)
}

fn tally(Tally { drills, cases, solved, met }: Tally) -> String {
    let (drills, cases, met) = (count(drills, "drill"), count(cases, "case"), count(met, "question"));
    format!("{drills} on {cases}, {solved} solved; {met} met.")
}

fn section(paper: &mut Paper, library: &Library, heading: &str, cards: &[(&NodeKey, &Card)]) {
    if cards.is_empty() {
        return;
    }
    paper.blank();
    paper.heading(heading);
    for (node, card) in cards {
        let title = library.graph.title_of(node);
        let text = format!(
            "{title} ({node}): box {}, {} right, {} missed, due {}",
            card.in_box, card.right, card.missed, card.due
        );
        paper.bullet(&text, 0);
    }
}
