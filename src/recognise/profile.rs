//! What the output of a check looks like: its commands, the properties they print, those that its tests name.
//!
//! Invariant: one profile for each check that holds its content itself; checks that take it by `use` are its copies.
//! Deliberately absent: texts.

use crate::evidence::read;
use crate::graph::{Content, Graph, Node};
use crate::model::{Check, FactName, Matcher, MatcherKind, NodeKey, PlaceId, Shell, Side, Template};
use crate::recognise::invocation::{Invocation, MARK};
use crate::recognise::names::{Names, is_common};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The profiles of all checks that commands settle.
#[derive(Debug, Clone)]
pub struct Profiles {
    pub(crate) checks: Vec<Profile>,
}

/// What the output of one check looks like.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    /// The check that holds the content.
    pub(crate) key: NodeKey,
    /// All checks with this content, itself first.
    pub(crate) all: Vec<NodeKey>,
    pub(crate) commands: Vec<Expected>,
    /// All names of properties that its commands, tests and samples know, in lower case.
    pub(crate) known: HashSet<String>,
    /// Those that its tests name.
    pub(crate) tested: BTreeSet<String>,
    /// Values of its samples that tell what the output is about: `(name, value)`, in lower case.
    pub(crate) values: HashSet<(String, String)>,
}

/// A command of a check and what it prints.
#[derive(Debug, Clone)]
pub(crate) struct Expected {
    pub(crate) side: Option<Side>,
    pub(crate) template: Template,
    pub(crate) invocation: Invocation,
    /// The properties it prints, in lower case and in order; those of the samples where the command does not say.
    pub(crate) names: Vec<String>,
    /// Facts in it that only other output can give.
    pub(crate) captured: Vec<FactName>,
    /// Inputs in it that name the object it asks about.
    pub(crate) inputs: Vec<FactName>,
    /// Whether it prints anything.
    pub(crate) speaks: Speaks,
}

/// Whether a command prints anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speaks {
    Yes,
    /// It only prepares the next one, or is typed nowhere.
    No,
}

/// The check that holds the content of this node: the one that `use` names, or the node itself.
pub fn origin(graph: &Graph, key: &NodeKey) -> NodeKey {
    let mut key = key.clone();
    // A chain of `use` is short; a circle is a finding of the linker.
    for _ in 0..8 {
        let taken =
            graph.node(&key).and_then(|node| node.content.taken_from()).map(|from| from.key(&key.runbook));
        match taken {
            Some(from) if graph.node(&from).is_some() => key = from,
            _ => break,
        }
    }
    key
}

impl Profiles {
    /// Looks at all checks of a graph.
    pub fn new(graph: &Graph) -> Self {
        let mut copies: BTreeMap<NodeKey, Vec<NodeKey>> = BTreeMap::new();
        for node in graph.nodes() {
            if matches!(&node.content, Content::Check(check) if !check.run.is_empty()) {
                copies.entry(origin(graph, &node.key)).or_default().push(node.key.clone());
            }
        }
        let profile = |(key, mut all): (NodeKey, Vec<NodeKey>)| {
            let node = graph.node(&key)?;
            let Content::Check(check) = &node.content else { return None };
            all.retain(|copy| *copy != key);
            all.insert(0, key);
            Some(Profile::new(graph, node, check, all))
        };
        Self { checks: copies.into_iter().filter_map(profile).collect() }
    }

    /// Whether one of these properties (in lower case) is tested by the check that holds this content, and is not one that
    /// objects of every kind have.
    pub fn tests_one_of(&self, content: &NodeKey, names: &Names) -> bool {
        let profile = self.checks.iter().find(|profile| profile.key == *content);
        profile
            .is_some_and(|profile| profile.tested.iter().any(|name| !is_common(name) && names.contains(name)))
    }
}

impl Profile {
    fn new(graph: &Graph, node: &Node, check: &Check, all: Vec<NodeKey>) -> Self {
        let (shown, values) = sampled(check);
        let mut tested = BTreeSet::new();
        for matcher in check.outcomes.iter().filter_map(|(_, outcome)| outcome.when.as_ref()) {
            properties(matcher, &mut tested);
        }
        let from_samples: Vec<String> = if check.run.len() == 1 { shown.clone() } else { Vec::new() };
        let commands: Vec<Expected> = check
            .run
            .iter()
            .map(|command| Expected::new(graph, node, &command.place.value, &command.command, &from_samples))
            .collect();
        let mut known: HashSet<String> = tested.iter().cloned().collect();
        known.extend(shown);
        known.extend(commands.iter().flat_map(|command| command.names.iter().cloned()));
        Self { key: node.key.clone(), all, commands, known, tested, values }
    }
}

impl Expected {
    fn new(graph: &Graph, node: &Node, place: &PlaceId, template: &Template, sampled: &[String]) -> Self {
        let known = graph.place(place);
        let shell = known.map_or(Shell::None, |place| place.shell.value);
        let invocation = Invocation::read(&marked(template));
        let inputs = |name: &FactName| {
            graph.runbook(&node.home).is_some_and(|runbook| runbook.inputs.get(name.as_str()).is_some())
        };
        let mut captured: Vec<FactName> = Vec::new();
        for name in template.placeholders.iter().map(|placeholder| &placeholder.name.value) {
            if !inputs(name) && !captured.contains(name) {
                captured.push(name.clone());
            }
        }
        let prepares = ["set-", "import-", "connect-", "enable-"];
        let silent = shell == Shell::None || prepares.iter().any(|verb| invocation.source.starts_with(verb));
        Self {
            side: known.and_then(|place| place.side.as_ref()).map(|side| side.value),
            template: template.clone(),
            names: invocation.prints.clone().unwrap_or_else(|| sampled.to_vec()),
            inputs: invocation.facts().filter(|name| !captured.contains(name)).cloned().collect(),
            invocation,
            captured,
            speaks: if silent { Speaks::No } else { Speaks::Yes },
        }
    }

    /// The names that tell what is printed.
    pub(crate) fn telling(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str).filter(|name| !is_common(name))
    }
}

/// The command with its placeholders marked.
fn marked(template: &Template) -> String {
    let source = template.text.value.as_str();
    let mut text = String::with_capacity(source.len());
    let mut done = 0;
    for placeholder in &template.placeholders {
        text.push_str(source.get(done..placeholder.range.start).unwrap_or_default());
        text.extend([MARK.to_string().as_str(), placeholder.name.as_str(), MARK.to_string().as_str()]);
        done = placeholder.range.end;
    }
    text.push_str(source.get(done..).unwrap_or_default());
    text
}

/// The names of the properties in the samples, in their order, and the values that are words of their own.
fn sampled(check: &Check) -> (Vec<String>, HashSet<(String, String)>) {
    let mut names: Vec<String> = Vec::new();
    let mut values = HashSet::new();
    for sample in check.outcomes.iter().flat_map(|(_, outcome)| &outcome.samples) {
        for property in read(&sample.text).objects.iter().flat_map(|object| &object.properties) {
            let name = property.name.to_lowercase();
            let value = property.value.to_lowercase();
            if value.len() >= 12 && !value.bytes().any(|byte| byte.is_ascii_digit()) {
                values.insert((name.clone(), value));
            }
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    (names, values)
}

/// The properties that a test names, in lower case.
pub(crate) fn properties(matcher: &Matcher, into: &mut BTreeSet<String>) {
    into.extend(matcher.leaves().into_iter().filter_map(|test| match &test.kind {
        MatcherKind::Property { property, .. } => Some(property.value.to_lowercase()),
        _ => None,
    }));
}
