//! Heights, and the pieces of every line put together.
//!
//! Invariant: every arc has a route whose pieces are horizontal or vertical and which ends at its block.
//! Deliberately absent: rounded corners and arrowheads.

use crate::page::picture::layout::channel::Tracks;
use crate::page::picture::layout::layers::{Layers, Pin};
use crate::page::picture::layout::place::Places;
use crate::page::picture::layout::{Arc, LABEL_TOP, Layout, Point, Rect, Route, Size, TRACK, real};

/// Free room around the drawing.
const MARGIN: f64 = 12.0;
/// Between a row and the first track under it.
const ABOVE_TRACKS: f64 = 9.0;
/// Between the last track and the row under it: room for an arrowhead.
const BELOW_TRACKS: f64 = 21.0;

/// Puts the drawing together.
pub(super) fn route(
    layers: &Layers,
    places: &Places,
    tracks: &Tracks,
    sizes: &[Size],
    arcs: &[Arc],
) -> Layout {
    let heights = Heights::of(layers, tracks, sizes, arcs);
    let blocks: Vec<Rect> = sizes
        .iter()
        .enumerate()
        .map(|(block, size)| Rect {
            x: places.x[block] - size.width / 2.0,
            y: heights.middle[layers.vertices[block].row] - size.height / 2.0,
            width: size.width,
            height: size.height,
        })
        .collect();
    let lines = Router { layers, places, tracks, heights: &heights, blocks: &blocks };
    let routes = (0..arcs.len()).map(|arc| lines.route(arc, &arcs[arc])).collect();
    let layout = Layout { size: Size { width: 0.0, height: 0.0 }, blocks, routes };
    framed(layout)
}

/// The rows from top to bottom.
struct Heights {
    /// The middle of the blocks of each row.
    middle: Vec<f64>,
    /// The lower end of each row, labels included.
    bottom: Vec<f64>,
}

impl Heights {
    fn of(layers: &Layers, tracks: &Tracks, sizes: &[Size], arcs: &[Arc]) -> Self {
        let mut above = vec![0.0_f64; layers.rows];
        let mut below = vec![0.0_f64; layers.rows];
        for (block, size) in sizes.iter().enumerate() {
            let row = layers.vertices[block].row;
            let labels = arcs.iter().filter(|arc| arc.from == block).map(|arc| arc.label.height);
            let label = labels.fold(0.0, f64::max);
            let label = if label > 0.0 { LABEL_TOP + label } else { 0.0 };
            above[row] = above[row].max(size.height / 2.0);
            below[row] = below[row].max(size.height / 2.0 + label);
        }
        let (mut middle, mut bottom, mut y) = (Vec::new(), Vec::new(), 0.0);
        for row in 0..layers.rows {
            middle.push(y + above[row]);
            bottom.push(y + above[row] + below[row]);
            let between = ABOVE_TRACKS + TRACK * (real(tracks.count[row]) - 1.0).max(0.0) + BELOW_TRACKS;
            y += above[row] + below[row] + between;
        }
        Self { middle, bottom }
    }
}

struct Router<'a> {
    layers: &'a Layers,
    places: &'a Places,
    tracks: &'a Tracks,
    heights: &'a Heights,
    blocks: &'a [Rect],
}

impl Router<'_> {
    fn route(&self, index: usize, arc: &Arc) -> Route {
        let (from, to) = (&self.blocks[arc.from], &self.blocks[arc.to]);
        let mut x = self.places.pin(self.layers, Pin::Port(index));
        let start = Point { x, y: from.y + from.height };
        let mut points = vec![start];
        let back = self.layers.back[index];
        for &net in &self.layers.ways[index] {
            let part = &self.layers.nets[net];
            let pin = match (part.lower.as_slice(), back) {
                ([], _) => part.upper[1],
                (lower, false) => lower[0],
                (_, true) => part.upper[0],
            };
            let next = self.places.pin(self.layers, pin);
            if let Some(track) = self.tracks.of[net] {
                let y = self.heights.bottom[part.gap] + ABOVE_TRACKS + TRACK * real(track);
                points.extend([Point { x, y }, Point { x: next, y }]);
                x = next;
            }
        }
        if back {
            let y = to.y + to.height / 2.0;
            let side = if x < to.x { to.x } else { to.x + to.width };
            points.extend([Point { x, y }, Point { x: side, y }]);
        } else {
            points.push(Point { x, y: to.y });
        }
        let (label, room) = (arc.label, if arc.label.width > 0.0 { LABEL_TOP } else { 0.0 });
        let label = Rect {
            x: start.x - label.width / 2.0,
            y: start.y + room,
            width: label.width,
            height: label.height,
        };
        Route { points: simple(points), label, back }
    }
}

/// The same line without points in the middle of a straight piece.
fn simple(points: Vec<Point>) -> Vec<Point> {
    let same = |a: f64, b: f64| (a - b).abs() < 0.01;
    let mut out: Vec<Point> = Vec::new();
    for point in points {
        if let [.., before, last] = out[..] {
            let upright = same(before.x, last.x) && same(last.x, point.x);
            let level = same(before.y, last.y) && same(last.y, point.y);
            if upright || level {
                out.pop();
            }
        }
        if out.last().is_none_or(|last| !same(last.x, point.x) || !same(last.y, point.y)) {
            out.push(point);
        }
    }
    out
}

/// Moves the drawing so that it begins at the margin, onto whole pixels, and measures it.
fn framed(mut layout: Layout) -> Layout {
    let corners = |layout: &Layout| -> Vec<Point> {
        let rects = layout.blocks.iter().chain(layout.routes.iter().map(|route| &route.label));
        let ends = rects.flat_map(|rect| {
            [Point { x: rect.x, y: rect.y }, Point { x: rect.x + rect.width, y: rect.y + rect.height }]
        });
        ends.chain(layout.routes.iter().flat_map(|route| route.points.iter().copied())).collect()
    };
    let least = corners(&layout).iter().map(|corner| corner.x).fold(f64::MAX, f64::min);
    // Without any block there is nothing to move.
    let least = if layout.blocks.is_empty() { 0.0 } else { least };
    let place = |point: &mut Point| {
        *point = Point { x: (point.x - least + MARGIN).round(), y: (point.y + MARGIN).round() };
    };
    for rect in layout.blocks.iter_mut().chain(layout.routes.iter_mut().map(|route| &mut route.label)) {
        let mut corner = Point { x: rect.x, y: rect.y };
        place(&mut corner);
        (rect.x, rect.y) = (corner.x, corner.y);
    }
    layout.routes.iter_mut().flat_map(|route| &mut route.points).for_each(place);
    let (width, height) = corners(&layout)
        .iter()
        .fold((0.0_f64, 0.0_f64), |(width, height), corner| (width.max(corner.x), height.max(corner.y)));
    layout.size = Size { width: (width + MARGIN).ceil(), height: (height + MARGIN).ceil() };
    layout
}
