//! `triagebook drill [RUNBOOK]`: practice on a prepared case.
//!
//! Invariant: without input it never waits: it plays as far as the flags carry and gives the account. The account goes to
//! stdout; with `--json` everything else goes to stderr.
//! Deliberately absent: the drill itself (floor 7, `drill`) and its pages (floor 8, `terminal::walk::drill`).

mod keeping;
mod list;
mod play;
mod typed;

use crate::cli::drill::keeping::Keeping;
use crate::cli::drill::play::{Asking, Leaving, Play};
use crate::cli::run::given::{Flags, Given};
use crate::cli::{Context, Exit, Failure};
use crate::drill::{Debrief, Feedback, Practice, Prepared, Progress, Settings, Shelf};
use crate::model::RunbookId;
use crate::prose::{count, near, quoted};
use crate::terminal::keyboard::{Keyboard, Mode};
use crate::terminal::{Output, Paper, When, walk, width};
use crate::world::clock;
use crate::world::library::Library;
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `drill`.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Arguments {
    /// Practise on a case of this runbook. Without it, and without `--case`, what is due comes first.
    runbook: Option<String>,
    /// The case, by its name (`RUNBOOK/abcd`) or its title.
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    /// Where the numbers begin: the same seed chooses the same case and shows the same outputs.
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// When wrong decisions are told.
    #[arg(long, value_enum, default_value_t)]
    feedback: Told,
    /// What is decided at a node: an outcome, `none` or `unsure`; `done` for a fix. The second one for the same node counts
    /// for its second visit. Looking, the way back and waiting are included.
    #[arg(long, value_name = "NODE=OUTCOME")]
    answer: Vec<String>,
    /// Ask nothing: play as far as the flags carry, then give the account.
    #[arg(long)]
    no_input: bool,
    /// The account as one JSON document on stdout, version 1; everything else goes to stderr.
    #[arg(long)]
    json: bool,
    /// Plain lines: no colour, no key handling. For screen readers and logs.
    #[arg(long)]
    plain: bool,
    /// List the cases, without what gives them away.
    #[arg(long, conflicts_with_all = ["case", "seed", "answer", "no_input", "progress"])]
    list: bool,
    /// With `--list`: their titles too, which give them away.
    #[arg(long, requires = "list")]
    titles: bool,
    /// Show what was practised and what is due.
    #[arg(long, conflicts_with_all = ["case", "seed", "answer", "no_input"])]
    progress: bool,
    /// Take over what was practised elsewhere: a file with progress, from a page of the site or another machine. Of each question
    /// and case the record with more tries stays.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["runbook", "case", "seed", "answer", "no_input", "list", "progress"])]
    import: Option<PathBuf>,
    /// Whose progress it is, where several people share an account.
    #[arg(long, value_name = "NAME", env = "TRIAGEBOOK_PERSON", default_value = "me")]
    person: String,
    /// Keep no progress.
    #[arg(long)]
    no_save: bool,
    /// Keep progress also with `--no-input`; what a script plays is not kept otherwise.
    #[arg(long, conflicts_with = "no_save")]
    save: bool,
}

/// When wrong decisions are told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Told {
    /// At once; the decision is taken again.
    #[default]
    AtOnce,
    /// At the end; the walk goes where they lead.
    AtEnd,
}

/// Plays.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let keeping = Keeping::new(context, &arguments.person)?;
    if let Some(path) = &arguments.import {
        return list::taken_over(keeping.take_over(path, &mut context.output.err())?, context);
    }
    let library = context.warn_if_broken(context.load_with_scenarios()?)?;
    let of = arguments.runbook.as_deref().map(|name| runbook(&library, name)).transpose()?;
    if arguments.progress && !arguments.list {
        return list::progress(&library, &keeping.read()?, arguments, context);
    }
    let shelf = Shelf::new(&library.graph, &library.scenarios, of.as_ref());
    if arguments.list {
        return list::cases(&shelf, &library, &keeping.read()?, arguments, context);
    }
    let output = if arguments.plain { Output::new(When::Never) } else { context.output };
    let mut screen: Box<dyn Write> =
        if arguments.json { Box::new(output.err()) } else { Box::new(output.out()) };
    let chosen = choose(&shelf, arguments, &keeping)?;
    let settings = Settings { seed: chosen.seed, feedback: arguments.feedback.into() };
    let given = Given::read(&Flags::of(&[], &arguments.answer), &library.graph, Some(chosen.case.runbook))?;
    let mut practice = Practice::begin(chosen.case, settings);
    let mut paper = Paper::new(width());
    walk::drill::case(&mut paper, &practice, &library.graph, &chosen.why);
    paper.aside(walk::drill::manner(settings.feedback));
    write!(screen, "{}", paper.finish())?;
    let mut keyboard = Keyboard::open(if arguments.plain { Mode::Plain } else { Mode::Best });
    let leaving = Play {
        practice: &mut practice,
        graph: &library.graph,
        given: &given,
        used: Vec::new(),
        keyboard: &mut keyboard,
        screen: &mut screen,
    }
    .hold(if arguments.no_input { Asking::Nothing } else { Asking::Everything })?;
    if leaving == Leaving::Interrupted {
        writeln!(screen, "\nInterrupted. Go on with:\n\n{}", play::again(&practice, context.kb.as_deref()))?;
        return Ok(Exit::Interrupted);
    }
    let debrief = Debrief::new(&practice);
    let is_script = arguments.no_input;
    if !arguments.no_save && (!is_script || arguments.save) && !practice.entries().is_empty() {
        keeping.keep(&debrief, &mut *screen)?;
    }
    conclude(&debrief, arguments, output, &mut *screen)
}

fn conclude(
    debrief: &Debrief,
    arguments: &Arguments,
    output: Output,
    screen: &mut dyn Write,
) -> Result<Exit, Failure> {
    if arguments.json {
        let json = serde_json::to_string_pretty(debrief)
            .map_err(|error| Failure::new(Exit::File, format!("could not write the account: {error}")))?;
        writeln!(output.out(), "{json}")?;
    } else {
        let mut paper = Paper::new(width());
        walk::drill::debrief(&mut paper, debrief);
        paper.blank();
        paper.say("The same case again:");
        paper.command(&format!("triagebook drill --case {} --seed {}", debrief.case, debrief.seed));
        write!(screen, "{}", paper.finish())?;
        screen.flush()?;
    }
    Ok(if debrief.solved { Exit::Done } else { Exit::Findings })
}

/// A case that was chosen.
struct Chosen<'s, 'a> {
    case: &'s Prepared<'a>,
    seed: u64,
    /// Why it was, as a sentence; empty where it was named.
    why: String,
}

fn choose<'s, 'a>(
    shelf: &'s Shelf<'a>,
    arguments: &Arguments,
    keeping: &Keeping,
) -> Result<Chosen<'s, 'a>, Failure> {
    let seed = arguments
        .seed
        .unwrap_or_else(|| u64::from(clock::moment().subsec_nanosecond().unsigned_abs()) % 100_000);
    if let Some(name) = &arguments.case {
        let case = shelf.find(name).map_err(Failure::usage)?;
        if !case.is_playable() {
            return Err(Failure::usage(format!(
                "case {} cannot be practised: it does not come to its end",
                quoted(&case.id)
            ))
            .help("`triagebook drill --list` lists those that can"));
        }
        return Ok(Chosen { case, seed, why: String::new() });
    }
    let today = clock::today();
    // A seed that was named chooses the same case whatever was practised before.
    let progress = if arguments.seed.is_some() { Progress::default() } else { keeping.read()? };
    let case = progress.order(&shelf.cases, today, seed).into_iter().find(|case| case.is_playable());
    let case = case.ok_or_else(|| {
        Failure::usage("there is no case to practise")
            .help("cases are scenarios: files in the folder `tests` of the knowledge base")
    })?;
    let due =
        progress.due(today).filter(|(node, _)| case.best().iter().any(|step| step.node == **node)).count();
    let why = if due > 0 { format!("It holds {} due again.", count(due, "question")) } else { String::new() };
    Ok(Chosen { case, seed, why })
}

/// The runbook of this name.
fn runbook(library: &Library, name: &str) -> Result<RunbookId, Failure> {
    let names = || library.graph.runbooks().iter().map(|runbook| &runbook.runbook.value);
    if let Some(found) = names().find(|id| id.as_str().eq_ignore_ascii_case(name)) {
        return Ok(found.clone());
    }
    let failure = Failure::usage(format!("there is no runbook {}", quoted(name)));
    Err(match near(name, names().map(RunbookId::as_str)) {
        Some(meant) => failure.help(format!("did you mean {}?", quoted(meant))),
        None => failure.help("`triagebook drill --list` lists all cases with their runbooks"),
    })
}

impl From<Told> for Feedback {
    fn from(when: Told) -> Self {
        match when {
            Told::AtOnce => Self::AtOnce,
            Told::AtEnd => Self::AtEnd,
        }
    }
}
