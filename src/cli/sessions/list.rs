//! `triagebook sessions list`: what there is, where it stands, and what is the matter with it.
//!
//! Invariant: one line a session, whatever is wrong with it; the JSON is version 1.
//! Deliberately absent: the knowledge base. A list has to work without it.

use crate::cli::run::resume_command;
use crate::cli::sessions::{minute, store};
use crate::cli::{Context, Exit, Failure};
use crate::prose::visible_line;
use crate::session::{Continuations, Standing, Summary};
use crate::world::journal::{Found, SessionId, Store, Stored};
use std::io::Write as _;

/// Version of the JSON; it rises when a field changes its meaning or goes away.
const VERSION: u32 = 1;

/// Arguments of `sessions list`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Only those that can be gone on with.
    #[arg(long)]
    unfinished: bool,
    /// One JSON document, version 1.
    #[arg(long)]
    json: bool,
}

/// One session.
#[derive(Debug, serde::Serialize)]
pub(super) struct Listed {
    /// Its name.
    pub(super) id: SessionId,
    /// `open`, `parked`, `resolved`, `escalated`, `elsewhere`, `continued` or `damaged`.
    pub(super) state: &'static str,
    /// Time of its first event.
    pub(super) started: Option<jiff::Timestamp>,
    /// Time of its last event.
    pub(super) last: Option<jiff::Timestamp>,
    /// Where the walk entered.
    entry: Option<crate::model::NodeKey>,
    /// That node's title.
    pub(super) title: Option<String>,
    /// The node that was answered last.
    last_node: Option<crate::model::NodeKey>,
    /// The session that goes on with this one.
    continued_as: Option<String>,
    /// Its file.
    path: String,
    /// What is the matter with its file, a sentence each.
    problems: Vec<String>,
}

/// Prints the list.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let store = store(context)?;
    let mut sessions = summed_up(&store)?;
    sessions.retain(|session| !arguments.unfinished || matches!(session.state, "open" | "parked"));
    let mut out = context.output.out();
    if arguments.json {
        let document = serde_json::json!({ "version": VERSION, "sessions": sessions });
        writeln!(out, "{document:#}")?;
        return Ok(Exit::Done);
    }
    for session in &sessions {
        let Listed { id, state, title, .. } = session;
        let last = session.last.map(minute).unwrap_or_default();
        let title = title.as_deref().map(visible_line).unwrap_or_default();
        writeln!(out, "{id}  {last:16}  {state:9}  {title}")?;
        let mut details = Vec::new();
        if let Some(node) = &session.last_node {
            details.push(format!("answered last: {node}"));
        }
        details.extend(session.continued_as.iter().map(|next| format!("goes on as {next}")));
        details.extend(session.problems.iter().cloned());
        for detail in details {
            writeln!(out, "                 {}", visible_line(&detail))?;
        }
    }
    let mut err = context.output.err();
    match sessions.iter().rev().find(|session| matches!(session.state, "open" | "parked")) {
        Some(open) => {
            writeln!(err, "Go on with one: {}", resume_command(open.id.as_str(), Some(&store)))?;
        }
        None if sessions.is_empty() => {
            writeln!(err, "There are no sessions in {}.", store.folder().display())?;
        }
        None => {}
    }
    Ok(Exit::Done)
}

/// All sessions, oldest first.
pub(super) fn summed_up(store: &Store) -> Result<Vec<Listed>, Failure> {
    let all = store.read_all()?;
    let continuations = continuations(&all);
    Ok(all.into_iter().map(|found| listed(store, found, &continuations)).collect())
}

/// How these sessions hang together.
pub(in crate::cli) fn continuations(all: &[Found]) -> Continuations {
    let readable = all.iter().filter_map(|(id, stored)| Some((id, stored.as_ref().ok()?)));
    Continuations::of(readable.map(|(id, stored)| (id.as_str(), &stored.salvage)))
}

fn listed(store: &Store, (id, read): Found, continuations: &Continuations) -> Listed {
    let path = store.path(&id).display().to_string();
    let continued_as = continuations.next(id.as_str()).map(str::to_owned);
    let stored = match read {
        Ok(stored) => stored,
        Err(error) => {
            let (state, problems) = ("damaged", vec![error.to_string()]);
            let (started, last, entry, title, last_node) = (None, None, None, None, None);
            return Listed {
                id,
                state,
                started,
                last,
                entry,
                title,
                last_node,
                continued_as,
                path,
                problems,
            };
        }
    };
    let summary = Summary::of(&stored.salvage);
    let state = match summary.standing {
        Standing::Open | Standing::Parked if continued_as.is_some() => "continued",
        standing if standing.is_unfinished() && !stored.salvage.damage.is_empty() => "damaged",
        standing => standing.word(),
    };
    Listed {
        id,
        state,
        started: summary.span.map(|(first, _)| first),
        last: summary.span.map(|(_, last)| last),
        entry: summary.entry,
        title: summary.title,
        last_node: summary.last_node,
        continued_as,
        path,
        problems: problems(&stored),
    }
}

/// What is the matter with a session's file, a sentence each.
pub(super) fn problems(stored: &Stored) -> Vec<String> {
    let salvage = &stored.salvage;
    let mut problems: Vec<String> = salvage.damage.iter().map(crate::session::Damage::sentence).collect();
    if salvage.torn > 0 {
        problems.push(format!("{} at its end cannot be read", crate::prose::count(salvage.torn, "byte")));
    }
    problems.extend(salvage.newer());
    problems
}
