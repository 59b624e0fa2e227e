//! The command line: one file per subcommand, arguments in, exit code out.
//!
//! Invariant: a subcommand either returns an [`Exit`] or a [`Failure`] that says what happened and what to do next.
//! Deliberately absent: logic. A subcommand loads, calls the floors below, and prints.

mod book;
mod bundles;
mod check;
mod collect;
mod completions;
mod diagnose;
mod diff;
mod drill;
mod evidence_file;
mod explain;
mod failure;
mod find;
mod fmt;
mod graph;
mod lsp;
mod man;
mod new;
mod preprocess;
mod read;
mod replay;
mod run;
mod schema;
mod serve;
mod sessions;
mod test;
mod trust;
mod verify;

use crate::evidence;
use crate::terminal::{Output, When};
use crate::world::file;
use crate::world::journal::{Store, state_folder};
use crate::world::library::{self, Library, Location};
use clap::Parser as _;
pub use failure::{Exit, Failure};
use std::io::Write as _;
use std::path::PathBuf;

/// From one decision graph in YAML: guided triage, a site, and training material.
#[derive(Debug, clap::Parser)]
#[command(name = "triagebook", version, max_term_width = 100, after_help = EXAMPLES)]
struct Arguments {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  triagebook                          choose from all symptoms, or paste an error text
  triagebook find \"HCW8064\"           find the entry for an error text
  triagebook run hcw8064              walk the triage
  triagebook check runbooks           check a knowledge base
  triagebook book --out site --open   build the site and open it
  triagebook serve --open             see the site while you write

Exit codes: 0 done, 1 findings or not resolved, 2 wrong use, 3 could not read or write, 4 not trusted, 130 interrupted.";

/// Flags that every subcommand takes.
#[derive(Debug, Clone, clap::Args)]
struct Common {
    /// The knowledge base: a folder with `knowledge-base.yaml`. Otherwise the nearest `runbooks/` upwards, then the built-in one.
    #[arg(long, global = true, value_name = "DIR", env = "TRIAGEBOOK_KB")]
    kb: Option<PathBuf>,
    /// Where sessions are kept. Otherwise the platform's state folder.
    #[arg(long, global = true, value_name = "DIR", env = "TRIAGEBOOK_STATE")]
    state: Option<PathBuf>,
    /// When to use colour.
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    color: When,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Walk a runbook, question by question.
    Run(run::Arguments),
    /// List, show, report, export and tidy up the sessions of `run`.
    Sessions(sessions::Arguments),
    /// Judge the evidence of a report again, and say whether its conclusion follows.
    Verify(verify::Arguments),
    /// Trust a knowledge base, so that `run --exec` may run those of its commands that only read.
    Trust(trust::Arguments),
    /// Find the entry for an error text or a pasted log.
    Find(find::Arguments),
    /// Walk a runbook unattended with the evidence given, and say what is missing.
    Diagnose(diagnose::Arguments),
    /// Practise on a prepared case, with hints and a score.
    Drill(drill::Arguments),
    /// Write a script that collects what the checks ask of one place, read-only.
    Collect(collect::Arguments),
    /// Show what a pasted output holds, what is doubtful about it, and which checks it answers.
    Read(read::Arguments),
    /// Begin a runbook or a knowledge base, or make a runbook from a flowchart.
    New(new::Arguments),
    /// Check a knowledge base and show all findings.
    Check(check::Arguments),
    /// Lay out the files of a knowledge base: keys in their order, comments kept.
    Fmt(fmt::Arguments),
    /// Say in words what changed in a knowledge base since a revision.
    Diff(diff::Arguments),
    /// Walk the scenarios of a knowledge base, and say what they do not cover.
    Test(test::Arguments),
    /// Judge recorded sessions again, and say which ones would go another way today.
    Replay(replay::Arguments),
    /// Build the site.
    Book(book::Arguments),
    /// Show the site in the browser while its sources are written, with what is wrong in them.
    Serve(serve::Arguments),
    /// Add the runbooks to a book that mdBook builds.
    Preprocess(preprocess::Arguments),
    /// Draw the decision graph of a runbook.
    Graph(graph::Arguments),
    /// Explain a finding.
    Explain(explain::Arguments),
    /// Print the JSON Schema of the format.
    Schema(schema::Arguments),
    /// Check and complete while an author types, inside an editor (Language Server Protocol).
    Lsp(lsp::Arguments),
    /// Print a completion script for a shell.
    Completions(completions::Arguments),
    /// Print the manual page.
    Man,
}

/// What every subcommand works with.
#[derive(Debug, Clone)]
struct Context {
    kb: Option<PathBuf>,
    /// The state folder that was named.
    state: Option<PathBuf>,
    output: Output,
}

impl Context {
    /// Finds the knowledge base.
    fn locate(&self) -> Result<Location, Failure> {
        let start = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
        Ok(library::locate(self.kb.as_deref(), &start)?)
    }

    /// Finds and loads the knowledge base, whatever findings it has.
    fn load(&self) -> Result<Library, Failure> {
        Ok(library::load(self.locate()?)?)
    }

    /// The same with its scenarios.
    fn load_with_scenarios(&self) -> Result<Library, Failure> {
        Ok(library::load_with_scenarios(self.locate()?)?)
    }

    /// Loads the knowledge base for use. Errors in it are named on stderr, because a walk over a broken graph may miss ways.
    fn load_for_use(&self) -> Result<Library, Failure> {
        self.warn_if_broken(self.load()?)
    }

    /// Where sessions are kept; none where no home is known and no folder was named.
    fn store(&self) -> Option<Store> {
        state_folder(self.state.as_deref()).as_deref().map(Store::new)
    }

    fn warn_if_broken(&self, library: Library) -> Result<Library, Failure> {
        if library.is_broken() {
            let mut err = self.output.err();
            writeln!(err, "warning: {} has errors; some ways may be missing", library.location)?;
            writeln!(
                err,
                "  help: see them with `triagebook check {}`",
                run::typed(&library.location.to_string())
            )?;
        }
        Ok(library)
    }
}

/// Standard input as bytes, at most `limit` of them and one more.
fn stdin(limit: usize) -> Result<Vec<u8>, Failure> {
    file::read_stdin(limit as u64)
        .map_err(|error| Failure::new(Exit::File, format!("could not read stdin: {error}")))
}

/// The bytes of a file or a paste as text, with what was guessed about its encoding.
fn decoded(name: &str, bytes: &[u8]) -> Result<evidence::Text, Failure> {
    evidence::decode(bytes).map_err(|binary| {
        Failure::new(Exit::File, format!("`{name}` is not a text file: {binary}")).help(binary.instead)
    })
}

/// Parses the arguments of the process, runs the subcommand and returns the exit code.
pub fn main() -> std::process::ExitCode {
    let arguments = Arguments::parse();
    let context = Context {
        kb: arguments.common.kb,
        state: arguments.common.state,
        output: Output::new(arguments.common.color),
    };
    let result = match arguments.command {
        Some(command) => dispatch(command, &context),
        None => run::run(&run::Arguments::default(), &context),
    };
    result.unwrap_or_else(|failure| failure.report(context.output)).into()
}

fn dispatch(command: Command, context: &Context) -> Result<Exit, Failure> {
    match command {
        Command::Run(arguments) => run::run(&arguments, context),
        Command::Sessions(arguments) => sessions::run(&arguments, context),
        Command::Verify(arguments) => verify::run(&arguments, context),
        Command::Trust(arguments) => trust::run(&arguments, context),
        Command::Find(arguments) => find::run(&arguments, context),
        Command::Diagnose(arguments) => diagnose::run(&arguments, context),
        Command::Drill(arguments) => drill::run(&arguments, context),
        Command::Collect(arguments) => collect::run(&arguments, context),
        Command::Read(arguments) => read::run(&arguments, context),
        Command::New(arguments) => new::run(&arguments, context),
        Command::Check(arguments) => check::run(&arguments, context),
        Command::Fmt(arguments) => fmt::run(&arguments, context),
        Command::Diff(arguments) => diff::run(&arguments, context),
        Command::Test(arguments) => test::run(&arguments, context),
        Command::Replay(arguments) => replay::run(&arguments, context),
        Command::Book(arguments) => book::run(&arguments, context),
        Command::Serve(arguments) => serve::run(&arguments, context),
        Command::Preprocess(arguments) => preprocess::run(&arguments, context),
        Command::Graph(arguments) => graph::run(&arguments, context),
        Command::Explain(arguments) => explain::run(&arguments, context),
        Command::Schema(arguments) => schema::run(&arguments, context),
        Command::Lsp(arguments) => lsp::run(&arguments, context),
        Command::Completions(arguments) => completions::run(&arguments, context),
        Command::Man => man::run(context),
    }
}

#[cfg(test)]
mod tests {
    use super::Arguments;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
