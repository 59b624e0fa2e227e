//! Why evidence at hand does not settle the check where a walk stands.
//!
//! Invariant: every text that was given for where the walk stands is named, unless it settles the check or another one.
//! Deliberately absent: judging (floor 5, `session`).

use crate::cli::run::walker::Walker;
use crate::evidence::Verdict;
use crate::prose::{and, quoted};
use crate::recognise::Standing;
use crate::session::{Evidence, Here, Proposal, What, hear};
use crate::world::clock;

impl Walker<'_> {
    /// Why the evidence given does not settle the waiting check, a sentence each.
    pub(super) fn undecided_evidence(&self) -> Vec<String> {
        if let Some(differing) = self.contradiction() {
            return vec![format!("a person's word on which to believe: {differing}")];
        }
        let mut sentences = Vec::new();
        for evidence in self.hand.given(&self.state) {
            let why = match self.heard(evidence) {
                Here::Judged(proposal, standing) => match why_undecided(&proposal, &standing) {
                    Some(why) => why,
                    None => continue,
                },
                Here::NotMeant(why) if why.is_empty() && self.was_used(evidence) => continue,
                Here::NotMeant(why) if why.is_empty() => "it belongs to other questions".to_owned(),
                Here::NotMeant(why) => why.join("; "),
                Here::Nobody => continue,
            };
            sentences.push(format!("other evidence than {}: {why}", evidence.from));
        }
        sentences
    }

    /// Two texts at hand that belong to the waiting check and do not say the same, as a sentence without a full stop.
    pub(super) fn contradiction(&self) -> Option<String> {
        let here = self.state.node()?;
        let at_hand = self.hand.all(&self.state).into_iter();
        let sure =
            at_hand.filter(|evidence| evidence.spent.as_ref() != Some(here)).filter_map(
                |evidence| match self.heard(evidence) {
                    Here::Judged(proposal, Standing::Sure) => Some(*proposal),
                    _ => None,
                },
            );
        let sure: Vec<Proposal> = sure.filter(|one| one.verdict != Verdict::Unknown).collect();
        let first = sure.iter().find(|one| matches!(one.verdict, Verdict::Proposed(_)))?;
        let other = sure.iter().find(|other| other.verdict != first.verdict)?;
        Some(format!("{}, but {}", says(first), says(other)))
    }

    fn heard(&self, evidence: &Evidence) -> Here {
        hear(self.graph, self.hand.profiles(self.graph), &self.state, clock::moment(), evidence)
    }

    fn was_used(&self, evidence: &Evidence) -> bool {
        let is_it = |what: &What| matches!(what, What::Evidence { from, .. } if *from == evidence.from);
        self.events.iter().any(|event| is_it(&event.what))
    }
}

/// The outcomes that a text speaks for, behind its name.
fn says(proposal: &Proposal) -> String {
    let outcomes: Vec<String> = proposal.proposed().iter().map(quoted).collect();
    let from = &proposal.from;
    if outcomes.is_empty() {
        format!("{from} fits no answer")
    } else {
        format!("{from} says {}", and(&outcomes))
    }
}

/// Why a text does not settle a check, as part of a sentence.
fn why_undecided(proposal: &Proposal, standing: &Standing) -> Option<String> {
    let missing = proposal.missing();
    Some(match (&proposal.verdict, standing) {
        (Verdict::Proposed(_), Standing::Sure) => return None,
        (Verdict::Proposed(_), Standing::Open(why) | Standing::WrongSide(why)) => why.clone(),
        (Verdict::NoneFits, _) => "no outcome fits it".to_owned(),
        (Verdict::Several(_), _) => "several outcomes fit it".to_owned(),
        (Verdict::Unknown, _) if missing.is_empty() => "it does not settle the question".to_owned(),
        (Verdict::Unknown, _) => missing.join("; "),
    })
}
