//! A walk without a person: the session's own actions, with everything supplied that nobody decides.
//!
//! Invariant: every step goes through `session::step`; the clock stands still but for the waits that fixes ask for.
//! Deliberately absent: what a walk should do (`run`, `explore`) and judging (`session::Proposal`).

use crate::evidence::Verdict;
use crate::graph::{Content, Graph};
use crate::model::{Check, EndResult, Given, NodeKey, OutcomeId, RunbookId, Sample};
use crate::scenario::sample::in_this_case;
use crate::session::{
    Action, Answer, Event, FixResult, Prompt, Proposal, Refused, State, VERSION, What, step,
};

/// A walk in progress.
#[derive(Debug, Clone)]
pub struct Walk<'a> {
    graph: &'a Graph,
    events: Vec<Event>,
    clock: jiff::Timestamp,
    state: State,
}

/// What came of giving an answer.
#[derive(Debug)]
pub enum Said {
    /// It was taken.
    Taken,
    /// The evidence says something else.
    Otherwise(Box<Proposal>),
    /// It was refused; why, as a sentence without a full stop.
    Refused(String),
}

impl<'a> Walk<'a> {
    /// Begins at a node, by a clock that stands at `now`.
    pub fn begin(graph: &'a Graph, entry: NodeKey, now: jiff::civil::DateTime) -> Self {
        let clock = jiff::tz::Offset::UTC.to_timestamp(now).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let started = What::Started { version: VERSION, entry, offset_minutes: Some(0) };
        let events = vec![Event::new(clock, started)];
        let state = State::replay(graph, &events);
        Self { graph, events, clock, state }
    }

    /// The graph that is walked.
    pub fn graph(&self) -> &'a Graph {
        self.graph
    }

    /// Where it stands.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What happened.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Does what a person would.
    ///
    /// # Errors
    /// Why it cannot be done here.
    pub fn act(&mut self, action: Action) -> Result<(), Refused> {
        let whats = step(self.graph, &self.state, action)?;
        let clock = self.clock;
        self.events.extend(whats.into_iter().map(|what| Event::new(clock, what)));
        self.state = State::replay(self.graph, &self.events);
        Ok(())
    }

    /// What the clock of the walk shows.
    pub fn clock(&self) -> jiff::Timestamp {
        self.clock
    }

    /// Lets time pass. The clock never goes back.
    pub fn wait_until(&mut self, moment: jiff::Timestamp) {
        self.clock = self.clock.max(moment);
    }

    /// Supplies what nobody decides: asked inputs get the value of their example, the target of a destructive fix is typed,
    /// and a wait passes. Returns what is asked then.
    pub fn settle(&mut self) -> Prompt {
        let prompt = self.supply();
        if let Prompt::Check(check) = &prompt
            && let Some(wait) = check.must_wait(self.clock)
        {
            self.wait_until(wait.until);
        }
        prompt
    }

    /// The same, but for waits.
    pub fn supply(&mut self) -> Prompt {
        loop {
            let prompt = self.state.prompt(self.graph);
            let supplied = match &prompt {
                Prompt::Input(asked) => {
                    let example = asked.example.clone();
                    let given = example.map(|text| Action::Input { fact: asked.fact.clone(), text });
                    given.is_some_and(|given| self.act(given).is_ok()) || self.act(Action::Decline).is_ok()
                }
                Prompt::Fix(fix) if fix.unmet.is_empty() => match &fix.confirm {
                    Some(confirm) => self.act(Action::ConfirmTarget(confirm.target.clone())).is_ok(),
                    None => false,
                },
                _ => false,
            };
            if !supplied {
                return prompt;
            }
        }
    }

    /// The check where the walk stands.
    pub fn check(&self) -> Option<&'a Check> {
        match &self.graph.node(self.state.node()?)?.content {
            Content::Check(check) => Some(check),
            _ => None,
        }
    }

    /// The text that is pasted for an answer given in this way; none where a person answers.
    pub fn evidence(&self, answer: &Answer, given: &Given) -> Option<String> {
        if let Some(evidence) = &given.evidence {
            return Some(evidence.value.clone());
        }
        let Answer::Outcome(outcome) = answer else { return None };
        let index = given.sample.as_ref().map_or(0, |number| number.value.saturating_sub(1) as usize);
        let sample = self.samples(outcome)?.get(index)?;
        if given.by_person.is_some() {
            return None;
        }
        let home = &self.graph.node(self.state.node()?)?.home;
        Some(in_this_case(sample, &self.state.facts.seen_from(home)))
    }

    /// The samples of an outcome of the waiting check, where samples can settle it.
    pub fn samples(&self, outcome: &OutcomeId) -> Option<&'a [Sample]> {
        self.check().filter(|check| !check.run.is_empty())?;
        self.texts(outcome)
    }

    /// The samples of an outcome of the waiting check, also where a person is asked for the text.
    pub fn texts(&self, outcome: &OutcomeId) -> Option<&'a [Sample]> {
        let outcome = self.check()?.outcomes.get(outcome.as_str())?;
        (outcome.when.is_some() && !outcome.samples.is_empty()).then_some(&outcome.samples)
    }

    /// Gives an answer to the waiting check: with evidence, which has to speak for it, or as a person.
    pub fn answer(&mut self, answer: &Answer, given: &Given) -> Said {
        let action = match self.evidence(answer, given) {
            None => Action::Answer(answer.clone()),
            Some(text) => {
                let proposal = Proposal::new(self.graph, &self.state, self.clock, "paste", &text);
                let Some(proposal) = proposal else { return Said::Refused("no question is waiting".into()) };
                if !speaks_for(&proposal.verdict, answer) {
                    return Said::Otherwise(Box::new(proposal));
                }
                Action::Judge { proposal: Box::new(proposal), answer: answer.clone(), reason: None }
            }
        };
        self.act(action).map_or_else(|refused| Said::Refused(refused.0), |()| Said::Taken)
    }

    /// Tries the waiting fix and fails, until it is not offered any more.
    ///
    /// # Errors
    /// Why it cannot be tried.
    pub fn use_up_attempts(&mut self) -> Result<(), Refused> {
        const MOST: usize = 64;
        let fix = self.state.node().cloned();
        for _ in 0..MOST {
            self.act(Action::Tried(FixResult::Failed))?;
            if self.state.node() != fix.as_ref() {
                break;
            }
        }
        Ok(())
    }

    /// Goes to an end of this runbook at which it ends resolved, as if everything in between had gone well.
    ///
    /// # Errors
    /// There is none.
    pub fn resolve(&mut self, runbook: &RunbookId) -> Result<(), Refused> {
        let end = self.graph.nodes_of(runbook).find(
            |node| matches!(&node.content, Content::End(end) if end.result.value == EndResult::Resolved),
        );
        let end = end.ok_or_else(|| Refused(format!("`{runbook}` has no end that is resolved")))?;
        self.act(Action::Jump { to: end.key.clone(), reason: None })
    }
}

/// Whether a verdict is what this answer says.
pub(crate) fn speaks_for(verdict: &Verdict, answer: &Answer) -> bool {
    match (verdict, answer) {
        (Verdict::Proposed(proposed), Answer::Outcome(outcome)) => proposed == outcome,
        (Verdict::NoneFits, Answer::None) | (Verdict::Unknown, Answer::Unsure) => true,
        _ => false,
    }
}
