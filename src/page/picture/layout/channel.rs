//! Which track each horizontal piece takes between two rows.
//!
//! Invariant: two pieces on the same track do not meet.
//! Deliberately absent: heights in pixels.

use crate::page::picture::layout::layers::{Layers, Net, Pin};
use crate::page::picture::layout::place::Places;

/// Pieces on one track keep this far apart, and vertical pieces nearer than this run into each other.
const APART: f64 = 8.0;
/// What it costs when two lines run on top of each other, in crossings.
const OVERLAP: usize = 50;

/// The tracks of all nets.
#[derive(Debug)]
pub(super) struct Tracks {
    /// For each net, its track from 0 downwards; nothing where it runs straight down.
    pub(super) of: Vec<Option<usize>>,
    /// For each gap, how many tracks it has.
    pub(super) count: Vec<usize>,
}

/// The horizontal piece of one net.
struct Piece {
    net: usize,
    low: f64,
    high: f64,
    upper: Vec<f64>,
    lower: Vec<f64>,
}

impl Piece {
    fn of(index: usize, net: &Net, layers: &Layers, places: &Places) -> Self {
        let x = |pins: &[Pin]| -> Vec<f64> { pins.iter().map(|pin| places.pin(layers, *pin)).collect() };
        let (upper, lower) = (x(&net.upper), x(&net.lower));
        let all = || upper.iter().chain(&lower).copied();
        let (low, high) = (all().fold(f64::MAX, f64::min), all().fold(f64::MIN, f64::max));
        Self { net: index, low, high, upper, lower }
    }

    /// What it costs to run above `other`.
    fn cost_above(&self, other: &Self) -> usize {
        let crosses = |x: &&f64, piece: &Self| piece.low + 0.5 < **x && **x < piece.high - 0.5;
        let through = other.upper.iter().filter(|x| crosses(x, self)).count()
            + self.lower.iter().filter(|x| crosses(x, other)).count();
        let on_top = other
            .upper
            .iter()
            .filter(|upper| self.lower.iter().any(|lower| (*upper - lower).abs() < APART))
            .count();
        through + OVERLAP * on_top
    }

    fn meets(&self, other: &Self) -> bool {
        self.low - APART < other.high && other.low - APART < self.high
    }
}

/// Orders the pieces of every gap so that few lines cross and none run on top of each other, and packs them.
pub(super) fn assign(layers: &Layers, places: &Places) -> Tracks {
    let mut gaps: Vec<Vec<Piece>> = (0..layers.rows).map(|_| Vec::new()).collect();
    for (index, net) in layers.nets.iter().enumerate() {
        let piece = Piece::of(index, net, layers, places);
        if piece.high - piece.low > 0.5 {
            gaps[net.gap].push(piece);
        }
    }
    let mut tracks = Tracks { of: vec![None; layers.nets.len()], count: vec![0; layers.rows] };
    for (gap, pieces) in gaps.iter_mut().enumerate() {
        pieces.sort_by(|a, b| (a.high - a.low).total_cmp(&(b.high - b.low)).then(a.low.total_cmp(&b.low)));
        for _ in 0..pieces.len() {
            for below in 1..pieces.len() {
                let (above, here) = (&pieces[below - 1], &pieces[below]);
                if here.cost_above(above) < above.cost_above(here) {
                    pieces.swap(below - 1, below);
                }
            }
        }
        for below in 0..pieces.len() {
            let here = &pieces[below];
            let track = pieces[..below]
                .iter()
                .filter(|above| above.meets(here))
                .filter_map(|above| tracks.of[above.net])
                .max()
                .map_or(0, |track| track + 1);
            tracks.of[here.net] = Some(track);
            tracks.count[gap] = tracks.count[gap].max(track + 1);
        }
    }
    tracks
}
