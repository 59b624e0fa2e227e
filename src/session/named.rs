//! Which node a person means: by its number on the path, its name, its full address, or words of its title.
//!
//! Invariant: what fits several nodes equally well names none; then the refusal lists them.
//! Deliberately absent: acting on it (`step`).

use crate::graph::{Graph, Node};
use crate::model::NodeKey;
use crate::prose::{near, or, quoted};
use crate::session::state::State;
use crate::session::step::Refused;

/// Letters that a part of a title needs, so that it names something.
const SHORTEST: usize = 3;
/// Candidates that a refusal lists.
const MOST: usize = 4;

impl State {
    /// The step of the path that `text` names, as an index into [`State::path`]: its number from 1, its node's name or
    /// address, or words of its title. Of several visits, the last.
    ///
    /// # Errors
    /// Why it names none, and what was probably meant.
    pub fn step_named(&self, graph: &Graph, text: &str) -> Result<usize, Refused> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Refused("name a step of the path; `path` lists them".to_owned()));
        }
        if let Ok(number) = text.parse::<usize>() {
            let index = number.checked_sub(1).filter(|index| *index < self.path.len());
            return index.ok_or_else(|| {
                let steps = crate::prose::count(self.path.len(), "step");
                Refused(format!("there is no step {number}; the path has {steps}"))
            });
        }
        let nodes: Vec<&Node> = self.path.iter().filter_map(|visit| graph.node(&visit.node)).collect();
        let found = find(&nodes, text, self.node()).map_err(|refused| {
            let known = self.kept.iter().filter_map(|kept| graph.node(&kept.node)).collect::<Vec<_>>();
            match find(&known, text, self.node()) {
                Ok(kept) => Refused(format!(
                    "`{}` was answered but is not on the path now; its answer is kept and counts when the path comes \
                     there. `jump {}` goes there",
                    kept.key, kept.key.node
                )),
                Err(_) => refused,
            }
        })?;
        let index = self.path.iter().rposition(|visit| visit.node == found.key);
        index.ok_or_else(|| Refused(format!("`{text}` is not on the path")))
    }

    /// The node that `text` names: its address, its name in this runbook or else in any, or words of its title.
    ///
    /// # Errors
    /// Why it names none, and what was probably meant.
    pub fn node_named(&self, graph: &Graph, text: &str) -> Result<NodeKey, Refused> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Refused("name a node: its name, RUNBOOK/NODE, or words of its title".to_owned()));
        }
        let here = self.node().or(self.entry.as_ref());
        let own: Vec<&Node> = here.map(|here| graph.nodes_of(&here.runbook).collect()).unwrap_or_default();
        let all: Vec<&Node> = graph.nodes().collect();
        if let Ok(found) = find(&own, text, here) {
            return Ok(found.key.clone());
        }
        find(&all, text, here).map(|found| found.key.clone())
    }
}

/// The one node of `nodes` that `text` names.
fn find<'a>(nodes: &[&'a Node], text: &str, here: Option<&NodeKey>) -> Result<&'a Node, Refused> {
    let wanted = text.to_lowercase();
    let title = |node: &Node| node.title().to_lowercase();
    let ways: [&dyn Fn(&Node) -> bool; 5] = [
        &|node| node.key.to_string() == wanted,
        &|node| node.key.node.as_str() == wanted && here.is_some_and(|here| here.runbook == node.key.runbook),
        &|node| node.key.node.as_str() == wanted,
        &|node| title(node) == wanted,
        &|node| wanted.chars().count() >= SHORTEST && title(node).contains(&wanted),
    ];
    for fits in ways {
        let mut found: Vec<&Node> = nodes.iter().copied().filter(|node| fits(node)).collect();
        found.sort_by_key(|node| &node.key);
        found.dedup_by_key(|node| &node.key);
        match found.as_slice() {
            [] => {}
            [only] => return Ok(only),
            several => {
                let names: Vec<String> = several.iter().take(MOST).map(|node| quoted(&node.key)).collect();
                return Err(Refused(format!("`{text}` fits several nodes: {}", or(&names))));
            }
        }
    }
    let titles = nodes.iter().map(|node| node.title());
    let names: Vec<String> = nodes.iter().map(|node| node.key.node.to_string()).collect();
    let near_title = near(text, titles).and_then(|title| nodes.iter().find(|node| node.title() == title));
    let near_name = near(text, names.iter().map(String::as_str))
        .and_then(|name| nodes.iter().find(|node| node.key.node.as_str() == name));
    Err(Refused(match near_name.or(near_title) {
        Some(node) => format!("there is no node `{text}` here; did you mean `{}`?", node.key.node),
        None => format!("there is no node `{text}` here"),
    }))
}
