//! A picture as an indented list: for terminals, and the equal of the drawing for screen readers.
//!
//! Invariant: every edge is named once; a node's own edges are listed once, and elsewhere it says `see above`.
//! Deliberately absent: line-drawing characters, which a screen reader spells out.

use crate::page::picture::{Picture, label};
use crate::prose::{and, count_of, visible_line};
use std::fmt::Write as _;

/// The picture as a list: a head, then every symptom with the ways from it, two spaces deeper for each step.
pub fn text(picture: &Picture) -> String {
    let mut out = format!("{}\n{}.\n", visible_line(&picture.title), summary(picture));
    let mut listed = vec![false; picture.nodes.len()];
    let entered = |node: usize| picture.edges.iter().any(|line| line.to == node && line.from != node);
    // First what nothing leads to, which are the symptoms; then what only a circle reaches.
    let starts = (0..picture.nodes.len()).filter(|node| !entered(*node));
    for node in starts.chain(0..picture.nodes.len()) {
        if !listed[node] {
            out.push('\n');
            list(picture, node, &mut listed, &mut out);
        }
    }
    out
}

/// How many nodes of each kind there are, and how many edges: `2 symptoms, 5 checks and 4 ends; 9 edges`.
pub(super) fn summary(picture: &Picture) -> String {
    let nouns = [
        ("symptom", "symptom", "symptoms"),
        ("check", "check", "checks"),
        ("fix", "fix", "fixes"),
        ("end", "end", "ends"),
        ("runbook", "other runbook", "other runbooks"),
    ];
    let counts: Vec<String> = nouns
        .iter()
        .map(|(word, one, many)| {
            let number = picture.nodes.iter().filter(|shape| shape.kind.word() == *word).count();
            (number, count_of(number, one, many).to_string())
        })
        .filter_map(|(number, words)| (number > 0).then_some(words))
        .collect();
    format!("{}; {}", and(&counts), count_of(picture.edges.len(), "edge", "edges"))
}

/// One line of the list: a node, how deep it stands, and the words on the way to it.
struct Step {
    node: usize,
    depth: usize,
    words: String,
}

fn list(picture: &Picture, start: usize, listed: &mut [bool], out: &mut String) {
    let mut next = vec![Step { node: start, depth: 0, words: String::new() }];
    while let Some(Step { node, depth, words }) = next.pop() {
        let shape = &picture.nodes[node];
        let ways = picture.ways(node);
        let words = if words.is_empty() { words } else { format!("{}: ", visible_line(&words)) };
        let seen = listed[node] && !ways.is_empty();
        let caption = if seen { "see above".to_owned() } else { shape.kind.caption() };
        let (indent, title, id) = ("  ".repeat(depth), visible_line(&shape.title), visible_line(&shape.id));
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{indent}- {words}{caption}: {title} [{id}]");
        if !std::mem::replace(&mut listed[node], true) {
            next.extend(ways.iter().rev().map(|way| Step {
                node: way[0].to,
                depth: depth + 1,
                words: label(way),
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::page::picture::sample;

    #[test]
    fn the_list_follows_the_ways_and_lists_a_node_once() {
        assert_eq!(
            text(&sample::loops()),
            "\
Connector off
1 symptom, 2 checks, 1 fix and 2 ends; 9 edges.

- symptom: HCW8064 on screen [warning]
  - check: Is it on? [on]
    - yes: check: Does it work? [works]
      - yes: end, resolved: It works [done]
      - no or cannot tell: end, escalated: Call the team [team]
    - no: fix, change: Switch it on [switch]
      - verify: see above: Is it on? [on]
      - after 3 attempts: end, escalated: Call the team [team]
    - cannot tell: end, escalated: Call the team [team]
"
        );
    }
}
