//! `triagebook run [RUNBOOK[/NODE]]`: guided triage, line by line.
//!
//! Invariant: the questions go where the answers come from (stdout, or stderr with `--json`); the summary goes to
//! stdout. Without input it never waits: it says where it stopped, what is missing and how to go on.
//! Deliberately absent: the walk itself (floor 5, `session`) and its pages (floor 6, `terminal::walk`).

mod entry;
mod given;
mod hint;
mod sheet;
mod talk;
mod typed;
mod walker;

use crate::cli::run::given::{Flags, Given};
use crate::cli::run::talk::{Leaving, Talk};
use crate::cli::run::walker::{Pace, Walker};
use crate::cli::{Context, Exit, Failure};
use crate::prose::visible_line;
use crate::session::{Prompt, Report};
use crate::terminal::keyboard::{Keyboard, Mode};
use crate::terminal::{Output, Paper, When, width};
use std::io::Write as _;

/// Arguments of `run`.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Arguments {
    /// Where to begin: a runbook, or one of its nodes as RUNBOOK/NODE. Without it, choose from all symptoms.
    #[arg(value_name = "RUNBOOK[/NODE]")]
    entry: Option<String>,
    #[command(flatten)]
    flags: Flags,
    /// Plain lines: no colour, no key handling. For screen readers and logs.
    #[arg(long)]
    plain: bool,
    /// Ask nothing: walk as far as the flags carry, then say what is missing.
    #[arg(long)]
    no_input: bool,
    /// The final state as one JSON document on stdout, version 1; everything else goes to stderr.
    #[arg(long)]
    json: bool,
}

/// Walks.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let output = if arguments.plain { Output::new(When::Never) } else { context.output };
    let library = context.load_for_use()?;
    let graph = &library.graph;
    let mode = if arguments.plain || is_dumb() { Mode::Plain } else { Mode::Best };
    let mut screen: Box<dyn std::io::Write> =
        if arguments.json { Box::new(output.err()) } else { Box::new(output.out()) };
    let mut keyboard = Keyboard::open(mode);
    let pace = if arguments.no_input { Pace::Unattended } else { Pace::Attended };
    let named = arguments.entry.as_deref().map(|entry| entry::resolve(graph, entry)).transpose()?;
    let given = Given::read(&arguments.flags, graph, named.as_ref().map(entry::Named::runbook))?;
    for note in &given.notes {
        writeln!(output.err(), "note: {}", visible_line(note))?;
    }
    let entry = match entry::choose(graph, named, pace, &mut keyboard, &mut screen)? {
        Ok(entry) => entry,
        Err(exit) => return Ok(exit),
    };
    let mut walker = Walker::start(graph, entry, given, pace)?;
    let leaving = match pace {
        Pace::Unattended => {
            walker.advance();
            Leaving::NoInput
        }
        Pace::Attended => {
            Talk { walker: &mut walker, keyboard: &mut keyboard, screen: &mut screen }.hold()?
        }
    };
    conclude(arguments, &mut walker, leaving, context.kb.as_deref(), output, &mut *screen)
}

/// Prints the summary and says how to go on.
fn conclude(
    arguments: &Arguments,
    walker: &mut Walker<'_>,
    leaving: Leaving,
    knowledge_base: Option<&std::path::Path>,
    output: Output,
    screen: &mut dyn std::io::Write,
) -> Result<Exit, Failure> {
    let resume = hint::resume(walker, knowledge_base);
    if leaving == Leaving::Interrupted {
        writeln!(screen, "Interrupted. Resume with:\n\n{resume}")?;
        return Ok(Exit::Interrupted);
    }
    walker.finish();
    let Some(mut report) = Report::new(walker.graph, &walker.events) else { return Ok(Exit::Findings) };
    report.missing.extend(walker.undecided_evidence());
    if arguments.json {
        let json = serde_json::to_string_pretty(&report)
            .map_err(|error| Failure::new(Exit::File, format!("could not write the report: {error}")))?;
        writeln!(output.out(), "{json}")?;
    } else {
        let mut paper = Paper::new(width());
        paper.blank();
        paper.line("---- Summary for the ticket ----");
        let mut out = output.out();
        write!(out, "{}\n{}", paper.finish(), report.text())?;
        writeln!(out, "--------------------------------")?;
    }
    if report.result.is_none() {
        let mut paper = Paper::new(width());
        paper.blank();
        if leaving == Leaving::InputEnded {
            paper.say("The input ended before the walk did.");
        }
        if !matches!(walker.state.prompt(walker.graph), Prompt::Stuck(_)) {
            paper.say("Go on from here with:");
            paper.command(&resume);
        }
        write!(screen, "{}", paper.finish())?;
    }
    screen.flush()?;
    let resolved = report.result == Some(crate::model::EndResult::Resolved);
    Ok(if resolved { Exit::Done } else { Exit::Findings })
}

/// Whether the terminal says that it understands nothing but text.
fn is_dumb() -> bool {
    std::env::var("TERM").is_ok_and(|term| term == "dumb")
}
