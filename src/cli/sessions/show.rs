//! `triagebook sessions show ID`: one session, with everything it holds but the texts of its evidence.
//!
//! Invariant: changes nothing. Where its knowledge base cannot be loaded, what the events alone tell is shown.
//! Deliberately absent: the ticket's text and other forms (`sessions report`).

use crate::cli::run::load_for;
use crate::cli::sessions::list::problems;
use crate::cli::sessions::{minute, named, store};
use crate::cli::{Context, Exit, Failure};
use crate::prose::{count, visible_line};
use crate::session::{Event, Report, Summary, What};
use crate::world::journal::Stored;
use std::io::Write;

/// Arguments of `sessions show`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Its name, or the beginning of it.
    #[arg(value_name = "ID")]
    id: String,
    /// One JSON document: the report, version 1.
    #[arg(long)]
    json: bool,
}

/// Prints it.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let store = store(context)?;
    let stored = store.read(&named(&store, &arguments.id)?)?;
    let summary = Summary::of(&stored.salvage);
    let loaded = load_for(&stored, context);
    let report = match &loaded {
        Ok(library) => Report::new(&library.graph, &stored.salvage.events),
        Err(_) => None,
    };
    let mut out = context.output.out();
    if arguments.json {
        let Some(report) = report else {
            return Err(loaded
                .err()
                .unwrap_or_else(|| Failure::new(Exit::File, "its beginning cannot be read")));
        };
        let json = serde_json::to_string_pretty(&report)
            .map_err(|error| Failure::new(Exit::File, format!("could not write the report: {error}")))?;
        writeln!(out, "{json}")?;
        return Ok(Exit::Done);
    }
    writeln!(out, "Session {}: {}", stored.id, summary.standing.word())?;
    writeln!(out, "File:     {}", stored.path.display())?;
    if let Some((first, last)) = summary.span {
        writeln!(out, "Begun:    {}", minute(first))?;
        writeln!(out, "Last:     {}", minute(last))?;
    }
    if let Some(opening) = stored.salvage.latest() {
        let folder = opening.kb.folder.as_deref().unwrap_or("built in");
        let kb = visible_line(&format!("{} ({folder})", opening.kb.title));
        writeln!(out, "Base:     {kb}, with triagebook {}", visible_line(&opening.engine))?;
    }
    for problem in problems(&stored) {
        writeln!(out, "Problem:  {}", visible_line(&problem))?;
    }
    writeln!(out)?;
    match (report, loaded) {
        (Some(report), _) => write!(out, "{}", report.text())?,
        (None, loaded) => {
            if let Err(failure) = loaded {
                writeln!(out, "Its knowledge base cannot be loaded: {}", visible_line(&failure.to_string()))?;
                writeln!(out, "What the session itself tells:")?;
            }
            events(&mut out, &stored)?;
        }
    }
    evidence(&mut out, &stored.salvage.events)?;
    Ok(Exit::Done)
}

/// The events without a graph: answers, values and remarks.
fn events(out: &mut impl Write, stored: &Stored) -> Result<(), Failure> {
    for event in &stored.salvage.events {
        let line = match &event.what {
            What::Started { entry, .. } => format!("begun at {entry}"),
            What::Answered { node, answer, .. } | What::Overruled { node, answer, .. } => {
                format!("{node}: {}", answer.word())
            }
            What::FixDone { node, result, .. } => format!("{node}: {}", result.word()),
            What::Input { fact, value: Some(value), .. } => format!("{fact} = {value}"),
            What::Note { text, .. } => format!("note: {text}"),
            What::Finished { result } => format!("ended: {}", result.word()),
            _ => continue,
        };
        writeln!(out, "{}  {}", minute(event.at), visible_line(&line))?;
    }
    Ok(())
}

fn evidence(out: &mut impl Write, events: &[Event]) -> Result<(), Failure> {
    let mut is_first = true;
    for event in events {
        let What::Evidence { node, from, text, .. } = &event.what else { continue };
        if std::mem::take(&mut is_first) {
            writeln!(out, "\nEvidence")?;
        }
        let (lines, bytes) = (count(text.lines().count(), "line"), count(text.len(), "byte"));
        writeln!(out, "  {node}: {lines}, {bytes}, from {}, {}", visible_line(from), minute(event.at))?;
    }
    Ok(())
}
