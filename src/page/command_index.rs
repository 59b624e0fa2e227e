//! The index of commands: where each one is typed, and what its output tells.
//!
//! Invariant: only commands of checks are in it; a command that changes something belongs to its fix. Each stands once for
//! each place.
//! Deliberately absent: whether a command really only reads (`effect`).

use crate::graph::{Content, Graph};
use crate::page::link::Link;
use serde::Serialize;
use std::collections::BTreeMap;

/// The commands that are typed in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommandGroup {
    /// The anchor of the group.
    pub anchor: String,
    /// The place.
    pub place: String,
    /// Its commands, by text.
    pub commands: Vec<CommandRow>,
}

/// A command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommandRow {
    /// The command.
    pub command: String,
    /// The checks that it answers.
    pub tells: Vec<Link>,
}

/// The commands of all checks: places by title, commands by text.
pub(super) fn commands(graph: &Graph) -> Vec<CommandGroup> {
    let mut groups: BTreeMap<(String, String), BTreeMap<String, Vec<Link>>> = BTreeMap::new();
    for node in graph.written_nodes() {
        let Content::Check(check) = &node.content else { continue };
        for command in &check.run {
            let Some(place) = graph.place(&command.place.value) else { continue };
            let group = (place.title.value.clone(), command.place.value.to_string());
            let text = command.command.text.value.trim().to_owned();
            let tells = groups.entry(group).or_default().entry(text).or_default();
            let link = Link::to(node);
            if !tells.contains(&link) {
                tells.push(link);
            }
        }
    }
    let groups = groups.into_iter().map(|((place, id), commands)| CommandGroup {
        anchor: crate::page::link::anchor(&crate::model::NodeId(id)),
        place,
        commands: commands.into_iter().map(|(command, tells)| CommandRow { command, tells }).collect(),
    });
    groups.collect()
}
