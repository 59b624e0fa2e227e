//! The check that tells most about the fixes still possible.
//!
//! Invariant: nothing is weighed by probability. The best check is the one that leaves the fewest fixes in its worst
//! outcome, per minute of the author's estimate; of equals, the nearest.
//! Deliberately absent: routes, which facts settle without anybody being asked.

use crate::graph::{Content, EdgeKind, Graph, Spot};
use crate::model::{Check, NodeKey};
use crate::session::present::outcome_title;
use crate::session::state::{Position, State, Took};
use crate::session::suspects::known::can_be_asked;
use crate::session::suspects::{View, is_open};
use serde::Serialize;
use std::collections::HashSet;

/// The check that tells most about the fixes still possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NextCheck {
    /// The check.
    pub node: NodeKey,
    /// Its question.
    pub title: String,
    /// Minutes it takes by the author's estimate.
    pub minutes: Option<u32>,
    /// Fixes possible now.
    pub possible: usize,
    /// Each outcome's statement, and how many fixes it leaves possible.
    pub leaves: Vec<(String, usize)>,
    /// Whether the walk stands at this check already.
    pub here: bool,
}

/// Edges that the search for the best check may look at, so that a prompt never waits for it.
const WORK: usize = 3_000_000;

impl NextCheck {
    /// The check that leaves the fewest fixes in its worst outcome, per minute; none where no check rules anything out.
    /// Checks without an estimate count as the longest one that has one.
    pub fn best(graph: &Graph, state: &State) -> Option<Self> {
        View::new(graph, state)?.best(&|_| true)
    }

    /// The best one where the walk could go on instead of here: a check that was not come to since the last attempt at a
    /// fix, and that nobody else was asked to run.
    pub(crate) fn best_elsewhere(graph: &Graph, state: &State) -> Option<Self> {
        let attempt = state.path.iter().rposition(|visit| matches!(visit.took, Took::Tried(_)));
        let since = attempt.map_or(0, |attempt| attempt + 1);
        let seen = state.path.iter().skip(since).map(|visit| &visit.node);
        let parked = state.parked_checks.iter().map(|parked| &parked.node);
        let not_there: HashSet<&NodeKey> = seen.chain(parked).chain(state.node()).collect();
        View::new(graph, state)?.best(&|node| !not_there.contains(node))
    }
}

impl View<'_> {
    /// The best of the checks that `is_wanted`.
    fn best(&self, is_wanted: &dyn Fn(&NodeKey) -> bool) -> Option<NextCheck> {
        let possible: Vec<Spot> = self.fixes(&self.reach).into_iter().map(|(spot, _)| spot).collect();
        let candidates =
            self.reach.order.iter().filter_map(|(spot, _)| match &self.ahead.node(*spot).content {
                Content::Check(check)
                    if can_be_asked(check)
                        && !self.known.contains_key(spot)
                        && is_wanted(&self.ahead.node(*spot).key) =>
                {
                    Some((*spot, &**check))
                }
                _ => None,
            });
        let candidates: Vec<(Spot, &Check)> = candidates.collect();
        let minutes = |check: &Check| check.minutes.as_ref().map(|minutes| minutes.value.max(1));
        let longest = candidates.iter().filter_map(|(_, check)| minutes(check)).max().unwrap_or(1);
        let mut work = 0;
        let mut best: Option<(u64, NextCheck)> = None;
        for (spot, check) in candidates {
            if work > WORK {
                break;
            }
            let leaves = self.leaves(spot, check, &possible, &mut work);
            let worst = leaves.iter().map(|(_, left)| *left).max().unwrap_or(possible.len());
            let told = possible.len().saturating_sub(worst) as u64;
            // Fixes told apart per 1000 minutes, so that whole numbers compare.
            let rate = told * 1000 / u64::from(minutes(check).unwrap_or(longest));
            if rate > 0 && best.as_ref().is_none_or(|(highest, _)| rate > *highest) {
                best = Some((rate, self.next_check(spot, minutes(check), possible.len(), leaves)));
            }
        }
        best.map(|(_, check)| check)
    }

    /// How many of the possible fixes each outcome of a check leaves.
    fn leaves(&self, spot: Spot, check: &Check, possible: &[Spot], work: &mut usize) -> Vec<(String, usize)> {
        let node = self.ahead.node(spot);
        let outcomes = check.outcomes.iter().map(|(name, _)| {
            let taken = EdgeKind::Outcome(name.value.clone());
            let reach = self.ahead.reach(&self.starts, |from, kind| {
                if from == spot { *kind == taken } else { is_open(&self.known, from, kind) }
            });
            *work += reach.work;
            let left = possible.iter().filter(|fix| reach.holds(**fix)).count();
            (outcome_title(Some(node), name.value.as_str()), left)
        });
        outcomes.collect()
    }

    fn next_check(
        &self,
        spot: Spot,
        minutes: Option<u32>,
        possible: usize,
        leaves: Vec<(String, usize)>,
    ) -> NextCheck {
        let node = self.ahead.node(spot);
        let here = matches!(&self.state.position, Position::Waiting { node: here, .. } if *here == node.key);
        NextCheck { node: node.key.clone(), title: node.title().to_owned(), minutes, possible, leaves, here }
    }
}
