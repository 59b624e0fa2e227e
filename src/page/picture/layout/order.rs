//! The order of blocks and passing lines in each row.
//!
//! Invariant: every vertex stands in exactly one row, its own.
//! Deliberately absent: distances.

use crate::page::picture::layout::layers::Layers;
use crate::page::picture::layout::real;

/// Sweeps through the rows; each sweep may undo a crossing that the one before made.
const SWEEPS: usize = 16;

/// Orders the rows so that few lines cross: by the mean place of the neighbours above and below in turn, then by
/// swapping neighbours where that helps. The best of all sweeps is kept.
pub(super) fn order(layers: &Layers) -> Vec<Vec<usize>> {
    let mut ordering = Ordering::start(layers);
    let mut best = (ordering.crossings(), ordering.rows.clone());
    let mut before = Vec::new();
    for sweep in 0..SWEEPS {
        // Where a sweep down and one up changed nothing, none will.
        let is_even = sweep % 2 == 0;
        if best.0 == 0 || (is_even && before == ordering.rows) {
            break;
        }
        if is_even {
            before.clone_from(&ordering.rows);
        }
        let rows = ordering.rows.len();
        for step in 0..rows {
            let (row, side) =
                if sweep % 2 == 0 { (step, Side::Above) } else { (rows - 1 - step, Side::Below) };
            ordering.sort(row, side);
        }
        while ordering.swap_neighbours() {}
        let crossings = ordering.crossings();
        if crossings < best.0 {
            best = (crossings, ordering.rows.clone());
        }
    }
    best.1
}

#[derive(Clone, Copy)]
enum Side {
    Above,
    Below,
}

struct Ordering {
    rows: Vec<Vec<usize>>,
    /// The place of each vertex in its row.
    place: Vec<usize>,
    above: Vec<Vec<usize>>,
    below: Vec<Vec<usize>>,
}

impl Ordering {
    /// The order in which a depth-first walk meets the vertices: ways in the order the author wrote them.
    fn start(layers: &Layers) -> Self {
        let count = layers.vertices.len();
        let (mut above, mut below) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for (upper, lower) in layers.links() {
            let (upper, lower) = (layers.vertex(upper), layers.vertex(lower));
            below[upper].push(lower);
            above[lower].push(upper);
        }
        let mut rows = vec![Vec::new(); layers.rows];
        let mut met = vec![false; count];
        let starts = (0..count).filter(|vertex| above[*vertex].is_empty());
        let mut open: Vec<usize> = starts.collect();
        open.reverse();
        while let Some(vertex) = open.pop() {
            if !std::mem::replace(&mut met[vertex], true) {
                rows[layers.vertices[vertex].row].push(vertex);
                open.extend(below[vertex].iter().rev());
            }
        }
        let mut ordering = Self { rows, place: vec![0; count], above, below };
        for row in 0..layers.rows {
            ordering.note_places(row);
        }
        ordering
    }

    fn note_places(&mut self, row: usize) {
        for (place, vertex) in self.rows[row].iter().enumerate() {
            self.place[*vertex] = place;
        }
    }

    fn sort(&mut self, row: usize, side: Side) {
        let neighbours = match side {
            Side::Above => &self.above,
            Side::Below => &self.below,
        };
        let mut keyed: Vec<(f64, usize)> = self.rows[row]
            .iter()
            .map(|vertex| {
                let near = &neighbours[*vertex];
                let sum: f64 = near.iter().map(|other| real(self.place[*other])).sum();
                (if near.is_empty() { real(self.place[*vertex]) } else { sum / real(near.len()) }, *vertex)
            })
            .collect();
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (place, (_, vertex)) in self.rows[row].iter_mut().zip(keyed) {
            *place = vertex;
        }
        self.note_places(row);
    }

    /// Swaps neighbours where that takes crossings away; says whether any did.
    fn swap_neighbours(&mut self) -> bool {
        let mut better = false;
        for row in 0..self.rows.len() {
            for right in 1..self.rows[row].len() {
                let (a, b) = (self.rows[row][right - 1], self.rows[row][right]);
                let now = self.crossings_of(&self.above, a, b) + self.crossings_of(&self.below, a, b);
                let then = self.crossings_of(&self.above, b, a) + self.crossings_of(&self.below, b, a);
                if then < now {
                    self.rows[row].swap(right - 1, right);
                    self.place[a] = right;
                    self.place[b] = right - 1;
                    better = true;
                }
            }
        }
        better
    }

    /// Crossings between the lines of `left` and those of `right`, its right neighbour, on one side.
    fn crossings_of(&self, neighbours: &[Vec<usize>], left: usize, right: usize) -> usize {
        neighbours[left]
            .iter()
            .map(|a| neighbours[right].iter().filter(|b| self.place[*a] > self.place[**b]).count())
            .sum()
    }

    /// All crossings.
    fn crossings(&self) -> usize {
        self.rows
            .iter()
            .flat_map(|row| {
                row.iter()
                    .enumerate()
                    .flat_map(|(at, right)| row[..at].iter().map(move |left| (*left, *right)))
            })
            .map(|(left, right)| self.crossings_of(&self.below, left, right))
            .sum()
    }
}
