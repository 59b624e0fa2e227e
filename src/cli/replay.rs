//! `triagebook replay [SESSION…]`: recorded sessions, judged again by the knowledge base of today.
//!
//! Invariant: changes no session. Exit 0 means that no session would go another way.
//! Deliberately absent: judging (floor 6, `scenario`).

use crate::cli::{Context, Exit, Failure, decoded, sessions};
use crate::prose::{count, visible_line};
use crate::scenario::{Replayed, replay};
use crate::session::{Event, Salvage, reported_events};
use crate::world::file;
use std::io::Write as _;
use std::path::Path;

/// The largest file that may be a session, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// Arguments of `replay`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Sessions by their name or the beginning of it, or files: sessions, exports, reports. All that are kept where none is
    /// named.
    #[arg(value_name = "SESSION")]
    sessions: Vec<String>,
    /// One JSON document on stdout, version 1.
    #[arg(long)]
    json: bool,
}

/// A session judged again.
struct Judged {
    name: String,
    title: String,
    replayed: Replayed,
}

/// Judges and prints.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let library = context.load_for_use()?;
    let mut named = Vec::new();
    for typed in &arguments.sessions {
        named.push(session(typed, context)?);
    }
    if arguments.sessions.is_empty() {
        let kept = sessions::store(context)?.read_all()?;
        let readable = kept.into_iter().filter_map(|(_, stored)| stored.ok());
        named.extend(readable.map(|stored| (stored.id.to_string(), stored.salvage.events)));
    }
    let judged: Vec<Judged> = named
        .into_iter()
        .map(|(name, events)| Judged {
            title: title(&library.graph, &events),
            replayed: replay(&library.graph, &events),
            name,
        })
        .collect();
    let changed: Vec<&Judged> = judged.iter().filter(|one| !one.replayed.changes.is_empty()).collect();
    let mut out = context.output.out();
    if arguments.json {
        let sessions: Vec<serde_json::Value> = judged
            .iter()
            .map(|one| {
                serde_json::json!({ "session": one.name, "title": one.title, "changes": one.replayed.changes })
            })
            .collect();
        let document = serde_json::json!({
            "version": 1,
            "sessions": sessions,
            "changed": changed.len(),
            "all": judged.len(),
        });
        writeln!(out, "{document:#}")?;
    } else {
        for one in &changed {
            writeln!(out, "{}  {}", visible_line(&one.name), visible_line(&one.title))?;
            for change in &one.replayed.changes {
                writeln!(out, "  {}", visible_line(change))?;
            }
        }
        let all = count(judged.len(), "session");
        match changed.len() {
            0 => writeln!(out, "{}: none of {all} would go another way", library.location)?,
            some => writeln!(out, "{}: {some} of {all} would go another way", library.location)?,
        }
    }
    Ok(if changed.is_empty() { Exit::Done } else { Exit::Findings })
}

fn title(graph: &crate::graph::Graph, events: &[Event]) -> String {
    let entry = crate::session::State::replay(graph, events).entry;
    entry.and_then(|entry| Some(graph.node(&entry)?.title().to_owned())).unwrap_or_default()
}

/// The events of a session that was named, or that lies in a file.
pub(super) fn session(typed: &str, context: &Context) -> Result<(String, Vec<Event>), Failure> {
    let path = Path::new(typed);
    if path.is_file() {
        let bytes = file::read(path, MAX_BYTES)?;
        let salvage = Salvage::read(&bytes);
        if salvage.events.is_empty() || salvage.opening().is_none() {
            let reported = decoded(typed, &bytes).ok().and_then(|text| reported_events(&text.text).ok());
            if let Some(events) = reported {
                return Ok((typed.to_owned(), events));
            }
        }
        if salvage.events.is_empty() {
            let failure = Failure::new(
                Exit::File,
                format!("`{}` holds no session and no record of one", visible_line(typed)),
            );
            return Err(failure.help(
                "name a `.journal` file, an export, a report as JSON, or a session that `triagebook sessions list` shows",
            ));
        }
        return Ok((typed.to_owned(), salvage.events));
    }
    let store = sessions::store(context)?;
    let stored = store.read(&sessions::named(&store, typed)?)?;
    Ok((stored.id.to_string(), stored.salvage.events))
}
