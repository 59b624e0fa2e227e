//! Where output comes in: what it says to the session as it stands, by the same rules as in the terminal.
//!
//! Invariant: nothing is decided here; a person's word takes what is proposed. What was shown at a moment is made again as
//! it was at that moment.
//! Deliberately absent: what a page shows of it (`judgement`).

use crate::browser::kept::Kept;
use crate::graph::Graph;
use crate::model::NodeKey;
use crate::session::{Action, Event, Hand, Other, Proposal, Received, Refused, State, Taken, is_held};

/// A session at one moment, with the evidence at hand.
pub(super) struct Desk<'a> {
    pub(super) graph: &'a Graph,
    hand: &'a mut Hand,
    taken: &'a mut Option<(String, Taken)>,
    pub(super) events: &'a [Event],
    pub(super) state: State,
}

/// What output says.
pub(super) struct Heard {
    /// The output, sorted; none where it is what was at hand.
    pub(super) received: Option<Received>,
    /// What it says to the waiting check; then the answers that follow from it.
    pub(super) answers: Vec<Proposal>,
}

impl<'a> Desk<'a> {
    /// The session that these events are.
    pub(super) fn new(kept: &'a mut Kept, events: &'a [Event]) -> Self {
        let state = State::replay(&kept.graph, events);
        Self { graph: &kept.graph, hand: &mut kept.hand, taken: &mut kept.taken, events, state }
    }

    /// What a text says, or what is at hand.
    pub(super) fn hear(&mut self, text: Option<&str>, at: jiff::Timestamp) -> Result<Heard, Refused> {
        let session = (self.events, &self.state);
        let Some(text) = text else {
            let answers = self.hand.row(self.graph, session, at, None);
            return Ok(Heard { received: None, answers });
        };
        if text.len() > crate::evidence::MAX_BYTES {
            let why = "that is more than 5 MiB; paste only the output of the commands that were asked for";
            return Err(Refused(why.to_owned()));
        }
        let profiles = self.hand.profiles(self.graph);
        let known = self.taken.take_if(|(held, _)| held == text);
        let (_, taken) = self
            .taken
            .insert(known.unwrap_or_else(|| (text.to_owned(), Taken::new(self.graph, "paste", text))));
        let received = Received::of(self.graph, profiles, &self.state, at, taken.clone());
        let answers = self.hand.answers(self.graph, session, at, &received);
        Ok(Heard { received: Some(received), answers })
    }

    /// What output says to a parked check: as it was recognised, else as if all of it were the reply.
    pub(super) fn reply(
        &self,
        heard: &Heard,
        text: Option<&str>,
        at: jiff::Timestamp,
        (node, visit): &(NodeKey, u32),
    ) -> Option<Proposal> {
        let replies = heard.received.iter().flat_map(|received| &received.replies);
        let mut meant = replies.filter(|reply| (&reply.node, reply.visit) == (node, *visit));
        let whole = || Proposal::of_visit((node, *visit), self.graph, &self.state, at, ("paste", text?));
        meant.next().cloned().or_else(whole)
    }

    /// Keeping what belongs to other checks than those that are answered.
    pub(super) fn keep(&self, heard: &Heard, taken: &[Proposal]) -> Vec<Action> {
        let others = heard.received.iter().flat_map(|received| &received.others);
        let rest = others.filter(|other| !other.is_answered_by(taken));
        let keep = |other: &Other| {
            let node = other.keep_for()?.clone();
            let held = is_held(self.events, &node, &other.text);
            let (from, text) = (other.from.clone(), other.text.clone());
            (!held).then(|| Action::Keep { node, from, text, lacking: Vec::new() })
        };
        rest.filter_map(keep).collect()
    }
}
