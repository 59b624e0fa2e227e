//! What a page shows of output: what it says to the waiting question, to those behind it, and to those that were parked.
//!
//! Invariant: all of it is what the session made of the output; nothing is judged here.
//! Deliberately absent: layout and sentences around it.

use crate::browser::desk::{Desk, Heard};
use crate::evidence::Verdict;
use crate::graph::{Content, Graph, Node};
use crate::model::NodeKey;
use crate::redact::Found;
use crate::session::{Answer, Changed, Here, Judged, Other, Proposal, Prospect, compare};
use serde::Serialize;

/// What output says.
#[derive(Debug, Serialize)]
pub(super) struct Judgement<'a> {
    /// To the question; none where the output is not meant for it, or no question waits.
    proposal: Option<&'a Proposal>,
    /// Why nothing of it is meant for the question, as far as that can be told; none where it is.
    not_meant: Option<&'a [String]>,
    /// The words of the answers that would go against it.
    against: Vec<&'a str>,
    /// What is different from before a fix.
    changes: Vec<Changed>,
    /// The answers that it gives in a row, the waiting question's first; empty where there is one or none.
    row: Vec<InRow<'a>>,
    /// The titles of questions that may come, for which some of it is kept.
    later: Vec<&'a str>,
    /// Questions that some of it belongs to, and to which no way leads from here.
    elsewhere: Vec<&'a str>,
    /// What it says to questions that are parked.
    replies: Vec<Reply<'a>>,
    /// The credentials that were taken out of it.
    removed: &'a [Found],
}

/// One answer in a row.
#[derive(Debug, Serialize)]
struct InRow<'a> {
    title: &'a str,
    judged: Option<&'a Judged>,
}

/// What output says to a parked question.
#[derive(Debug, Serialize)]
struct Reply<'a> {
    node: &'a NodeKey,
    visit: u32,
    title: &'a str,
    /// The answer that it proposes.
    judged: Option<&'a Judged>,
}

impl<'a> Judgement<'a> {
    /// What `heard` says in this session: to a parked question where `parked` is what it says to that, else to the waiting one.
    pub(super) fn new(desk: &'a Desk<'_>, heard: &'a Heard, parked: Option<&'a Proposal>) -> Self {
        let Desk { graph, events, state, .. } = desk;
        let proposal = parked.or(heard.answers.first());
        let received = heard.received.as_ref().filter(|_| parked.is_none());
        let row = if heard.answers.len() > 1 && parked.is_none() { heard.answers.as_slice() } else { &[] };
        let others = |prospect: Prospect| {
            let others = received.into_iter().flat_map(|received| &received.others);
            let meant = move |other: &&Other| other.prospect == prospect && !other.is_answered_by(row);
            others.filter(meant).filter_map(|other| Some(other.checks.first()?.1.as_str())).collect()
        };
        Self {
            not_meant: received.and_then(|received| match &received.here {
                Here::NotMeant(why) => Some(why.as_slice()),
                Here::Judged(..) | Here::Nobody => None,
            }),
            against: proposal.map(|proposal| against(graph, proposal)).unwrap_or_default(),
            changes: proposal.map(|proposal| compare(graph, state, events, proposal)).unwrap_or_default(),
            row: row
                .iter()
                .map(|one| InRow { title: title(graph, &one.node), judged: proposed(one) })
                .collect(),
            later: others(Prospect::Ahead),
            elsewhere: others(Prospect::NoWay),
            replies: received
                .into_iter()
                .flat_map(|received| &received.replies)
                .map(|one| reply(graph, one))
                .collect(),
            removed: heard.received.as_ref().map(|received| received.removed.as_slice()).unwrap_or_default(),
            proposal,
        }
    }
}

/// The words of the answers to its question that a proposal goes against.
fn against<'a>(graph: &'a Graph, proposal: &Proposal) -> Vec<&'a str> {
    let outcomes = match graph.node(&proposal.node).map(|node| &node.content) {
        Some(Content::Check(check)) => check.outcomes.names().collect(),
        _ => Vec::new(),
    };
    let outcomes = outcomes.into_iter().map(|name| (name, Answer::Outcome(name.into())));
    let answers = outcomes.chain([("none", Answer::None), ("unsure", Answer::Unsure)]);
    answers.filter(|(_, answer)| proposal.speaks_against(answer)).map(|(word, _)| word).collect()
}

fn title<'a>(graph: &'a Graph, node: &NodeKey) -> &'a str {
    graph.node(node).map(Node::title).unwrap_or_default()
}

fn proposed(proposal: &Proposal) -> Option<&Judged> {
    match &proposal.verdict {
        Verdict::Proposed(outcome) => proposal.judged(outcome),
        Verdict::NoneFits | Verdict::Several(_) | Verdict::Unknown => None,
    }
}

fn reply<'a>(graph: &'a Graph, proposal: &'a Proposal) -> Reply<'a> {
    let (node, visit) = (&proposal.node, proposal.visit);
    Reply { node, visit, title: title(graph, node), judged: proposed(proposal) }
}
