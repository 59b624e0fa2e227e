//! A picture as a Mermaid flowchart.
//!
//! Invariant: whatever a title holds, it stays inside its quotes: Mermaid's own entities stand for special characters. Every
//! node has its name and every edge its line, so that `triagebook new --from-mermaid` reads the same graph back (`draft`).
//! Deliberately absent: colours; the reader's Mermaid theme has them.

use crate::page::picture::{Picture, ShapeKind};
use std::fmt::Write as _;

/// Words of Mermaid's language, which cannot name a node.
const WORDS: &[&str] = &[
    "call",
    "class",
    "click",
    "default",
    "direction",
    "end",
    "flowchart",
    "graph",
    "href",
    "interpolate",
    "style",
    "subgraph",
    "v",
];

/// The picture as `flowchart TD`.
pub fn mermaid(picture: &Picture) -> String {
    let mut out =
        format!("---\ntitle: {}\n---\nflowchart TD\n", serde_json::Value::from(picture.title.as_str()));
    let ids: Vec<String> = picture.nodes.iter().map(|shape| id(&shape.id)).collect();
    for (shape, id) in picture.nodes.iter().zip(&ids) {
        let (open, close) = match shape.kind {
            ShapeKind::Symptom => ("([", "])"),
            ShapeKind::Check => ("{{", "}}"),
            ShapeKind::Fix(_) => ("[", "]"),
            ShapeKind::End(_) => ("(", "):::ending"),
            ShapeKind::Call => ("[[", "]]"),
        };
        let text = match shape.kind {
            ShapeKind::Check => escape(&shape.title),
            kind => format!("{}: {}", kind.caption(), escape(&shape.title)),
        };
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(out, "  {id}{open}\"{text}\"{close}");
    }
    for line in &picture.edges {
        let arrow = if line.kind.is_way_out() { "-.->" } else { "-->" };
        let text = match line.label.as_str() {
            "" => String::new(),
            label => format!("|\"{}\"|", escape(label)),
        };
        let _ = writeln!(out, "  {} {arrow}{text} {}", ids[line.from], ids[line.to]);
    }
    out.push_str("  classDef ending stroke-width:3px\n");
    out
}

/// The name of a node for Mermaid, which breaks names at hyphens behind its own words: `end_user`, `hybrid_oauth/test.back`.
fn id(id: &str) -> String {
    let id = id.replace('-', "_").replace('>', ".");
    if WORDS.contains(&id.as_str()) { format!("{id}_") } else { id }
}

/// Mermaid reads `#name;` and `#number;` inside quotes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => out.push_str("#quot;"),
            '#' | '&' | '<' | '>' | '`' | '\\' | ';' => {
                let _ = write!(out, "#{};", u32::from(character));
            }
            c if c.is_whitespace() => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::mermaid;
    use crate::page::picture::{ShapeKind, sample};

    #[test]
    fn every_kind_has_its_shape_and_ways_out_are_dashed() {
        let drawn = mermaid(&sample::loops());
        let head =
            "---\ntitle: \"Connector off\"\n---\nflowchart TD\n  warning([\"symptom: HCW8064 on screen\"])\n";
        assert!(drawn.starts_with(head), "{drawn}");
        assert!(drawn.contains("  on{{\"Is it on?\"}}\n"), "{drawn}");
        assert!(drawn.contains("  works -->|\"no\"| team\n"), "{drawn}");
        assert!(drawn.contains("  works -.->|\"cannot tell\"| team\n"), "{drawn}");
    }

    #[test]
    fn a_title_cannot_leave_its_quotes() {
        let picture = sample::picture(&[("a", ShapeKind::Check, "say \"x\"]; <b>#1\nend")], &[]);
        assert!(mermaid(&picture).contains("a{{\"say #quot;x#quot;]#59; #60;b#62;#35;1 end\"}}"));
    }
}
