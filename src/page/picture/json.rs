//! A picture as JSON, for other programs.
//!
//! Invariant: all nodes and all edges, none merged; the shape is promised by `version`.
//! Deliberately absent: places on a canvas.

use crate::model::Risk;
use crate::page::picture::{Picture, Shape, ShapeKind};
use serde_json::{Value, json};

/// `{"version": 1, "runbook", "from", "title", "nodes": [{"id", "kind", "title", …}], "edges": [{"from", "to", "kind",
/// "label", "title"}]}`. A fix has its `risk`, an end its `result`, another runbook its `runbook` and `node`.
pub fn json(picture: &Picture) -> Value {
    let edges: Vec<Value> = picture
        .edges
        .iter()
        .map(|line| {
            let mut edge = json!({
                "from": picture.nodes[line.from].id,
                "to": picture.nodes[line.to].id,
                "kind": line.kind.word(),
                "label": line.label,
            });
            if let Some(title) = &line.title {
                edge["title"] = title.as_str().into();
            }
            edge
        })
        .collect();
    json!({
        "version": 1,
        "runbook": picture.runbook,
        "from": picture.entry,
        "title": picture.title,
        "nodes": picture.nodes.iter().map(node).collect::<Vec<Value>>(),
        "edges": edges,
    })
}

fn node(shape: &Shape) -> Value {
    let mut node = json!({ "id": shape.id, "kind": shape.kind.word(), "title": shape.title });
    match shape.kind {
        ShapeKind::Fix(risk) => node["risk"] = risk.map(Risk::word).into(),
        ShapeKind::End(result) => node["result"] = result.word().into(),
        ShapeKind::Call => {
            node["runbook"] = shape.key.runbook.as_str().into();
            node["node"] = shape.key.node.as_str().into();
        }
        ShapeKind::Symptom | ShapeKind::Check => {}
    }
    node
}

#[cfg(test)]
mod tests {
    use super::json;
    use crate::page::picture::sample;

    #[test]
    fn every_edge_is_there_with_its_kind() {
        let value = json(&sample::loops());
        assert_eq!(value["version"], 1);
        let edges = value["edges"].as_array().expect("a list");
        assert_eq!(edges.len(), 9);
        assert_eq!(
            edges[4],
            serde_json::json!({ "from": "works", "to": "done", "kind": "outcome", "label": "yes" })
        );
        assert_eq!(value["nodes"][3]["risk"], "change");
        assert_eq!(value["nodes"][5]["result"], "escalated");
    }
}
