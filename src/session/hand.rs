//! The evidence at hand: texts of the session that still say something, and those that were given beforehand.
//!
//! Invariant: each text is read once; without any text nothing is made ready, so that the first question does not wait.
//! Nothing is decided here: what the evidence says waits for a word.
//! Deliberately absent: what a text says to a check (`receive`, `foresee`).

use crate::graph::Graph;
use crate::recognise::{Profiles, Standing};
use crate::session::event::Event;
use crate::session::foresee::{Evidence, at_hand, foresee};
use crate::session::proposal::Proposal;
use crate::session::receive::{Here, Received};
use crate::session::state::{State, Took};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// Texts, read. For one graph.
#[derive(Debug, Default)]
pub struct Hand {
    profiles: OnceCell<Profiles>,
    /// Texts of the session as they were recorded, by the index of their event.
    recorded: BTreeMap<usize, (String, Evidence)>,
    given: Vec<(Evidence, usize)>,
}

impl Hand {
    /// With texts given beforehand, each with the number of attempts at fixes that stand before it.
    pub fn new(given: Vec<(Evidence, usize)>) -> Self {
        Self { given, ..Self::default() }
    }

    /// What the outputs of all checks look like.
    pub fn profiles(&self, graph: &Graph) -> &Profiles {
        self.profiles.get_or_init(|| Profiles::new(graph))
    }

    /// What was given beforehand for where the walk stands.
    pub fn given(&self, state: &State) -> impl Iterator<Item = &Evidence> {
        let attempts = state.path.iter().filter(|visit| matches!(visit.took, Took::Tried(_))).count();
        self.given.iter().filter(move |(_, after)| *after == attempts).map(|(evidence, _)| evidence)
    }

    /// All that counts where the walk stands, as of the last time that answers were looked for.
    pub fn all(&self, state: &State) -> Vec<&Evidence> {
        self.given(state).chain(self.recorded.values().map(|(_, evidence)| evidence)).collect()
    }

    /// The answers that follow one from another from where the walk stands, by all that is at hand and by `also`.
    pub fn row(
        &mut self,
        graph: &Graph,
        (events, state): (&[Event], &State),
        now: jiff::Timestamp,
        also: Option<&Evidence>,
    ) -> Vec<Proposal> {
        self.update(graph, events, state);
        let mut evidence = self.all(state);
        evidence.extend(also);
        if evidence.is_empty() {
            return Vec::new();
        }
        foresee(graph, self.profiles(graph), events, now, &evidence)
    }

    /// What a text that came in says to the waiting check, and to those that follow from it; empty where it says nothing.
    pub fn answers(
        &mut self,
        graph: &Graph,
        session: (&[Event], &State),
        now: jiff::Timestamp,
        received: &Received,
    ) -> Vec<Proposal> {
        let Here::Judged(proposal, standing) = &received.here else { return Vec::new() };
        let row = match standing {
            Standing::Sure => self.row(graph, session, now, Some(&received.evidence)),
            Standing::Open(_) | Standing::WrongSide(_) => Vec::new(),
        };
        let agrees = row.first().is_some_and(|first| first.verdict == proposal.verdict);
        if agrees { row } else { vec![(**proposal).clone()] }
    }

    /// Takes up what came in since.
    fn update(&mut self, graph: &Graph, events: &[Event], state: &State) {
        let texts = at_hand(events, state);
        let same = |event: usize, held: &str| texts.iter().any(|at| at.event == event && at.text == held);
        self.recorded.retain(|event, (held, _)| same(*event, held));
        for text in texts {
            let read = || (text.text.to_owned(), Evidence::new(graph, text.from, text.text));
            let (_, evidence) = self.recorded.entry(text.event).or_insert_with(read);
            evidence.lacking = text.lacking.to_vec();
            evidence.spent = text.spent.cloned();
        }
    }
}
