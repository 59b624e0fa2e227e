//! What goes on from where a walk stopped: a command line, or the file of `--answers`.
//!
//! Invariant: every word is quoted for the shell people copy it into, and every name is written in full where the short
//! one would mean another node.
//! Deliberately absent: evidence. What it captured goes along as values.

use crate::cli::run::sheet::{GivenPair, Inputs, Sheet};
use crate::cli::run::walker::Walker;
use crate::prose::visible_line;
use crate::session::{By, Origin, Took, Visit};
use crate::world::journal::{Store, state_folder};
use std::fmt::Write as _;
use std::path::Path;

/// The command that goes on from here.
pub(super) fn resume(walker: &Walker<'_>, knowledge_base: Option<&Path>) -> String {
    let mut command = "triagebook run".to_owned();
    let Some(entry) = &walker.state.entry else { return command };
    let _ = write!(command, " {entry}");
    if let Some(folder) = knowledge_base {
        word(&mut command, "--kb", &folder.display().to_string());
    }
    let sheet = sheet(walker);
    for (name, value) in &sheet.inputs.0 {
        word(&mut command, "--input", &format!("{name}={value}"));
    }
    let home = format!("{}/", entry.runbook);
    for GivenPair { node, outcome } in &sheet.answers {
        let node = node.strip_prefix(&home).unwrap_or(node);
        word(&mut command, "--answer", &format!("{node}={outcome}"));
    }
    command
}

/// The command that goes on with a session that is saved in `store`.
pub(in crate::cli) fn saved(id: &str, store: Option<&Store>) -> String {
    let mut command = format!("triagebook run --resume {id}");
    let state = store.and_then(|store| store.folder().parent());
    let state = state.filter(|state| state_folder(None).as_deref() != Some(*state));
    if let Some(folder) = state {
        word(&mut command, "--state", &folder.display().to_string());
    }
    command
}

/// The values and answers so far, with every name in full.
pub(super) fn sheet(walker: &Walker<'_>) -> Sheet {
    let facts = walker.state.facts.iter().filter(|(_, fact)| !matches!(fact.origin, Origin::Outcome(_)));
    let pair =
        |visit: &Visit| Some(GivenPair { node: visit.node.to_string(), outcome: answer(visit)?.to_owned() });
    Sheet {
        inputs: Inputs(facts.map(|(name, fact)| (name.to_string(), fact.value.clone())).collect()),
        answers: walker.state.path.iter().filter_map(pair).collect(),
    }
}

/// What a person or evidence decided; what follows from facts follows again.
fn answer(visit: &Visit) -> Option<&str> {
    match &visit.took {
        Took::Answered { by: By::Fact, .. }
        | Took::Entered
        | Took::AttemptsUsed
        | Took::Returned
        // No flag jumps.
        | Took::Jumped(_) => None,
        Took::Answered { answer, .. } => Some(answer.word()),
        Took::Tried(result) => Some(result.word()),
    }
}

/// A flag with its value, as words of a command line.
pub(in crate::cli) fn word(command: &mut String, flag: &str, value: &str) {
    let _ = write!(command, " {flag} {}", quoted(&visible_line(value)));
}

/// `value` as one word of a POSIX shell; also right in PowerShell where it holds no quote.
pub(in crate::cli) fn quoted(value: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_./=@:+,".contains(character);
    if !value.is_empty() && value.chars().all(plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', "'\\''"))
}
