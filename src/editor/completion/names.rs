//! Names of the knowledge base, by the place at which they may be written.
//!
//! Invariant: a name of another runbook's node is offered with its runbook; symptoms are offered only where a walk begins.
//! Deliberately absent: keys and words of the format (`schema`).

use crate::editor::completion::{Found, OfferKind};
use crate::editor::cursor::{Cursor, Name, Role};
use crate::editor::describe::{describe, kind};
use crate::editor::{Desk, FileKind, Index, Symbol, symbols};
use crate::graph::{Content, Node};
use crate::lint;
use crate::model::{NodeKey, Runbook, RunbookId};
use crate::source::FileId;
use std::collections::{BTreeMap, BTreeSet};

/// Answers that are no outcomes.
const OF_CHECK: [&str; 2] = ["unsure", "none"];
const OF_FIX: [&str; 3] = ["done", "failed", "withheld"];

/// The names that may stand in a file.
pub(super) struct Names<'a> {
    desk: Desk<'a>,
    index: &'a Index,
    file: FileId,
    kind: FileKind,
    home: Option<RunbookId>,
}

impl<'a> Names<'a> {
    pub(super) fn new(desk: Desk<'a>, index: &'a Index, file: FileId) -> Self {
        Self { desk, index, file, kind: desk.kind(file), home: desk.home(file) }
    }

    /// Names that may be a value at a path.
    pub(super) fn values(&self, cursor: &Cursor<'_>, path: &[Name<'_>]) -> Vec<Found> {
        let last =
            path.iter().rev().find_map(|name| if let Name::Key(key) = name { Some(*key) } else { None });
        let last = last.unwrap_or_default();
        let is_entry = path.last() == Some(&Name::Entry);
        if self.desk.schemas.is_node(self.kind, path) {
            return self.nodes_for(last, path);
        }
        let above = above(path, last);
        match last {
            "place" => self.places(),
            "sources" if is_entry => self.sources(),
            "fact" => self.facts().into_iter().chain(self.checks()).collect(),
            "equals" | "not" => self.outcomes_of(cursor.sibling(0, "fact")),
            "rule" => rules(),
            "order" if is_entry => self.runbooks(),
            "runbook" if self.kind == FileKind::Scenarios => self.runbooks(),
            "takes" => self.answers(cursor.sibling(0, "at")),
            check if above == Some("requires") => self.outcomes_of(Some(check)),
            node if above == Some("steps") && self.kind == FileKind::Scenarios => self.answers(Some(node)),
            _ => Vec::new(),
        }
    }

    /// Names that may be a key of the mapping at a path.
    pub(super) fn keys(&self, cursor: &Cursor<'_>, path: &[Name<'_>]) -> Vec<Found> {
        let beside = |key: &str| cursor.sibling(usize::from(cursor.role == Role::Key), key);
        let of_scenarios = self.kind == FileKind::Scenarios;
        match path {
            [.., Name::Key("steps"), Name::Entry] if of_scenarios && cursor.beside.is_empty() => {
                self.nodes(|node| matches!(node.content, Content::Check(_) | Content::Fix(_)))
            }
            [.., Name::Key("requires")] => self.checks(),
            [.., Name::Key("also")] => self.answers(beside("at")),
            [.., Name::Key("anywhere")] => self.all_answers(),
            [.., Name::Key("outcomes")] => self.outcomes_of(beside("use")),
            [.., Name::Key("facts")] => self.facts(),
            [.., Name::Key("inputs")] if of_scenarios => self.facts(),
            [Name::Key("rules")] if self.kind == FileKind::Base => rules(),
            _ => Vec::new(),
        }
    }

    /// Inputs and captured values, those of this runbook first.
    pub(super) fn facts(&self) -> Vec<Found> {
        let is_own = |runbook: &&Runbook| self.home.as_ref() == Some(&runbook.runbook.value);
        let runbooks = || self.desk.graph.runbooks().iter();
        let own = runbooks().filter(is_own).map(|runbook| (runbook, 0));
        let others = runbooks().filter(|runbook| !is_own(runbook)).map(|runbook| (runbook, 1));
        let mut facts: BTreeMap<String, (String, u8)> = BTreeMap::new();
        for (runbook, rank) in own.chain(others) {
            for (name, input) in runbook.inputs.iter() {
                let detail = || (format!("{}: {}", kind(input), input.ask.value), rank);
                facts.entry(name.value.to_string()).or_insert_with(detail);
            }
            let outcomes = runbook.checks.iter().flat_map(|(check, content)| {
                content.outcomes.iter().map(move |(_, outcome)| (check, &outcome.capture))
            });
            for (check, capture) in outcomes {
                for (name, property) in capture.iter() {
                    let detail = || (format!("{}, captured by {check}", property.value), rank);
                    facts.entry(name.value.to_string()).or_insert_with(detail);
                }
            }
        }
        for name in symbols::names_in(self.desk, self.file, "inputs") {
            facts.entry(name).or_insert_with(|| ("input".to_owned(), 0));
        }
        let found = facts.into_iter().map(|(name, (detail, rank))| {
            // What others say about theirs would be long to make and is seldom read.
            let symbol = (rank == 0).then(|| Symbol::Fact(name.as_str().into()));
            let about = symbol.map(|symbol| self.about(&symbol)).unwrap_or_default();
            Found { name, kind: OfferKind::Fact, detail, about, rank }
        });
        found.collect()
    }

    fn about(&self, symbol: &Symbol) -> String {
        describe(self.desk, self.index, symbol).unwrap_or_default()
    }

    /// Nodes that may stand under this key.
    fn nodes_for(&self, key: &str, path: &[Name<'_>]) -> Vec<Found> {
        let is_symptom = |node: &Node| matches!(node.content, Content::Symptom(_));
        let is_check = |node: &Node| matches!(node.content, Content::Check(_));
        let is_fix = |node: &Node| matches!(node.content, Content::Fix(_));
        let table = path.first();
        match key {
            "use" if table == Some(&Name::Key("checks")) => {
                self.nodes(|node| is_check(node) && node.content.taken_from().is_none())
            }
            "use" => self.nodes(|node| is_fix(node) && node.content.taken_from().is_none()),
            "verify" => self.nodes(is_check),
            "at" => self.nodes(|node| is_check(node) || is_fix(node)),
            "entry" => {
                let mut found = self.nodes(|_| true);
                for found in found.iter_mut().filter(|found| !found.detail.starts_with("symptom")) {
                    found.rank += 2;
                }
                found
            }
            _ => self.nodes(|node| !is_symptom(node)),
        }
    }

    fn nodes(&self, fits: impl Fn(&Node) -> bool) -> Vec<Found> {
        let home = self.home.as_ref();
        let nodes = self.desk.graph.nodes().filter(|node| fits(node));
        let mut found: Vec<Found> = nodes
            .map(|node| {
                let is_own = home == Some(&node.key.runbook);
                let name = if is_own { node.key.node.to_string() } else { node.key.to_string() };
                let detail = format!("{}: {}", node.content.word(), node.title());
                // The cards of other runbooks would be long to make and are seldom read.
                let about = if is_own { self.about(&Symbol::Node(node.key.clone())) } else { String::new() };
                Found { name, kind: OfferKind::Node, detail, about, rank: u8::from(!is_own) }
            })
            .collect();
        let known: BTreeSet<&str> = found.iter().map(|found| found.name.as_str()).collect();
        let others = ["checks", "fixes", "ends"]
            .iter()
            .flat_map(|table| symbols::names_in(self.desk, self.file, table));
        let unread: Vec<String> = others
            .filter(|name| {
                let key = home.map(|home| NodeKey::new(home.as_str(), name.as_str()));
                !known.contains(name.as_str()) && key.is_none_or(|key| self.desk.graph.node(&key).is_none())
            })
            .collect();
        found.extend(unread.into_iter().map(|name| Found {
            name,
            kind: OfferKind::Node,
            detail: "not finished yet".to_owned(),
            about: String::new(),
            rank: 1,
        }));
        found
    }

    fn checks(&self) -> Vec<Found> {
        self.nodes(|node| matches!(node.content, Content::Check(_)))
    }

    /// The node that a name means here.
    fn node(&self, name: &str) -> Option<&'a Node> {
        let key = match name.split_once('/') {
            Some((runbook, node)) => NodeKey::new(runbook, node),
            None => NodeKey::new(self.home.as_ref()?.as_str(), name),
        };
        let node = self.desk.graph.node(&key)?;
        match node.content.taken_from() {
            Some(origin) => self.desk.graph.node(&origin.key(&key.runbook)).or(Some(node)),
            None => Some(node),
        }
    }

    fn outcomes_of(&self, check: Option<&str>) -> Vec<Found> {
        let Some(node) = check.and_then(|name| self.node(name)) else { return Vec::new() };
        let Content::Check(check) = &node.content else { return Vec::new() };
        let found = check.outcomes.iter().map(|(name, outcome)| Found {
            name: name.value.to_string(),
            kind: OfferKind::Outcome,
            detail: outcome.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
            about: self.about(&Symbol::Outcome(node.key.clone(), name.value.clone())),
            rank: 0,
        });
        found.collect()
    }

    /// Everything that a scenario can answer at a node.
    fn answers(&self, node: Option<&str>) -> Vec<Found> {
        let others = match node.and_then(|name| self.node(name)).map(|node| &node.content) {
            Some(Content::Check(_)) => OF_CHECK.as_slice(),
            Some(Content::Fix(_)) => OF_FIX.as_slice(),
            _ => &[],
        };
        self.outcomes_of(node).into_iter().chain(others.iter().map(|name| plain(name, "answer", 1))).collect()
    }

    fn all_answers(&self) -> Vec<Found> {
        let home = self.home.as_ref().and_then(|home| self.desk.graph.runbook(home));
        let checks = home.into_iter().flat_map(|runbook| runbook.checks.iter());
        let outcomes = checks.flat_map(|(_, check)| check.outcomes.names().map(str::to_owned));
        let outcomes: BTreeSet<String> = outcomes.collect();
        let others = ["unsure", "none", "failed"].iter().map(|name| plain(name, "answer", 0));
        others.chain(outcomes.iter().map(|name| plain(name, "outcome", 1))).collect()
    }

    fn places(&self) -> Vec<Found> {
        let places = self.desk.graph.base().places.iter();
        let found = places.map(|(name, place)| Found {
            about: self.about(&Symbol::Place(name.value.clone())),
            ..plain(name.as_str(), &place.title.value, 0)
        });
        found.collect()
    }

    fn sources(&self) -> Vec<Found> {
        let own = self.home.as_ref().and_then(|home| self.desk.graph.runbook(home));
        let own = own.into_iter().flat_map(|runbook| runbook.sources.iter());
        let own = own.map(|(name, source)| plain(name.as_str(), &source.title.value, 0));
        let shared = self.desk.graph.base().sources.iter();
        let shared = shared.map(|(name, source)| plain(name.as_str(), &source.title.value, 1));
        // What was written since the texts were linked counts as well.
        let written = symbols::names_in(self.desk, self.file, "sources");
        let written = written.into_iter().map(|name| plain(&name, "source", 0));
        let mut seen = BTreeSet::new();
        own.chain(shared).chain(written).filter(|found| seen.insert(found.name.clone())).collect()
    }

    fn runbooks(&self) -> Vec<Found> {
        let runbooks = self.desk.graph.runbooks().iter();
        runbooks.map(|runbook| plain(runbook.runbook.as_str(), &runbook.title.value, 0)).collect()
    }
}

fn plain(name: &str, detail: &str, rank: u8) -> Found {
    Found {
        name: name.to_owned(),
        kind: OfferKind::Name,
        detail: detail.to_owned(),
        about: String::new(),
        rank,
    }
}

fn rules() -> Vec<Found> {
    let rules = lint::settable_rules();
    rules
        .map(|rule| Found { about: rule.documentation.to_owned(), ..plain(rule.name, rule.summary, 0) })
        .collect()
}

/// The key that holds `last`, list entries aside.
fn above<'p>(path: &[Name<'p>], last: &str) -> Option<&'p str> {
    let mut keys =
        path.iter().rev().filter_map(|name| if let Name::Key(key) = name { Some(*key) } else { None });
    keys.find(|key| *key == last)?;
    keys.next()
}
