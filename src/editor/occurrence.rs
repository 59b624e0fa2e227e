//! Every place where a name stands: where it is given, and where it is used.
//!
//! Invariant: the span of an occurrence covers exactly the name as it is written, without quotes and without the runbook
//! before a slash; a name that is written with escapes has no occurrence that can be renamed.
//! Deliberately absent: names that mean nothing (they are findings).

mod walk;

use crate::editor::{Desk, Spot, Symbol};
use crate::graph::Content;
use crate::model::{NodeKey, RunbookId};
use crate::source::Span;
use std::collections::{HashMap, HashSet};

/// A name at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// What it means.
    pub symbol: Symbol,
    /// Where the name stands.
    pub span: Span,
    /// Whether it is given there.
    pub part: Part,
}

/// What a name does at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It is given to something.
    Definition,
    /// It is used.
    Reference,
}

/// All names of a knowledge base.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// In the order of files and places.
    occurrences: Vec<Occurrence>,
}

impl Index {
    /// Looks through everything.
    pub fn new(desk: Desk<'_>) -> Self {
        let mut walk = walk::Walk::new(desk);
        walk.base();
        for runbook in desk.graph.runbooks() {
            walk.runbook(runbook);
        }
        for file in desk.scenarios {
            walk.scenarios(file);
        }
        walk.links();
        let mut occurrences = walk.found;
        occurrences.sort_by_key(|occurrence| occurrence.span);
        occurrences.dedup();
        Self { occurrences }
    }

    /// The name at a place: the shortest one that covers it.
    pub fn at(&self, spot: Spot) -> Option<&Occurrence> {
        let end = self.occurrences.partition_point(|occurrence| {
            (occurrence.span.file, occurrence.span.range().start) <= (spot.file, spot.offset)
        });
        // Names hardly overlap, so the one that is meant is among the last that begin before the place.
        let near = self.occurrences.get(end.saturating_sub(4)..end).unwrap_or_default();
        near.iter()
            .filter(|occurrence| spot.is_in(occurrence.span))
            .min_by_key(|occurrence| occurrence.span.end - occurrence.span.start)
    }

    /// All occurrences of a symbol, by place.
    pub fn of<'a>(&'a self, symbol: &'a Symbol) -> impl Iterator<Item = &'a Occurrence> {
        self.occurrences.iter().filter(move |occurrence| occurrence.symbol == *symbol)
    }

    /// Where a symbol gets its name.
    pub fn definitions<'a>(&'a self, symbol: &'a Symbol) -> impl Iterator<Item = &'a Occurrence> {
        self.of(symbol).filter(|occurrence| occurrence.part == Part::Definition)
    }

    /// All occurrences.
    pub fn iter(&self) -> impl Iterator<Item = &Occurrence> {
        self.occurrences.iter()
    }
}

/// What names are looked up in.
struct Names<'a> {
    desk: Desk<'a>,
    /// All inputs and captured values.
    facts: HashSet<&'a str>,
    /// The check that each check with `use` takes its content from.
    origins: HashMap<&'a NodeKey, NodeKey>,
}

impl<'a> Names<'a> {
    fn new(desk: Desk<'a>) -> Self {
        let runbooks = || desk.graph.runbooks().iter();
        let inputs = runbooks().flat_map(|runbook| runbook.inputs.names());
        let outcomes =
            runbooks().flat_map(|runbook| runbook.checks.iter()).flat_map(|(_, check)| check.outcomes.iter());
        let facts = inputs.chain(outcomes.flat_map(|(_, outcome)| outcome.capture.names())).collect();
        let origins = desk
            .graph
            .nodes()
            .filter_map(|node| Some((&node.key, node.content.taken_from()?.key(&node.key.runbook))));
        Self { desk, facts, origins: origins.collect() }
    }

    /// What the name of a fact means in a runbook: a value, or a check.
    fn fact(&self, name: &str, home: &RunbookId) -> Option<Symbol> {
        if self.facts.contains(name) {
            return Some(Symbol::Fact(name.into()));
        }
        let key = self.desk.graph.required(home, &name.into());
        let node = self.desk.graph.node(&key)?;
        matches!(node.content, Content::Check(_)).then_some(Symbol::Node(key))
    }

    /// The outcome of this name, if the node is a check that has it.
    fn outcome(&self, key: &NodeKey, name: &str) -> Option<Symbol> {
        let key = self.origins.get(key).unwrap_or(key);
        let Content::Check(check) = &self.desk.graph.node(key)?.content else { return None };
        check.outcomes.get(name)?;
        Some(Symbol::Outcome(key.clone(), name.into()))
    }
}
