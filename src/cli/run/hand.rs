//! The evidence at hand: texts of the session that still say something, and those that flags gave.
//!
//! Invariant: each text is read once; without any text nothing is made ready, so that the first question does not wait.
//! Deliberately absent: what a text says (floor 5, `session`).

use crate::cli::run::given::{Given, GivenEvidence};
use crate::graph::Graph;
use crate::recognise::Profiles;
use crate::session::{Event, Evidence, State, Took, at_hand};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// Texts, read.
#[derive(Debug)]
pub(super) struct Hand<'a> {
    graph: &'a Graph,
    profiles: OnceCell<Profiles>,
    /// Texts of the session, by the index of their event.
    recorded: BTreeMap<usize, Evidence>,
    /// Texts of flags, with the number of attempts at fixes that stand before each.
    given: Vec<(Evidence, usize)>,
}

impl<'a> Hand<'a> {
    pub(super) fn new(graph: &'a Graph, given: &Given) -> Self {
        let read =
            |given: &GivenEvidence| (Evidence::new(graph, &given.name, &given.text), given.after_attempts);
        let given = given.evidence.iter().map(read).collect();
        Self { graph, profiles: OnceCell::new(), recorded: BTreeMap::new(), given }
    }

    /// What the outputs of all checks look like.
    pub(super) fn profiles(&self) -> &Profiles {
        self.profiles.get_or_init(|| Profiles::new(self.graph))
    }

    /// Takes up what came in since.
    pub(super) fn update(&mut self, events: &[Event], state: &State) {
        let texts = at_hand(events, state);
        self.recorded.retain(|event, _| texts.iter().any(|text| text.event == *event));
        for text in texts {
            let read = || Evidence::new(self.graph, text.from, text.text);
            let evidence = self.recorded.entry(text.event).or_insert_with(read);
            evidence.spent = text.spent.cloned();
        }
    }

    /// All that counts where the walk stands.
    pub(super) fn all(&self, state: &State) -> Vec<&Evidence> {
        self.given(state).chain(self.recorded.values()).collect()
    }

    /// What flags gave for where the walk stands.
    pub(super) fn given(&self, state: &State) -> impl Iterator<Item = &Evidence> {
        let attempts = state.path.iter().filter(|visit| matches!(visit.took, Took::Tried(_))).count();
        self.given.iter().filter(move |(_, after)| *after == attempts).map(|(evidence, _)| evidence)
    }
}
