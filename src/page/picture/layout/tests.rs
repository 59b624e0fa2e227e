//! What every drawing keeps, whatever the graph: tests with random graphs.
//!
//! Invariant: none; used by tests alone.
//! Deliberately absent: looks.

use crate::page::picture::layout::{Arc, LABEL_GAP, Layout, Point, Rect, Size, layout};
use proptest::prelude::*;

/// Graphs of up to 40 blocks with loops, lines to itself and parts that hang together with nothing.
fn graphs() -> impl Strategy<Value = (Vec<Size>, Vec<Arc>)> {
    (1_usize..=40).prop_flat_map(|count| {
        let sizes = prop::collection::vec((64_u32..240, 36_u32..90), count);
        let arcs = prop::collection::btree_set((0..count, 0..count), 0..=count * 2);
        let labels = prop::collection::vec((0_u32..90, 1_u32..4), count * 2);
        (sizes, arcs, labels).prop_map(|(sizes, arcs, labels)| {
            let arcs: Vec<Arc> = arcs
                .into_iter()
                .zip(labels)
                .map(|((from, to), (width, lines))| {
                    let height = if width > 0 { f64::from(lines * 15) } else { 0.0 };
                    Arc { from, to, label: Size { width: f64::from(width), height } }
                })
                .collect();
            let sizes = sizes.into_iter().enumerate().map(|(block, (width, height))| {
                let labels = arcs.iter().filter(|arc| arc.from == block);
                let labels: f64 = labels.map(|arc| arc.label.width.max(2.0) + LABEL_GAP).sum();
                let half = (f64::from(width).max(labels + LABEL_GAP) * 0.5).ceil();
                Size { width: half * 2.0, height: f64::from(height) }
            });
            (sizes.collect(), arcs)
        })
    })
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/// Whether the piece from `a` to `b` runs through the inside of `rect`.
fn through(a: Point, b: Point, rect: &Rect) -> bool {
    let piece =
        Rect { x: a.x.min(b.x), y: a.y.min(b.y), width: (a.x - b.x).abs(), height: (a.y - b.y).abs() };
    let inside =
        Rect { x: rect.x + 1.0, y: rect.y + 1.0, width: rect.width - 2.0, height: rect.height - 2.0 };
    overlap(&piece, &inside)
}

fn on_edge(point: Point, rect: &Rect) -> bool {
    let (right, bottom) = (rect.x + rect.width, rect.y + rect.height);
    let near = |a: f64, b: f64| (a - b).abs() <= 1.0;
    let level = (near(point.y, rect.y) || near(point.y, bottom)) && (rect.x..=right).contains(&point.x);
    let upright = (near(point.x, rect.x) || near(point.x, right)) && (rect.y..=bottom).contains(&point.y);
    level || upright
}

fn labels(drawn: &Layout) -> Vec<&Rect> {
    drawn.routes.iter().map(|route| &route.label).filter(|label| label.width > 0.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_two_boxes_and_no_two_labels_overlap((sizes, arcs) in graphs()) {
        let drawn = layout(&sizes, &arcs);
        let labels = labels(&drawn);
        let rects: Vec<&Rect> = drawn.blocks.iter().chain(labels).collect();
        for (index, rect) in rects.iter().enumerate() {
            for other in &rects[..index] {
                prop_assert!(!overlap(rect, other), "{rect:?} {other:?}");
            }
        }
    }

    #[test]
    fn every_line_runs_from_its_box_to_its_box_and_through_none((sizes, arcs) in graphs()) {
        let drawn = layout(&sizes, &arcs);
        prop_assert_eq!(drawn.routes.len(), arcs.len());
        for (arc, route) in arcs.iter().zip(&drawn.routes) {
            let [first, .., last] = route.points[..] else { panic!("a line has two ends") };
            prop_assert!(on_edge(first, &drawn.blocks[arc.from]), "{arc:?} {route:?}");
            prop_assert!(on_edge(last, &drawn.blocks[arc.to]), "{arc:?} {route:?}");
            for piece in route.points.windows(2) {
                let same = |a: f64, b: f64| (a - b).abs() < 1e-9;
                prop_assert!(same(piece[0].x, piece[1].x) || same(piece[0].y, piece[1].y), "{route:?}");
                for rect in &drawn.blocks {
                    prop_assert!(!through(piece[0], piece[1], rect), "{arc:?} {route:?} {rect:?}");
                }
            }
        }
    }

    #[test]
    fn everything_lies_on_the_canvas((sizes, arcs) in graphs()) {
        let drawn = layout(&sizes, &arcs);
        let canvas = drawn.size;
        for rect in drawn.blocks.iter().chain(labels(&drawn)) {
            prop_assert!(rect.x >= 0.0 && rect.x + rect.width <= canvas.width, "{rect:?} {canvas:?}");
            prop_assert!(rect.y >= 0.0 && rect.y + rect.height <= canvas.height, "{rect:?} {canvas:?}");
        }
        for point in drawn.routes.iter().flat_map(|route| &route.points) {
            prop_assert!((0.0..=canvas.width).contains(&point.x), "{point:?} {canvas:?}");
            prop_assert!((0.0..=canvas.height).contains(&point.y), "{point:?} {canvas:?}");
        }
    }

    #[test]
    fn only_lines_that_close_a_loop_go_up((sizes, arcs) in graphs()) {
        let drawn = layout(&sizes, &arcs);
        for (arc, route) in arcs.iter().zip(&drawn.routes) {
            let (from, to) = (&drawn.blocks[arc.from], &drawn.blocks[arc.to]);
            prop_assert_eq!(route.back, to.y < from.y + from.height, "{:?}", arc);
        }
        // Without the lines that go up nothing is a loop, so the others can all go down.
        prop_assert_eq!(layout(&sizes, &arcs), drawn);
    }
}
