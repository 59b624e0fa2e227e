//! Makes the report from a graph and the events of a session.
//!
//! Invariant: cheap: nothing is read or judged again here.
//! Deliberately absent: what answers rest on (`grounds`), and how a report is written.

use crate::evidence::in_words;
use crate::graph::{Content, Graph, Node};
use crate::model::NodeKey;
use crate::session::before::compare_visit;
use crate::session::event::{Answer, By, Event, FixResult, What};
use crate::session::facts::Origin;
use crate::session::history::counting;
use crate::session::present::outcome_title;
use crate::session::prompt::Prompt;
use crate::session::report::{
    NotChecked, NotDone, Overruled, OverruledRequirement, PathStep, Report, ReportEnd, ReportFact,
    ReportNote, ReportParked, ReportRan, StepKind, VERSION, WaitSkipped,
};
use crate::session::state::{Kept, State, Took, Visit};
use crate::session::suspects::Suspects;
use std::collections::HashSet;

impl Report {
    /// The account of these events; none for a session that has not begun.
    pub fn new(graph: &Graph, events: &[Event]) -> Option<Self> {
        let state = State::replay(graph, events);
        let entry = state.entry.clone()?;
        let runbook = graph.runbook(&entry.runbook);
        let prompt = state.prompt(graph);
        let end = match &prompt {
            Prompt::End(end) => Some(ReportEnd {
                node: end.node.clone(),
                title: end.title.clone(),
                detail: end.detail.clone(),
                to: end.to.clone(),
                attach: end.attach.clone(),
            }),
            _ => None,
        };
        let path: Vec<PathStep> = state.path.iter().map(|visit| path_step(graph, events, visit)).collect();
        let left_open = path.iter().filter(|step| matches!(step.outcome.as_deref(), Some("none" | "unsure")));
        let (why, missing) = waiting_for(&state, &prompt);
        let counts = counting(events);
        let in_force = || events.iter().zip(&counts).filter(|(_, counts)| **counts).map(|(event, _)| event);
        Some(Self {
            version: VERSION,
            runbook: entry.runbook.clone(),
            title: runbook.map_or_else(|| entry.runbook.to_string(), |runbook| runbook.title.value.clone()),
            reviewed: runbook.and_then(|runbook| runbook.reviewed.as_ref()).map(|reviewed| reviewed.value),
            started: state.span.map(|(first, _)| first),
            last: state.span.map(|(_, last)| last),
            offset_minutes: state.offset.map(|offset| offset.seconds().div_euclid(60)),
            entry_title: title(graph, &entry),
            result: state.result(),
            end,
            tried_off_path: tried_off_path(graph, events, &state),
            left_open: left_open.map(|step| step.node.clone()).collect(),
            path,
            stopped_at: state.node().cloned(),
            why,
            missing,
            ran: events.iter().filter_map(|event| ran(graph, event)).collect(),
            facts: facts(&state),
            parked: parked(graph, &state),
            suspects: Suspects::new(graph, &state),
            notes: in_force().filter_map(note).collect(),
            overruled_requirements: in_force()
                .filter_map(|event| overruled_requirement(graph, event))
                .collect(),
            not_done: in_force().filter_map(|event| not_done(graph, event)).collect(),
            waits_skipped: in_force().filter_map(|event| wait_skipped(graph, event)).collect(),
            not_checked: not_checked(graph, &state, &entry),
            entry,
        })
    }
}

fn path_step(graph: &Graph, events: &[Event], visit: &Visit) -> PathStep {
    let node = graph.node(&visit.node);
    let (outcome, said, by) = match &visit.took {
        Took::Answered { answer, by, .. } => {
            (Some(answer.word().to_owned()), Some(statement(node, answer)), Some(*by))
        }
        Took::Tried(result) => (Some(result.word().to_owned()), None, Some(By::Answer)),
        Took::AttemptsUsed => (Some("attempts-used".to_owned()), None, None),
        Took::Jumped(to) => {
            let reason = match visit.event.and_then(|index| events.get(index)).map(|event| &event.what) {
                Some(What::Jumped { reason: Some(reason), .. }) => format!(". Reason: {reason}"),
                _ => String::new(),
            };
            let said = format!("Went on elsewhere, at: {}{reason}", title(graph, to));
            (Some("jumped".to_owned()), Some(said), Some(By::Answer))
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
        kind: kind(node),
        title: title(graph, &visit.node),
        visit: visit.number,
        outcome,
        outcome_title: said,
        rule: rule(node, &visit.took),
        by,
        at: visit.at,
        lines,
        overruled,
        commands,
        changed: compare_visit(graph, events, visit),
    }
}

/// What was done is told, wherever the walk went since.
fn tried_off_path(graph: &Graph, events: &[Event], state: &State) -> Vec<PathStep> {
    let tried = state.kept.iter().filter(|kept| matches!(kept.took, Took::Tried(_)));
    let visit = |kept: &Kept| Visit {
        node: kept.node.clone(),
        number: kept.visit,
        took: kept.took.clone(),
        event: Some(kept.event),
        at: Some(kept.at),
        before: None,
    };
    tried.map(|kept| path_step(graph, events, &visit(kept))).collect()
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

fn ran(graph: &Graph, event: &Event) -> Option<ReportRan> {
    let What::Ran(ran) = &event.what else { return None };
    Some(ReportRan {
        node: ran.node.clone(),
        title: title(graph, &ran.node),
        place: graph.place_title(&ran.place),
        command: ran.command.clone(),
        interpreter: ran.interpreter.clone(),
        began: ran.began,
        ended: ran.ended,
        code: ran.code,
        lacking: ran.lacking.clone(),
    })
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

fn overruled_requirement(graph: &Graph, event: &Event) -> Option<OverruledRequirement> {
    match &event.what {
        What::RequirementOverruled { node, missing, reason, .. } => Some(OverruledRequirement {
            node: node.clone(),
            title: title(graph, node),
            at: event.at,
            missing: missing.clone(),
            reason: reason.clone(),
        }),
        _ => None,
    }
}

fn not_done(graph: &Graph, event: &Event) -> Option<NotDone> {
    match &event.what {
        What::FixNotDone { node, reason, .. } => Some(NotDone {
            node: node.clone(),
            title: title(graph, node),
            at: event.at,
            reason: reason.clone(),
        }),
        _ => None,
    }
}

fn wait_skipped(graph: &Graph, event: &Event) -> Option<WaitSkipped> {
    match &event.what {
        What::WaitSkipped { node, until, .. } => {
            Some(WaitSkipped { node: node.clone(), title: title(graph, node), at: event.at, until: *until })
        }
        _ => None,
    }
}

/// The questions of the runbooks on the path that can be come to from the entry and are not behind us. Routes, which
/// nobody is asked, are none.
fn not_checked(graph: &Graph, state: &State, entry: &NodeKey) -> Vec<NotChecked> {
    let passed: HashSet<&NodeKey> = state.path.iter().map(|visit| &visit.node).collect();
    let runbooks: HashSet<_> = passed.iter().map(|node| &node.runbook).chain([&entry.runbook]).collect();
    let reachable = graph.reachable_from(entry);
    let is_open = |node: &&Node| {
        let asks =
            matches!(&node.content, Content::Check(check) if !check.run.is_empty() || check.ask.is_some());
        asks && runbooks.contains(&node.key.runbook)
            && !passed.contains(&node.key)
            && reachable.contains(&node.key)
    };
    let open = graph.nodes().filter(is_open);
    open.map(|node| NotChecked { node: node.key.clone(), title: node.title().to_owned() }).collect()
}

pub(super) fn title(graph: &Graph, key: &NodeKey) -> String {
    graph.title_of(key)
}

/// An answer as a statement.
pub(super) fn statement(node: Option<&Node>, answer: &Answer) -> String {
    match answer {
        Answer::Outcome(outcome) => outcome_title(node, outcome.as_str()),
        Answer::None => "None of these".to_owned(),
        Answer::Unsure => "Cannot tell".to_owned(),
    }
}

/// What recognises the outcome that was taken.
fn rule(node: Option<&Node>, took: &Took) -> Option<String> {
    let (Took::Answered { answer: Answer::Outcome(outcome), .. }, Content::Check(check)) =
        (took, &node?.content)
    else {
        return None;
    };
    check.outcomes.get(outcome.as_str())?.when.as_ref().map(in_words)
}

fn kind(node: Option<&Node>) -> StepKind {
    match node.map(|node| &node.content) {
        Some(Content::Symptom(_)) => StepKind::Symptom,
        Some(Content::Check(_)) => StepKind::Check,
        Some(Content::Fix(_)) => StepKind::Fix,
        Some(Content::End(_)) => StepKind::End,
        None => StepKind::Node,
    }
}
