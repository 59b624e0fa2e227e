//! Drawings of a decision graph: our own SVG, Mermaid, DOT, JSON and a text tree, all made from one [`Picture`].
//!
//! Invariant: a [`Picture`] holds every node and every edge; an edge's ends are indices of its nodes. What a drawing
//! leaves out to stay calm is decided by that drawing, which says so.
//! Deliberately absent: files, colours of the site (its CSS owns the `--tb-…` variables), and any change to the graph.

mod dot;
mod from_graph;
mod json;
mod layout;
mod mermaid;
mod paint;
#[cfg(test)]
mod sample;
mod scene;
mod svg;
mod text;
mod width;

pub use dot::dot;
pub use from_graph::{of_entry, of_runbook};
pub use json::json;
pub use mermaid::mermaid;
pub use svg::{STYLE, svg};
pub use text::text;

use crate::model::{EndResult, NodeId, NodeKey, Risk, RunbookId};
use crate::prose;

/// A graph as it is drawn: plain data, independent of where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The runbook it shows.
    pub runbook: RunbookId,
    /// The symptom it starts from, where it shows only what is reachable from one.
    pub entry: Option<NodeId>,
    /// The runbook's title, or the symptom's where it shows what is reachable from one symptom.
    pub title: String,
    /// The nodes: symptoms, checks, fixes, ends, then calls of other runbooks.
    pub nodes: Vec<Shape>,
    /// The edges in the order they were written.
    pub edges: Vec<Line>,
}

/// One node of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Its name, unique in the picture: the node's id. For another runbook, the address `runbook/node`, with
    /// `>node` after it where the walk comes back to a node of this one.
    pub id: String,
    /// What it is.
    pub kind: ShapeKind,
    /// Its title; for a call, the title of the called runbook.
    pub title: String,
    /// The node it stands for and leads to when it is followed.
    pub key: NodeKey,
}

/// What a node of a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShapeKind {
    /// An entry.
    Symptom,
    /// A question.
    Check,
    /// A change, with its risk where the author gave one.
    Fix(Option<Risk>),
    /// A stop.
    End(EndResult),
    /// Another runbook: a call that comes back, or a walk that goes on there.
    Call,
}

impl ShapeKind {
    /// The word a reader hears before the title: the kind, with the risk of a fix and the result of an end.
    pub fn caption(self) -> String {
        match self {
            Self::Fix(Some(risk)) => format!("fix, {}", risk.word()),
            Self::End(result) => format!("end, {}", result.word()),
            kind => kind.word().to_owned(),
        }
    }

    /// The word of the format: `symptom`, `check`, `fix`, `end`; `runbook` for a call.
    pub fn word(self) -> &'static str {
        match self {
            Self::Symptom => "symptom",
            Self::Check => "check",
            Self::Fix(_) => "fix",
            Self::End(_) => "end",
            Self::Call => "runbook",
        }
    }
}

/// One edge of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The index of the node it leaves.
    pub from: usize,
    /// The index of the node it leads to.
    pub to: usize,
    /// When it is taken.
    pub kind: LineKind,
    /// Short words for it; empty where nothing needs to be said.
    pub label: String,
    /// The whole sentence behind the label, where there is one: an outcome's title.
    pub title: Option<String>,
}

/// When an edge of a picture is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// From a symptom to its first check.
    Start,
    /// With an outcome.
    Outcome,
    /// No outcome fits.
    NoneFits,
    /// The check cannot be run, or its answer cannot be told.
    Unsure,
    /// From a fix to the check that proves it.
    Verify,
    /// The fix was tried as often as it may be: this many times.
    AttemptsUsed(u32),
    /// Back from a called runbook.
    Return,
}

impl Picture {
    /// The lines that leave a node, those to the same node together, in the order they were written.
    pub(super) fn ways(&self, from: usize) -> Vec<Vec<&Line>> {
        let mut ways: Vec<Vec<&Line>> = Vec::new();
        for line in self.edges.iter().filter(|line| line.from == from) {
            match ways.iter_mut().find(|way| way[0].to == line.to) {
                Some(way) => way.push(line),
                None => ways.push(vec![line]),
            }
        }
        ways
    }
}

/// The labels of lines with the same ends, as one: `absent or disabled`.
pub(super) fn label(lines: &[&Line]) -> String {
    let words: Vec<&str> =
        lines.iter().map(|line| line.label.as_str()).filter(|label| !label.is_empty()).collect();
    prose::or(&words)
}

impl LineKind {
    /// Whether it is taken because the node itself did not help.
    pub fn is_way_out(self) -> bool {
        matches!(self, Self::NoneFits | Self::Unsure | Self::AttemptsUsed(_))
    }

    /// The word in JSON: `start`, `outcome`, `none`, `unsure`, `verify`, `attempts`, `return`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Outcome => "outcome",
            Self::NoneFits => "none",
            Self::Unsure => "unsure",
            Self::Verify => "verify",
            Self::AttemptsUsed(_) => "attempts",
            Self::Return => "return",
        }
    }
}

/// Where the nodes of a drawing lead when they are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// On a page of the site: to `#node`, and for other runbooks to `runbook.html#node`.
    Anchors,
    /// Nowhere: the drawing stands alone and brings its own style, light and dark.
    None,
}
