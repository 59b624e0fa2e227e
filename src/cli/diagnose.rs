//! `triagebook diagnose RUNBOOK FILE…`: a walk with the evidence given and nobody to ask.
//!
//! Invariant: asks nothing and runs nothing. Exit 0 where the walk ended resolved, 1 where it did not.
//! Deliberately absent: deciding which check a text answers (floors 4 and 5).

use crate::cli::bundles::Bundles;
use crate::cli::evidence_file::evidence_file;
use crate::cli::run::entry::{Named, resolve, symptoms};
use crate::cli::run::given::{Flags, Given, GivenAnswer, problems_to_failure};
use crate::cli::{Context, Exit, Failure};
use crate::graph::{Content, Graph};
use crate::model::{EndResult, NodeKey};
use crate::prose::quoted;
use crate::recognise::Profiles;
use crate::session::{
    Action, Diagnosis, Event, Evidence, Position, Prompt, State, Took, VERSION, What, kb_print, next, step,
};
use crate::terminal::{self, Paper, width};
use crate::world::{bundle, clock};
use std::collections::HashSet;
use std::io::Write as _;
use std::path::Path;

/// Arguments of `diagnose`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Where to begin: a runbook, or one of its nodes.
    #[arg(value_name = "RUNBOOK[/NODE]")]
    entry: String,
    /// Outputs of commands, `-` for stdin, or what a collection script wrote (a folder or a zip). `CHECK=FILE` says which
    /// check an output belongs to where the text itself does not show it.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<String>,
    /// A value that commands need; may be repeated.
    #[arg(long, value_name = "NAME=VALUE")]
    input: Vec<String>,
    /// The answer of a check, or `done` or `failed` for a fix; may be repeated.
    #[arg(long, value_name = "NODE=OUTCOME")]
    answer: Vec<String>,
    /// One JSON document on stdout, version 1.
    #[arg(long)]
    json: bool,
}

/// Walks and prints.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let library = context.load_for_use()?;
    let graph = &library.graph;
    let named = resolve(graph, &arguments.entry)?;
    let given = Given::read(&Flags::of(&arguments.input, &arguments.answer), graph, Some(named.runbook()))?;
    let mut notes = Vec::new();
    let mut evidence = Vec::new();
    let mut bundles = Bundles::default();
    for file in &arguments.files {
        match evidence_named(file, graph, &named) {
            (None, path) if path != "-" && bundle::is_bundle(Path::new(path)) => {
                notes.extend(bundles.add(path, &kb_print(graph, &library.sources, None).hash)?);
            }
            (check, path) => evidence.push(one(check, path, graph, &mut notes)?),
        }
    }
    evidence.extend(bundles.evidence(graph));
    let profiles = Profiles::new(graph);
    let evidence: Vec<&Evidence> = evidence.iter().collect();
    let entries: Vec<NodeKey> = match &named {
        Named::Node(key) => vec![key.clone()],
        Named::Runbook(runbook) => {
            symptoms(graph).filter(|node| node.key.runbook == *runbook).map(|node| node.key.clone()).collect()
        }
    };
    let walk = Walk { graph, profiles: &profiles, given: &given, evidence: &evidence, now: clock::moment() };
    let mut best: Option<(usize, Vec<Event>)> = None;
    for entry in entries {
        let events = walk.from(entry)?;
        let length = decided(&State::replay(graph, &events));
        if best.as_ref().is_none_or(|(longest, _)| length > *longest) {
            best = Some((length, events));
        }
    }
    let Some((_, events)) = best else {
        return Err(Failure::usage(format!("{} has no symptom to begin with", quoted(named.runbook())))
            .help("name a node: triagebook diagnose RUNBOOK/NODE FILE"));
    };
    let diagnosis = Diagnosis::new(graph, &profiles, &events, walk.now, &evidence);
    let Some(diagnosis) = diagnosis else { return Ok(Exit::Findings) };
    let not_collected = diagnosis.stopped_at.iter().flat_map(|check| bundles.left_out_of(check));
    notes.extend(not_collected.map(|why| format!("not collected: {why}")));
    let mut err = context.output.err();
    for note in notes {
        writeln!(err, "note: {}", crate::prose::visible_line(&note))?;
    }
    let mut out = context.output.out();
    if arguments.json {
        let json = serde_json::to_string_pretty(&diagnosis)
            .map_err(|error| Failure::new(Exit::File, format!("could not write the diagnosis: {error}")))?;
        writeln!(out, "{json}")?;
    } else {
        let mut paper = Paper::new(width());
        terminal::diagnosis(&mut paper, graph, &events, &diagnosis);
        write!(out, "{}", paper.finish())?;
    }
    Ok(if diagnosis.result == Some(EndResult::Resolved) { Exit::Done } else { Exit::Findings })
}

/// How many questions and fixes a walk left behind it.
fn decided(state: &State) -> usize {
    state.path.iter().filter(|visit| matches!(visit.took, Took::Answered { .. } | Took::Tried(_))).count()
}

/// Reads `CHECK=FILE` or `FILE`.
fn evidence_named<'a>(argument: &'a str, graph: &Graph, named: &Named) -> (Option<NodeKey>, &'a str) {
    match argument.split_once('=') {
        Some((name, path)) if !Path::new(argument).exists() => match check_named(graph, named, name) {
            Some(check) => (Some(check), path),
            None => (None, argument),
        },
        _ => (None, argument),
    }
}

/// One text, perhaps with the check it belongs to.
fn one(
    check: Option<NodeKey>,
    path: &str,
    graph: &Graph,
    notes: &mut Vec<String>,
) -> Result<Evidence, Failure> {
    let (from, text) = evidence_file(path)?;
    notes.extend(text.doubts.into_iter().map(|doubt| format!("{from}: {}", doubt.text)));
    let mut one = Evidence::new(graph, &from, &text.text);
    one.named = check.map(|check| vec![check]);
    Ok(one)
}

fn check_named(graph: &Graph, named: &Named, name: &str) -> Option<NodeKey> {
    let key =
        name.parse().unwrap_or_else(|_| NodeKey { runbook: named.runbook().clone(), node: name.into() });
    let node = graph.node(&key)?;
    matches!(node.content, Content::Check(_)).then_some(key)
}

/// Everything that a walk without a person goes by.
struct Walk<'a> {
    graph: &'a Graph,
    profiles: &'a Profiles,
    given: &'a Given,
    evidence: &'a [&'a Evidence],
    now: jiff::Timestamp,
}

impl Walk<'_> {
    /// Walks from an entry as far as the answers and the evidence carry.
    fn from(&self, entry: NodeKey) -> Result<Vec<Event>, Failure> {
        let offset_minutes = Some(clock::offset_minutes());
        let mut events =
            vec![Event::new(self.now, What::Started { version: VERSION, entry, offset_minutes })];
        let mut problems = Vec::new();
        for input in &self.given.inputs {
            let action = Action::Input { fact: input.name.clone(), text: input.value.clone() };
            match step(self.graph, &State::replay(self.graph, &events), action) {
                Ok(whats) => self.push(&mut events, whats),
                Err(refused) => problems.push(format!("{}: {refused}", input.shown)),
            }
        }
        problems_to_failure(problems)?;
        let mut met: HashSet<(NodeKey, u32)> = HashSet::new();
        loop {
            let state = State::replay(self.graph, &events);
            let Position::Waiting { node, visit } = &state.position else { break };
            let Some(action) = self.action(&state, node, *visit) else { break };
            if !met.insert((node.clone(), *visit)) {
                break;
            }
            let Ok(whats) = step(self.graph, &state, action) else { break };
            self.push(&mut events, whats);
        }
        let state = State::replay(self.graph, &events);
        if let Ok(whats) = step(self.graph, &state, Action::Finish) {
            self.push(&mut events, whats);
        }
        Ok(events)
    }

    fn push(&self, events: &mut Vec<Event>, whats: Vec<What>) {
        events.extend(whats.into_iter().map(|what| Event::new(self.now, what)));
    }

    fn action(&self, state: &State, node: &NodeKey, visit: u32) -> Option<Action> {
        match self.given.answer(node, visit) {
            Some(GivenAnswer::Check(answer)) => Some(Action::Answer(answer.clone())),
            Some(GivenAnswer::Fix(result)) => Some(Action::Tried(*result)),
            None if matches!(state.prompt(self.graph), Prompt::Check(_) | Prompt::Input(_)) => {
                next(self.graph, self.profiles, state, self.now, self.evidence)
            }
            None => None,
        }
    }
}
