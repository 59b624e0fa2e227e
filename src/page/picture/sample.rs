//! Pictures for tests, written by hand.
//!
//! Invariant: none; used by tests alone.
//! Deliberately absent: graphs. A picture is plain data so that drawings can be tested without one.

use crate::model::{EndResult, NodeKey, Risk};
use crate::page::picture::{Line, LineKind, Picture, Shape, ShapeKind};

/// A picture of these nodes (id, kind, title) and edges (from, to, kind, label).
pub(super) fn picture(nodes: &[(&str, ShapeKind, &str)], edges: &[(&str, &str, LineKind, &str)]) -> Picture {
    let at = |id: &str| nodes.iter().position(|node| node.0 == id).expect("an edge of a known node");
    Picture {
        runbook: "sample".into(),
        entry: None,
        title: "Connector off".to_owned(),
        nodes: nodes
            .iter()
            .map(|(id, kind, title)| Shape {
                id: (*id).to_owned(),
                kind: *kind,
                title: (*title).to_owned(),
                key: NodeKey::new("sample", *id),
            })
            .collect(),
        edges: edges
            .iter()
            .map(|(from, to, kind, label)| Line {
                from: at(from),
                to: at(to),
                kind: *kind,
                label: (*label).to_owned(),
                title: None,
            })
            .collect(),
    }
}

/// Six nodes with a loop from a fix back to its check.
pub(super) fn loops() -> Picture {
    picture(
        &[
            ("warning", ShapeKind::Symptom, "HCW8064 on screen"),
            ("on", ShapeKind::Check, "Is it on?"),
            ("works", ShapeKind::Check, "Does it work?"),
            ("switch", ShapeKind::Fix(Some(Risk::Change)), "Switch it on"),
            ("done", ShapeKind::End(EndResult::Resolved), "It works"),
            ("team", ShapeKind::End(EndResult::Escalated), "Call the team"),
        ],
        &[
            ("warning", "on", LineKind::Start, ""),
            ("on", "works", LineKind::Outcome, "yes"),
            ("on", "switch", LineKind::Outcome, "no"),
            ("on", "team", LineKind::Unsure, "cannot tell"),
            ("works", "done", LineKind::Outcome, "yes"),
            ("works", "team", LineKind::Outcome, "no"),
            ("works", "team", LineKind::Unsure, "cannot tell"),
            ("switch", "on", LineKind::Verify, "verify"),
            ("switch", "team", LineKind::AttemptsUsed(3), "after 3 attempts"),
        ],
    )
}
