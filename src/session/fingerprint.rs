//! Hashes of what a knowledge base says, so that a session taken up later knows what was changed meanwhile.
//!
//! A node's hash covers the lines in which it is written and, where it takes its content by `use`, those of the node it
//! takes it from. Blank lines and comments do not count: they say nothing to the person who answers.
//!
//! Invariant: the same files give the same hashes on every machine, wherever they lie.
//! Deliberately absent: comparing two meanings. Another wording is a change; whether it matters a person decides.

use crate::graph::{Graph, Node};
use crate::model::NodeKey;
use crate::session::journal_line::{KbPrint, hash, hash_of};
use crate::source::{FileId, SourceMap};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Hexadecimal digits kept of a node's hash: enough to tell two wordings apart, short enough for a list of hundreds.
const SHORT: usize = 16;

/// The hashes of a knowledge base that was read from `sources`, out of `folder` where it is not built in.
pub fn kb_print(graph: &Graph, sources: &SourceMap, folder: Option<String>) -> KbPrint {
    let nodes = graph.nodes().map(|node| (node.key.clone(), node_print(graph, sources, node))).collect();
    KbPrint { title: graph.base().title.value.clone(), folder, hash: kb_hash(graph, sources), nodes }
}

/// The hash over the files of the graph: their names, lengths and texts, sorted by name. Scenarios are not among them; a
/// session is the same whether they were loaded or not.
pub fn kb_hash(graph: &Graph, sources: &SourceMap) -> String {
    let runbooks = graph.runbooks().iter().map(|runbook| runbook.runbook.span.file);
    let own: BTreeSet<FileId> = runbooks.chain([graph.base().title.span.file]).collect();
    let mut files: Vec<(&str, &str)> = sources
        .files()
        .filter(|(id, _)| own.contains(id))
        .map(|(_, file)| (file.name().rsplit('/').next().unwrap_or_default(), file.text()))
        .collect();
    files.sort_unstable();
    hash_of(files.into_iter().flat_map(|(name, text)| {
        [Cow::Owned(format!("{name}\n{}\n", text.len()).into_bytes()), Cow::Borrowed(text.as_bytes())]
    }))
}

fn node_print(graph: &Graph, sources: &SourceMap, node: &Node) -> String {
    let origin = node.content.taken_from().and_then(|origin| graph.node(&origin.key(&node.key.runbook)));
    let written: String =
        std::iter::once(node).chain(origin).map(|node| lines_of(sources, node) + "\n").collect();
    let mut hash = hash(written.as_bytes());
    hash.truncate(SHORT);
    hash
}

/// The lines in which a node is written: that of its name, and those below it that are indented deeper.
fn lines_of(sources: &SourceMap, node: &Node) -> String {
    let text = sources.file(node.span.file).text();
    let start =
        text.get(..node.span.start as usize).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let indent = |line: &str| line.len() - line.trim_start().len();
    let says = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let mut lines = text.get(start..).unwrap_or_default().lines().filter(says);
    let Some(first) = lines.next() else { return String::new() };
    let below = lines.take_while(|line| indent(line) > indent(first));
    std::iter::once(first).chain(below).map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Nodes of `answered` whose wording differs between two states of a knowledge base, or that are gone.
pub fn changed<'a>(
    answered: impl Iterator<Item = &'a NodeKey>,
    then: &BTreeMap<NodeKey, String>,
    now: &BTreeMap<NodeKey, String>,
) -> Vec<NodeKey> {
    let mut changed: Vec<NodeKey> =
        answered.filter(|node| then.get(*node) != now.get(*node)).cloned().collect();
    changed.sort();
    changed.dedup();
    changed
}
