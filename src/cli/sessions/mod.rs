//! `triagebook sessions`: the saved sessions, one file a subcommand.
//!
//! Invariant: a session that cannot be read hides no other. Only `prune --yes` deletes.
//! Deliberately absent: walking on (`run --resume`).

mod export;
mod import;
mod list;
mod prune;
mod report;
mod reveal;
mod show;

pub(super) use crate::cli::sessions::list::continuations;
pub(super) use crate::cli::sessions::report::{For, Format};

use crate::cli::{Context, Exit, Failure};
use crate::prose::{near, or, quoted};
use crate::world::clock;
use crate::world::journal::{SessionId, Store};

/// Arguments of `sessions`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// All sessions, oldest first.
    List(list::Arguments),
    /// One session: its path, facts, notes and evidence.
    Show(show::Arguments),
    /// The account of one session, for the file, the ticket, the customer or whoever takes over.
    Report(report::Arguments),
    /// A copy of one session that may leave: stand-ins for names, no credentials.
    Export(export::Arguments),
    /// Save an exported session here, to go on with it.
    Import(import::Arguments),
    /// Tell the stand-ins in a reply back.
    Reveal(reveal::Arguments),
    /// Delete old sessions. Without `--yes` it only lists which ones.
    Prune(prune::Arguments),
}

/// Does what was named.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    match &arguments.command {
        Command::List(arguments) => list::run(arguments, context),
        Command::Show(arguments) => show::run(arguments, context),
        Command::Report(arguments) => report::run(arguments, context),
        Command::Export(arguments) => export::run(arguments, context),
        Command::Import(arguments) => import::run(arguments, context),
        Command::Reveal(arguments) => reveal::run(arguments, context),
        Command::Prune(arguments) => prune::run(arguments, context),
    }
}

/// Where sessions are kept.
pub(super) fn store(context: &Context) -> Result<Store, Failure> {
    context.store().ok_or_else(|| {
        Failure::new(Exit::File, "no home folder is known")
            .help("name the folder of the sessions with `--state DIR`")
    })
}

/// The session that was typed: its name, the beginning of it, or the beginning of its last part.
pub(super) fn named(store: &Store, typed: &str) -> Result<SessionId, Failure> {
    let ids = store.ids()?;
    let typed = typed.trim().to_lowercase();
    let fits = |id: &&SessionId| {
        let name = id.as_str();
        let last = name.rsplit('-').next().unwrap_or_default();
        !typed.is_empty() && (name.starts_with(&typed) || last.starts_with(&typed))
    };
    if let Some(exact) = ids.iter().find(|id| id.as_str() == typed) {
        return Ok(exact.clone());
    }
    let shown = crate::prose::visible_line(&typed);
    match ids.iter().filter(fits).collect::<Vec<_>>().as_slice() {
        [only] => Ok((*only).clone()),
        [] => {
            let failure = Failure::usage(format!("there is no session `{shown}`"));
            let meant = near(&typed, ids.iter().map(SessionId::as_str));
            Err(match meant {
                Some(meant) => failure.help(format!("did you mean `{meant}`?")),
                None => failure.help("`triagebook sessions list` shows all"),
            })
        }
        several => {
            let names: Vec<String> = several.iter().map(quoted).collect();
            Err(Failure::usage(format!("`{shown}` may mean {}", or(&names))).help("type more of its name"))
        }
    }
}

/// A moment as this machine's clock shows it, to the minute.
fn minute(moment: jiff::Timestamp) -> String {
    let local = clock::local(moment);
    format!("{} {:02}:{:02}", local.date(), local.hour(), local.minute())
}
