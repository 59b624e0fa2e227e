//! A picture as nested rows with links: the equal of the drawing for people who do not see it.
//!
//! Invariant: every edge is named once; the ways from a node are listed where a shortest way meets it, so that the list
//! stays shallow; elsewhere the row only links to it. Rows nest by depth, and each says which lists open and close after it.
//! Deliberately absent: HTML.

use crate::page::link::{Origin, to_node};
use crate::page::picture::{Picture, label};
use serde::Serialize;
use std::collections::VecDeque;

/// One way to one node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutlineRow {
    /// When the way is taken; empty for an entry.
    pub words: String,
    /// The kind of the node, with risk or result.
    pub caption: String,
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Whether the ways from it are listed in another row.
    pub is_repeated: bool,
    /// Whether a list of its own ways follows.
    pub opens: bool,
    /// The numbers of the lists that end after this row, innermost first.
    pub closes: Vec<usize>,
}

struct Step {
    node: usize,
    depth: usize,
    words: String,
    expands: bool,
}

/// The rows of a picture, as links on the page of its runbook.
pub(super) fn outline(picture: &Picture) -> Vec<OutlineRow> {
    let (starts, parents) = shortest(picture);
    let mut rows: Vec<(usize, OutlineRow)> = Vec::new();
    for start in starts {
        let mut next = vec![Step { node: start, depth: 0, words: String::new(), expands: true }];
        while let Some(Step { node, depth, words, expands }) = next.pop() {
            let shape = &picture.nodes[node];
            let ways = picture.ways(node);
            let row = OutlineRow {
                words,
                caption: shape.kind.caption(),
                title: shape.title.clone(),
                href: to_node(Origin::Runbook(&picture.runbook), &shape.key),
                is_repeated: !expands && !ways.is_empty(),
                opens: false,
                closes: Vec::new(),
            };
            rows.push((depth, row));
            if expands {
                next.extend(ways.iter().rev().map(|way| Step {
                    node: way[0].to,
                    depth: depth + 1,
                    words: label(way),
                    expands: parents[way[0].to] == Some(node),
                }));
            }
        }
    }
    let depths: Vec<usize> = rows.iter().skip(1).map(|(depth, _)| *depth).chain([0]).collect();
    let nested = rows.into_iter().zip(depths).map(|((depth, mut row), next)| {
        row.opens = next > depth;
        row.closes = (next..depth).collect();
        row
    });
    nested.collect()
}

/// Where to start (what nothing leads to, then what only a circle reaches), and for each node the node before it on a
/// shortest way.
fn shortest(picture: &Picture) -> (Vec<usize>, Vec<Option<usize>>) {
    let mut parents = vec![None; picture.nodes.len()];
    let mut seen = vec![false; picture.nodes.len()];
    let entered = |node: usize| picture.edges.iter().any(|line| line.to == node && line.from != node);
    let mut starts: Vec<usize> = (0..picture.nodes.len()).filter(|node| !entered(*node)).collect();
    let mut queue: VecDeque<usize> = starts.iter().copied().collect();
    for start in &starts {
        seen[*start] = true;
    }
    loop {
        while let Some(node) = queue.pop_front() {
            for way in picture.ways(node) {
                if !std::mem::replace(&mut seen[way[0].to], true) {
                    parents[way[0].to] = Some(node);
                    queue.push_back(way[0].to);
                }
            }
        }
        let Some(left) = seen.iter().position(|seen| !seen) else { return (starts, parents) };
        seen[left] = true;
        starts.push(left);
        queue.push_back(left);
    }
}
