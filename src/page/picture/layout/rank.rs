//! Which arcs close loops, and in which row each block stands.
//!
//! Invariant: every arc that closes no loop leads to a lower row (a greater number); every arc that closes a loop
//! leads to a higher row, or to its own block.
//! Deliberately absent: places within a row.

use crate::page::picture::layout::{Arc, BLOCK_GAP, Size};

/// At most this many starts that lead to the same block stand side by side; more make further rows.
const STARTS_IN_A_ROW: usize = 4;

/// Blocks that make their row wider than this many pixels stand a row lower.
const WIDEST_ROW: f64 = 1100.0;

/// Rows and loops.
#[derive(Debug)]
pub(super) struct Ranked {
    /// The row of each block, from 0.
    pub(super) rows: Vec<usize>,
    /// For each arc, whether it closes a loop.
    pub(super) back: Vec<bool>,
}

/// Ranks blocks of these `sizes`.
pub(super) fn rank(sizes: &[Size], arcs: &[Arc]) -> Ranked {
    let count = sizes.len();
    let (back, order) = loops(count, arcs);
    let mut into = vec![Vec::new(); count];
    let mut out = vec![Vec::new(); count];
    for (arc, _) in arcs.iter().zip(&back).filter(|(_, back)| !**back) {
        out[arc.from].push(arc.to);
        into[arc.to].push(arc.from);
    }
    let mut rows = vec![0_i32; count];
    for &block in &order {
        rows[block] = into[block].iter().map(|from: &usize| rows[*from] + 1).max().unwrap_or(0);
    }
    tighten(&order, &into, &out, &mut rows);
    stack_starts(&into, &out, &mut rows);
    limit_width(sizes, &order, &into, &out, &mut rows);
    let first = rows.iter().min().copied().unwrap_or(0);
    let rows = rows.into_iter().map(|row| usize::try_from(row - first).unwrap_or(0)).collect();
    Ranked { rows, back }
}

/// Depth-first search from the blocks that nothing leads to: the arcs to a block that is still open close loops. Also
/// returns an order in which every other arc leads forward.
fn loops(count: usize, arcs: &[Arc]) -> (Vec<bool>, Vec<usize>) {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Closed,
    }
    let mut out = vec![Vec::new(); count];
    let mut entered = vec![false; count];
    for (index, arc) in arcs.iter().enumerate() {
        out[arc.from].push(index);
        entered[arc.to] |= arc.from != arc.to;
    }
    let mut state = vec![State::New; count];
    let mut back = vec![false; arcs.len()];
    let mut order = Vec::with_capacity(count);
    let starts = (0..count).filter(|block| !entered[*block]);
    for start in starts.chain(0..count) {
        if state[start] != State::New {
            continue;
        }
        state[start] = State::Open;
        let mut open = vec![(start, 0)];
        while let Some((block, done)) = open.last_mut() {
            let (block, next) = (*block, out[*block].get(*done).copied());
            *done += 1;
            let Some(arc) = next else {
                state[block] = State::Closed;
                order.push(block);
                open.pop();
                continue;
            };
            let to = arcs[arc].to;
            match state[to] {
                State::Open => back[arc] = true,
                State::Closed => {}
                State::New => {
                    state[to] = State::Open;
                    open.push((to, 0));
                }
            }
        }
    }
    order.reverse();
    (back, order)
}

/// Moves blocks within their freedom towards the side with more lines, so that lines are short. Ends stay right under
/// the lowest block that leads to them; starts stand right above the first block they lead to.
fn tighten(order: &[usize], into: &[Vec<usize>], out: &[Vec<usize>], rows: &mut [i32]) {
    for _ in 0..4 {
        for &block in order.iter().rev() {
            let low = into[block].iter().map(|from| rows[*from] + 1).max();
            let high = out[block].iter().map(|to| rows[*to] - 1).min();
            rows[block] = match (low, high) {
                (Some(low), Some(high)) if out[block].len() > into[block].len() => high.max(low),
                (Some(low), _) => low,
                (None, Some(high)) => high,
                (None, None) => rows[block],
            };
        }
    }
}

/// Many starts that lead to the same block alone: some of them a row higher each.
fn stack_starts(into: &[Vec<usize>], out: &[Vec<usize>], rows: &mut [i32]) {
    for target in 0..rows.len() {
        let starts: Vec<usize> = into[target]
            .iter()
            .copied()
            .filter(|from| into[*from].is_empty() && out[*from].len() == 1)
            .collect();
        let lines = starts.len().div_ceil(STARTS_IN_A_ROW).max(1);
        let in_a_row = starts.len().div_ceil(lines).max(1);
        for (line, chunk) in (1..).zip(starts.rchunks(in_a_row)) {
            for &start in chunk {
                rows[start] = rows[target] - line;
            }
        }
    }
}

/// Moves blocks out of rows that are too wide, those with the shortest way to an end first.
fn limit_width(sizes: &[Size], order: &[usize], into: &[Vec<usize>], out: &[Vec<usize>], rows: &mut [i32]) {
    let mut rest = vec![0_usize; rows.len()];
    for &block in order.iter().rev() {
        rest[block] = out[block].iter().map(|to| rest[*to] + 1).max().unwrap_or(0);
    }
    let mut row = rows.iter().min().copied().unwrap_or(0);
    while rows.iter().any(|other| *other >= row) {
        let mut blocks: Vec<usize> = (0..rows.len()).filter(|block| rows[*block] == row).collect();
        blocks.sort_by_key(|block| std::cmp::Reverse(rest[*block]));
        let mut width = 0.0;
        for (place, block) in blocks.into_iter().enumerate() {
            width += sizes[block].width + BLOCK_GAP;
            if place > 0 && width > WIDEST_ROW {
                rows[block] += 1;
            }
        }
        for &block in order {
            let low = into[block].iter().map(|from| rows[*from] + 1).max();
            rows[block] = low.map_or(rows[block], |low| low.max(rows[block]));
        }
        row += 1;
    }
}
