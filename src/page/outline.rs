//! A picture as nested rows with links: the equal of the drawing for people who do not see it.
//!
//! Invariant: every edge is named once; the ways from a node are listed where it is first met, elsewhere the row only
//! links to it. Rows nest by depth, and each says which lists open and close after it.
//! Deliberately absent: HTML.

use crate::page::link::{Origin, to_node};
use crate::page::picture::{Picture, label};
use serde::Serialize;

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
    /// Whether the ways from it are listed further up.
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
}

/// The rows of a picture, as links on the page of its runbook.
pub fn outline(picture: &Picture) -> Vec<OutlineRow> {
    let mut rows: Vec<(usize, OutlineRow)> = Vec::new();
    let mut listed = vec![false; picture.nodes.len()];
    let entered = |node: usize| picture.edges.iter().any(|line| line.to == node && line.from != node);
    let starts = (0..picture.nodes.len()).filter(|node| !entered(*node));
    for start in starts.chain(0..picture.nodes.len()) {
        let mut next = if listed[start] {
            Vec::new()
        } else {
            vec![Step { node: start, depth: 0, words: String::new() }]
        };
        while let Some(Step { node, depth, words }) = next.pop() {
            let shape = &picture.nodes[node];
            let ways = picture.ways(node);
            let is_repeated = std::mem::replace(&mut listed[node], true) && !ways.is_empty();
            rows.push((
                depth,
                OutlineRow {
                    words,
                    caption: shape.kind.caption(),
                    title: shape.title.clone(),
                    href: to_node(Origin::Runbook(&picture.runbook), &shape.key),
                    is_repeated,
                    opens: false,
                    closes: Vec::new(),
                },
            ));
            if !is_repeated {
                let ways = ways.iter().rev();
                next.extend(ways.map(|way| Step { node: way[0].to, depth: depth + 1, words: label(way) }));
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
