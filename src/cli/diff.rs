//! `triagebook diff REVISION|DIR [RUNBOOK]`: what changed in a knowledge base since then, in words.
//!
//! Invariant: changes nothing; what is compared is what is said, not how it is laid out.
//! Deliberately absent: comparing (floor 5, `compare`) and walking (floor 6, `scenario`).

use crate::cli::{Context, Exit, Failure};
use crate::compare::{self, Case, Change};
use crate::model::RunbookId;
use crate::prose::{near, quoted};
use crate::scenario::Suite;
use crate::world::git;
use crate::world::library::{self, Library, Location};
use std::io::Write as _;
use std::path::Path;

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The earlier state: a branch, a tag or a commit, or the folder of another knowledge base.
    #[arg(value_name = "REVISION|DIR")]
    before: String,
    /// Only this runbook.
    #[arg(value_name = "RUNBOOK")]
    runbook: Option<String>,
    /// How to show the changes.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The same as `--format json`.
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

/// How changes are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Format {
    /// Lines for people; `!` marks what takes a guard away.
    #[default]
    Text,
    /// Markdown, for the description of a pull request.
    Markdown,
    /// One JSON document, version 1.
    Json,
}

/// Compares and prints.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let after = context.load_with_scenarios()?;
    let before = earlier(&arguments.before, &after)?;
    let mut err = context.output.err();
    for (library, when) in [(&before, "earlier"), (&after, "later")] {
        if library.is_broken() {
            writeln!(err, "warning: the {when} state has errors; some changes may be missing")?;
        }
    }
    let runbook = arguments.runbook.as_deref().map(|name| known(name, &before, &after)).transpose()?;
    let mut changes = compare::compare(&before.graph, &after.graph);
    let mut cases = cases(&before, &after, runbook.as_ref());
    if let Some(runbook) = &runbook {
        changes.retain(|change: &Change| change.runbook.as_ref() == Some(runbook));
    }
    cases.sort_by(|a, b| a.title.cmp(&b.title));
    let format = if arguments.json { Format::Json } else { arguments.format };
    let shown = match format {
        Format::Json => format!("{:#}\n", compare::json(&changes, &cases)),
        Format::Text => compare::text(&changes, &cases),
        Format::Markdown => compare::markdown(&changes, &cases),
    };
    context.output.out().write_all(shown.as_bytes())?;
    Ok(Exit::Done)
}

/// The earlier state: a folder where one is called so, else a revision.
fn earlier(named: &str, after: &Library) -> Result<Library, Failure> {
    let path = Path::new(named);
    if path.is_dir() {
        return Ok(library::load_with_scenarios(library::locate(Some(path), path)?)?);
    }
    let Location::Folder(folder) = &after.location else {
        return Err(Failure::usage("the built-in knowledge base has no revisions")
            .help("name a folder, or run it where a `runbooks/` folder lies"));
    };
    let files = git::files_at(folder, named)
        .map_err(|error| Failure::new(Exit::File, error.to_string()).help(error.help()))?;
    Ok(library::load_texts(after.location.clone(), files))
}

fn known(name: &str, before: &Library, after: &Library) -> Result<RunbookId, Failure> {
    let id = RunbookId::from(name);
    if before.graph.runbook(&id).is_some() || after.graph.runbook(&id).is_some() {
        return Ok(id);
    }
    let failure = Failure::usage(format!("no runbook is called {}, then or now", quoted(name)));
    let names = after.graph.runbooks().iter().map(|runbook| runbook.runbook.value.as_str());
    Err(match near(name, names) {
        Some(name) => failure.help(format!("did you mean {}?", quoted(name))),
        None => failure.help("name it as it stands after `runbook:`"),
    })
}

/// The scenarios of the earlier state that passed then and would not pass now.
fn cases(before: &Library, after: &Library, runbook: Option<&RunbookId>) -> Vec<Case> {
    let files: Vec<_> = before
        .scenarios
        .iter()
        .filter(|file| runbook.is_none_or(|runbook| file.runbook.value == *runbook))
        .cloned()
        .collect();
    let then = Suite::run(&before.graph, &files, None);
    let now = Suite::run(&after.graph, &files, None);
    let changed = then.ran.iter().zip(&now.ran).filter(|(then, _)| then.failures.is_empty());
    changed
        .filter_map(|(_, now)| {
            let sentence = now.failures.first()?.message.clone();
            Some(Case { title: now.title.clone(), sentence })
        })
        .collect()
}
