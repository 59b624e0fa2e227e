//! Which commands of the waiting check could be run here, and why not the others.
//!
//! Invariant: a command is runnable only if its author gave it to a check, which says that it reads, and the catalogue
//! says so too; the stricter wins. Commands of fixes are never looked at.
//! Deliberately absent: interpreters, trust, and running (floors 8 and 9).

use crate::command::{Script, script};
use crate::effect::{Effect, assess};
use crate::graph::{Content, Graph};
use crate::model::{NodeKey, PlaceId, Shell};
use crate::session::state::State;

/// A command of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runnable {
    /// Where it is written to be typed.
    pub place: PlaceId,
    /// That place's name as people say it.
    pub place_title: String,
    /// The script; or why it is none that may be run, as a sentence without a full stop.
    pub script: Result<Script, String>,
}

/// The commands of a check, in the author's order; none where the node is no check.
pub fn runnable(graph: &Graph, state: &State, key: &NodeKey) -> Vec<Runnable> {
    let Some(node) = graph.node(key) else { return Vec::new() };
    let Content::Check(check) = &node.content else { return Vec::new() };
    let facts = state.facts.seen_from(&node.home);
    let commands = check.run.iter().map(|command| {
        let id = &command.place.value;
        let place = graph.place(id);
        let shell = place.map_or(Shell::None, |place| place.shell.value);
        let script = script(&command.command, shell, &facts).and_then(|script| {
            let assessed = assess(shell, &script.shown);
            if assessed.effect == Effect::Read { Ok(script) } else { Err(assessed.because) }
        });
        Runnable { place: id.clone(), place_title: graph.place_title(id), script }
    });
    commands.collect()
}
