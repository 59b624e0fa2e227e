//! The command line that goes on from where a walk stopped.
//!
//! Invariant: every word is quoted for the shell people copy it into, and every name is written in full where the short
//! one would mean another node.
//! Deliberately absent: evidence. What it captured goes along as values.

use crate::cli::run::walker::Walker;
use crate::model::NodeKey;
use crate::prose::visible_line;
use crate::session::{By, Origin, Took, Visit};
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
    for (name, fact) in walker.state.facts.iter() {
        if !matches!(fact.origin, Origin::Outcome(_)) {
            word(&mut command, "--input", &format!("{name}={}", fact.value));
        }
    }
    for visit in &walker.state.path {
        if let Some(answer) = answer(visit) {
            word(&mut command, "--answer", &format!("{}={answer}", short(&visit.node, entry)));
        }
    }
    command
}

/// What a person or evidence decided; what follows from facts follows again.
fn answer(visit: &Visit) -> Option<&str> {
    match &visit.took {
        Took::Answered { by: By::Fact, .. } | Took::Entered | Took::AttemptsUsed | Took::Returned => None,
        Took::Answered { answer, .. } => Some(answer.word()),
        Took::Tried(result) => Some(result.word()),
    }
}

fn short(node: &NodeKey, entry: &NodeKey) -> String {
    if node.runbook == entry.runbook { node.node.to_string() } else { node.to_string() }
}

fn word(command: &mut String, flag: &str, value: &str) {
    let _ = write!(command, " {flag} {}", quoted(&visible_line(value)));
}

/// `value` as one word of a POSIX shell; also right in PowerShell where it holds no quote.
fn quoted(value: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_./=@:+,".contains(character);
    if !value.is_empty() && value.chars().all(plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', "'\\''"))
}
