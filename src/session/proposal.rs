//! What pasted output says about the waiting check.
//!
//! Invariant: a proposal decides nothing; only a person's confirmation becomes an event.
//! Deliberately absent: reading and judging themselves (floor 2, `evidence`).

use crate::evidence::{Doubt, DoubtKind, Known, Lines, Reading, Truth, Verdict, capture, judge, read};
use crate::graph::{Content, Graph};
use crate::model::{NodeKey, OutcomeId};
use crate::recognise::{Better, better};
use crate::redact::{Found, credentials};
use crate::session::event::{Answer, CapturedFact, EvidenceLine};
use crate::session::present::outcome_title;
use crate::session::state::{Position, State};
use std::collections::BTreeSet;

/// Lines kept as the reason of one outcome.
const MOST_LINES: usize = 12;

/// How a text was judged for one check.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Proposal {
    /// The check.
    pub node: NodeKey,
    /// Which visit to it on the path, from 1.
    pub visit: u32,
    /// Where the text came from: `paste`, or the name of a file.
    pub from: String,
    /// The text as it was judged; line numbers count its lines.
    pub text: String,
    /// What of the commands' output is known to be missing in it: a sentence each, without a full stop.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lacking: Vec<String>,
    /// What follows.
    pub verdict: Verdict,
    /// The outcomes that have a matcher, in the author's order.
    pub outcomes: Vec<Judged>,
    /// What is distrusted about the text, a sentence each.
    pub doubts: Vec<String>,
    /// What to run instead, where something is cut off.
    pub better: Vec<Better>,
    /// The credentials that were taken out of the text before anything else was done with it.
    pub removed: Vec<Found>,
}

/// How one outcome was judged.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Judged {
    /// The outcome.
    pub outcome: OutcomeId,
    /// Its statement.
    pub title: String,
    /// Whether it matches.
    pub truth: Truth,
    /// The lines that decided, with their texts.
    pub lines: Vec<EvidenceLine>,
    /// Why, as sentences without a full stop.
    pub because: Vec<String>,
    /// What would be needed to know.
    pub missing: Vec<String>,
    /// What it captures from the text.
    pub captured: Vec<CapturedFact>,
    /// What it should capture but cannot, a sentence each.
    pub not_captured: Vec<String>,
}

impl Proposal {
    /// Judges `text` for the check where the walk stands; none where it stands elsewhere.
    pub fn new(graph: &Graph, state: &State, now: jiff::Timestamp, from: &str, text: &str) -> Option<Self> {
        Self::waiting(graph, state, now, (from, text, &[]))
    }

    /// The same for a text that lacks part of what the check's commands print: a sentence each.
    pub(crate) fn waiting(
        graph: &Graph,
        state: &State,
        now: jiff::Timestamp,
        given: (&str, &str, &[String]),
    ) -> Option<Self> {
        let Position::Waiting { node, visit } = &state.position else { return None };
        Self::of_parts((node, *visit), graph, state, now, given)
    }

    /// Judges `text` for a visit to a check: the waiting one, or one that is parked. `given` is where the text came from,
    /// and the text. None where there is no such check.
    pub fn of_visit(
        (key, visit): (&NodeKey, u32),
        graph: &Graph,
        state: &State,
        now: jiff::Timestamp,
        (from, text): (&str, &str),
    ) -> Option<Self> {
        Self::of_parts((key, visit), graph, state, now, (from, text, &[]))
    }

    /// [`Self::of_visit`] for a text that lacks part of what the check's commands print: a sentence each.
    pub(crate) fn of_parts(
        (key, visit): (&NodeKey, u32),
        graph: &Graph,
        state: &State,
        now: jiff::Timestamp,
        (from, text, lacking): (&str, &str, &[String]),
    ) -> Option<Self> {
        let node = graph.node(key)?;
        let Content::Check(check) = &node.content else { return None };
        let reading = read(text);
        let cleaned = credentials(&reading.text);
        let (removed, without) = (cleaned.found, cleaned.text);
        let reading = if removed.is_empty() { reading } else { read(&without) };
        let mut reading = reading;
        let lack = |text: &String| Doubt { kind: DoubtKind::Cut, text: text.clone().into(), lines: None };
        reading.doubts.extend(lacking.iter().map(lack));
        let facts = state.facts.seen_from(&node.home);
        let known = Known { facts: &facts, now: state.local(now) };
        let judgement = judge(check, &reading, &known);
        let outcomes = judgement.outcomes.into_iter().map(|judged| {
            let outcome = check.outcomes.get(judged.outcome.as_str());
            let taken = outcome.map(|outcome| capture(outcome, &reading, &known)).unwrap_or_default();
            let captured = taken.found.into_iter().map(|captured| CapturedFact {
                fact: captured.fact,
                value: captured.value,
                lines: lines_of(&reading, &[captured.lines]),
            });
            let refused = taken.refused.iter();
            Judged {
                title: outcome_title(Some(node), judged.outcome.as_str()),
                lines: lines_of(&reading, &judged.lines),
                captured: captured.collect(),
                not_captured: refused
                    .map(|not| format!("`{}` was not taken: {}", not.fact, not.because))
                    .collect(),
                outcome: judged.outcome,
                truth: judged.truth,
                because: judged.because,
                missing: judged.missing,
            }
        });
        Some(Self {
            node: key.clone(),
            visit,
            from: from.to_owned(),
            lacking: lacking.to_vec(),
            verdict: judgement.verdict,
            outcomes: outcomes.collect(),
            doubts: reading.doubts.iter().map(|doubt| doubt.text.clone().into_owned()).collect(),
            better: better(graph, check, &reading, &facts),
            removed,
            text: reading.text,
        })
    }

    /// How this outcome was judged.
    pub fn judged(&self, outcome: &OutcomeId) -> Option<&Judged> {
        self.outcomes.iter().find(|judged| judged.outcome == *outcome)
    }

    /// Whether this answer goes against the text: another outcome is proposed, or this one is ruled out.
    pub fn speaks_against(&self, answer: &Answer) -> bool {
        let ruled_out = match answer {
            Answer::Outcome(outcome) => {
                self.judged(outcome).is_some_and(|judged| judged.truth == Truth::False)
            }
            Answer::None | Answer::Unsure => false,
        };
        match &self.verdict {
            Verdict::Proposed(proposed) => *answer != Answer::Outcome(proposed.clone()),
            Verdict::NoneFits | Verdict::Several(_) | Verdict::Unknown => ruled_out,
        }
    }

    /// What would be needed to know the outcomes that are open, each once, in their order.
    pub fn missing(&self) -> Vec<&str> {
        let mut missing = Vec::new();
        for sentence in self.outcomes.iter().flat_map(|judged| &judged.missing) {
            if !missing.contains(&sentence.as_str()) {
                missing.push(sentence.as_str());
            }
        }
        missing
    }

    /// The outcomes it speaks for.
    pub fn proposed(&self) -> Vec<OutcomeId> {
        match &self.verdict {
            Verdict::Proposed(outcome) => vec![outcome.clone()],
            Verdict::Several(outcomes) => outcomes.clone(),
            Verdict::NoneFits | Verdict::Unknown => Vec::new(),
        }
    }
}

fn lines_of(reading: &Reading, ranges: &[Lines]) -> Vec<EvidenceLine> {
    let numbers: BTreeSet<usize> = ranges.iter().flat_map(|lines| lines.first..=lines.last).collect();
    numbers
        .into_iter()
        .take(MOST_LINES)
        .filter_map(|number| EvidenceLine::of(&reading.text, number))
        .collect()
}
