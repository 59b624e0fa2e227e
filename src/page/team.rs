//! What a team lead wants to know: what is due for review, how far outputs decide, who needs which rights, who gets
//! what is handed over, and what nobody has confirmed.
//!
//! Invariant: the runbook whose review is due first stands first; one that was never reviewed stands before all.
//! Deliberately absent: today; whoever reads the list knows it.

use crate::graph::{Content, Graph, Node};
use crate::model::{EndResult, Risk, Runbook};
use crate::page::link::{Link, Origin};
use crate::page::runbook;
use serde::Serialize;
use std::collections::BTreeMap;

/// The page for team leads.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Team {
    /// The runbooks, by the day their review is due.
    pub runbooks: Vec<RunbookState>,
    /// The roles that fixes need.
    pub roles: Vec<RoleRow>,
    /// Who takes over, and what.
    pub receivers: Vec<Receiver>,
    /// What nobody has confirmed.
    pub open: Vec<OpenFact>,
}

/// How a runbook stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunbookState {
    /// Its page.
    pub page: Link,
    /// Who answers for it, where that is not the team that answers for all.
    pub owner: Option<String>,
    /// When a review is due; none where there never was one.
    pub review_due: Option<String>,
    /// All answers of its checks.
    pub answers: usize,
    /// Those of them that an output or known facts decide; the others a person gives.
    pub recognised: usize,
    /// Outputs written beside the checks, which `check` judges.
    pub samples: usize,
    /// Nodes with something unconfirmed.
    pub unconfirmed: usize,
    /// The day its oldest source was last read.
    pub oldest_source: Option<String>,
}

/// A role, and what it is needed for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleRow {
    /// The role, as the fixes write it.
    pub role: String,
    /// The highest risk among its fixes.
    pub risk: Option<&'static str>,
    /// The fixes.
    pub fixes: Vec<Link>,
}

/// Somebody who takes cases over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Receiver {
    /// The team.
    pub to: String,
    /// The ends that hand over to them.
    pub ends: Vec<Link>,
}

/// Something that nobody has confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenFact {
    /// Where it stands.
    pub node: Link,
    /// What it is. Markdown.
    pub text: String,
}

/// The page for team leads.
pub fn team(graph: &Graph) -> Team {
    let mut runbooks: Vec<RunbookState> =
        graph.reading_order().into_iter().map(|book| state(graph, book)).collect();
    runbooks.sort_by(|a, b| a.review_due.cmp(&b.review_due));
    Team { runbooks, roles: roles(graph), receivers: receivers(graph), open: open(graph) }
}

fn state(graph: &Graph, book: &Runbook) -> RunbookState {
    let id = &book.runbook.value;
    let (mut answers, mut recognised, mut samples, mut unconfirmed, mut oldest) = (0, 0, 0, 0, None);
    for node in graph.nodes_of(id).filter(|node| node.content.taken_from().is_none()) {
        unconfirmed += usize::from(doubt(node).is_some());
        if let Content::Check(check) = &node.content {
            samples += check.undecided.len();
            for (_, outcome) in check.outcomes.iter() {
                answers += 1;
                recognised += usize::from(outcome.when.is_some());
                samples += outcome.samples.len();
            }
        }
        for source in sources(node).iter().filter_map(|source| graph.source(id, &source.value)) {
            oldest = oldest.min(Some(source.seen.value)).or(Some(source.seen.value));
        }
    }
    RunbookState {
        page: runbook::link(Origin::Root, book),
        owner: book
            .owner
            .as_ref()
            .map(|owner| owner.value.clone())
            .filter(|owner| graph.base().owner.as_ref().is_none_or(|base| base.value != *owner)),
        review_due: runbook::review_due(graph, book).map(|date| date.to_string()),
        answers,
        recognised,
        samples,
        unconfirmed,
        oldest_source: oldest.map(|date| date.to_string()),
    }
}

/// The sources that a node cites.
pub(super) fn sources(node: &Node) -> &[crate::source::Spanned<crate::model::SourceId>] {
    match &node.content {
        Content::Symptom(symptom) => &symptom.sources,
        Content::Check(check) => &check.sources,
        Content::Fix(fix) => &fix.sources,
        Content::End(end) => &end.sources,
    }
}

fn doubt(node: &Node) -> Option<&crate::model::Markdown> {
    match &node.content {
        Content::Symptom(symptom) => symptom.unconfirmed.as_ref(),
        Content::Check(check) => check.unconfirmed.as_ref(),
        Content::Fix(fix) => fix.unconfirmed.as_ref(),
        Content::End(end) => end.unconfirmed.as_ref(),
    }
}

fn roles(graph: &Graph) -> Vec<RoleRow> {
    let mut rows: BTreeMap<String, (Option<Risk>, Vec<Link>)> = BTreeMap::new();
    for node in graph.written_nodes() {
        let Content::Fix(fix) = &node.content else { continue };
        let Some(role) = &fix.role else { continue };
        let (risk, fixes) = rows.entry(role.value.clone()).or_default();
        *risk = (*risk).max(fix.risk.as_ref().map(|risk| risk.value));
        fixes.push(Link::to(node));
    }
    rows.into_iter()
        .map(|(role, (risk, fixes))| RoleRow { role, risk: risk.map(Risk::word), fixes })
        .collect()
}

fn receivers(graph: &Graph) -> Vec<Receiver> {
    let mut rows: BTreeMap<String, Vec<Link>> = BTreeMap::new();
    for node in graph.written_nodes() {
        let Content::End(end) = &node.content else { continue };
        if let (EndResult::Escalated, Some(receiver)) = (end.result.value, &end.to) {
            rows.entry(receiver.value.clone()).or_default().push(Link::to(node));
        }
    }
    rows.into_iter().map(|(to, ends)| Receiver { to, ends }).collect()
}

fn open(graph: &Graph) -> Vec<OpenFact> {
    graph
        .written_nodes()
        .filter_map(|node| {
            Some(OpenFact { node: Link::to(node), text: doubt(node)?.as_str().trim().to_owned() })
        })
        .collect()
}
