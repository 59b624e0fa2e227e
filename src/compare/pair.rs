//! Which node of the earlier state is which of the later.
//!
//! Invariant: a node is in at most one pair; nodes of the same name and kind are always one.
//! Deliberately absent: what changed in a pair.

use crate::graph::{Content, Graph, Node};
use crate::model::{NodeId, RunbookId};
use std::collections::HashSet;

/// Least likeness at which a node that went and one that came are the same, renamed; from 0 to 1.
const ALIKE: f64 = 0.75;

/// The nodes of a runbook in both states.
pub(super) struct Pairs<'a> {
    /// Nodes that are in both.
    pub(super) both: Vec<(&'a Node, &'a Node)>,
    pub(super) gone: Vec<&'a Node>,
    pub(super) new: Vec<&'a Node>,
}

impl<'a> Pairs<'a> {
    pub(super) fn new(before: &'a Graph, after: &'a Graph, runbook: &'a RunbookId) -> Self {
        let mut pairs = Self { both: Vec::new(), gone: Vec::new(), new: after.nodes_of(runbook).collect() };
        for old in before.nodes_of(runbook) {
            let same = |new: &&Node| new.key == old.key && new.content.word() == old.content.word();
            match pairs.new.iter().position(same) {
                Some(found) => pairs.both.push((old, pairs.new.remove(found))),
                None => pairs.gone.push(old),
            }
        }
        pairs.renamed();
        pairs
    }

    /// Takes what went and what came as one where they are alike, the likest first.
    fn renamed(&mut self) {
        let mut alike: Vec<(f64, usize, usize)> = Vec::new();
        for (gone, old) in self.gone.iter().enumerate() {
            let likely = self.new.iter().enumerate().map(|(new, node)| (likeness(old, node), gone, new));
            alike.extend(likely.filter(|(likeness, ..)| *likeness >= ALIKE));
        }
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let (mut gone, mut new) = (HashSet::new(), HashSet::new());
        for (_, old, node) in alike {
            if !gone.contains(&old) && !new.contains(&node) {
                self.both.push((self.gone[old], self.new[node]));
                gone.insert(old);
                new.insert(node);
            }
        }
        let rest = |nodes: &[&'a Node], taken: &HashSet<usize>| {
            let left = nodes.iter().enumerate().filter(|(index, _)| !taken.contains(index));
            left.map(|(_, node)| *node).collect()
        };
        (self.gone, self.new) = (rest(&self.gone, &gone), rest(&self.new, &new));
    }

    /// What a node of the earlier state is called now; its old name where it is gone.
    pub(super) fn now<'n>(&'n self, old: &'n NodeId) -> &'n NodeId {
        let pair = self.both.iter().find(|(before, _)| before.key.node == *old);
        pair.map_or(old, |(_, after)| &after.key.node)
    }
}

/// How alike two nodes are, from 0 to 1: their titles, and what they run.
fn likeness(a: &Node, b: &Node) -> f64 {
    if a.content.word() != b.content.word() {
        return 0.0;
    }
    let titles = strsim::normalized_damerau_levenshtein(a.title(), b.title());
    let (ours, theirs) = (commands(a), commands(b));
    if ours.is_empty() || theirs.is_empty() {
        return titles;
    }
    if ours == theirs { f64::midpoint(1.0, titles) } else { titles * 0.9 }
}

fn commands(node: &Node) -> Vec<&str> {
    match &node.content {
        Content::Check(check) => check.run.iter().map(|run| run.command.text.value.as_str()).collect(),
        Content::Fix(fix) => {
            fix.steps.iter().filter_map(|step| Some(step.command.as_ref()?.text.value.as_str())).collect()
        }
        Content::Symptom(_) | Content::End(_) => Vec::new(),
    }
}
