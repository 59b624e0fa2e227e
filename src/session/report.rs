//! The account of a session, as data: what was concluded, on which path, from which lines, and what is left.
//!
//! Invariant: made from the graph and the events alone, so two machines give the same account of the same session.
//! Deliberately absent: redaction of identifiers, and any form but JSON and the ticket's text (`report_text`).

use crate::graph::Graph;
use crate::model::{EndResult, FactName, NodeKey, OutcomeId, RunbookId};
use crate::session::before::{Changed, compare_visit};
use crate::session::event::{Answer, By, Event, EvidenceLine, FixResult, ShownCommand, What};
use crate::session::facts::Origin;
use crate::session::present::outcome_title;
use crate::session::prompt::Prompt;
use crate::session::state::{State, Took, Visit};
use crate::session::suspects::Suspects;
use serde::Serialize;

/// Version of the report's JSON; it rises when a field changes its meaning or goes away.
const VERSION: u32 = 1;

/// The account of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Version of this JSON.
    pub version: u32,
    /// The runbook where the walk entered.
    pub runbook: RunbookId,
    /// That runbook's title.
    pub title: String,
    /// When it was last reviewed.
    pub reviewed: Option<jiff::civil::Date>,
    /// The node where the walk entered.
    pub entry: NodeKey,
    /// When the session began.
    pub started: Option<jiff::Timestamp>,
    /// When the last thing happened.
    pub last: Option<jiff::Timestamp>,
    /// How the walk ended; null where it has not ended.
    pub result: Option<EndResult>,
    /// The end it came to.
    pub end: Option<ReportEnd>,
    /// The nodes behind us, in order.
    pub path: Vec<PathStep>,
    /// The node where the walk stands.
    pub stopped_at: Option<NodeKey>,
    /// Why it stands there; null where it ended.
    pub why: Option<String>,
    /// What is needed to go on, a sentence each.
    pub missing: Vec<String>,
    /// What is known, apart from the outcomes on the path.
    pub facts: Vec<ReportFact>,
    /// The remarks.
    pub notes: Vec<ReportNote>,
    /// Requirements of fixes that a person overruled.
    pub overruled_requirements: Vec<OverruledRequirement>,
    /// Questions on the path that were left open: answered with "none of these" or "cannot tell".
    pub left_open: Vec<NodeKey>,
    /// Questions that somebody else was asked to run, and whose reply is awaited.
    pub parked: Vec<ReportParked>,
    /// Fixes still possible, and those ruled out and by what.
    pub suspects: Suspects,
}

/// A question whose reply is awaited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportParked {
    /// The check.
    pub node: NodeKey,
    /// Its title.
    pub title: String,
    /// When it was parked.
    pub at: jiff::Timestamp,
    /// Why, in the person's words.
    pub reason: Option<String>,
}

/// The end a walk came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportEnd {
    /// What is the case now.
    pub title: String,
    /// Who takes over.
    pub to: Option<String>,
    /// What to attach to the ticket.
    pub attach: Vec<String>,
}

/// One node on the path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PathStep {
    /// The node.
    pub node: NodeKey,
    /// `symptom`, `check`, `fix` or `end`.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Which visit to it on the path, from 1.
    pub visit: u32,
    /// An outcome's name, `none` or `unsure` for a check; `done`, `failed` or `attempts-used` for a fix; `jumped` where a
    /// person went on elsewhere; null otherwise.
    pub outcome: Option<String>,
    /// The outcome as a statement.
    pub outcome_title: Option<String>,
    /// Who or what decided; null where nothing had to be decided.
    pub by: Option<By>,
    /// When it was decided.
    pub at: Option<jiff::Timestamp>,
    /// The lines of evidence that decided.
    pub lines: Vec<EvidenceLine>,
    /// Set where a person went against the evidence.
    pub overruled: Option<Overruled>,
    /// For a fix that was tried: its commands as they were shown.
    pub commands: Vec<ShownCommand>,
    /// For a check that was answered after a fix: what its output said before the fix, and says now.
    pub changed: Vec<Changed>,
}

/// What a person went against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overruled {
    /// The outcomes the evidence spoke for.
    pub proposed: Vec<OutcomeId>,
    /// Why, in the person's words.
    pub reason: Option<String>,
}

/// A fix that was opened although its requirements did not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OverruledRequirement {
    /// The fix.
    pub node: NodeKey,
    /// What was missing, a sentence each.
    pub missing: Vec<String>,
    /// Why, in the person's words.
    pub reason: Option<String>,
}

/// A known value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportFact {
    /// Its name.
    pub name: FactName,
    /// Its value.
    pub value: String,
    /// The check whose output it was read from; null where a person gave it.
    pub from: Option<NodeKey>,
    /// The lines it was read from.
    pub lines: Vec<EvidenceLine>,
}

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportNote {
    /// When it was written.
    pub at: jiff::Timestamp,
    /// Where the walk stood.
    pub node: Option<NodeKey>,
    /// The remark.
    pub text: String,
}

impl Report {
    /// The account of these events; none for a session that has not begun.
    pub fn new(graph: &Graph, events: &[Event]) -> Option<Self> {
        let state = State::replay(graph, events);
        let entry = state.entry.clone()?;
        let runbook = graph.runbook(&entry.runbook);
        let prompt = state.prompt(graph);
        let end = match &prompt {
            Prompt::End(end) => {
                Some(ReportEnd { title: end.title.clone(), to: end.to.clone(), attach: end.attach.clone() })
            }
            _ => None,
        };
        let path: Vec<PathStep> = state.path.iter().map(|visit| path_step(graph, events, visit)).collect();
        let left_open = path.iter().filter(|step| matches!(step.outcome.as_deref(), Some("none" | "unsure")));
        let (why, missing) = waiting_for(&state, &prompt);
        let counting = crate::session::history::counting(events);
        let in_force = || events.iter().zip(&counting).filter(|(_, counts)| **counts).map(|(event, _)| event);
        Some(Self {
            version: VERSION,
            runbook: entry.runbook.clone(),
            title: runbook.map_or_else(|| entry.runbook.to_string(), |runbook| runbook.title.value.clone()),
            reviewed: runbook.and_then(|runbook| runbook.reviewed.as_ref()).map(|reviewed| reviewed.value),
            started: state.span.map(|(first, _)| first),
            last: state.span.map(|(_, last)| last),
            result: state.result(),
            end,
            left_open: left_open.map(|step| step.node.clone()).collect(),
            path,
            stopped_at: state.node().cloned(),
            why,
            missing,
            facts: facts(&state),
            parked: parked(graph, &state),
            suspects: Suspects::new(graph, &state),
            notes: in_force().filter_map(note).collect(),
            overruled_requirements: in_force().filter_map(overruled_requirement).collect(),
            entry,
        })
    }
}

fn path_step(graph: &Graph, events: &[Event], visit: &Visit) -> PathStep {
    let node = graph.node(&visit.node);
    let (outcome, title, by) = match &visit.took {
        Took::Answered { answer, by, .. } => {
            let title = match answer {
                Answer::Outcome(outcome) => outcome_title(node, outcome.as_str()),
                Answer::None => "None of these".to_owned(),
                Answer::Unsure => "Cannot tell".to_owned(),
            };
            (Some(answer.word().to_owned()), Some(title), Some(*by))
        }
        Took::Tried(result) => (Some(result.word().to_owned()), None, Some(By::Answer)),
        Took::AttemptsUsed => (Some("attempts-used".to_owned()), None, None),
        Took::Jumped(to) => {
            let title = graph.node(to).map_or_else(|| to.to_string(), |node| node.title().to_owned());
            (Some("jumped".to_owned()), Some(format!("Went on elsewhere, at: {title}")), Some(By::Answer))
        }
        Took::Entered | Took::Returned => (None, None, None),
    };
    let (lines, overruled) = match visit.event.and_then(|index| events.get(index)).map(|event| &event.what) {
        Some(What::Answered { lines, .. }) => (lines.clone(), None),
        Some(What::Overruled { proposed, reason, .. }) => {
            (Vec::new(), Some(Overruled { proposed: proposed.clone(), reason: reason.clone() }))
        }
        _ => (Vec::new(), None),
    };
    let commands = match visit.event.and_then(|index| events.get(index)).map(|event| &event.what) {
        Some(What::FixDone { commands, .. }) => commands.clone(),
        _ => Vec::new(),
    };
    PathStep {
        node: visit.node.clone(),
        kind: node.map_or("node", |node| node.content.word()),
        title: node.map_or_else(|| visit.node.to_string(), |node| node.title().to_owned()),
        visit: visit.number,
        outcome,
        outcome_title: title,
        by,
        at: visit.at,
        lines,
        overruled,
        commands,
        changed: compare_visit(graph, events, visit),
    }
}

/// Why the walk stands where it stands, and what is needed to go on.
fn waiting_for(state: &State, prompt: &Prompt) -> (Option<String>, Vec<String>) {
    let (why, missing) = match prompt {
        Prompt::NotStarted | Prompt::End(_) => return (None, Vec::new()),
        Prompt::Stuck(stuck) => (format!("the walk cannot go on: {}", stuck.reason), Vec::new()),
        Prompt::Input(input) => (
            "a value is needed first".to_owned(),
            vec![format!("the value of `{}`: {}", input.fact, input.ask)],
        ),
        Prompt::Check(check) => {
            let names: Vec<String> =
                check.choices.iter().map(|choice| crate::prose::quoted(&choice.outcome)).collect();
            let outputs = check.commands.iter().map(|command| {
                format!("the output of this command in {}: {}", command.place_title, command.text)
            });
            let answer =
                std::iter::once(format!("an answer to `{}`: {}", check.node, crate::prose::or(&names)));
            ("the question has no answer yet".to_owned(), answer.chain(outputs).collect())
        }
        Prompt::Fix(fix) if fix.unmet.is_empty() => {
            let done = format!(
                "word that `{}` is `{}` or `{}`",
                fix.node,
                FixResult::Done.word(),
                FixResult::Failed.word()
            );
            ("the fix has not been carried out yet".to_owned(), vec![done])
        }
        Prompt::Fix(fix) => {
            let unmet = fix.unmet.iter().map(crate::session::prompt::Unmet::sentence).collect();
            ("the fix is withheld because its requirements do not hold".to_owned(), unmet)
        }
    };
    let why = match &state.parked {
        Some(Some(reason)) => format!("{why} (put aside: {reason})"),
        Some(None) => format!("{why} (put aside)"),
        None => why,
    };
    (Some(why), missing)
}

fn facts(state: &State) -> Vec<ReportFact> {
    let known = state.facts.iter().filter_map(|(name, fact)| {
        let from = match &fact.origin {
            Origin::Input => None,
            Origin::Captured(check) => Some(check.clone()),
            Origin::Outcome(_) => return None,
        };
        Some(ReportFact { name: name.clone(), value: fact.value.clone(), from, lines: fact.lines.clone() })
    });
    known.collect()
}

fn parked(graph: &Graph, state: &State) -> Vec<ReportParked> {
    let parked = state.parked_checks.iter().zip(state.parked_titles(graph));
    parked
        .map(|(parked, title)| ReportParked {
            node: parked.node.clone(),
            title,
            at: parked.at,
            reason: parked.reason.clone(),
        })
        .collect()
}

fn note(event: &Event) -> Option<ReportNote> {
    match &event.what {
        What::Note { node, text } => {
            Some(ReportNote { at: event.at, node: node.clone(), text: text.clone() })
        }
        _ => None,
    }
}

fn overruled_requirement(event: &Event) -> Option<OverruledRequirement> {
    match &event.what {
        What::RequirementOverruled { node, missing, reason, .. } => Some(OverruledRequirement {
            node: node.clone(),
            missing: missing.clone(),
            reason: reason.clone(),
        }),
        _ => None,
    }
}
