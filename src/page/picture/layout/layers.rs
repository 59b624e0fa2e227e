//! The rows with everything that takes room in them: blocks, and points where lines pass.
//!
//! All lines that lead down into one block are one trunk: they join on the way and arrive as one. So are all lines that
//! lead back up to one block. Between two rows, the part of a trunk is a [`Net`].
//!
//! Invariant: block `b` is vertex `b`; a net joins pins of row `gap` with pins of row `gap + 1`, and has exactly one pin
//! on the side it leads to.
//! Deliberately absent: coordinates.

use crate::page::picture::layout::rank::Ranked;
use crate::page::picture::layout::{Arc, Size};

/// Something that takes room in a row.
#[derive(Debug, Clone)]
pub(super) struct Vertex {
    /// Its row.
    pub(super) row: usize,
    /// Whether it is a block; otherwise a line passes here.
    pub(super) is_block: bool,
    /// How far it reaches to the left of its middle.
    pub(super) left: f64,
    /// How far it reaches to the right of its middle.
    pub(super) right: f64,
}

/// A point where a line meets a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pin {
    /// On the lower edge of a block: where this arc leaves it.
    Port(usize),
    /// On the upper edge of this block: where its trunk arrives.
    Entry(usize),
    /// Where a line passes the row, at this vertex.
    Pass(usize),
    /// Beside a block: where this arc, which leads back, goes up.
    Out(usize),
    /// Beside this block: where the lines that lead back to it arrive.
    In(usize),
}

/// One part of a trunk between two rows.
#[derive(Debug, Clone)]
pub(super) struct Net {
    /// The row above it.
    pub(super) gap: usize,
    /// Its pins in the row above.
    pub(super) upper: Vec<Pin>,
    /// Its pins in the row below.
    pub(super) lower: Vec<Pin>,
}

/// All rows, and how the lines run through them.
#[derive(Debug)]
pub(super) struct Layers {
    pub(super) vertices: Vec<Vertex>,
    pub(super) nets: Vec<Net>,
    /// How many rows there are.
    pub(super) rows: usize,
    /// For each arc, the nets on its way, from the block it leaves to the block it enters.
    pub(super) ways: Vec<Vec<usize>>,
    /// For each arc, whether it closes a loop.
    pub(super) back: Vec<bool>,
    /// For each vertex that is a pin's, see [`Layers::vertex`].
    arc_from: Vec<usize>,
}

impl Layers {
    /// Puts the blocks in their rows and lets the lines pass.
    pub(super) fn build(sizes: &[Size], arcs: &[Arc], ranked: &Ranked) -> Self {
        let vertices = sizes
            .iter()
            .zip(&ranked.rows)
            .map(|(size, row)| Vertex {
                row: *row,
                is_block: true,
                left: size.width / 2.0,
                right: size.width / 2.0,
            })
            .collect();
        let mut layers = Self {
            vertices,
            nets: Vec::new(),
            rows: ranked.rows.iter().max().map_or(0, |last| last + 1),
            ways: vec![Vec::new(); arcs.len()],
            back: ranked.back.clone(),
            arc_from: arcs.iter().map(|arc| arc.from).collect(),
        };
        for block in 0..sizes.len() {
            let lines = |back: bool| -> Vec<usize> {
                (0..arcs.len()).filter(|arc| arcs[*arc].to == block && ranked.back[*arc] == back).collect()
            };
            layers.add_down(block, &lines(false), &ranked.rows);
            layers.add_up(block, &lines(true), &ranked.rows);
        }
        layers
    }

    fn pass(&mut self, row: usize) -> Pin {
        self.vertices.push(Vertex { row, is_block: false, left: 1.0, right: 1.0 });
        Pin::Pass(self.vertices.len() - 1)
    }

    fn net(&mut self, net: Net) -> usize {
        self.nets.push(net);
        self.nets.len() - 1
    }

    /// The trunk of the `lines` that lead down to `block`.
    fn add_down(&mut self, block: usize, lines: &[usize], rows: &[usize]) {
        let first = lines.iter().map(|arc| rows[self.arc_from[*arc]]).min().unwrap_or(rows[block]);
        let mut passing = None;
        for gap in first..rows[block] {
            let joining: Vec<usize> =
                lines.iter().copied().filter(|arc| rows[self.arc_from[*arc]] == gap).collect();
            let upper = passing.into_iter().chain(joining.into_iter().map(Pin::Port)).collect();
            let below = if gap + 1 == rows[block] { Pin::Entry(block) } else { self.pass(gap + 1) };
            passing = Some(below);
            let net = self.net(Net { gap, upper, lower: vec![below] });
            for &arc in lines.iter().filter(|arc| rows[self.arc_from[**arc]] <= gap) {
                self.ways[arc].push(net);
            }
        }
    }

    /// The trunk of the `lines` that lead back up to `block`: each leaves below its block, turns and goes up beside it.
    fn add_up(&mut self, block: usize, lines: &[usize], rows: &[usize]) {
        for &arc in lines {
            let gap = rows[self.arc_from[arc]];
            let up = if self.arc_from[arc] == block { Pin::In(block) } else { Pin::Out(arc) };
            let turn = self.net(Net { gap, upper: vec![Pin::Port(arc), up], lower: Vec::new() });
            self.ways[arc].push(turn);
        }
        let last = lines.iter().map(|arc| rows[self.arc_from[*arc]]).max().unwrap_or(rows[block]);
        let mut passing = None;
        for gap in (rows[block]..last).rev() {
            let joining: Vec<usize> =
                lines.iter().copied().filter(|arc| rows[self.arc_from[*arc]] == gap + 1).collect();
            let lower = passing.into_iter().chain(joining.into_iter().map(Pin::Out)).collect();
            let above = if gap == rows[block] { Pin::In(block) } else { self.pass(gap) };
            passing = Some(above);
            let net = self.net(Net { gap, upper: vec![above], lower });
            for &arc in lines.iter().filter(|arc| rows[self.arc_from[**arc]] > gap) {
                self.ways[arc].push(net);
            }
        }
    }

    /// The vertex a pin belongs to.
    pub(super) fn vertex(&self, pin: Pin) -> usize {
        match pin {
            Pin::Port(arc) | Pin::Out(arc) => self.arc_from[arc],
            Pin::Entry(vertex) | Pin::In(vertex) | Pin::Pass(vertex) => vertex,
        }
    }

    /// All pairs of pins that a net joins across a gap: upper, lower.
    pub(super) fn links(&self) -> impl Iterator<Item = (Pin, Pin)> {
        self.nets
            .iter()
            .flat_map(|net| net.upper.iter().flat_map(|upper| net.lower.iter().map(|lower| (*upper, *lower))))
    }
}
