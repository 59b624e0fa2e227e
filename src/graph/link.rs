//! Resolves the names of all runbooks and builds the graph.
//!
//! Invariant: one petgraph node per named node, added in reading order; edges in reading order after all nodes.
//! Deliberately absent: rules about the shape of the graph (floor 4).

use crate::diagnostic::Diagnostic;
use crate::graph::{Content, Edge, EdgeKind, Graph, Node};
use crate::model::{Check, Fix, KnowledgeBase, NodeKey, NodeRef, Runbook, RunbookId, Target};
use petgraph::graph::DiGraph;
use std::collections::HashMap;

/// Builds the graph of `runbooks`.
pub(super) fn link(base: KnowledgeBase, mut runbooks: Vec<Runbook>) -> (Graph, Vec<Diagnostic>) {
    runbooks.sort_by(|a, b| a.runbook.value.cmp(&b.runbook.value));
    let mut linker = Linker { inner: DiGraph::new(), index: HashMap::new(), diagnostics: Vec::new() };
    for runbook in &runbooks {
        linker.add_nodes(runbook);
    }
    linker.resolve_content();
    for runbook in &runbooks {
        linker.add_edges(&runbook.runbook.value);
    }
    let Linker { inner, index, diagnostics } = linker;
    (Graph { base, runbooks, inner, index }, diagnostics)
}

struct Linker {
    inner: DiGraph<Node, Edge>,
    index: HashMap<NodeKey, petgraph::graph::NodeIndex>,
    diagnostics: Vec<Diagnostic>,
}

impl Linker {
    fn add_nodes(&mut self, runbook: &Runbook) {
        let id = &runbook.runbook.value;
        let symptoms = runbook.symptoms.iter().map(|(name, node)| (name, Content::Symptom(node.clone())));
        let checks = runbook.checks.iter().map(|(name, node)| (name, Content::Check(node.clone())));
        let fixes = runbook.fixes.iter().map(|(name, node)| (name, Content::Fix(node.clone())));
        let ends = runbook.ends.iter().map(|(name, node)| (name, Content::End(node.clone())));
        for (name, content) in symptoms.chain(checks).chain(fixes).chain(ends) {
            let key = NodeKey { runbook: id.clone(), node: name.value.clone() };
            if self.index.contains_key(&key) {
                continue;
            }
            let index =
                self.inner.add_node(Node { key: key.clone(), span: name.span, home: id.clone(), content });
            self.index.insert(key, index);
        }
    }

    /// Copies the content of nodes that say `use`. Chains are not followed: the named node must hold content itself.
    fn resolve_content(&mut self) {
        let resolved: Vec<_> = self
            .inner
            .node_indices()
            .filter_map(|index| {
                let node = &self.inner[index];
                let reference = match &node.content {
                    Content::Check(check) => check.content_of.as_ref(),
                    Content::Fix(fix) => fix.content_of.as_ref(),
                    Content::Symptom(_) | Content::End(_) => None,
                }?;
                let origin_node = &self.inner[*self.index.get(&reference.key(&node.key.runbook))?];
                match (&node.content, &origin_node.content) {
                    (Content::Check(own), Content::Check(origin)) => {
                        Some((index, origin_node.home.clone(), Content::Check(merge_check(own, origin))))
                    }
                    (Content::Fix(own), Content::Fix(origin)) => {
                        Some((index, origin_node.home.clone(), Content::Fix(merge_fix(own, origin))))
                    }
                    _ => None,
                }
            })
            .collect();
        for (index, home, content) in resolved {
            self.inner[index].home = home;
            self.inner[index].content = content;
        }
    }

    fn add_edges(&mut self, runbook: &RunbookId) {
        let keys: Vec<NodeKey> = self
            .inner
            .node_weights()
            .filter(|node| node.key.runbook == *runbook)
            .map(|node| node.key.clone())
            .collect();
        for key in keys {
            for (kind, target) in self.targets(&key) {
                self.connect(&key, kind, &target);
            }
        }
    }

    /// All targets that a node names, with the edge each one makes.
    fn targets(&self, key: &NodeKey) -> Vec<(EdgeKind, Target)> {
        let node = &self.inner[self.index[key]];
        let mut targets = Vec::new();
        match &node.content {
            Content::Symptom(symptom) => targets.push((EdgeKind::Start, symptom.next.clone())),
            Content::Check(check) => {
                for (name, outcome) in check.outcomes.iter() {
                    targets.push((EdgeKind::Outcome(name.value.clone()), outcome.next.clone()));
                }
                targets.extend(check.none.clone().map(|target| (EdgeKind::NoneFits, target)));
                targets.extend(check.unsure.clone().map(|target| (EdgeKind::Unsure, target)));
            }
            Content::Fix(fix) => {
                targets.extend(fix.verify.clone().map(|target| (EdgeKind::Verify, target)));
                let attempts = fix.attempts.as_ref().map(|attempts| attempts.otherwise.clone());
                targets.extend(attempts.map(|target| (EdgeKind::AttemptsUsed, target)));
            }
            Content::End(_) => {}
        }
        targets
    }

    fn connect(&mut self, from: &NodeKey, kind: EdgeKind, target: &Target) {
        let home = from.runbook.clone();
        let find = |index: &HashMap<_, _>, node: &NodeRef| index.get(&node.key(&home)).copied();
        match target {
            Target::Node(node) => {
                if let Some(to) = find(&self.index, node) {
                    self.inner.add_edge(self.index[from], to, Edge { kind, span: node.span, back: None });
                }
            }
            Target::Call { call, back } => {
                let (to, back_to) = (find(&self.index, call), find(&self.index, back));
                if let (Some(to), Some(back_to)) = (to, back_to) {
                    let edge = Edge { kind, span: call.span, back: Some(back.key(&home)) };
                    self.inner.add_edge(self.index[from], to, edge);
                    let edge = Edge { kind: EdgeKind::Return, span: back.span, back: None };
                    self.inner.add_edge(self.index[from], back_to, edge);
                }
            }
        }
    }
}

/// The content of `origin` under the edges of `own`.
fn merge_check(own: &Check, origin: &Check) -> Check {
    let mut check = origin.clone();
    check.content_of.clone_from(&own.content_of);
    check.unsure.clone_from(&own.unsure);
    check.none.clone_from(&own.none);
    let mut outcomes = crate::model::Named::default();
    for (name, outcome) in origin.outcomes.iter() {
        if let Some((own_name, own_outcome)) = own.outcomes.entry(name.as_str()) {
            let merged = crate::model::Outcome { next: own_outcome.next.clone(), ..outcome.clone() };
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
        ..origin.clone()
    }
}
