//! A picture as a Mermaid flowchart.
//!
//! Invariant: whatever a title holds, it stays inside its quotes: Mermaid's own entities stand for special characters.
//! Deliberately absent: colours; the reader's Mermaid theme has them.

use crate::page::picture::{Picture, ShapeKind, label};
use std::fmt::Write as _;

/// The picture as `flowchart TD`. Lines with the same ends are one.
pub fn mermaid(picture: &Picture) -> String {
    let mut out = String::from("flowchart TD\n");
    for (index, shape) in picture.nodes.iter().enumerate() {
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
        let _ = writeln!(out, "  n{index}{open}\"{text}\"{close}");
    }
    for from in 0..picture.nodes.len() {
        for way in picture.ways(from) {
            let arrow = if way.iter().all(|line| line.kind.is_way_out()) { "-.->" } else { "-->" };
            let text = match label(&way) {
                text if text.is_empty() => text,
                text => format!("|\"{}\"|", escape(&text)),
            };
            let _ = writeln!(out, "  n{from} {arrow}{text} n{}", way[0].to);
        }
    }
    out.push_str("  classDef ending stroke-width:3px\n");
    out
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
        assert!(drawn.starts_with("flowchart TD\n  n0([\"symptom: HCW8064 on screen\"])\n"), "{drawn}");
        assert!(drawn.contains("  n1{{\"Is it on?\"}}\n"), "{drawn}");
        assert!(drawn.contains("  n2 -->|\"no or cannot tell\"| n5\n"), "{drawn}");
        assert!(drawn.contains("  n1 -.->|\"cannot tell\"| n5\n"), "{drawn}");
    }

    #[test]
    fn a_title_cannot_leave_its_quotes() {
        let picture = sample::picture(&[("a", ShapeKind::Check, "say \"x\"]; <b>#1\nend")], &[]);
        assert!(mermaid(&picture).contains("n0{{\"say #quot;x#quot;]#59; #60;b#62;#35;1 end\"}}"));
    }
}
