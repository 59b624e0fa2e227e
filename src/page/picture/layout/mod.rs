//! Layered drawing of a directed graph: from sizes and arcs to places and routes, in pixels.
//!
//! The way: find the arcs that close loops ([`rank`]); put every block in a row below all blocks that lead to it
//! ([`rank`]); let long lines pass the rows between, all lines into one block as one trunk ([`layers`]); order the rows
//! so that few lines cross ([`order`]); place the blocks so that lines are straight ([`place`]); give every horizontal
//! piece its own track between the rows ([`channel`]); put the pieces together ([`route`]).
//!
//! Invariant: blocks never overlap, and a line touches no block but the two at its ends: vertical pieces keep to room
//! that [`place`] reserved, horizontal pieces run between the rows.
//! Deliberately absent: texts, shapes and colours.

mod channel;
mod layers;
mod order;
mod place;
mod pull;
mod rank;
mod route;
mod separate;
#[cfg(test)]
mod tests;

/// A width and a height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A line to draw from one block to another, with room for its label under the block it leaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Arc {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The size of the label; a width of 0 for none. The labels of a block's lines side by side, [`LABEL_GAP`] apart,
    /// are at most as wide as the block.
    pub(super) label: Size,
}

/// A point; y grows downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// A rectangle by its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Where a line runs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Route {
    /// Corners from the edge of the block it leaves to the edge of the block it enters; each piece is horizontal or
    /// vertical.
    pub(super) points: Vec<Point>,
    /// Where the label stands; without one, an empty rectangle at the start.
    pub(super) label: Rect,
    /// Whether it goes back up: it closes a loop.
    pub(super) back: bool,
}

/// The finished drawing. All coordinates lie between 0 and `size`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    pub(super) size: Size,
    pub(super) blocks: Vec<Rect>,
    pub(super) routes: Vec<Route>,
}

/// Free room between the labels of one block.
pub(super) const LABEL_GAP: f64 = 12.0;
/// Between a block and its labels.
const LABEL_TOP: f64 = 7.0;
/// Free room between blocks that are neighbours in a row.
const BLOCK_GAP: f64 = 30.0;
/// Free room between a line that passes a row and its neighbour there.
const PASS_GAP: f64 = 15.0;
/// Between the side of a block and a line beside it, and between two such lines.
const LANE: f64 = 14.0;
/// Between two horizontal tracks.
const TRACK: f64 = 10.0;

/// Lays out `arcs` between blocks of these `sizes`. The same input always gives the same drawing.
pub(super) fn layout(sizes: &[Size], arcs: &[Arc]) -> Layout {
    let ranked = rank::rank(sizes, arcs);
    let mut layers = layers::Layers::build(sizes, arcs, &ranked);
    let rows = order::order(&layers);
    let places = place::place(&mut layers, &rows, sizes, arcs);
    let tracks = channel::assign(&layers, &places);
    route::route(&layers, &places, &tracks, sizes, arcs)
}

/// A count as a number to calculate with.
fn real(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}
