//! Where everything stands from left to right, and where on a block its lines leave and arrive.
//!
//! Invariant: neighbours in a row keep their order and their distance; ports lie under their block, with room for the
//! labels; entries lie above it; lanes lie beside it, within room that no other vertex of the row takes.
//! Deliberately absent: heights.

use crate::page::picture::layout::layers::{Layers, Pin};
use crate::page::picture::layout::pull::Pulls;
use crate::page::picture::layout::separate::Separator;
use crate::page::picture::layout::{Arc, BLOCK_GAP, LABEL_GAP, LANE, PASS_GAP, Size, TRACK, real};

/// Rounds of placing blocks and ports in turn.
const ROUNDS: usize = 8;
/// A bend smaller than this is taken out where there is room.
const SNAP: f64 = 14.0;
/// Lines leave and arrive at least this far from a block's corner.
const CORNER: f64 = 16.0;

/// Places from left to right.
#[derive(Debug)]
pub(super) struct Places {
    /// The middle of each vertex.
    pub(super) x: Vec<f64>,
    /// How far each pin is from the middle of its vertex, by [`Places::slot`].
    offsets: Vec<f64>,
    arcs: usize,
    blocks: usize,
}

impl Places {
    fn new(layers: &Layers, blocks: usize, arcs: usize) -> Self {
        Self {
            x: vec![0.0; layers.vertices.len()],
            offsets: vec![0.0; 2 * (arcs + blocks) + 1],
            arcs,
            blocks,
        }
    }

    /// Where a pin is.
    pub(super) fn pin(&self, layers: &Layers, pin: Pin) -> f64 {
        self.x[layers.vertex(pin)] + self.offset(pin)
    }

    fn offset(&self, pin: Pin) -> f64 {
        self.offsets[self.slot(pin)]
    }

    fn set_offset(&mut self, pin: Pin, offset: f64) {
        let slot = self.slot(pin);
        self.offsets[slot] = offset;
    }

    /// Where the offset of a pin is kept: ports and lanes out by their arc, then entries and lanes in by their block. All
    /// points where lines pass share the last, which stays 0.
    fn slot(&self, pin: Pin) -> usize {
        match pin {
            Pin::Port(arc) => arc,
            Pin::Out(arc) => self.arcs + arc,
            Pin::Entry(block) => 2 * self.arcs + block,
            Pin::In(block) => 2 * self.arcs + self.blocks + block,
            Pin::Pass(_) => self.offsets.len() - 1,
        }
    }
}

/// Places the vertices of `rows`.
pub(super) fn place(layers: &mut Layers, rows: &[Vec<usize>], sizes: &[Size], arcs: &[Arc]) -> Places {
    let mut places = Places::new(layers, sizes.len(), arcs.len());
    let mut distances = all_distances(layers, rows);
    for (row, distances) in rows.iter().zip(&distances) {
        let half = distances.iter().sum::<f64>() / 2.0;
        let mut x = -half;
        for (index, vertex) in row.iter().enumerate() {
            places.x[*vertex] = x;
            x += distances.get(index).copied().unwrap_or(0.0);
        }
    }
    let pulls = Pulls::of(layers, |pin| places.slot(pin));
    let leaving = leaving(sizes, arcs);
    let mut separator = Separator::default();
    relax(rows, &distances, &pulls, &mut places, &mut separator);
    choose_lanes(layers, arcs, &mut places);
    distances = all_distances(layers, rows);
    for _ in 0..ROUNDS {
        let before = (places.x.clone(), places.offsets.clone());
        spread_ports(layers, sizes, arcs, &leaving, &mut places, &mut separator);
        relax(rows, &distances, &pulls, &mut places, &mut separator);
        if before.0 == places.x && before.1 == places.offsets {
            break;
        }
    }
    for _ in 0..3 {
        spread_ports(layers, sizes, arcs, &leaving, &mut places, &mut separator);
        straighten(layers, rows, &mut places);
    }
    choose_entries(layers, sizes, &mut places);
    places
}

/// For each block the arcs that leave it.
fn leaving(sizes: &[Size], arcs: &[Arc]) -> Vec<Vec<usize>> {
    let mut leaving = vec![Vec::new(); sizes.len()];
    for (index, arc) in arcs.iter().enumerate() {
        leaving[arc.from].push(index);
    }
    leaving
}

/// For each row the least distance between each vertex and the next.
fn all_distances(layers: &Layers, rows: &[Vec<usize>]) -> Vec<Vec<f64>> {
    let distances =
        |row: &Vec<usize>| row.windows(2).map(|pair| distance(layers, pair[0], pair[1])).collect();
    rows.iter().map(distances).collect()
}

/// The least distance between two neighbours.
fn distance(layers: &Layers, left: usize, right: usize) -> f64 {
    let (left, right) = (&layers.vertices[left], &layers.vertices[right]);
    let gap = if left.is_block && right.is_block { BLOCK_GAP } else { PASS_GAP };
    left.right + gap + right.left
}

/// Moves every row, down and up again, so that each vertex is as near as it can be to what it is linked with.
fn relax(
    rows: &[Vec<usize>],
    distances: &[Vec<f64>],
    pulls: &Pulls,
    places: &mut Places,
    separator: &mut Separator,
) {
    let down = || rows.iter().zip(distances);
    for (row, distances) in down().chain(down().rev()).chain(down()).chain(down().rev()) {
        separator.begin();
        for vertex in row {
            let (mut sum, mut weights) = (0.0, 0.0);
            for pull in pulls.of_vertex(*vertex) {
                let there = places.x[pull.vertex] + places.offsets[pull.other];
                sum += pull.weight * (there - places.offsets[pull.own]);
                weights += pull.weight;
            }
            if weights > 0.0 {
                separator.add(sum / weights, weights, distances);
            } else {
                separator.add(places.x[*vertex], 0.1, distances);
            }
        }
        for (vertex, x) in row.iter().zip(separator.places()) {
            places.x[*vertex] = x;
        }
    }
}

/// Gives the lines that lead back their lanes beside the blocks, on the side they come from.
fn choose_lanes(layers: &mut Layers, arcs: &[Arc], places: &mut Places) {
    let blocks = places.blocks;
    let mut lanes = vec![(0_usize, 0_usize); blocks];
    let mut take = |layers: &mut Layers, block: usize, right: f64| {
        let vertex = &mut layers.vertices[block];
        let half = if right >= 0.0 { &mut vertex.right } else { &mut vertex.left };
        *half += LANE;
        let lanes = if right >= 0.0 { &mut lanes[block].1 } else { &mut lanes[block].0 };
        *lanes += 1;
        half.copysign(right)
    };
    for block in 0..blocks {
        let from: Vec<f64> = layers
            .links()
            .filter(|(upper, _)| *upper == Pin::In(block))
            .map(|(_, lower)| places.x[layers.vertex(lower)])
            .collect();
        let returns = (0..arcs.len()).any(|arc| arcs[arc].to == block && layers.back[arc]);
        if returns {
            let mean = from.iter().sum::<f64>() / real(from.len().max(1));
            let side = if from.is_empty() { 1.0 } else { mean - places.x[block] };
            let lane = take(layers, block, side);
            places.set_offset(Pin::In(block), lane);
        }
    }
    for (index, arc) in arcs.iter().enumerate() {
        if !layers.back[index] || arc.from == arc.to {
            continue;
        }
        let above = layers.links().find(|(_, lower)| *lower == Pin::Out(index)).map(|(upper, _)| upper);
        let side = match above {
            Some(Pin::Pass(vertex)) => places.x[vertex] - places.x[arc.from],
            // Straight up to the block: on the same side of both, so that the line does not cut the way down.
            _ => places.offset(Pin::In(arc.to)),
        };
        let lane = take(layers, arc.from, side);
        places.set_offset(Pin::Out(index), lane);
    }
}

/// Puts the ports of every block in the order of where their lines lead, as near to there as the labels allow.
fn spread_ports(
    layers: &Layers,
    sizes: &[Size],
    arcs: &[Arc],
    leaving: &[Vec<usize>],
    places: &mut Places,
    separator: &mut Separator,
) {
    let half = |arc: usize| arcs[arc].label.width.max(2.0) / 2.0;
    let (mut ports, mut distances): (Vec<(f64, usize)>, Vec<f64>) = (Vec::new(), Vec::new());
    for (block, size) in sizes.iter().enumerate() {
        let away = |arc: usize| {
            let net = &layers.nets[layers.ways[arc][0]];
            match net.lower.first() {
                Some(lower) => places.pin(layers, *lower) - places.x[block],
                // It turns back: at the very side of its lane.
                None => places.offset(net.upper[1]) * 1000.0,
            }
        };
        ports.clear();
        ports.extend(leaving[block].iter().map(|arc| (away(*arc), *arc)));
        ports.sort_by(|a, b| a.0.total_cmp(&b.0));
        distances.clear();
        distances.extend(ports.windows(2).map(|pair| half(pair[0].1) + LABEL_GAP + half(pair[1].1)));
        let (Some(first), Some(last)) = (ports.first(), ports.last()) else { continue };
        let low = half(first.1).max(CORNER) - size.width / 2.0;
        let total: f64 = distances.iter().sum();
        let high = (size.width / 2.0 - half(last.1).max(CORNER) - total).max(low);
        separator.begin();
        match ports.as_slice() {
            // Alone and out of reach: from the middle.
            [only] if only.0.abs() > size.width / 2.0 - CORNER => separator.add(0.0, 1.0, &distances),
            ports => ports
                .iter()
                .for_each(|port| separator.add(port.0.clamp(-size.width, size.width), 1.0, &distances)),
        }
        let mut shift = 0.0;
        for (index, offset) in separator.places().enumerate() {
            places.set_offset(Pin::Port(ports[index].1), (offset - shift).clamp(low, high) + shift);
            shift += distances.get(index).copied().unwrap_or(0.0);
        }
    }
}

/// Lets lines that pass several rows do so without small bends, where the neighbours leave room.
fn straighten(layers: &Layers, rows: &[Vec<usize>], places: &mut Places) {
    let passing = Passing::of(layers, rows);
    let tops = (0..layers.vertices.len())
        .filter(|vertex| !layers.vertices[*vertex].is_block && !passing.has_above[*vertex]);
    for top in tops {
        let mut start = Some(top);
        while let Some(first) = start {
            let (mut low, mut high) = passing.room(layers, rows, places, first);
            let mut run = vec![first];
            start = passing.below[first];
            while let Some(vertex) = start {
                let (below_low, below_high) = passing.room(layers, rows, places, vertex);
                let (both_low, both_high) = (low.max(below_low), high.min(below_high));
                if both_low > both_high {
                    break;
                }
                (low, high) = (both_low, both_high);
                run.push(vertex);
                start = passing.below[vertex];
            }
            let mean = run.iter().map(|vertex| places.x[*vertex]).sum::<f64>() / real(run.len());
            let near = run
                .iter()
                .flat_map(|vertex| &passing.ends[*vertex])
                .map(|end| places.pin(layers, *end))
                .filter(|x| (x - mean).abs() < SNAP && (low..=high).contains(x))
                .min_by(|a, b| (a - mean).abs().total_cmp(&(b - mean).abs()));
            let x = near.unwrap_or(mean).max(low).min(high);
            for vertex in run {
                places.x[vertex] = x;
            }
        }
    }
}

/// The lines that pass rows, as chains of vertices.
struct Passing {
    /// For each vertex, the one below it on the same line.
    below: Vec<Option<usize>>,
    /// For each vertex, whether the line passes the row above too.
    has_above: Vec<bool>,
    /// For each vertex, the pins of blocks that it is linked with.
    ends: Vec<Vec<Pin>>,
    /// The place of each vertex in its row.
    at: Vec<usize>,
}

impl Passing {
    fn of(layers: &Layers, rows: &[Vec<usize>]) -> Self {
        let count = layers.vertices.len();
        let (below, has_above) = (vec![None; count], vec![false; count]);
        let mut passing = Self { below, has_above, ends: vec![Vec::new(); count], at: vec![0; count] };
        for (upper, lower) in layers.links() {
            match (upper, lower) {
                (Pin::Pass(upper), Pin::Pass(lower)) => {
                    passing.below[upper] = Some(lower);
                    passing.has_above[lower] = true;
                }
                (Pin::Pass(pass), end) | (end, Pin::Pass(pass)) => passing.ends[pass].push(end),
                _ => {}
            }
        }
        for row in rows {
            for (place, vertex) in row.iter().enumerate() {
                passing.at[*vertex] = place;
            }
        }
        passing
    }

    /// Between which places a vertex keeps its distance from its neighbours.
    fn room(&self, layers: &Layers, rows: &[Vec<usize>], places: &Places, vertex: usize) -> (f64, f64) {
        let row = &rows[layers.vertices[vertex].row];
        let place = self.at[vertex];
        let left = place.checked_sub(1).map(|left| row[left]);
        let low = left.map_or(f64::MIN, |left| places.x[left] + distance(layers, left, vertex));
        let right = row.get(place + 1);
        let high = right.map_or(f64::MAX, |right| places.x[*right] - distance(layers, vertex, *right));
        (low, high)
    }
}

/// Lets every trunk arrive in the middle of its block, or where it comes straight down, or beside the middle where
/// another line leaves right above.
fn choose_entries(layers: &Layers, sizes: &[Size], places: &mut Places) {
    for (index, net) in layers.nets.iter().enumerate() {
        let [Pin::Entry(block)] = net.lower[..] else { continue };
        let reach = sizes[block].width / 2.0 - CORNER;
        let away = |pin: &Pin| places.pin(layers, *pin) - places.x[block];
        let near = net.upper.iter().map(away).min_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or(0.0);
        let straight = if net.upper.len() == 1 { reach.min(sizes[block].width * 0.25) } else { SNAP };
        let others: Vec<f64> = layers
            .nets
            .iter()
            .enumerate()
            .filter(|(other, part)| *other != index && part.gap == net.gap)
            .flat_map(|(_, part)| part.upper.iter().map(away))
            .collect();
        let is_free = |offset: &f64| {
            offset.abs() <= reach && others.iter().all(|other| (other - offset).abs() >= TRACK)
        };
        let entry = if near.abs() <= straight.min(reach) {
            near
        } else {
            [0.0, -TRACK, TRACK, -2.0 * TRACK, 2.0 * TRACK].into_iter().find(is_free).unwrap_or(0.0)
        };
        places.set_offset(Pin::Entry(block), entry);
    }
}
