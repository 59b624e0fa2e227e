//! The suspects: fixes still possible, fixes ruled out with the answer that does it, and the check that tells most.
//!
//! Invariant: fixes that one answer rules out stand together under it.
//! Deliberately absent: computing them (floor 5, `session`).

use crate::model::Risk;
use crate::prose::count;
use crate::session::{NextCheck, RuledOut, Suspect, Suspects};
use crate::terminal::paper::Paper;
use crate::terminal::style;

/// Fixes of one kind that are listed; the others are counted.
const MOST: usize = 8;

/// Shows them.
pub(crate) fn suspects(paper: &mut Paper, suspects: &Suspects, best: Option<&NextCheck>) {
    paper.blank();
    paper.heading(&format!("Fixes still possible: {}", suspects.possible.len()));
    for suspect in suspects.possible.iter().take(MOST) {
        paper.bullet(&possible(suspect), 0);
    }
    more(paper, suspects.possible.len());
    if !suspects.ruled_out.is_empty() {
        paper.blank();
        paper.heading(&format!("Ruled out: {}", suspects.ruled_out.len()));
        for group in
            suspects.ruled_out.chunk_by(|one, next| (&one.by, &one.answer) == (&next.by, &next.answer))
        {
            let Some(first) = group.first() else { continue };
            paper.say(&because(first));
            for one in group.iter().take(MOST) {
                paper.bullet(&one.title, 2);
            }
            more(paper, group.len());
        }
    }
    if !suspects.later.is_empty() {
        paper.blank();
        paper.heading(&format!("Only after another fix did not help: {}", suspects.later.len()));
        for suspect in suspects.later.iter().take(MOST) {
            paper.bullet(&suspect.title, 0);
        }
        more(paper, suspects.later.len());
    }
    if let Some(best) = best {
        next_check(paper, best);
    }
}

/// Says how many are not listed.
fn more(paper: &mut Paper, all: usize) {
    if let Some(rest) = all.checked_sub(MOST).filter(|rest| *rest > 0) {
        paper.styled(&format!("... and {rest} more, farther away"), style::DIM, 2);
    }
}

fn possible(suspect: &Suspect) -> String {
    let risk = match suspect.risk {
        Some(risk @ (Risk::Outage | Risk::Destructive)) => format!(", {}", risk.word()),
        Some(Risk::Change) | None => String::new(),
    };
    format!("{} ({}{risk})", suspect.title, suspect.node)
}

fn because(one: &RuledOut) -> String {
    if one.by == one.node {
        return format!("{}:", one.answer);
    }
    format!("By \"{}\": {}", one.by_title, one.answer)
}

fn next_check(paper: &mut Paper, best: &NextCheck) {
    paper.blank();
    let worst = best.leaves.iter().map(|(_, left)| *left).max().unwrap_or_default();
    let minutes = best.minutes.map_or_else(
        || "no estimate of the time".to_owned(),
        |minutes| format!("about {} by the author's estimate", count(minutes as usize, "minute")),
    );
    let lead = if best.here { "This question tells most" } else { "The question that tells most" };
    paper.heading(&format!("{lead}: {}", best.title));
    paper.say(&format!("It leaves at most {worst} of {} ({minutes}):", best.possible));
    for (outcome, left) in &best.leaves {
        paper.bullet(&format!("{outcome}: {left} left"), 2);
    }
    if !best.here {
        paper.styled(&format!("`jump {}` goes there.", best.node), style::DIM, 0);
    }
}
