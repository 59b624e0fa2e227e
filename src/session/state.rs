//! The state of a session: where the walk stands, how it came there, and what is known.
//!
//! Invariant: a [`State`] is only ever made by [`State::replay`], so it never holds more than its events say.
//! Deliberately absent: the fold itself (`walk`) and the words shown to people (`prompt`, `report`).

use crate::graph::Graph;
use crate::model::{EndResult, FactName, NodeKey};
use crate::session::event::{Answer, By, Event, FixResult};
use crate::session::facts::Facts;
use crate::session::walk;
use std::collections::BTreeSet;

/// Where a session stands after its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// Where the walk entered the graph.
    pub entry: Option<NodeKey>,
    /// Time of the first and of the last event.
    pub span: Option<(jiff::Timestamp, jiff::Timestamp)>,
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
    /// Whether the person chose to see the waiting fix although its requirements do not hold.
    pub requirement_overruled: bool,
    /// Attempts already made at the waiting fix.
    pub attempts: u32,
    /// Index of the event that "back" takes back.
    pub back: Option<usize>,
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

    /// The clock for judging: the time of the last event, in UTC.
    pub fn now(&self) -> jiff::civil::DateTime {
        let last = self.span.map_or(jiff::Timestamp::UNIX_EPOCH, |(_, last)| last);
        jiff::tz::Offset::UTC.to_datetime(last)
    }

    /// The visit that was decided last: the wait after a fix is counted from it.
    pub fn last_decided(&self) -> Option<&Visit> {
        self.path.iter().rev().find(|visit| visit.event.is_some())
    }
}
