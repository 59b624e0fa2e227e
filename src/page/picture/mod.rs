//! Drawings of a decision graph: our own SVG, Mermaid, DOT, JSON and a text tree, all made from one [`Picture`].
//!
//! Invariant: a [`Picture`] holds every node and every edge; an edge's ends are indices of its nodes. What a drawing
//! leaves out to stay calm is decided by that drawing, which says so.
//! Deliberately absent: files, colours of the site (its CSS owns the `--tb-…` variables), and any change to the graph.

use crate::model::{EndResult, NodeKey, Risk, RunbookId};

/// A graph as it is drawn: plain data, independent of where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The runbook it shows.
    pub runbook: RunbookId,
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
    /// Its name: unique in the picture. The node's id; for a call, the address `runbook/node`, made unique by the
    /// node where the walk comes back.
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
    /// The fix was tried as often as it may be.
    AttemptsUsed,
    /// Back from a called runbook.
    Return,
}

impl LineKind {
    /// The word in JSON: `start`, `outcome`, `none`, `unsure`, `verify`, `attempts`, `return`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Outcome => "outcome",
            Self::NoneFits => "none",
            Self::Unsure => "unsure",
            Self::Verify => "verify",
            Self::AttemptsUsed => "attempts",
            Self::Return => "return",
        }
    }
}

/// Where the nodes of a drawing lead when they are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// To `#node`, and for other runbooks to `runbook.html#node`.
    Anchors,
    /// Nowhere: the drawing stands alone.
    None,
}
