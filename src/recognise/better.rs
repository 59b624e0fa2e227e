//! What to run instead where a list or a value was cut off.
//!
//! Invariant: a better command is the check's own, with nothing added but what widens its output.
//! Deliberately absent: running it.

use crate::command::fill;
use crate::evidence::{DoubtKind, Reading};
use crate::graph::Graph;
use crate::model::{Check, FactName, PlaceId, Shell};
use crate::prose;
use crate::recognise::invocation::Invocation;
use crate::recognise::profile::properties;
use std::collections::{BTreeMap, BTreeSet};

/// A command that shows what was cut off.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Better {
    /// Where to type it.
    pub place: PlaceId,
    /// That place's title.
    pub place_title: String,
    /// The command.
    pub command: String,
    /// What was cut off, as a sentence without a full stop.
    pub because: String,
}

/// The commands that show whole what a reading shows cut off, as far as the check looks at it; none where nothing is cut
/// off, or where no shell is known to show more.
pub fn better(
    graph: &Graph,
    check: &Check,
    reading: &Reading,
    facts: &BTreeMap<FactName, String>,
) -> Vec<Better> {
    let cut = cut(reading, &looked_at(check));
    let Some(because) = sentence(&cut) else { return Vec::new() };
    let widened = check.run.iter().filter_map(|command| {
        let prints = Invocation::read(&command.command.text.value).prints;
        if prints.is_some_and(|names| !cut.iter().any(|name| names.contains(&name.to_lowercase()))) {
            return None;
        }
        let place = graph.place(&command.place.value)?;
        if place.shell.value != Shell::Powershell {
            return None;
        }
        let filled = fill(&command.command, Shell::Powershell, facts).text;
        Some(Better {
            place: command.place.value.clone(),
            place_title: place.title.value.clone(),
            command: wide(&filled),
            because: because.clone(),
        })
    });
    widened.collect()
}

/// The command with nothing cut off: every element of a list, and lines wide enough for every value.
fn wide(command: &str) -> String {
    let command = command.trim();
    let list = command.rsplit('|').next().is_some_and(|stage| {
        let name = stage.split_whitespace().next().unwrap_or_default().to_lowercase();
        ["format-list", "fl"].contains(&name.as_str())
    });
    let separator = if command.contains('\n') { "\n" } else { " " };
    let format = if list { "" } else { " | Format-List" };
    if command.contains(';') && !list {
        return format!("$FormatEnumerationLimit = -1;{separator}{command}");
    }
    format!("$FormatEnumerationLimit = -1;{separator}{command}{format} | Out-String -Width 4096")
}

/// The properties that a check compares or remembers, in lower case.
fn looked_at(check: &Check) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (_, outcome) in check.outcomes.iter() {
        if let Some(matcher) = &outcome.when {
            properties(matcher, &mut names);
        }
        names.extend(outcome.capture.iter().map(|(_, property)| property.value.to_lowercase()));
    }
    names
}

/// Which of these properties were cut off.
fn cut(reading: &Reading, looked_at: &BTreeSet<String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for property in reading.objects.iter().flat_map(|object| &object.properties) {
        let counts = looked_at.contains(&property.name.to_lowercase());
        if counts && property.has_doubt(DoubtKind::Cut) && !names.contains(&property.name) {
            names.push(property.name.clone());
        }
    }
    names
}

/// That they were, as a sentence without a full stop.
fn sentence(names: &[String]) -> Option<String> {
    let quoted: Vec<String> = names.iter().take(4).map(prose::quoted).collect();
    match quoted.len() {
        0 => None,
        1 => Some(format!("{} is cut off", prose::and(&quoted))),
        _ => Some(format!("{} are cut off", prose::and(&quoted))),
    }
}
