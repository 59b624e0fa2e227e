//! Flowcharts that people drew in Mermaid, read as nodes, edges and groups.
//!
//! Invariant: reading never panics and never stops at the first trouble; without trouble, no node, edge or label that
//! Mermaid would draw is missing. Labels are plain text: breaks, tags, entities and emphasis are resolved.
//! Deliberately absent: looks (styles, classes, links, directions are counted and passed over), the other kinds of
//! Mermaid diagrams, and what a chart means as a runbook (`draft`).

mod chart;
mod cursor;
mod document;
mod escaped;
mod label;
mod line;
mod reader;
mod shape;

pub use chart::{Edge, Flowchart, Group, Node, PassedOver, Shape, Stroke, Trouble};
pub use document::{Block, blocks};
pub use reader::read;
