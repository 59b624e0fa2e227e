//! Where a walk begins: the runbook or node that was named, or the symptom that is chosen.
//!
//! Invariant: never asks when nothing may be asked; then it names what could have been named.
//! Deliberately absent: ranking (floor 5, `search`).

use crate::cli::run::given::unknown_node;
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
pub(super) enum Named {
    Runbook(RunbookId),
    Node(NodeKey),
}

impl Named {
    pub(super) fn runbook(&self) -> &RunbookId {
        match self {
            Self::Runbook(runbook) => runbook,
            Self::Node(key) => &key.runbook,
        }
    }
}

/// Understands `RUNBOOK` or `RUNBOOK/NODE`.
pub(super) fn resolve(graph: &Graph, text: &str) -> Result<Named, Failure> {
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
    no_input: bool,
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
    if no_input {
        let failure = Failure::usage("several symptoms are possible, and `--no-input` forbids to ask");
        return Err(symptoms.iter().fold(failure, |failure, node| {
            failure.help(format!("triagebook run {}  ({})", node.key, visible_line(node.title())))
        }));
    }
    pick(graph, &symptoms, named.is_none(), keyboard, screen)
}

fn symptoms(graph: &Graph) -> impl Iterator<Item = &Node> {
    graph.nodes().filter(|node| matches!(node.content, Content::Symptom(_)))
}

/// Lets a person choose a symptom by number, by name, or by the error text.
fn pick(
    graph: &Graph,
    all: &[&Node],
    of_all_runbooks: bool,
    keyboard: &mut Keyboard,
    screen: &mut dyn Write,
) -> Result<Result<NodeKey, Exit>, Failure> {
    let mut offered: Vec<NodeKey> = all.iter().map(|node| node.key.clone()).collect();
    let heading = if of_all_runbooks {
        graph.base().title.value.clone()
    } else {
        let runbook = all.first().and_then(|node| graph.runbook(&node.key.runbook));
        runbook.map(|runbook| runbook.title.value.clone()).unwrap_or_default()
    };
    let mut paper = Paper::new(width());
    paper.heading(&heading);
    paper.blank();
    paper.say("What do you see? Choose a number, or type or paste the error text.");
    list(&mut paper, graph, &offered, of_all_runbooks);
    loop {
        paper.blank();
        write!(screen, "{}", std::mem::replace(&mut paper, Paper::new(width())).finish())?;
        let prompt = format!("Number or error text, q = quit [1-{}]: ", offered.len());
        let text = match keyboard.read(&prompt, screen)? {
            Typed::Line(line) => line,
            Typed::Paste(text) => text,
            Typed::Interrupted => {
                writeln!(screen, "Interrupted. Nothing was begun.")?;
                return Ok(Err(Exit::Interrupted));
            }
            Typed::End => {
                writeln!(screen, "\nThe input ended before a symptom was chosen.")?;
                writeln!(
                    screen,
                    "Name one: triagebook run {}",
                    offered.first().map(NodeKey::to_string).unwrap_or_default()
                )?;
                return Ok(Err(Exit::Findings));
            }
        };
        let typed = text.trim();
        match typed.parse::<usize>() {
            Ok(number) if (1..=offered.len()).contains(&number) => {
                return Ok(Ok(offered.swap_remove(number - 1)));
            }
            Ok(_) => {
                paper.say(&format!("There is no number {typed}; the list goes from 1 to {}.", offered.len()));
                continue;
            }
            Err(_) => {}
        }
        match typed {
            "" => continue,
            "q" | "quit" | "exit" => return Ok(Err(Exit::Findings)),
            _ => {}
        }
        if let Some(node) =
            all.iter().find(|node| node.key.to_string() == typed || node.key.node.as_str() == typed)
        {
            return Ok(Ok(node.key.clone()));
        }
        let hits = Index::new(graph).find(typed);
        if hits.is_empty() {
            paper.say(
                "No entry fits this text. Try the exact error code, or choose a number from the list above.",
            );
            continue;
        }
        offered = hits.into_iter().map(|hit| hit.node).collect();
        paper.blank();
        paper.say("Best first:");
        list(&mut paper, graph, &offered, true);
    }
}

fn list(paper: &mut Paper, graph: &Graph, keys: &[NodeKey], with_runbook: bool) {
    paper.blank();
    let mut last = None;
    for (number, key) in (1..).zip(keys) {
        let Some(node) = graph.node(key) else { continue };
        if with_runbook && last != Some(&key.runbook) {
            let title =
                graph.runbook(&key.runbook).map(|runbook| runbook.title.value.as_str()).unwrap_or_default();
            paper.aside(title);
            last = Some(&key.runbook);
        }
        paper.choice(&usize::to_string(&number), node.title());
    }
}
