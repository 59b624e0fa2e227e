//! A lesson on one runbook: what it asks and why, where people go wrong, and questions to answer oneself.
//!
//! Invariant: everything in a lesson stands in the runbook, so it changes when the runbook does.
//! Deliberately absent: cases to practise on, and what a person has learnt already.

use crate::graph::{Content, EdgeKind, Graph, Node};
use crate::model::{Check, Markdown, Outcome, OutcomeId, RunbookId};
use crate::page::link::{Link, Origin, page_name};
use crate::page::{order, runbook};
use serde::Serialize;

/// At most this many questions in a lesson: more than one sitting is not read.
const MOST_EXERCISES: usize = 6;

/// A lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lesson {
    /// The runbook's name.
    pub id: RunbookId,
    /// The name of the runbook's page.
    pub file: String,
    /// The names of the pages of the runbooks that a walk from here may need, its own among them.
    pub companions: Vec<String>,
    /// The lesson's own page.
    pub page: Link,
    /// The runbook's page.
    pub runbook: Link,
    /// What the runbook is about. Markdown.
    pub summary: Option<String>,
    /// Who comes here: its symptoms.
    pub symptoms: Vec<Link>,
    /// Minutes of all checks together, as estimated; none where nothing is estimated.
    pub minutes: Option<u32>,
    /// Lessons on the runbooks that it calls.
    pub calls: Vec<Link>,
    /// What it asks, as a walk meets it.
    pub questions: Vec<Question>,
    /// Where people go wrong, and when to stop.
    pub slips: Vec<Slip>,
    /// Questions to answer oneself.
    pub exercises: Vec<Exercise>,
}

/// A lesson in the list of all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LessonRow {
    /// The runbook's name.
    pub id: RunbookId,
    /// Its page.
    pub page: Link,
    /// How many questions it explains.
    pub questions: usize,
    /// How many outputs it gives to read.
    pub exercises: usize,
}

/// A check, as something to understand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    /// The check.
    pub node: Link,
    /// Why it is asked. Markdown.
    pub why: Option<String>,
    /// Its answers.
    pub answers: Vec<String>,
}

/// A place where people go wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Slip {
    /// Where it happens.
    pub node: Link,
    /// When to stop, rather than what to look at.
    pub stop: bool,
    /// What to beware of.
    pub notes: Vec<Note>,
}

/// What to beware of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The command that it is about, where the check has several.
    pub command: Option<String>,
    /// Markdown.
    pub text: String,
}

/// An output, and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exercise {
    /// The check.
    pub node: Link,
    /// The output to read.
    pub sample: String,
    /// The answer it has.
    pub answer: String,
    /// What follows from it. Markdown.
    pub detail: Option<String>,
    /// Where the walk goes on.
    pub next: Option<String>,
}

/// The file of a lesson, without its extension.
pub fn file(runbook: &RunbookId) -> String {
    format!("lesson-{}", page_name(runbook))
}

/// The lessons on all runbooks, in reading order, one by one.
pub fn lessons(graph: &Graph) -> impl Iterator<Item = Lesson> {
    graph.reading_order().into_iter().filter_map(|book| lesson(graph, &book.runbook.value))
}

/// The list of all lessons, in reading order.
pub fn lesson_rows(graph: &Graph) -> Vec<LessonRow> {
    graph.reading_order().into_iter().filter_map(|book| row(graph, &book.runbook.value)).collect()
}

/// A lesson in that list. It is not made for that: there may be very many.
fn row(graph: &Graph, id: &RunbookId) -> Option<LessonRow> {
    let checks = || checks(written(graph.nodes_of(id)));
    Some(LessonRow {
        id: id.clone(),
        page: link(graph, id)?,
        questions: checks().count(),
        exercises: checks().filter_map(|(node, check)| asked_for(node, check)).take(MOST_EXERCISES).count(),
    })
}

/// The lesson on a runbook.
pub fn lesson(graph: &Graph, id: &RunbookId) -> Option<Lesson> {
    let book = graph.runbook(id)?;
    let nodes = order::walk(graph, id);
    let own = || written(nodes.iter().copied());
    let minutes: u32 = checks(own()).filter_map(|(_, check)| Some(check.minutes.as_ref()?.value)).sum();
    Some(Lesson {
        id: id.clone(),
        file: page_name(id),
        companions: graph.companions(id).iter().map(page_name).collect(),
        page: link(graph, id)?,
        runbook: runbook::link(Origin::Root, book),
        summary: book.summary.as_ref().map(|summary| summary.as_str().to_owned()),
        symptoms: own().filter(|node| matches!(node.content, Content::Symptom(_))).map(Link::to).collect(),
        minutes: (minutes > 0).then_some(minutes),
        calls: calls(graph, id),
        questions: checks(own()).map(|(node, check)| question(node, check)).collect(),
        slips: own().filter_map(slip).collect(),
        exercises: checks(own())
            .filter_map(|(node, check)| exercise(graph, node, check))
            .take(MOST_EXERCISES)
            .collect(),
    })
}

fn link(graph: &Graph, id: &RunbookId) -> Option<Link> {
    Some(Link { title: graph.runbook(id)?.title.value.clone(), href: format!("{}.html", file(id)) })
}

/// Those of these nodes whose content stands in their own runbook.
fn written<'a>(nodes: impl Iterator<Item = &'a Node>) -> impl Iterator<Item = &'a Node> {
    nodes.filter(|node| node.content.taken_from().is_none())
}

fn checks<'a>(nodes: impl Iterator<Item = &'a Node>) -> impl Iterator<Item = (&'a Node, &'a Check)> {
    nodes.filter_map(|node| match &node.content {
        Content::Check(check) => Some((node, &**check)),
        _ => None,
    })
}

/// The lessons on runbooks that walks of this one enter.
fn calls(graph: &Graph, id: &RunbookId) -> Vec<Link> {
    let mut found: Vec<Link> = Vec::new();
    for node in graph.nodes_of(id) {
        for (_, next) in graph.edges(&node.key) {
            let other = (next.key.runbook != *id).then(|| link(graph, &next.key.runbook)).flatten();
            found.extend(other.filter(|other| !found.contains(other)));
        }
    }
    found
}

fn question(node: &Node, check: &Check) -> Question {
    let titles = check.outcomes.iter().map(|(id, outcome)| {
        outcome.title.as_ref().map_or_else(|| id.value.to_string(), |title| title.value.clone())
    });
    Question { node: Link::to(node), why: text(check.why.as_ref()), answers: titles.collect() }
}

/// The notes on outputs, and when to stop a fix.
fn slip(node: &Node) -> Option<Slip> {
    let (stop, notes) = match &node.content {
        Content::Check(check) => (false, notes(check)),
        Content::Fix(fix) => {
            (true, text(fix.stop_if.as_ref()).map(|text| Note { command: None, text }).into_iter().collect())
        }
        Content::Symptom(_) | Content::End(_) => return None,
    };
    (!notes.is_empty()).then(|| Slip { node: Link::to(node), stop, notes })
}

fn notes(check: &Check) -> Vec<Note> {
    let several = check.run.len() > 1;
    let notes = check.run.iter().filter_map(|run| {
        let command = run.command.text.value.lines().next().filter(|_| several).map(str::to_owned);
        Some(Note { command, text: text(run.note.as_ref())? })
    });
    notes.collect()
}

/// The answer of a check that an exercise asks for, where its outputs tell answers apart. Which one differs from check to
/// check, so that the first one is not always right.
fn asked_for<'a>(node: &Node, check: &'a Check) -> Option<(&'a OutcomeId, &'a Outcome)> {
    let shown = || check.outcomes.iter().filter(|(_, outcome)| !outcome.samples.is_empty());
    let number = shown().count();
    let (id, outcome) = shown().nth(node.title().len() % number.max(1)).filter(|_| number > 1)?;
    Some((&id.value, outcome))
}

fn exercise(graph: &Graph, node: &Node, check: &Check) -> Option<Exercise> {
    let (id, outcome) = asked_for(node, check)?;
    let next = graph.edge(&node.key, &EdgeKind::Outcome(id.clone()));
    Some(Exercise {
        node: Link::to(node),
        sample: outcome.samples.first()?.text.value.trim_end().to_owned(),
        answer: outcome.title.as_ref().map_or_else(|| id.to_string(), |title| title.value.clone()),
        detail: text(outcome.detail.as_ref()),
        next: next.map(|(_, next)| next.title().to_owned()),
    })
}

fn text(text: Option<&Markdown>) -> Option<String> {
    text.map(|text| text.as_str().trim().to_owned()).filter(|text| !text.is_empty())
}
