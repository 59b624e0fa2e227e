//! The state of a session: where the walk stands, how it came there, and what is known.
//!
//! Invariant: a [`State`] is only ever made by [`State::replay`], so it never holds more than its events say.
//! Deliberately absent: the fold itself (`walk`) and the words shown to people (`prompt`, `report`).

use crate::graph::Graph;
use crate::model::{EndResult, FactName, NodeKey};
use crate::session::before::Before;
use crate::session::event::{Answer, By, Event, FixResult};
use crate::session::facts::Facts;
use crate::session::history::History;
use crate::session::walk;
use std::collections::BTreeSet;

/// Where a session stands after its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// Where the walk entered the graph.
    pub entry: Option<NodeKey>,
    /// Time of the first and of the last event.
    pub span: Option<(jiff::Timestamp, jiff::Timestamp)>,
    /// How far the clock on the person's wall is ahead of UTC; none where the session does not say.
    pub offset: Option<jiff::tz::Offset>,
    /// The nodes behind us, in order.
    pub path: Vec<Visit>,
    /// Where the walk stands now.
    pub position: Position,
    /// Where the walk comes back to when called runbooks end resolved; the innermost call last.
    pub calls: Vec<NodeKey>,
    /// What is known.
    pub facts: Facts,
    /// Inputs that the person said they do not know.
    pub declined: BTreeSet<FactName>,
    /// Set while the session is put aside; with the reason, where one was given.
    pub parked: Option<Option<String>>,
    /// The answer given to the waiting check before, where it was taken back or overtaken by a fix.
    pub earlier: Option<Answer>,
    /// What the waiting check said before the last attempt at a fix.
    pub before: Option<Before>,
    /// Whether the person chose to see the waiting fix although its requirements do not hold.
    pub requirement_overruled: bool,
    /// Whether the target of the waiting fix was typed, so that its commands are shown.
    pub target_confirmed: bool,
    /// Set where the person said that the waiting fix is not done; with the reason, where one was given.
    pub not_done: Option<Option<String>>,
    /// Whether the person chose to answer the waiting check before the wait was over.
    pub wait_skipped: bool,
    /// Attempts already made at the waiting fix.
    pub attempts: u32,
    /// Answers and attempts that count but lie on no node of the path now, in the order they were given.
    pub kept: Vec<Kept>,
    /// Checks that somebody else was asked to run and that have no outcome yet, in the order they were parked.
    pub parked_checks: Vec<ParkedCheck>,
    /// Index of the event that "back" takes back.
    pub back: Option<usize>,
    /// What "undo" and "redo" mean now.
    pub history: History,
}

/// An answer or an attempt that lies on no node of the path now. It comes back when the path does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The node.
    pub node: NodeKey,
    /// The visit it was given for, from 1.
    pub visit: u32,
    /// What it was.
    pub took: Took,
    /// Index of its event.
    pub event: usize,
    /// When it was given.
    pub at: jiff::Timestamp,
    /// What becomes of it when the walk comes to the node.
    pub fate: Fate,
}

/// What becomes of an answer that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It counts when the walk comes to the node for this visit.
    ComesBack,
    /// A fix was tried since, so the node is asked again.
    AskedAgain,
}

/// A check that somebody else was asked to run.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ParkedCheck {
    /// The check.
    pub node: NodeKey,
    /// The visit that waits for the reply, from 1.
    pub visit: u32,
    /// When it was parked.
    pub at: jiff::Timestamp,
    /// Why, in the person's words.
    pub reason: Option<String>,
}

/// One node on the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The node.
    pub node: NodeKey,
    /// Which visit to this node on the path, from 1.
    pub number: u32,
    /// How the walk left it.
    pub took: Took,
    /// Index of the event that decided; absent where the walk went on by itself.
    pub event: Option<usize>,
    /// When it was decided; absent where the walk went on by itself.
    pub at: Option<jiff::Timestamp>,
    /// For a check that was answered after a fix: what it said before the fix.
    pub before: Option<Before>,
}

/// How the walk left a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Took {
    /// A symptom leads to its first node.
    Entered,
    /// A check was answered.
    Answered {
        /// The answer.
        answer: Answer,
        /// Who or what gave it.
        by: By,
        /// Whether a person went against the evidence.
        overruled: bool,
    },
    /// A fix was tried.
    Tried(FixResult),
    /// A fix was not offered again, because it was tried as often as it may be.
    AttemptsUsed,
    /// A called runbook ended resolved, and the walk came back from it.
    Returned,
    /// A person went on elsewhere, where no answer leads.
    Jumped(NodeKey),
}

/// Where the walk stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Position {
    /// There is no `started` event.
    #[default]
    NotStarted,
    /// At a node that waits for a person: a check or a fix.
    Waiting {
        /// The node.
        node: NodeKey,
        /// Which visit to it on the path, from 1.
        visit: u32,
    },
    /// At an end.
    Ended {
        /// The end.
        node: NodeKey,
        /// How it ended.
        result: EndResult,
    },
    /// The knowledge base gives no way on.
    Stuck {
        /// Where.
        node: NodeKey,
        /// Why.
        why: Stuck,
    },
}

/// Why the knowledge base gives no way on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stuck {
    /// There is no such node.
    UnknownNode,
    /// The node is left in this way, but nothing follows.
    NoWayOn,
    /// The walk came back to the same node without anybody having decided anything.
    Loop,
}

impl Stuck {
    /// The reason as the end of "the walk cannot go on: …".
    pub fn reason(self) -> &'static str {
        match self {
            Self::UnknownNode => "the knowledge base has no such node",
            Self::NoWayOn => "the knowledge base does not say what comes next",
            Self::Loop => "the knowledge base leads in a circle here",
        }
    }
}

impl State {
    /// Folds the events. Any list is accepted: what does not apply to this graph has no effect.
    pub fn replay(graph: &Graph, events: &[Event]) -> Self {
        walk::fold(graph, events)
    }

    /// The node the walk stands at.
    pub fn node(&self) -> Option<&NodeKey> {
        match &self.position {
            Position::NotStarted => None,
            Position::Waiting { node, .. } | Position::Ended { node, .. } | Position::Stuck { node, .. } => {
                Some(node)
            }
        }
    }

    /// How the walk ended, where it did.
    pub fn result(&self) -> Option<EndResult> {
        match &self.position {
            Position::Ended { result, .. } => Some(*result),
            Position::NotStarted | Position::Waiting { .. } | Position::Stuck { .. } => None,
        }
    }

    /// The clock for judging: the time of the last event, as the clock on the person's wall showed it.
    pub fn now(&self) -> jiff::civil::DateTime {
        self.local(self.span.map_or(jiff::Timestamp::UNIX_EPOCH, |(_, last)| last))
    }

    /// A moment as the clock on the person's wall showed it; in UTC where the session does not know that clock.
    pub fn local(&self, moment: jiff::Timestamp) -> jiff::civil::DateTime {
        self.offset.unwrap_or(jiff::tz::Offset::UTC).to_datetime(moment)
    }

    /// Which visit to the node where it stands this is, from 1.
    pub fn visit(&self) -> u32 {
        let here = self.node();
        let before = self.path.iter().filter(|visit| Some(&visit.node) == here).count();
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// Since when this visit to a check waits for the reply of somebody else.
    pub fn parked_check(&self, node: &NodeKey, visit: u32) -> Option<&ParkedCheck> {
        self.parked_checks.iter().find(|parked| parked.node == *node && parked.visit == visit)
    }

    /// The visit that was decided last: the wait after a fix is counted from it.
    pub fn last_decided(&self) -> Option<&Visit> {
        self.path.iter().rev().find(|visit| visit.event.is_some())
    }
}
