//! The session of this process: the events so far, and what the flags still hold.
//!
//! Invariant: the state is always the replay of the events; each given answer and each offer of evidence is used once
//! per visit, so that "back" is not undone at once by a flag.
//! Deliberately absent: the terminal.

use crate::cli::Failure;
use crate::cli::run::given::{Given, GivenAnswer, problems_to_failure};
use crate::cli::run::saving::Saving;
use crate::evidence::Verdict;
use crate::graph::Graph;
use crate::model::NodeKey;
use crate::session::{Action, Answer, Event, Prompt, Proposal, Refused, State, Took, VERSION, What, step};
use crate::world::clock;
use std::collections::HashSet;

/// Whether somebody is there to confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// What evidence proposes is shown and confirmed.
    Attended,
    /// What evidence proposes is taken.
    Unattended,
}

/// A session and what the flags still hold.
#[derive(Debug)]
pub(super) struct Walker<'a> {
    pub(super) graph: &'a Graph,
    pub(super) events: Vec<Event>,
    pub(super) state: State,
    /// Evidence that was judged for the waiting check and waits for a person's word.
    pub(super) pending: Option<Proposal>,
    pub(super) saving: Saving,
    given: Given,
    used: HashSet<(NodeKey, u32)>,
    offered: HashSet<(NodeKey, u32, usize)>,
    pace: Pace,
}

impl<'a> Walker<'a> {
    /// Begins at `entry` with the given values.
    pub(super) fn start(
        graph: &'a Graph,
        entry: NodeKey,
        given: Given,
        pace: Pace,
        saving: Saving,
    ) -> Result<Self, Failure> {
        let mut walker = Self::new(graph, Vec::new(), given, pace, saving);
        let offset_minutes = Some(clock::offset_minutes());
        walker.push(vec![What::Started { version: VERSION, entry, offset_minutes }]);
        walker.take_inputs()?;
        Ok(walker)
    }

    /// Takes up a session with the events it has.
    pub(super) fn resume(
        graph: &'a Graph,
        events: Vec<Event>,
        given: Given,
        pace: Pace,
        saving: Saving,
    ) -> Result<Self, Failure> {
        let mut walker = Self::new(graph, events, given, pace, saving);
        walker.push(vec![What::Resumed]);
        walker.take_inputs()?;
        Ok(walker)
    }

    fn new(graph: &'a Graph, events: Vec<Event>, given: Given, pace: Pace, saving: Saving) -> Self {
        Self {
            graph,
            events,
            state: State::default(),
            pending: None,
            saving,
            given,
            used: HashSet::new(),
            offered: HashSet::new(),
            pace,
        }
    }

    fn take_inputs(&mut self) -> Result<(), Failure> {
        let inputs = std::mem::take(&mut self.given.inputs);
        let mut problems = Vec::new();
        for input in inputs {
            if let Err(refused) = self.act(Action::Input { fact: input.name, text: input.value }) {
                problems.push(format!("{}: {refused}", input.shown));
            }
        }
        problems_to_failure(problems)
    }

    /// Does what a person, or a flag, says.
    pub(super) fn act(&mut self, action: Action) -> Result<(), Refused> {
        let whats = step(self.graph, &self.state, action)?;
        self.push(whats);
        if let Some(pending) = &self.pending
            && self.state.node() != Some(&pending.node)
        {
            self.pending = None;
        }
        Ok(())
    }

    fn push(&mut self, whats: Vec<What>) {
        let now = clock::moment();
        self.events.extend(whats.into_iter().map(|what| Event::new(now, what)));
        self.saving.keep(&self.events);
        self.state = State::replay(self.graph, &self.events);
    }

    pub(super) fn prompt(&self) -> Prompt {
        self.state.prompt(self.graph)
    }

    /// Walks as far as the flags carry. Attended, it stops at evidence that proposes something and leaves it pending.
    pub(super) fn advance(&mut self) {
        while self.pending.is_none() && self.advance_once() {}
    }

    fn advance_once(&mut self) -> bool {
        let (node, visit) = match self.prompt() {
            Prompt::Check(check) => (check.node, check.visit),
            Prompt::Fix(fix) => (fix.node, fix.visit),
            // The flags hold no value for it, but the answer itself needs none.
            Prompt::Input(input) => match self.state.position.clone() {
                crate::session::Position::Waiting { visit, .. } => (input.node, visit),
                _ => return false,
            },
            Prompt::NotStarted | Prompt::End(_) | Prompt::Stuck(_) => return false,
        };
        if let Some(answer) = self.given.answer(&node, visit).cloned()
            && self.used.insert((node.clone(), visit))
        {
            let action = match answer {
                GivenAnswer::Check(answer) => Action::Answer(answer),
                GivenAnswer::Fix(result) => Action::Tried(result),
            };
            return self.act(action).is_ok();
        }
        self.offer_evidence(&node, visit)
    }

    /// Offers each file once to this visit; says whether one of them decided.
    fn offer_evidence(&mut self, node: &NodeKey, visit: u32) -> bool {
        let attempts = self.state.path.iter().filter(|visit| matches!(visit.took, Took::Tried(_))).count();
        let fresh: Vec<usize> = (0..self.given.evidence.len())
            .filter(|index| {
                self.given.evidence.get(*index).is_some_and(|given| given.after_attempts == attempts)
            })
            .collect();
        for index in fresh {
            if !self.offered.insert((node.clone(), visit, index)) {
                continue;
            }
            let Some(given) = self.given.evidence.get(index) else { continue };
            let Some(proposal) =
                Proposal::new(self.graph, &self.state, clock::moment(), &given.name, &given.text)
            else {
                continue;
            };
            let Verdict::Proposed(outcome) = &proposal.verdict else { continue };
            let answer = Answer::Outcome(outcome.clone());
            if self.pace == Pace::Attended {
                self.pending = Some(proposal);
                return false;
            }
            return self.act(Action::Judge { proposal: Box::new(proposal), answer, reason: None }).is_ok();
        }
        false
    }

    /// Closes a walk that came to its end.
    pub(super) fn finish(&mut self) {
        if self.state.result().is_some() {
            // Refused only where the walk has no result.
            let _ = self.act(Action::Finish);
        }
    }

    /// Why the evidence given does not settle the waiting check, a sentence each.
    pub(super) fn undecided_evidence(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        for given in &self.given.evidence {
            let proposal = Proposal::new(self.graph, &self.state, clock::moment(), &given.name, &given.text);
            let Some(proposal) = proposal else { continue };
            let missing = proposal.missing();
            let why = match &proposal.verdict {
                Verdict::Proposed(_) => continue,
                Verdict::NoneFits => "no outcome fits it".to_owned(),
                Verdict::Several(_) => "several outcomes fit it".to_owned(),
                Verdict::Unknown if missing.is_empty() => "it does not settle the question".to_owned(),
                Verdict::Unknown => missing.join("; "),
            };
            sentences.push(format!("other evidence than {}: {why}", given.name));
        }
        sentences
    }
}
