//! `triagebook read FILE`: what the reader makes of a text, and which checks it answers.
//!
//! Invariant: exit 0 whenever the text could be read; what is distrusted about it is part of the answer.
//! Deliberately absent: reading and recognising (floors 2 and 4).

use crate::cli::evidence_file::evidence_file;
use crate::cli::{Context, Exit, Failure};
use crate::evidence;
use crate::model::FactName;
use crate::recognise::{Document, Profiles, Survey, answers_alone, unanswering};
use crate::terminal::{self, Paper, width};
use crate::world::{clock, parallel};
use std::collections::BTreeMap;
use std::io::Write as _;

/// Arguments of `read`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The text, or `-` for stdin.
    #[arg(value_name = "FILE")]
    file: String,
    /// A value that checks compare with; may be repeated.
    #[arg(long, value_name = "NAME=VALUE")]
    input: Vec<String>,
    /// One JSON document on stdout, version 1.
    #[arg(long)]
    json: bool,
}

/// Reads and prints.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let facts = facts(&arguments.input)?;
    let (_, text) = evidence_file(&arguments.file)?;
    // Neither needs the other, and each takes about as long as a person notices.
    let (reading, library) = parallel::both(|| evidence::read(&text.text), || context.load_for_use());
    let library = library?;
    let mut survey = Survey::of(&library.graph, reading);
    let profiles = Profiles::new(&library.graph);
    let now = jiff::tz::Offset::UTC.to_datetime(clock::moment());
    let answers = answers_alone(&library.graph, &profiles, &survey, &facts, now);
    let attributions: Vec<_> = answers.iter().map(|answer| &answer.attribution).collect();
    let unanswering = unanswering(&profiles, &survey, &attributions);
    // What is doubted about the bytes is told, and decides nothing.
    survey.reading.doubts.splice(0..0, text.doubts);
    if arguments.json {
        context.output.json(&Document::new(&survey.reading, &answers, &unanswering))?;
    } else {
        let mut paper = Paper::new(width());
        terminal::reading(&mut paper, &survey.reading, &answers, &unanswering, &library.graph);
        write!(context.output.out(), "{}", paper.finish())?;
    }
    // The process ends here: giving back every value of a long text one by one would take longer than reading some of them.
    std::mem::forget(survey);
    Ok(Exit::Done)
}

/// The values given.
fn facts(inputs: &[String]) -> Result<BTreeMap<FactName, String>, Failure> {
    let pair = |input: &String| match input.split_once('=') {
        Some((name, value)) => Ok((name.trim().into(), value.trim().to_owned())),
        None => Err(Failure::usage(format!("--input `{input}` is not of the form NAME=VALUE"))),
    };
    inputs.iter().map(pair).collect()
}
