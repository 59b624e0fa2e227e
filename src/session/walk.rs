//! The fold: walks the graph from the entry along the recorded answers, as far as they carry.
//!
//! Invariants:
//! - An answer is keyed by node and visit. Changing an earlier answer walks anew from the entry, and every later
//!   answer whose node is visited again still counts.
//! - An answer counts only if it was given after every attempt at a fix that lies before it on the path. So a check that
//!   verifies a fix is asked again each time the fix was tried, and what was seen before the change proves nothing.
//! - Between two decisions of a person no node is passed by itself twice, so the fold ends on every graph.
//!
//! Deliberately absent: refusing events. What does not apply (an outcome that is gone, a node not on the path) waits
//! in the list without effect.

use crate::evidence::{Known, Verdict, judge_facts};
use crate::graph::{Content, EdgeKind, Graph, Node};
use crate::model::{Check, EndResult, FactName, Fix, NodeKey};
use crate::session::event::{Answer, By, CapturedFact, Event, FixResult, What};
use crate::session::facts::{Fact, Origin};
use crate::session::history::{History, counting};
use crate::session::look_back::{Events, before, look_back};
use crate::session::state::{Position, State, Stuck, Took, Visit};
use std::collections::{HashMap, HashSet};

/// Folds `events` over `graph`.
pub(crate) fn fold(graph: &Graph, events: &[Event]) -> State {
    let mut walk = Walk {
        graph,
        events,
        counts: counting(events),
        state: State::default(),
        visits: HashMap::new(),
        passed: HashSet::new(),
        last_attempt: None,
    };
    walk.read_session_wide();
    if let Some(entry) = walk.state.entry.clone() {
        walk.walk(entry);
        let events = Events { all: events, counts: &walk.counts, last_attempt: walk.last_attempt };
        look_back(&mut walk.state, &events);
    }
    walk.state
}

struct Walk<'a> {
    graph: &'a Graph,
    events: &'a [Event],
    counts: Vec<bool>,
    state: State,
    visits: HashMap<NodeKey, u32>,
    /// Nodes passed without a person's decision since the last one.
    passed: HashSet<NodeKey>,
    /// Index of the last attempt at a fix on the path.
    last_attempt: Option<usize>,
}

/// What a node does with the walk.
enum Move {
    Go(NodeKey),
    Stop(Position),
}

impl<'a> Walk<'a> {
    /// Events in force, with their indices.
    fn counting_events(&self) -> impl DoubleEndedIterator<Item = (usize, &'a Event)> + use<'a, '_> {
        self.events.iter().enumerate().filter(|(index, _)| self.counts[*index])
    }

    /// What holds wherever the walk stands: the entry, inputs, parking.
    fn read_session_wide(&mut self) {
        let events = self.events;
        self.state.span = events.first().zip(events.last()).map(|(first, last)| (first.at, last.at));
        self.state.history = History::of(events);
        let in_force: Vec<(usize, &Event)> = self.counting_events().collect();
        for (index, event) in in_force {
            match &event.what {
                What::Started { entry, offset_minutes, .. } if self.state.entry.is_none() => {
                    self.state.entry = Some(entry.clone());
                    self.state.offset = offset(*offset_minutes);
                }
                What::Input { fact, value: Some(value), .. } => {
                    self.state.declined.remove(fact);
                    let known = Fact {
                        value: value.clone(),
                        origin: Origin::Input,
                        event: Some(index),
                        lines: Vec::new(),
                    };
                    self.state.facts.learn(fact.clone(), known);
                }
                What::Input { fact, value: None, .. } => {
                    self.state.declined.insert(fact.clone());
                }
                What::Parked { reason } => self.state.parked = Some(reason.clone()),
                What::Resumed => self.state.parked = None,
                _ => {}
            }
        }
    }

    fn walk(&mut self, entry: NodeKey) {
        let mut here = entry;
        loop {
            match self.visit(&here) {
                Move::Go(next) => here = next,
                Move::Stop(position) => {
                    self.state.position = position;
                    match self.jump(&here) {
                        Some(next) => here = next,
                        None => return,
                    }
                }
            }
        }
    }

    /// Where a person went on instead of deciding anything here.
    fn jump(&mut self, here: &NodeKey) -> Option<NodeKey> {
        let visit = self.state.visit();
        let (index, to) =
            self.counting_events().rev().filter(|(index, _)| Some(*index) > self.last_attempt).find_map(
                |(index, event)| match &event.what {
                    What::Jumped { node, visit: nth, to, .. } if node == here && *nth == visit => {
                        Some((index, to.clone()))
                    }
                    _ => None,
                },
            )?;
        // What was called from another runbook does not come back from a place that it did not lead to.
        if to.runbook != here.runbook {
            self.state.calls.clear();
        }
        self.state.attempts = 0;
        self.decide(here, visit, Took::Jumped(to.clone()), index);
        Some(to)
    }

    fn visit(&mut self, key: &NodeKey) -> Move {
        let Some(node) = self.graph.node(key) else { return stuck(key, Stuck::UnknownNode) };
        let visit = self.visits.entry(key.clone()).and_modify(|visit| *visit += 1).or_insert(1);
        let visit = *visit;
        match &node.content {
            Content::Symptom(_) => self.pass(key, visit, Took::Entered, &EdgeKind::Start),
            Content::Check(check) => self.visit_check(node, check, visit),
            Content::Fix(fix) => self.visit_fix(key, fix, visit),
            Content::End(end) => self.visit_end(key, end.result.value, visit),
        }
    }

    fn visit_check(&mut self, node: &Node, check: &Check, visit: u32) -> Move {
        let key = &node.key;
        let decision = self.answer(key, visit);
        let overruled = decision.as_ref().is_some_and(|decision| decision.overruled);
        let is_route = check.run.is_empty() && check.ask.is_none();
        if is_route && !overruled && !self.passed.contains(key) {
            let seen = self.state.facts.seen_from(&node.home);
            let known = Known { facts: &seen, now: self.state.now() };
            if let Verdict::Proposed(outcome) = judge_facts(check, &known).verdict
                && self.graph.edge(key, &EdgeKind::Outcome(outcome.clone())).is_some()
            {
                let answer = Answer::Outcome(outcome);
                self.learn_outcome(key, check, &answer, None);
                let kind = edge_kind(&answer);
                return self.pass(
                    key,
                    visit,
                    Took::Answered { answer, by: By::Fact, overruled: false },
                    &kind,
                );
            }
        }
        let Some(decision) = decision else {
            return Move::Stop(Position::Waiting { node: key.clone(), visit });
        };
        self.learn_outcome(key, check, decision.answer, Some(decision.index));
        for captured in decision.captured {
            let fact = Fact {
                value: captured.value.clone(),
                origin: Origin::Captured(key.clone()),
                event: Some(decision.index),
                lines: captured.lines.clone(),
            };
            self.state.facts.learn(captured.fact.clone(), fact);
        }
        let answer = decision.answer.clone();
        let kind = self.taken_edge(key, &answer);
        self.decide(key, visit, Took::Answered { answer, by: decision.by, overruled }, decision.index);
        self.follow(key, &kind)
    }

    fn visit_fix(&mut self, key: &NodeKey, fix: &Fix, visit: u32) -> Move {
        let attempt =
            self.counting_events().rev().filter(|(index, _)| Some(*index) > self.last_attempt).find_map(
                |(index, event)| match &event.what {
                    What::FixDone { node, visit: nth, result, .. } if node == key && *nth == visit => {
                        Some((index, *result))
                    }
                    _ => None,
                },
            );
        let before = attempt.map_or(usize::MAX, |(index, _)| index);
        let attempts = self.attempts(key, before);
        if let Some(limit) = &fix.attempts
            && attempts >= limit.limit.value
        {
            return self.pass(key, visit, Took::AttemptsUsed, &EdgeKind::AttemptsUsed);
        }
        let Some((index, result)) = attempt else {
            self.state.attempts = attempts;
            return Move::Stop(Position::Waiting { node: key.clone(), visit });
        };
        self.last_attempt = Some(index);
        self.decide(key, visit, Took::Tried(result), index);
        match result {
            FixResult::Done => self.follow(key, &EdgeKind::Verify),
            FixResult::Failed => Move::Go(key.clone()),
        }
    }

    fn visit_end(&mut self, key: &NodeKey, result: EndResult, visit: u32) -> Move {
        let ended = Position::Ended { node: key.clone(), result };
        if result != EndResult::Resolved {
            return Move::Stop(ended);
        }
        let Some(back) = self.state.calls.pop() else { return Move::Stop(ended) };
        let took = Took::Returned;
        self.state.path.push(Visit {
            node: key.clone(),
            number: visit,
            took,
            event: None,
            at: None,
            before: None,
        });
        if self.passed.insert(key.clone()) { Move::Go(back) } else { stuck(key, Stuck::Loop) }
    }

    /// Leaves a node that nobody had to decide.
    fn pass(&mut self, key: &NodeKey, visit: u32, took: Took, kind: &EdgeKind) -> Move {
        if !self.passed.insert(key.clone()) {
            return stuck(key, Stuck::Loop);
        }
        self.state.path.push(Visit {
            node: key.clone(),
            number: visit,
            took,
            event: None,
            at: None,
            before: None,
        });
        self.follow(key, kind)
    }

    /// Notes the decision of event `index`.
    fn decide(&mut self, key: &NodeKey, visit: u32, took: Took, index: usize) {
        self.passed.clear();
        let at = self.events.get(index).map(|event| event.at);
        let answered = matches!(took, Took::Answered { .. });
        let before = self.last_attempt.filter(|_| answered).and_then(|attempt| {
            let events = Events { all: self.events, counts: &self.counts, last_attempt: self.last_attempt };
            before(key, attempt, &events)
        });
        self.state.path.push(Visit {
            node: key.clone(),
            number: visit,
            took,
            event: Some(index),
            at,
            before,
        });
    }

    fn follow(&mut self, key: &NodeKey, kind: &EdgeKind) -> Move {
        let Some((edge, next)) = self.graph.edge(key, kind) else { return stuck(key, Stuck::NoWayOn) };
        self.state.calls.extend(edge.back.clone());
        Move::Go(next.key.clone())
    }

    /// The answer in force for this visit, if it still applies.
    fn answer(&self, key: &NodeKey, visit: u32) -> Option<Decision<'a>> {
        let (index, event) =
            self.counting_events().rev().filter(|(index, _)| Some(*index) > self.last_attempt).find(
                |(_, event)| answers(&event.what).is_some_and(|(node, nth)| node == key && nth == visit),
            )?;
        let decision = match &event.what {
            What::Answered { answer, by, captured, .. } => {
                Decision { index, answer, by: *by, overruled: false, captured }
            }
            What::Overruled { answer, captured, .. } => {
                Decision { index, answer, by: By::Answer, overruled: true, captured }
            }
            _ => return None,
        };
        let kind = self.taken_edge(key, decision.answer);
        self.graph.edge(key, &kind).is_some().then_some(decision)
    }

    /// The edge an answer takes: "none fits" goes where "unsure" goes, unless the author says otherwise.
    fn taken_edge(&self, key: &NodeKey, answer: &Answer) -> EdgeKind {
        match edge_kind(answer) {
            EdgeKind::NoneFits if self.graph.edge(key, &EdgeKind::NoneFits).is_none() => EdgeKind::Unsure,
            kind => kind,
        }
    }

    /// Notes the outcome under the check's address, and under that of the check it takes its content from.
    fn learn_outcome(&mut self, key: &NodeKey, check: &Check, answer: &Answer, event: Option<usize>) {
        let origin = check.content_of.as_ref().map(|reference| reference.key(&key.runbook));
        for address in std::iter::once(key.clone()).chain(origin) {
            match answer {
                Answer::Outcome(outcome) => {
                    let fact = Fact {
                        value: outcome.to_string(),
                        origin: Origin::Outcome(key.clone()),
                        event,
                        lines: self.lines(event),
                    };
                    self.state.facts.learn(FactName(address.to_string()), fact);
                }
                Answer::None | Answer::Unsure => self.state.facts.forget(&address),
            }
        }
    }

    fn lines(&self, event: Option<usize>) -> Vec<crate::session::event::EvidenceLine> {
        match event.and_then(|index| self.events.get(index)).map(|event| &event.what) {
            Some(What::Answered { lines, .. }) => lines.clone(),
            _ => Vec::new(),
        }
    }

    /// Attempts at a fix, in time order before the event of this index.
    fn attempts(&self, key: &NodeKey, before: usize) -> u32 {
        let attempts = self.counting_events().filter(|(index, event)| {
            *index < before && matches!(&event.what, What::FixDone { node, .. } if node == key)
        });
        u32::try_from(attempts.count()).unwrap_or(u32::MAX)
    }
}

/// An answer in force.
struct Decision<'a> {
    index: usize,
    answer: &'a Answer,
    by: By,
    overruled: bool,
    captured: &'a [CapturedFact],
}

/// The offset from UTC that a session carries, if there is one of that size.
fn offset(minutes: Option<i32>) -> Option<jiff::tz::Offset> {
    jiff::tz::Offset::from_seconds(minutes?.checked_mul(60)?).ok()
}

fn answers(what: &What) -> Option<(&NodeKey, u32)> {
    match what {
        What::Answered { node, visit, .. } | What::Overruled { node, visit, .. } => Some((node, *visit)),
        _ => None,
    }
}

fn edge_kind(answer: &Answer) -> EdgeKind {
    match answer {
        Answer::Outcome(outcome) => EdgeKind::Outcome(outcome.clone()),
        Answer::None => EdgeKind::NoneFits,
        Answer::Unsure => EdgeKind::Unsure,
    }
}

fn stuck(key: &NodeKey, why: Stuck) -> Move {
    Move::Stop(Position::Stuck { node: key.clone(), why })
}
