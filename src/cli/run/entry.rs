//! Where a walk begins: the runbook or node that was named, or the symptom that is chosen.
//!
//! Invariant: never asks when nothing may be asked; then it names what could have been named.
//! Deliberately absent: ranking (floor 5, `search`).

use crate::cli::run::given::unknown_node;
use crate::cli::run::walker::Pace;
use crate::cli::{Exit, Failure};
use crate::graph::{Content, Graph, Node};
use crate::model::{NodeKey, RunbookId};
use crate::prose::{quoted, visible_line};
use crate::search::Index;
use crate::terminal::keyboard::{Keyboard, Typed};
use crate::terminal::{Paper, width};
use std::io::Write;

/// What the command line named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum Named {
    Runbook(RunbookId),
    Node(NodeKey),
}

impl Named {
    pub(in crate::cli) fn runbook(&self) -> &RunbookId {
        match self {
            Self::Runbook(runbook) => runbook,
            Self::Node(key) => &key.runbook,
        }
    }
}

/// Understands `RUNBOOK` or `RUNBOOK/NODE`.
pub(in crate::cli) fn resolve(graph: &Graph, text: &str) -> Result<Named, Failure> {
    let help = "list all entries with `triagebook run`, or search with `triagebook find TEXT`";
    if let Ok(key) = text.parse::<NodeKey>() {
        return match graph.node(&key) {
            Some(_) => Ok(Named::Node(key)),
            None => Err(Failure::usage(unknown_node(graph, &key)).help(help)),
        };
    }
    let folded = text.to_lowercase();
    let runbook =
        graph.runbooks().iter().map(|runbook| &runbook.runbook.value).find(|id| id.as_str() == folded);
    match runbook {
        Some(runbook) => Ok(Named::Runbook(runbook.clone())),
        None => Err(Failure::usage(unknown_node(graph, &NodeKey::new(text, ""))).help(help)),
    }
}

/// Finds the node to begin with, asking where several are possible. An inner error is how the process ends.
pub(super) fn choose(
    graph: &Graph,
    named: Option<Named>,
    pace: Pace,
    keyboard: &mut Keyboard,
    screen: &mut dyn Write,
) -> Result<Result<NodeKey, Exit>, Failure> {
    let symptoms: Vec<&Node> = match &named {
        Some(Named::Node(key)) => return Ok(Ok(key.clone())),
        Some(Named::Runbook(runbook)) => {
            symptoms(graph).filter(|node| node.key.runbook == *runbook).collect()
        }
        None => symptoms(graph).collect(),
    };
    if let ([only], Some(_)) = (symptoms.as_slice(), &named) {
        return Ok(Ok(only.key.clone()));
    }
    if symptoms.is_empty() {
        let what = named.map_or_else(|| "the knowledge base".to_owned(), |named| quoted(named.runbook()));
        return Err(Failure::usage(format!("{what} has no symptom to begin with"))
            .help("name a node: triagebook run RUNBOOK/NODE"));
    }
    if pace == Pace::Unattended {
        let failure = Failure::usage("several symptoms are possible, and `--no-input` forbids to ask");
        return Err(symptoms.iter().fold(failure, |failure, node| {
            failure.help(format!("triagebook run {}  ({})", node.key, visible_line(node.title())))
        }));
    }
    let list = if named.is_some() { List::OfOneRunbook } else { List::OfAllRunbooks };
    let offered = symptoms.iter().map(|node| node.key.clone()).collect();
    let mut picker = Picker { graph, symptoms, offered, topics: Vec::new(), list };
    if named.is_none() && picker.symptoms.len() > MANY {
        picker.topics = picker.all_topics();
    }
    picker.pick(keyboard, screen)
}

pub(in crate::cli) fn symptoms(graph: &Graph) -> impl Iterator<Item = &Node> {
    let nodes = graph.reading_order().into_iter().flat_map(|book| graph.nodes_of(&book.runbook.value));
    nodes.filter(|node| matches!(node.content, Content::Symptom(_)))
}

/// With more entries than this, their runbooks are listed first.
const MANY: usize = 30;

/// Whether a list shows which runbook each entry belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    OfOneRunbook,
    OfAllRunbooks,
}

/// Lets a person choose a symptom by number, by name, or by the error text.
struct Picker<'a> {
    graph: &'a Graph,
    symptoms: Vec<&'a Node>,
    /// What the numbers stand for now, where no topics are shown.
    offered: Vec<NodeKey>,
    /// The runbooks that the numbers stand for; empty where they stand for entries.
    topics: Vec<RunbookId>,
    list: List,
}

impl Picker<'_> {
    fn pick(
        mut self,
        keyboard: &mut Keyboard,
        screen: &mut dyn Write,
    ) -> Result<Result<NodeKey, Exit>, Failure> {
        let mut paper = Paper::new(width());
        paper.heading(&self.heading());
        paper.blank();
        paper.say("What do you see? Type or paste the error text, or choose a number.");
        self.show(&mut paper);
        loop {
            paper.blank();
            write!(screen, "{}", std::mem::replace(&mut paper, Paper::new(width())).finish())?;
            let numbers = match self.count() {
                1 => "1".to_owned(),
                count => format!("1-{count}"),
            };
            let prompt = format!("Number or error text, q = quit [{numbers}]: ");
            let text = match keyboard.read(&prompt, screen)? {
                Typed::Line(text) | Typed::Paste(text) => text,
                Typed::Interrupted => {
                    writeln!(screen, "Interrupted. Nothing was begun.")?;
                    return Ok(Err(Exit::Interrupted));
                }
                Typed::End => {
                    let first = self.offered.first().map(NodeKey::to_string).unwrap_or_default();
                    writeln!(screen, "\nThe input ended before a symptom was chosen.")?;
                    writeln!(screen, "Name one: triagebook run {first}")?;
                    return Ok(Err(Exit::Findings));
                }
            };
            match text.trim() {
                "" => {}
                "q" | "quit" | "exit" => return Ok(Err(Exit::Findings)),
                typed => {
                    if let Some(key) = self.chosen(typed, &mut paper) {
                        return Ok(Ok(key));
                    }
                }
            }
        }
    }

    /// The entry that was typed; otherwise says why there is none, or lists what fits the text.
    fn chosen(&mut self, typed: &str, paper: &mut Paper) -> Option<NodeKey> {
        if let Ok(number) = typed.parse::<usize>() {
            return self.numbered(number, paper);
        }
        let is_named = |node: &&&Node| node.key.to_string() == typed || node.key.node.as_str() == typed;
        if let Some(node) = self.symptoms.iter().find(is_named) {
            return Some(node.key.clone());
        }
        let hits = Index::new(self.graph).find(typed);
        if hits.is_empty() {
            paper.say(
                "No entry fits this text. Try the exact error code, or choose a number from the list above.",
            );
            return None;
        }
        self.offered = hits.into_iter().map(|hit| hit.node).collect();
        self.list = List::OfAllRunbooks;
        self.topics.clear();
        paper.blank();
        paper.say("Best first:");
        self.show(paper);
        None
    }

    fn count(&self) -> usize {
        if self.topics.is_empty() { self.offered.len() } else { self.topics.len() }
    }

    /// The entry of a number; where it is a topic's, its only entry, or none and its entries are listed.
    fn numbered(&mut self, number: usize, paper: &mut Paper) -> Option<NodeKey> {
        let Some(index) = number.checked_sub(1).filter(|index| *index < self.count()) else {
            paper.say(&format!("There is no number {number}; the list goes from 1 to {}.", self.count()));
            return None;
        };
        let Some(topic) = self.topics.get(index).cloned() else { return self.offered.get(index).cloned() };
        let own = self.symptoms.iter().filter(|node| node.key.runbook == topic);
        self.offered = own.map(|node| node.key.clone()).collect();
        if let [only] = self.offered.as_slice() {
            return Some(only.clone());
        }
        self.topics.clear();
        paper.blank();
        self.show(paper);
        None
    }

    /// The runbooks that have entries, in the order in which they are read.
    fn all_topics(&self) -> Vec<RunbookId> {
        let mut topics: Vec<RunbookId> = self.symptoms.iter().map(|node| node.key.runbook.clone()).collect();
        topics.dedup();
        topics
    }

    fn heading(&self) -> String {
        let first = self.symptoms.first().filter(|_| self.list == List::OfOneRunbook);
        let runbook = first.and_then(|node| self.graph.runbook(&node.key.runbook));
        runbook.map_or_else(|| self.graph.base().title.value.clone(), |runbook| runbook.title.value.clone())
    }

    fn show(&self, paper: &mut Paper) {
        paper.blank();
        for (number, topic) in (1..).zip(&self.topics) {
            let title =
                self.graph.runbook(topic).map_or_else(|| topic.to_string(), |book| book.title.value.clone());
            paper.choice(&usize::to_string(&number), &title);
        }
        if !self.topics.is_empty() {
            return;
        }
        let mut last = None;
        for (number, key) in (1..).zip(&self.offered) {
            let Some(node) = self.graph.node(key) else { continue };
            if self.list == List::OfAllRunbooks && last != Some(&key.runbook) {
                let runbook = self.graph.runbook(&key.runbook);
                paper.aside(runbook.map(|runbook| runbook.title.value.as_str()).unwrap_or_default());
                last = Some(&key.runbook);
            }
            paper.choice(&usize::to_string(&number), node.title());
        }
    }
}
