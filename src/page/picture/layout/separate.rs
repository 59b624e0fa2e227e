//! Places in a row that keep their distances.
//!
//! Invariant: of all such places these are nearest to those wanted, by weighted least squares.
//! Deliberately absent: what stands there, and what it wants.

/// Finds the places nearest to those wanted (weighted least squares) that keep their distances: pool adjacent violators.
#[derive(Debug, Default)]
pub(super) struct Separator {
    pools: Vec<Pool>,
    /// For each place, how far it is behind the first one where all stand as near as they may.
    shifts: Vec<f64>,
}

/// Places that stand as near to each other as they may.
#[derive(Debug)]
struct Pool {
    mean: f64,
    weight: f64,
    count: usize,
}

impl Separator {
    /// Forgets all places.
    pub(super) fn begin(&mut self) {
        self.pools.clear();
        self.shifts.clear();
    }

    /// Adds the next place; `distances` are those between each place and the next.
    pub(super) fn add(&mut self, wanted: f64, weight: f64, distances: &[f64]) {
        let last = self.shifts.len().checked_sub(1);
        let shift = last.map_or(0.0, |last| self.shifts[last] + distances[last]);
        self.shifts.push(shift);
        let mut pool = Pool { mean: wanted - shift, weight, count: 1 };
        while let Some(before) = self.pools.pop_if(|before| before.mean > pool.mean) {
            let weight = before.weight + pool.weight;
            let mean = (before.mean * before.weight + pool.mean * pool.weight) / weight;
            pool = Pool { mean, weight, count: before.count + pool.count };
        }
        self.pools.push(pool);
    }

    /// All places, in the order they were added.
    pub(super) fn places(&self) -> impl Iterator<Item = f64> {
        let means = self.pools.iter().flat_map(|pool| std::iter::repeat_n(pool.mean, pool.count));
        means.zip(&self.shifts).map(|(mean, shift)| mean + shift)
    }
}
