//! The ways on where no answer can be given, and what a check said before and after a fix.
//!
//! Invariant: each way says what becomes of the question or fix that is left.
//! Deliberately absent: choosing one.

use crate::model::EndResult;
use crate::session::{Changed, Goal, Way};
use crate::terminal::paper::Paper;
use crate::terminal::style;
use crate::terminal::walk::proposal::lines;

/// Lists the ways, numbered from 1.
pub(crate) fn ways(paper: &mut Paper, lead: &str, ways: &[Way]) {
    paper.blank();
    paper.say(lead);
    for (number, way) in (1..).zip(ways) {
        paper.choice(&i32::to_string(&number), &sentence(way));
    }
}

fn sentence(way: &Way) -> String {
    match way {
        Way::Park => "Ask somebody else to run it: write a request, keep the question open".to_owned(),
        Way::Unsure(goal) => format!("Go on without an answer: {}", named(goal)),
        Way::Jump(goal) => format!("Leave it open and go on at: {}", named(goal)),
        Way::Back => "Go back to the question before".to_owned(),
        Way::Leave => "Put the whole session aside and come back later".to_owned(),
    }
}

fn named(goal: &Goal) -> String {
    let end = match goal.ends {
        Some(EndResult::Resolved) => " (the walk ends there, resolved)",
        Some(EndResult::Escalated) => " (the walk ends there, escalated)",
        Some(EndResult::Elsewhere) => " (the walk ends there)",
        None => "",
    };
    format!("{}{end}", goal.title)
}

/// What changed since the last fix: `Enabled: was False (10:02), now True`. `clock` shows a moment.
pub(crate) fn changes(paper: &mut Paper, changes: &[Changed], clock: &dyn Fn(jiff::Timestamp) -> String) {
    let differing: Vec<&Changed> = changes.iter().filter(|changed| changed.differs()).collect();
    if changes.is_empty() {
        return;
    }
    paper.blank();
    paper.heading("Before and after the fix");
    for changed in &differing {
        let (was, now) = (changed.was.join(", "), changed.now.join(", "));
        let at = clock(changed.at);
        paper.styled(&format!("{}: was {was} ({at}), now {now}", changed.name), style::LABEL, 2);
        lines(paper, &changed.now_lines, 4);
    }
    let same: Vec<&str> =
        changes.iter().filter(|changed| !changed.differs()).map(|changed| changed.name.as_str()).collect();
    if !same.is_empty() {
        paper.styled(&format!("As before: {}.", same.join(", ")), style::DIM, 2);
    }
}
