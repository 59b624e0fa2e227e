//! A flowchart as data.
//!
//! Invariant: the ends of an edge are indices of nodes, the group of a node or group is an index of groups; ids of nodes
//! are unique.
//! Deliberately absent: places on a canvas and colours.

/// A flowchart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flowchart {
    /// Its title, from the front matter or `accTitle`.
    pub title: Option<String>,
    /// Its description, from `accDescr`.
    pub description: Option<String>,
    /// The nodes in the order in which they are first named.
    pub nodes: Vec<Node>,
    /// The edges in the order in which they are written. `A & B --> C & D` is four.
    pub edges: Vec<Edge>,
    /// The subgraphs in the order in which they begin.
    pub groups: Vec<Group>,
    /// What was read and has no meaning here.
    pub passed_over: Vec<PassedOver>,
    /// How many signs were written as in the source of a page, `&gt;` for `>`, and read as what they stand for.
    pub decoded: usize,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its name in the chart.
    pub id: String,
    /// What stands in it, line feeds for breaks; its id where nothing else was written.
    pub label: String,
    /// Its shape.
    pub shape: Shape,
    /// The innermost subgraph that it was first named in.
    pub group: Option<usize>,
    /// Where it is first named, as a byte offset.
    pub at: usize,
}

/// An edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The index of the node it leaves.
    pub from: usize,
    /// The index of the node it leads to.
    pub to: usize,
    /// What stands on it, line feeds for breaks; may be empty.
    pub label: String,
    /// How it is drawn.
    pub stroke: Stroke,
    /// Where it is written, as a byte offset.
    pub at: usize,
}

/// How an edge is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stroke {
    /// `-->`
    Solid,
    /// `-.->`
    Dotted,
    /// `==>`
    Thick,
}

/// A subgraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name in the chart; its title where it has no other.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The subgraph it lies in.
    pub parent: Option<usize>,
    /// Where it begins, as a byte offset.
    pub at: usize,
}

/// The shape of a node.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Shape {
    /// No shape was written, so it is a box.
    Bare,
    /// `[ ]`
    Box,
    /// `( )`
    Round,
    /// `([ ])`
    Stadium,
    /// `[[ ]]`
    Subroutine,
    /// `[( )]`
    Cylinder,
    /// `(( ))`
    Circle,
    /// `((( )))`
    DoubleCircle,
    /// `(- -)`
    Ellipse,
    /// `{ }`
    Diamond,
    /// `{{ }}`
    Hexagon,
    /// `[/ /]`, `[\ \]`, `[/ \]` and `[\ /]`
    Slanted,
    /// `> ]`
    Flag,
    /// Another one of `@{ shape: … }`, by its name.
    Named(String),
}

impl Shape {
    /// Whether it is the shape of a question.
    pub fn asks(&self) -> bool {
        matches!(self, Self::Diamond | Self::Hexagon)
    }
}

/// Statements that were read and have no meaning here, such as styles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// What they are, as a plural: `styles`.
    pub what: &'static str,
    /// How many.
    pub count: usize,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Where it begins, as a byte offset into the whole file.
    pub at: usize,
    /// What is wrong, one sentence, lower case, without a full stop.
    pub message: String,
    /// What to do.
    pub help: String,
}
