//! Which track each horizontal piece takes between two rows.
//!
//! Invariant: two pieces on the same track do not meet.
//! Deliberately absent: heights in pixels.

use crate::page::picture::layout::layers::{Layers, Net, Pin};
use crate::page::picture::layout::place::Places;

/// Pieces on one track keep this far apart, and vertical pieces nearer than this run into each other.
const APART: f64 = 8.0;
/// What it costs when two lines run on top of each other, in crossings.
const OVERLAP: i32 = 50;

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

    /// What it costs to run above `other`, in crossings.
    fn cost_above(&self, other: &Self) -> i32 {
        let crosses = |x: f64, piece: &Self| i32::from(piece.low + 0.5 < x && x < piece.high - 0.5);
        let through: i32 = other.upper.iter().map(|x| crosses(*x, self)).sum::<i32>()
            + self.lower.iter().map(|x| crosses(*x, other)).sum::<i32>();
        let touches = |upper: f64| self.lower.iter().any(|lower| (upper - lower).abs() < APART);
        let on_top: i32 = other.upper.iter().map(|upper| i32::from(touches(*upper))).sum();
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
        settle(pieces);
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

/// Orders the pieces of one gap: the short ones first, then each where it costs least, until none moves.
fn settle(pieces: &mut Vec<Piece>) {
    pieces.sort_by(|a, b| (a.high - a.low).total_cmp(&(b.high - b.low)).then(a.low.total_cmp(&b.low)));
    for _ in 0..pieces.len() {
        let mut moved = false;
        for place in 0..pieces.len() {
            let piece = pieces.remove(place);
            // From the top downwards: the cost changes by what each piece that is passed costs on the other side.
            let (mut cost, mut best, mut at_place) = (0_i32, (0_i32, 0), 0);
            for (passed, other) in pieces.iter().enumerate() {
                cost += other.cost_above(&piece) - piece.cost_above(other);
                if passed + 1 == place {
                    at_place = cost;
                }
                if cost < best.0 {
                    best = (cost, passed + 1);
                }
            }
            let target = if best.0 < at_place { best.1 } else { place };
            moved |= target != place;
            pieces.insert(target, piece);
        }
        if !moved {
            break;
        }
    }
}
