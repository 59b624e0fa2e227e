//! `triagebook sessions prune`: deleting old sessions, after showing which.
//!
//! Invariant: without `--yes` nothing is deleted; a session that is open in a terminal never is.
//! Deliberately absent: any deleting of its own accord.

use crate::cli::sessions::list::{Listed, summed_up};
use crate::cli::sessions::{minute, store};
use crate::cli::{Context, Exit, Failure};
use crate::prose::{count, visible_line};
use crate::world::clock;
use crate::world::journal::Lock;
use std::io::Write as _;

/// Arguments of `sessions prune`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Only those not touched for this long, such as `90d`, `12h` or `8w`.
    #[arg(long, value_name = "TIME", value_parser = age, required_unless_present = "finished")]
    older_than: Option<jiff::SignedDuration>,
    /// Only those that came to an end, or went on as another session.
    #[arg(long)]
    finished: bool,
    /// Delete nothing, list only. This is so anyway without `--yes`.
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Delete them.
    #[arg(long)]
    yes: bool,
}

/// A number and one of the letters h, d and w.
fn age(text: &str) -> Result<jiff::SignedDuration, String> {
    let expected = || format!("`{text}` is no length of time; write it as `90d`, `12h` or `8w`");
    let (number, unit) =
        text.trim().split_at_checked(text.trim().len().saturating_sub(1)).ok_or_else(expected)?;
    let number: u32 = number.trim().parse().map_err(|_| expected())?;
    let hours = match unit {
        "h" => 1,
        "d" => 24,
        "w" => 24 * 7,
        _ => return Err(expected()),
    };
    Ok(jiff::SignedDuration::from_hours(i64::from(number) * hours))
}

/// Lists what fits, and deletes it where that was said.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let store = store(context)?;
    let now = clock::moment();
    let fits = |session: &Listed| {
        let is_finished = matches!(session.state, "resolved" | "escalated" | "elsewhere" | "continued");
        let is_old = arguments
            .older_than
            .is_none_or(|limit| session.last.is_some_and(|last| now.duration_since(last) > limit));
        is_old && (!arguments.finished || is_finished)
    };
    let doomed: Vec<Listed> = summed_up(&store)?.into_iter().filter(fits).collect();
    let (mut out, mut err) = (context.output.out(), context.output.err());
    let mut deleted = 0;
    for session in &doomed {
        let last = session.last.map(minute).unwrap_or_default();
        let title = session.title.as_deref().map(visible_line).unwrap_or_default();
        writeln!(out, "{}  {last:16}  {:9}  {title}", session.id, session.state)?;
        if !arguments.yes {
            continue;
        }
        let presence = store.claim(&session.id);
        if matches!(presence, Err(Lock::Busy)) {
            writeln!(err, "{} is open in a terminal and was left alone.", session.id)?;
            continue;
        }
        store.remove(&session.id)?;
        deleted += 1;
    }
    if arguments.yes {
        writeln!(err, "Deleted {}.", count(deleted, "session"))?;
    } else if doomed.is_empty() {
        writeln!(err, "No session fits.")?;
    } else {
        writeln!(err, "Nothing was deleted; `--yes` deletes {}.", count(doomed.len(), "session"))?;
    }
    Ok(Exit::Done)
}
