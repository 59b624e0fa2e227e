//! Stretches: what is asked between a symptom and the first change, or between two nodes.
//!
//! Invariant: a fix, an end and a called runbook end a stretch. Questions are taken to be answered: "cannot tell" leads
//! nowhere here.
//! Deliberately absent: loops without a fix, which are findings of their own; a stretch does not go around in them.

use crate::graph::{Content, Edge, EdgeKind, Graph, Node};
use crate::model::{MatcherKind, NodeKey, Outcome};
use petgraph::Direction;
use petgraph::algo::tarjan_scc;
use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::{EdgeFiltered, EdgeRef};
use std::collections::HashSet;

impl Graph {
    /// The longest stretch that begins at each symptom: its checks that ask something, in order. Symptoms come in the order
    /// in which they are written.
    pub fn longest_stretches(&self) -> Vec<(&Node, Vec<&Node>)> {
        let ways = EdgeFiltered::from_fn(&self.inner, |edge| self.goes_on(edge));
        // Parts come in reverse order: what a part leads to comes before it.
        let mut longest: Vec<(usize, Option<NodeIndex>)> = vec![(0, None); self.inner.node_count()];
        for part in tarjan_scc(&ways) {
            for index in part.iter().copied() {
                let next = self
                    .inner
                    .edges(index)
                    .filter(|edge| self.goes_on(*edge) && !part.contains(&edge.target()))
                    .map(|edge| (longest[edge.target().index()].0, edge.target()))
                    .max_by_key(|(length, target)| (*length, std::cmp::Reverse(*target)));
                let own = usize::from(self.asks(index));
                longest[index.index()] =
                    (own + next.map_or(0, |(length, _)| length), next.map(|(_, next)| next));
            }
        }
        let symptoms = self.inner.node_indices();
        symptoms
            .filter(|index| matches!(self.inner[*index].content, Content::Symptom(_)))
            .map(|symptom| {
                let way = std::iter::successors(Some(symptom), |index| longest[index.index()].1);
                let asked = way.filter(|index| self.asks(*index)).map(|index| &self.inner[index]).collect();
                (&self.inner[symptom], asked)
            })
            .collect()
    }

    /// Whether a stretch goes on over this edge.
    fn goes_on(&self, edge: EdgeReference<'_, Edge>) -> bool {
        let Edge { kind, back, .. } = edge.weight();
        back.is_none()
            && !matches!(kind, EdgeKind::Return | EdgeKind::Unsure | EdgeKind::NoneFits)
            && !matches!(self.inner[edge.source()].content, Content::Fix(_))
    }

    /// Whether a node is a check that somebody has to answer: no route, and none that a known fact decides.
    fn asks(&self, index: NodeIndex) -> bool {
        let Content::Check(check) = &self.inner[index].content else { return false };
        let is_fact = |outcome: &Outcome| {
            outcome.when.as_ref().is_some_and(|when| matches!(when.kind, MatcherKind::Fact { .. }))
        };
        !check.run.is_empty()
            || (check.ask.is_some() && !check.outcomes.iter().any(|(_, outcome)| is_fact(outcome)))
    }

    /// Whether every walk that comes to `later` was at `earlier` before, and neither did a fix nor came back from a called
    /// runbook in between.
    pub fn always_follows(&self, later: &NodeKey, earlier: &NodeKey) -> bool {
        let (Some(start), Some(goal)) = (self.index.get(later).copied(), self.index.get(earlier).copied())
        else {
            return false;
        };
        let (mut seen, mut open, mut met) = (HashSet::from([start]), vec![start], false);
        while let Some(index) = open.pop() {
            let (mut ways, mut is_entered) = (0, false);
            for edge in self.inner.edges_directed(index, Direction::Incoming) {
                ways += 1;
                let fresh = matches!(self.inner[edge.source()].content, Content::Fix(_));
                is_entered |= fresh || edge.weight().kind == EdgeKind::Return;
                if edge.source() == goal {
                    met = true;
                } else if seen.insert(edge.source()) {
                    open.push(edge.source());
                }
            }
            if is_entered || ways == 0 || self.holes.entered.contains(&self.inner[index].key) {
                return false;
            }
        }
        met
    }
}
