//! The session of this process: the events so far, and what the flags still hold.
//!
//! Invariant: the state is always the replay of the events; each given answer and each offer of evidence is used once
//! per visit, so that "back" is not undone at once by a flag. What evidence says is never taken without a word of the
//! person where there is one.
//! Deliberately absent: the terminal.

use crate::cli::Failure;
use crate::cli::run::exec::Exec;
use crate::cli::run::given::{Given, GivenAnswer, GivenEvidence, problems_to_failure};
use crate::cli::run::saving::Saving;
use crate::evidence::Verdict;
use crate::graph::Graph;
use crate::model::NodeKey;
use crate::recognise::Standing;
use crate::session::{
    Action, Answer, Dossier, Event, Evidence, Hand, Here, Other, Position, Prompt, Proposal, Received,
    Refused, State, VERSION, What, at_hand, hear, is_held, step,
};
use crate::world::clock;
use std::collections::{HashSet, VecDeque};

/// Whether somebody is there to confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// What evidence proposes is shown and confirmed.
    Attended,
    /// What evidence proposes is taken.
    Unattended,
}

/// How what follows from evidence is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stride {
    /// Answers in a row are shown together.
    Row,
    /// Each by itself.
    Single,
}

/// A session and what the flags still hold.
#[derive(Debug)]
pub(super) struct Walker<'a> {
    pub(super) graph: &'a Graph,
    pub(super) events: Vec<Event>,
    pub(super) state: State,
    /// What evidence says and waits for a person's word: to the waiting check, then to those that follow from it.
    pub(super) pending: Vec<Proposal>,
    /// What evidence says to parked checks.
    pub(super) replies: VecDeque<Proposal>,
    pub(super) saving: Saving,
    /// What belongs to other checks, and is kept once it is known which of them are answered at once.
    others: Vec<Other>,
    /// Where commands may be run here.
    pub(super) exec: Option<Exec>,
    given: Given,
    pub(super) hand: Hand,
    stride: Stride,
    /// Checks whose stored output is offered once more, because it is judged differently now.
    anew: HashSet<NodeKey>,
    used: HashSet<(NodeKey, u32)>,
    offered: HashSet<(NodeKey, u32)>,
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
        walker.take_given();
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
        walker.take_given();
        Ok(walker)
    }

    fn new(graph: &'a Graph, events: Vec<Event>, given: Given, pace: Pace, saving: Saving) -> Self {
        let read =
            |given: &GivenEvidence| (Evidence::new(graph, &given.name, &given.text), given.after_attempts);
        Self {
            graph,
            events,
            state: State::default(),
            pending: Vec::new(),
            replies: VecDeque::new(),
            others: Vec::new(),
            saving,
            hand: Hand::new(given.evidence.iter().map(read).collect()),
            exec: None,
            given,
            stride: Stride::Row,
            anew: HashSet::new(),
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

    /// Looks through given evidence for replies to parked checks, and keeps what belongs to checks that may come.
    fn take_given(&mut self) {
        let texts: Vec<(String, String)> = self
            .given
            .evidence
            .iter()
            .filter(|given| given.after_attempts == 0)
            .map(|given| (given.name.clone(), given.text.clone()))
            .collect();
        for (name, text) in texts {
            let received = self.sort(&name, &text);
            match self.pace {
                Pace::Attended => {
                    self.replies.extend(received.replies);
                    self.others.extend(received.others);
                }
                Pace::Unattended => {
                    for reply in received.replies {
                        if let Verdict::Proposed(outcome) = &reply.verdict {
                            let answer = Answer::Outcome(outcome.clone());
                            // Refused where the check is not parked any more.
                            let _ =
                                self.act(Action::Judge { answer, proposal: Box::new(reply), reason: None });
                        }
                    }
                }
            }
        }
        self.keep_others();
    }

    fn sort(&self, from: &str, text: &str) -> Received {
        Received::new(self.graph, self.hand.profiles(self.graph), &self.state, clock::moment(), (from, text))
    }

    /// Does what a person, or a flag, says.
    pub(super) fn act(&mut self, action: Action) -> Result<(), Refused> {
        let whats = step(self.graph, &self.state, action)?;
        self.push(whats);
        if self.pending.first().is_some_and(|pending| self.state.node() != Some(&pending.node)) {
            self.pending.clear();
            self.keep_others();
        }
        Ok(())
    }

    fn push(&mut self, whats: Vec<What>) {
        let now = clock::moment();
        self.events.extend(whats.into_iter().map(|what| Event::new(now, what)));
        self.saving.keep(&self.events);
        self.state = State::replay(self.graph, &self.events);
    }

    /// The account of the walk with all it rests on.
    pub(super) fn dossier(&self) -> Option<Dossier> {
        self.saving.dossier(self.graph, &self.events)
    }

    pub(super) fn prompt(&self) -> Prompt {
        self.state.prompt(self.graph)
    }

    /// Takes in a text that somebody gave here; what it says waits for a word.
    pub(super) fn receive(&mut self, from: &str, text: &str) -> Received {
        let received = self.sort(from, text);
        self.stride = Stride::Row;
        self.offered.clear();
        if let Position::Waiting { node, visit } = &self.state.position {
            self.offered.insert((node.clone(), *visit));
        }
        self.replies.extend(received.replies.iter().cloned());
        self.others.extend(received.others.iter().cloned());
        if matches!(received.here, Here::Judged(..)) {
            let session = (self.events.as_slice(), &self.state);
            self.pending = self.hand.answers(self.graph, session, clock::moment(), &received);
        }
        if self.pending.len() < 2 {
            self.keep_others();
        }
        received
    }

    /// Takes the first `count` of the answers that wait for a word.
    pub(super) fn take(&mut self, count: usize) -> Result<(), Refused> {
        let taken: Vec<Proposal> = std::mem::take(&mut self.pending).into_iter().take(count).collect();
        self.others.retain(|other| !other.is_answered_by(&taken));
        let first = self.events.len();
        let is_row = taken.len() > 1;
        for proposal in taken {
            let Verdict::Proposed(outcome) = &proposal.verdict else { break };
            let answer = Answer::Outcome(outcome.clone());
            self.act(Action::Judge { proposal: Box::new(proposal), answer, reason: None })?;
        }
        if is_row {
            // Refused only where fewer than two were taken after all.
            let _ = self.act(Action::TakeTogether { first });
        }
        self.keep_others();
        Ok(())
    }

    /// Shows what follows from evidence one answer at a time from now on; the first waits for a word as before.
    pub(super) fn go_single(&mut self) {
        self.stride = Stride::Single;
        self.pending.truncate(1);
        self.keep_others();
    }

    /// Lets go of what waits for a word; the texts are kept.
    pub(super) fn let_go(&mut self) {
        let replies = std::mem::take(&mut self.replies);
        let pending = std::mem::take(&mut self.pending).into_iter().take(1);
        for Proposal { node, from, text, lacking, .. } in replies.into_iter().chain(pending) {
            self.keep(node, (from, text, lacking));
        }
        self.keep_others();
    }

    fn keep_others(&mut self) {
        for other in std::mem::take(&mut self.others) {
            if let Some(node) = other.keep_for().cloned() {
                self.keep(node, (other.from, other.text, Vec::new()));
            }
        }
    }

    /// Keeps a text for a check, unless the session holds it for that check.
    fn keep(&mut self, node: NodeKey, (from, text, lacking): (String, String, Vec<String>)) {
        if self.pace == Pace::Attended && !is_held(&self.events, &node, &text) {
            // Keeping is never refused.
            let _ = self.act(Action::Keep { node, from, text, lacking });
        }
    }

    /// Walks as far as the flags carry. Attended, it stops at evidence that proposes something and leaves it pending.
    pub(super) fn advance(&mut self) {
        while self.pending.is_empty() && self.replies.is_empty() && self.advance_once() {}
    }

    fn advance_once(&mut self) -> bool {
        let (node, visit) = match self.prompt() {
            Prompt::Check(check) => (check.node, check.visit),
            Prompt::Fix(fix) => (fix.node, fix.visit),
            // The flags hold no value for it, but the answer itself needs none.
            Prompt::Input(input) => match self.state.position.clone() {
                Position::Waiting { visit, .. } => (input.node, visit),
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
        self.offered.insert((node, visit)) && self.offer_evidence()
    }

    /// Offers the evidence at hand to the waiting check; says whether it decided.
    fn offer_evidence(&mut self) -> bool {
        let session = (self.events.as_slice(), &self.state);
        let mut row = self.hand.row(self.graph, session, clock::moment(), None);
        if row.is_empty() {
            row.extend(self.judged_anew());
        }
        if row.is_empty() && self.contradiction().is_none() {
            row.extend(self.meant_here());
        }
        if self.pace == Pace::Attended {
            if self.stride == Stride::Single {
                row.truncate(1);
            }
            self.pending = row;
            return false;
        }
        self.pending = row;
        !self.pending.is_empty() && self.take(1).is_ok()
    }

    /// Offers the stored output of this check once more when the walk comes to it.
    pub(super) fn judge_anew(&mut self, node: NodeKey) {
        self.anew.insert(node);
    }

    fn judged_anew(&mut self) -> Option<Proposal> {
        let here = self.state.node()?;
        if !self.anew.remove(here) {
            return None;
        }
        let is_own =
            |event: usize| matches!(&self.events[event].what, What::Evidence { node, .. } if node == here);
        let text = at_hand(&self.events, &self.state).into_iter().rfind(|text| is_own(text.event))?;
        let given = (text.from, text.text, text.lacking);
        let proposal = Proposal::waiting(self.graph, &self.state, clock::moment(), given);
        proposal.filter(|proposal| matches!(proposal.verdict, Verdict::Proposed(_)))
    }

    /// What a given text says to the waiting check although nothing in it shows that it belongs there.
    fn meant_here(&self) -> Option<Proposal> {
        let given = self.hand.given(&self.state);
        let mut heard = given.map(|evidence| {
            hear(self.graph, self.hand.profiles(self.graph), &self.state, clock::moment(), evidence)
        });
        heard.find_map(|heard| match heard {
            Here::Judged(proposal, Standing::Sure) if matches!(proposal.verdict, Verdict::Proposed(_)) => {
                Some(*proposal)
            }
            Here::Judged(proposal, _)
                if self.pace == Pace::Attended && matches!(proposal.verdict, Verdict::Proposed(_)) =>
            {
                Some(*proposal)
            }
            _ => None,
        })
    }

    /// Closes a walk that came to its end.
    pub(super) fn finish(&mut self) {
        if self.state.result().is_some() {
            // Refused only where the walk has no result.
            let _ = self.act(Action::Finish);
        }
    }
}
