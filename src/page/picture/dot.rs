//! A picture in the DOT language, for Graphviz.
//!
//! Invariant: whatever a title holds, it stays inside its quotes.
//! Deliberately absent: colours and places; Graphviz lays it out.

use crate::page::picture::{Picture, ShapeKind, label, width};
use std::fmt::Write as _;

/// The picture as a `digraph`. Lines with the same ends are one.
pub fn dot(picture: &Picture) -> String {
    let mut out = format!("digraph \"{}\" {{\n", escape(picture.runbook.as_str()));
    out.push_str("  graph [rankdir=TB, fontname=\"sans-serif\"];\n");
    out.push_str("  node [fontname=\"sans-serif\", fontsize=11];\n");
    out.push_str("  edge [fontname=\"sans-serif\", fontsize=10];\n");
    for (index, shape) in picture.nodes.iter().enumerate() {
        let look = match shape.kind {
            ShapeKind::Symptom => "shape=box, style=rounded",
            ShapeKind::Check => "shape=hexagon, margin=0",
            ShapeKind::Fix(_) => "shape=box",
            ShapeKind::End(_) => "shape=box, style=rounded, peripheries=2",
            ShapeKind::Call => "shape=component",
        };
        let mut lines: Vec<String> =
            width::wrap(&shape.title, 11.0, 170.0, 6).iter().map(|line| escape(line)).collect();
        if shape.kind != ShapeKind::Check {
            lines.insert(0, shape.kind.caption());
        }
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(out, "  n{index} [{look}, label=\"{}\"];", lines.join("\\n"));
    }
    for from in 0..picture.nodes.len() {
        for way in picture.ways(from) {
            let style = if way.iter().all(|line| line.kind.is_way_out()) { ", style=dashed" } else { "" };
            let text = escape(&label(&way));
            let _ = writeln!(out, "  n{from} -> n{} [label=\"{text}\"{style}];", way[0].to);
        }
    }
    out.push_str("}\n");
    out
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            c if c.is_whitespace() => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::dot;
    use crate::page::picture::{ShapeKind, sample};

    #[test]
    fn a_title_cannot_leave_its_quotes() {
        let picture = sample::picture(&[("a", ShapeKind::Check, "say \"x\\")], &[]);
        assert!(dot(&picture).contains("label=\"say \\\"x\\\\\"]"), "{}", dot(&picture));
    }
}
