//! What a place can be asked for at once: every command of the checks that a walk may come to, once.
//!
//! Invariant: a command is in the plan only if all its values are known and it only reads. What is left out is listed with
//! the reason. A command that stands behind one that was left out for what it does, in the same check, is left out too:
//! it may rest on it.
//! Deliberately absent: what the commands look like in a script (`script`).

use crate::command::{Filled, fill};
use crate::effect::{Effect, assess};
use crate::graph::{Content, Graph, Node};
use crate::model::{Check, Command, FactName, NodeKey, PlaceId, RunbookId, Shell, Template};
use crate::prose::{and, quoted, visible_line};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet, VecDeque};

/// Version of the JSON of a plan.
const VERSION: u32 = 1;
/// The longest part of a check's name in a file's name.
const LONGEST_NAME: usize = 60;

/// What is collected at a place, and what is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Version of this JSON: 1.
    pub version: u32,
    /// The runbook where the walk begins.
    pub runbook: RunbookId,
    /// The place.
    pub place: PlaceId,
    /// The commands, nearest to the beginning of the walk first.
    pub commands: Vec<Planned>,
    /// What is not collected.
    pub left_out: Vec<LeftOut>,
}

/// A command that is collected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Planned {
    /// The file that its output goes into.
    pub file: String,
    /// The checks that ask for it.
    pub checks: Vec<NodeKey>,
    /// The command, with its values in it.
    pub command: String,
}

/// A command that is not collected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The checks that ask for it.
    pub checks: Vec<NodeKey>,
    /// The command; values that are not known stand in it as `<name>`.
    pub command: String,
    /// Why, as a sentence without a full stop.
    pub why: String,
    /// The values that are missing, where that is why.
    pub needs: Vec<FactName>,
}

/// A place, and how many commands a walk has for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceCount {
    /// The place.
    pub place: PlaceId,
    /// Its shell.
    pub shell: Shell,
    /// Different commands, before values are filled in.
    pub commands: usize,
}

/// The places that a walk from these nodes has commands for, in the order of the knowledge base.
pub fn places(graph: &Graph, starts: &[NodeKey]) -> Vec<PlaceCount> {
    let mut commands: BTreeMap<&PlaceId, HashSet<&str>> = BTreeMap::new();
    for (_, check) in checks(graph, starts) {
        for Command { place, command, .. } in &check.run {
            commands.entry(&place.value).or_default().insert(command.text.value.trim());
        }
    }
    let places = graph.base().places.iter().filter_map(|(name, place)| {
        let commands = commands.get(&name.value)?.len();
        Some(PlaceCount { place: name.value.clone(), shell: place.shell.value, commands })
    });
    places.collect()
}

/// The checks that a walk from these nodes may come to, nearest first.
fn checks<'g>(graph: &'g Graph, starts: &[NodeKey]) -> Vec<(&'g Node, &'g Check)> {
    let mut queue: VecDeque<&Node> = starts.iter().filter_map(|start| graph.node(start)).collect();
    let mut met: HashSet<&NodeKey> = queue.iter().map(|node| &node.key).collect();
    let mut found = Vec::new();
    while let Some(node) = queue.pop_front() {
        if let Content::Check(check) = &node.content {
            found.push((node, &**check));
        }
        for (_, next) in graph.edges(&node.key) {
            if met.insert(&next.key) {
                queue.push_back(next);
            }
        }
    }
    found
}

/// The plan for `place`, of a walk in `runbook` from these nodes, with these values known.
pub fn plan(
    graph: &Graph,
    (runbook, starts): (&RunbookId, &[NodeKey]),
    place: &PlaceId,
    facts: &BTreeMap<FactName, String>,
) -> Plan {
    let shell = graph.place(place).map_or(Shell::None, |place| place.shell.value);
    let mut plan = Plan {
        version: VERSION,
        runbook: runbook.clone(),
        place: place.clone(),
        commands: Vec::new(),
        left_out: Vec::new(),
    };
    for (node, check) in checks(graph, starts) {
        let mut broken: Option<String> = None;
        for command in check.run.iter().filter(|command| command.place.value == *place) {
            let text = plan.take(node, &command.command, shell, facts, broken.as_deref());
            broken = broken.or(text);
        }
    }
    plan.name_files();
    plan
}

impl Plan {
    /// Takes a command in, or leaves it out. Returns it where that is for what it does.
    fn take(
        &mut self,
        node: &Node,
        template: &Template,
        shell: Shell,
        facts: &BTreeMap<FactName, String>,
        broken: Option<&str>,
    ) -> Option<String> {
        let filled = fill(template, shell, facts);
        let text = filled.text.trim().replace("\r\n", "\n");
        let found = assess(shell, &with_any_value(template, shell, facts, &filled));
        if found.effect > Effect::Read {
            self.leave_out(node, &text, found.because, Vec::new());
            return Some(text);
        }
        if let Some(before) = broken {
            let before = visible_line(before);
            self.leave_out(
                node,
                &text,
                format!("it may rest on {}, which is not collected", quoted(before)),
                Vec::new(),
            );
        } else if let Some((fact, error)) = filled.refused.first() {
            self.leave_out(node, &text, format!("`{fact}` cannot be put into it: {error}"), Vec::new());
        } else if !filled.missing.is_empty() {
            let names: Vec<String> = filled.missing.iter().map(quoted).collect();
            self.leave_out(node, &text, format!("it needs {}", and(&names)), filled.missing);
        } else {
            self.add(node, text);
        }
        None
    }

    fn add(&mut self, node: &Node, command: String) {
        match self.commands.iter_mut().find(|planned| planned.command == command) {
            Some(planned) if planned.checks.contains(&node.key) => {}
            Some(planned) => planned.checks.push(node.key.clone()),
            None => {
                self.commands.push(Planned { file: String::new(), checks: vec![node.key.clone()], command });
            }
        }
    }

    fn leave_out(&mut self, node: &Node, command: &str, why: String, needs: Vec<FactName>) {
        match self.left_out.iter_mut().find(|other| other.command == command && other.why == why) {
            Some(other) if other.checks.contains(&node.key) => {}
            Some(other) => other.checks.push(node.key.clone()),
            None => self.left_out.push(LeftOut {
                checks: vec![node.key.clone()],
                command: command.to_owned(),
                why,
                needs,
            }),
        }
    }

    /// `03-connector-onprem.txt`: in order, and named after the first check that asks for it.
    fn name_files(&mut self) {
        let digits = self.commands.len().to_string().len().max(2);
        for (number, planned) in (1_usize..).zip(&mut self.commands) {
            let check = planned.checks.first().map(|check| check.node.as_str()).unwrap_or_default();
            let short: String = check.chars().take(LONGEST_NAME).collect();
            planned.file = format!("{number:0digits$}-{short}.txt");
        }
    }

    /// The values that are missing, each once, in the order in which they are needed.
    pub fn needs(&self) -> Vec<&FactName> {
        let mut needs: Vec<&FactName> = Vec::new();
        for fact in self.left_out.iter().flat_map(|left_out| &left_out.needs) {
            if !needs.contains(&fact) {
                needs.push(fact);
            }
        }
        needs
    }
}

/// The command with some value in place of those that are not known: what it does does not depend on them.
fn with_any_value(
    template: &Template,
    shell: Shell,
    facts: &BTreeMap<FactName, String>,
    filled: &Filled,
) -> String {
    if filled.is_complete() {
        return filled.text.clone();
    }
    let mut facts = facts.clone();
    let refused = filled.refused.iter().map(|(fact, _)| fact);
    facts.extend(filled.missing.iter().chain(refused).map(|fact| (fact.clone(), "x".to_owned())));
    fill(template, shell, &facts).text
}
