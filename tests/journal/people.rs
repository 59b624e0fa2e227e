//! What the tests on the real disk share: a long runbook, and what of its answers is saved.

use std::fmt::Write as _;
use std::path::Path;
use triagebook::session::{Answer, Event, What};
use triagebook::world::journal::{Store, Stored};

/// Questions of the runbook.
pub(crate) const QUESTIONS: usize = 60;

pub(crate) const BASE: &str = "\
title: Long
owner: Team
places:
  sh: { title: Shell, shell: posix }
sources:
  doc: { title: A page, seen: 2026-11-01 }
";

/// A runbook of many questions in a row, each with `yes` and `no`.
pub(crate) fn runbook() -> String {
    let mut text = "\
runbook: long
title: A long walk
summary: One question after another.
reviewed: 2026-11-23
applies_to: [Anything]
symptoms:
  start: { title: It begins, signatures: [LONG-1], sources: [doc], next: q1 }
checks:
"
    .to_owned();
    for number in 1..=QUESTIONS {
        let next = if number == QUESTIONS { "done".to_owned() } else { format!("q{}", number + 1) };
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "  q{number}:
    title: Is part {number} right?
    ask: Look at it.
    outcomes:
      \"yes\": {{ title: It is, next: {next} }}
      \"no\": {{ title: It is not, next: {next} }}
    unsure: done
"
        );
    }
    text + "ends:\n  done: { title: Done, result: resolved }\n"
}

/// The answers among these events, in their order.
pub(crate) fn answers(events: &[Event]) -> Vec<String> {
    let answer = |event: &Event| match &event.what {
        What::Answered { answer: Answer::Outcome(outcome), .. } => Some(outcome.to_string()),
        _ => None,
    };
    events.iter().filter_map(answer).collect()
}

/// The notes among these events, in their order.
pub(crate) fn notes(events: &[Event]) -> Vec<String> {
    let note = |event: &Event| match &event.what {
        What::Note { text, .. } => Some(text.clone()),
        _ => None,
    };
    events.iter().filter_map(note).collect()
}

/// All sessions in a state folder; each can be read.
pub(crate) fn sessions(state: &Path) -> Vec<Stored> {
    let all = Store::new(state).read_all().expect("the folder can be read");
    all.into_iter().map(|(_, stored)| stored.expect("the session can be read")).collect()
}

/// The notes of a transcript that were confirmed: the next prompt stood under no warning.
pub(crate) fn confirmed(transcript: &str) -> Vec<String> {
    let mut confirmed = Vec::new();
    // A piece begins with what was typed and ends where the next prompt does.
    for piece in transcript.split("? = help]: ").skip(1) {
        let Some(typed) = piece.lines().next().and_then(|line| line.strip_prefix("n ")) else { continue };
        let is_answered = piece.contains("? ") || piece.contains("Answer [");
        if piece.contains("Noted.") && is_answered && !piece.contains("NOT SAVED") {
            confirmed.push(typed.to_owned());
        }
    }
    confirmed
}
