//! Builds the graph: nodes, the content they take by `use`, edges, and a record of what had to be left out.
//!
//! Invariant: one petgraph node per named node, added in reading order; edges in reading order after all nodes.
//! Deliberately absent: messages about what was left out (`report`) and rules about the graph's shape (floor 4).

use crate::graph::{Content, Damaged, Edge, EdgeKind, Graph, Holes, Index, Node};
use crate::model::{Check, Fix, KnowledgeBase, Named, NodeKey, NodeRef, Outcome, Runbook, RunbookId, Target};
use foldhash::fast::FixedState;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::HashSet;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// Builds the graph of `runbooks`. Of two runbooks of one name, and of two nodes of one name, the first stays.
/// The runbooks that do not stay are returned beside the graph.
pub(super) fn build(
    base: KnowledgeBase,
    mut runbooks: Vec<Runbook>,
    damaged: &[Damaged<'_>],
) -> (Graph, Vec<Runbook>) {
    runbooks.sort_by(|a, b| {
        (&a.runbook.value, a.runbook.span.file).cmp(&(&b.runbook.value, b.runbook.span.file))
    });
    let mut names = HashSet::new();
    let (runbooks, doubles): (Vec<_>, Vec<_>) =
        runbooks.into_iter().partition(|runbook| names.insert(runbook.runbook.value.clone()));
    let unread =
        damaged.iter().map(|file| &file.runbook).filter(|id| !names.contains(*id)).cloned().collect();
    let number = runbooks.iter().map(count_nodes).sum();
    let index = Index::with_capacity_and_hasher(number, FixedState::default());
    let mut linker =
        Linker { unread, index, inner: DiGraph::with_capacity(number, 2 * number), ..Linker::default() };
    for runbook in &runbooks {
        linker.add_nodes(runbook);
    }
    linker.take_content();
    for from in linker.inner.node_indices() {
        linker.add_edges(from);
    }
    linker.presume(damaged);
    linker.inner.shrink_to_fit();
    let Linker { inner, index, holes, .. } = linker;
    (Graph { base, runbooks, inner, index, holes }, doubles)
}

fn count_nodes(runbook: &Runbook) -> usize {
    let Runbook { symptoms, checks, fixes, ends, .. } = runbook;
    symptoms.len() + checks.len() + fixes.len() + ends.len()
}

/// Where a target that does not resolve may lead.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Gap {
    /// To any node of this runbook.
    Into(RunbookId),
    /// Anywhere.
    Anywhere,
}

#[derive(Default)]
struct Linker {
    inner: DiGraph<Node, Edge>,
    index: Index,
    holes: Holes,
    gaps: HashSet<Gap>,
    /// Runbooks of which nothing could be read. What they lead to is told by their text.
    unread: HashSet<RunbookId>,
}

impl Linker {
    fn add_nodes(&mut self, runbook: &Runbook) {
        let id = &runbook.runbook.value;
        let symptoms = runbook.symptoms.iter().map(|(name, node)| (name, Content::Symptom(Arc::clone(node))));
        let checks = runbook.checks.iter().map(|(name, node)| (name, Content::Check(Arc::clone(node))));
        let fixes = runbook.fixes.iter().map(|(name, node)| (name, Content::Fix(Arc::clone(node))));
        let ends = runbook.ends.iter().map(|(name, node)| (name, Content::End(Arc::clone(node))));
        for (name, content) in symptoms.chain(checks).chain(fixes).chain(ends) {
            let key = NodeKey { runbook: id.clone(), node: name.value.clone() };
            match self.index.entry(key) {
                Entry::Vacant(free) => {
                    let node = Node { key: free.key().clone(), span: name.span, home: id.clone(), content };
                    free.insert(self.inner.add_node(node));
                }
                // The second node of this name is left out, and so is everything it leads to.
                Entry::Occupied(_) => drop(self.gaps.insert(Gap::Into(id.clone()))),
            }
        }
    }

    /// Copies the content of nodes that say `use`. Chains are not followed: the named node must hold content itself.
    fn take_content(&mut self) {
        let users: Vec<(NodeIndex, NodeRef)> = self
            .inner
            .node_indices()
            .filter_map(|index| Some((index, self.inner[index].content.taken_from()?.clone())))
            .collect();
        let merged: Vec<_> =
            users.into_iter().map(|(index, reference)| (index, self.merge(index, &reference))).collect();
        for (index, merged) in merged {
            if let Some((home, content)) = merged {
                self.inner[index].home = home;
                self.inner[index].content = content;
            } else {
                let key = self.inner[index].key.clone();
                self.holes.hollow.insert(key);
            }
        }
    }

    /// The content of the node that `reference` names under the edges of the node at `user`, and where it is written.
    fn merge(&mut self, user: NodeIndex, reference: &NodeRef) -> Option<(RunbookId, Content)> {
        let node = &self.inner[user];
        let origin = &self.inner[*self.index.get(&reference.key(&node.key.runbook))?];
        if origin.content.taken_from().is_some() {
            return None;
        }
        let content = match (&node.content, &origin.content) {
            (Content::Check(own), Content::Check(origin)) => {
                let extra =
                    own.outcomes.iter().filter(|(name, _)| origin.outcomes.get(name.as_str()).is_none());
                // Outcomes that the other check does not have are left out; where they lead stays entered.
                for (_, outcome) in extra {
                    let target = outcome.next.entry().key(&node.key.runbook);
                    self.holes.entered.insert(target);
                }
                Content::Check(Arc::new(merge_check(own, origin)))
            }
            (Content::Fix(own), Content::Fix(origin)) => Content::Fix(Arc::new(merge_fix(own, origin))),
            _ => return None,
        };
        Some((origin.home.clone(), content))
    }

    fn add_edges(&mut self, from: NodeIndex) {
        let content = self.inner[from].content.clone();
        for (kind, target) in targets(&content) {
            match target {
                Target::Node(node) => {
                    if let Some(to) = self.find(from, node) {
                        self.inner.add_edge(from, to, Edge { kind, span: node.span, back: None });
                    }
                }
                Target::Call { call, back } => {
                    let (to, back_to) = (self.find(from, call), self.find(from, back));
                    if let (Some(to), Some(back_to)) = (to, back_to) {
                        let back_key = Some(self.inner[back_to].key.clone());
                        self.inner.add_edge(from, to, Edge { kind, span: call.span, back: back_key });
                        let return_edge = Edge { kind: EdgeKind::Return, span: back.span, back: None };
                        self.inner.add_edge(from, back_to, return_edge);
                    } else {
                        let resolved = [to, back_to].into_iter().flatten();
                        let keys = resolved.map(|index| self.inner[index].key.clone());
                        self.holes.entered.extend(keys);
                    }
                }
            }
        }
    }

    /// The node that `reference` means in a node of `from`'s runbook. Where there is none, that is noted.
    fn find(&mut self, from: NodeIndex, reference: &NodeRef) -> Option<NodeIndex> {
        let from = &self.inner[from].key;
        let key = reference.key(&from.runbook);
        let found = self.index.get(&key).copied();
        if found.is_some_and(|index| matches!(self.inner[index].content, Content::Symptom(_))) {
            // People come in there; no walk goes there.
            self.holes.left.insert(from.clone());
            return None;
        }
        if found.is_none() {
            self.holes.left.insert(from.clone());
            if !self.unread.contains(&key.runbook) {
                let known = self.index.keys().any(|other| other.runbook == key.runbook);
                self.gaps.insert(if known { Gap::Into(key.runbook) } else { Gap::Anywhere });
            }
        }
        found
    }

    /// Notes which nodes may be entered or left by ways that could not be linked or read.
    fn presume(&mut self, damaged: &[Damaged<'_>]) {
        if damaged.is_empty() && self.gaps.is_empty() {
            return;
        }
        let broken: HashSet<&RunbookId> = damaged.iter().map(|file| &file.runbook).collect();
        // A name that is none makes its own runbook a damaged one, so that addresses are plain words.
        let addressed: HashSet<&str> = damaged.iter().flat_map(Damaged::addresses).collect();
        let keys = || self.inner.node_weights().map(|node| &node.key);
        let entered = keys().filter(|key| {
            self.gaps.contains(&Gap::Anywhere)
                || self.gaps.contains(&Gap::Into(key.runbook.clone()))
                || broken.contains(&key.runbook)
                || (!addressed.is_empty() && addressed.contains(key.to_string().as_str()))
        });
        self.holes.entered.extend(entered.cloned());
        let left = keys().filter(|key| broken.contains(&key.runbook));
        self.holes.left.extend(left.cloned());
    }
}

/// All targets that a node names, with the edge each one makes, in reading order.
fn targets(content: &Content) -> Vec<(EdgeKind, &Target)> {
    let mut targets = Vec::new();
    match content {
        Content::Symptom(symptom) => targets.push((EdgeKind::Start, &symptom.next)),
        Content::Check(check) => {
            for (name, outcome) in check.outcomes.iter() {
                targets.push((EdgeKind::Outcome(name.value.clone()), &outcome.next));
            }
            targets.extend(check.none.as_ref().map(|target| (EdgeKind::NoneFits, target)));
            targets.extend(check.unsure.as_ref().map(|target| (EdgeKind::Unsure, target)));
        }
        Content::Fix(fix) => {
            targets.extend(fix.verify.as_ref().map(|target| (EdgeKind::Verify, target)));
            let attempts = fix.attempts.as_ref().map(|attempts| &attempts.otherwise);
            targets.extend(attempts.map(|target| (EdgeKind::AttemptsUsed, target)));
        }
        Content::End(_) => {}
    }
    targets
}

/// The content of `origin` under the edges of `own`.
fn merge_check(own: &Check, origin: &Check) -> Check {
    let mut check = origin.clone();
    check.content_of.clone_from(&own.content_of);
    check.unsure.clone_from(&own.unsure);
    check.none.clone_from(&own.none);
    check.allow.clone_from(&own.allow);
    let mut outcomes = Named::default();
    for (name, outcome) in origin.outcomes.iter() {
        if let Some((own_name, own_outcome)) = own.outcomes.entry(name.as_str()) {
            let merged = Outcome { next: own_outcome.next.clone(), ..outcome.clone() };
            outcomes.insert(own_name.clone(), merged);
        }
    }
    check.outcomes = outcomes;
    check
}

/// The content of `origin` under the edges of `own`.
fn merge_fix(own: &Fix, origin: &Fix) -> Fix {
    Fix {
        content_of: own.content_of.clone(),
        verify: own.verify.clone(),
        attempts: own.attempts.clone(),
        allow: own.allow.clone(),
        ..origin.clone()
    }
}
