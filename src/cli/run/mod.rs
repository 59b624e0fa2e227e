//! `triagebook run [RUNBOOK[/NODE]]`: guided triage, line by line.
//!
//! Invariant: the questions go where the answers come from (stdout, or stderr with `--json`); the summary goes to
//! stdout. Without input it never waits: it says where it stopped, what is missing and how to go on.
//! Deliberately absent: the walk itself (floor 5, `session`) and its pages (floor 8, `terminal::walk`).

pub(super) mod entry;
mod exec;
pub(super) mod given;
mod hint;
mod resume;
mod saving;
mod sheet;
mod talk;
mod typed;
mod undecided;
mod walker;

use crate::cli::run::exec::Exec;
use crate::cli::run::given::{Flags, Given};
pub(super) use crate::cli::run::hint::{quoted as typed, saved as resume_command, word as flag};
pub(super) use crate::cli::run::resume::{load as load_for, print_of};
use crate::cli::run::saving::Saving;
use crate::cli::run::talk::{Leaving, Talk};
use crate::cli::run::walker::{Pace, Walker};
use crate::cli::{Context, Exit, Failure};
use crate::prose::visible_line;
use crate::session::{Prompt, Report};
use crate::terminal::keyboard::{Keyboard, Mode};
use crate::terminal::{Output, Paper, When, width};
use crate::world::journal::Journal;
use crate::world::library::Library;
use std::io::Write as _;

/// Arguments of `run`.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Arguments {
    /// Where to begin: a runbook, or one of its nodes as RUNBOOK/NODE. Without it, choose from all symptoms.
    #[arg(value_name = "RUNBOOK[/NODE]")]
    entry: Option<String>,
    /// Take up a saved session: its name, or the beginning of it. Without a name, the last one that is unfinished.
    #[arg(long, value_name = "ID", num_args = 0..=1, default_missing_value = "", conflicts_with = "entry")]
    resume: Option<String>,
    #[command(flatten)]
    resuming: resume::Flags,
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
    #[command(flatten)]
    saving: saving::Flags,
    #[command(flatten)]
    exec: exec::Flags,
}

impl Arguments {
    /// A walk that a person answers is saved, and so is one that was; what a script walks can be walked again.
    fn saves(&self) -> saving::Mode {
        let is_script = (self.no_input || self.json) && self.resume.is_none();
        self.saving.mode(if is_script { saving::Mode::Off } else { saving::Mode::On })
    }
}

/// Walks.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let output = if arguments.plain { Output::new(When::Never) } else { context.output };
    let mode = if arguments.plain { Mode::Plain } else { Mode::Best };
    let mut screen: Box<dyn std::io::Write> =
        if arguments.json { Box::new(output.err()) } else { Box::new(output.out()) };
    let mut keyboard = Keyboard::open(mode);
    let pace = if arguments.no_input { Pace::Unattended } else { Pace::Attended };
    let stored = arguments.resume.as_ref().map(|id| resume::find(id, context)).transpose()?;
    let library = match &stored {
        Some(stored) => resume::load(stored, context)?,
        None => context.load_for_use()?,
    };
    let exec = Exec::open(&arguments.exec, context, &library)?;
    let walker = match stored {
        Some(stored) => {
            let asking =
                resume::Asking { arguments, context, pace, keyboard: &mut keyboard, screen: &mut screen };
            asking.take_up(&stored, &library)
        }
        None => begin(arguments, context, &library, pace, &mut keyboard, &mut screen),
    };
    let mut walker = match walker? {
        Ok(walker) => walker,
        Err(exit) => return Ok(exit),
    };
    walker.exec = exec;
    let leaving = match pace {
        Pace::Unattended => talk::unattended(&mut walker, &mut keyboard, &mut *screen)?,
        Pace::Attended => {
            Talk { walker: &mut walker, keyboard: &mut keyboard, screen: &mut screen }.hold()?
        }
    };
    conclude(arguments, &mut walker, leaving, context.kb.as_deref(), output, &mut *screen)
}

/// Begins a new session. An inner error is how the process ends.
fn begin<'a>(
    arguments: &Arguments,
    context: &Context,
    library: &'a Library,
    pace: Pace,
    keyboard: &mut Keyboard,
    screen: &mut dyn std::io::Write,
) -> Result<Result<Walker<'a>, Exit>, Failure> {
    let graph = &library.graph;
    let named = arguments.entry.as_deref().map(|entry| entry::resolve(graph, entry)).transpose()?;
    let given = Given::read(&arguments.flags, graph, named.as_ref().map(entry::Named::runbook))?;
    for note in &given.notes {
        writeln!(context.output.err(), "note: {}", visible_line(note))?;
    }
    let entry = match entry::choose(graph, named, pace, keyboard, screen)? {
        Ok(entry) => entry,
        Err(exit) => return Ok(Err(exit)),
    };
    let journal = Journal::new(context.store(), resume::opening(library, &entry));
    let saving = Saving::new(journal, arguments.saves());
    Walker::start(graph, entry, given, pace, saving).map(Ok)
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
    let saved = walker.saving.resume();
    let resume = saved.clone().unwrap_or_else(|| hint::resume(walker, knowledge_base));
    if leaving == Leaving::Interrupted {
        if let Some(warning) = walker.saving.tell().not_saved {
            writeln!(screen, "{}", crate::prose::visible(&warning))?;
        }
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
    let exit = if resolved { Exit::Done } else { Exit::Findings };
    Ok(walker.saving.exit(exit))
}
