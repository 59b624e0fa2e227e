//! Output that comes in during a walk, sorted by the checks it belongs to: the waiting one, those that wait for a reply, and
//! those that the walk may still come to.
//!
//! Invariant: nothing is decided here. A check is judged on the lines that belong to it alone: what a command was typed for,
//! or what prints another check's properties, is not judged for the waiting one. Only words that it searches for, in lines that
//! no command precedes, speak for it all the same, and that is said.
//! Deliberately absent: the answers that follow one from another (`foresee`), and asking the person.

use crate::evidence::{Verdict, read};
use crate::graph::{Content, Graph};
use crate::model::{Matcher, MatcherKind, NodeKey, Side};
use crate::prose;
use crate::recognise::{Attribution, Part, Profiles, Standing, Survey, attribute, origin, side_in_words};
use crate::redact::{Found, credentials};
use crate::session::event::{Event, What};
use crate::session::foresee::Evidence;
use crate::session::proposal::Proposal;
use crate::session::state::{Position, State, Took};
use std::collections::BTreeSet;

/// A text that came in, sorted.
#[derive(Debug, Clone)]
pub struct Received {
    /// The text without its credentials, read and taken apart.
    pub evidence: Evidence,
    /// The credentials that were taken out of it before anything else was done with it.
    pub removed: Vec<Found>,
    /// What it says to the waiting check.
    pub here: Here,
    /// What it says to parked checks other than the waiting one.
    pub replies: Vec<Proposal>,
    /// What belongs to other checks, in the order of the text.
    pub others: Vec<Other>,
}

/// A text as it was read: the same wherever a walk stands.
#[derive(Debug, Clone)]
pub struct Taken {
    evidence: Evidence,
    removed: Vec<Found>,
}

impl Taken {
    /// Reads a text and takes credentials out of it.
    pub fn new(graph: &Graph, from: &str, text: &str) -> Self {
        let reading = read(text);
        let cleaned = credentials(&reading.text);
        Self { evidence: Evidence::new(graph, from, &cleaned.text), removed: cleaned.found }
    }
}

/// What a text says to the waiting check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Here {
    /// It was judged for it. Whether it belongs there for sure, or is only taken for it because it was given there.
    Judged(Box<Proposal>, Standing),
    /// None of it is what the check asks for. Why, a sentence each without a full stop, where that can be told.
    NotMeant(Vec<String>),
    /// No check is waiting.
    Nobody,
}

/// Lines that belong to checks other than the waiting one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// The checks, with their titles.
    pub checks: Vec<(NodeKey, String)>,
    /// Where the text came from.
    pub from: String,
    /// The whole text with everything else blanked: lines keep their numbers.
    pub text: String,
    /// Whether the walk may still come to one of the checks; then that one stands first.
    pub prospect: Prospect,
}

impl Other {
    /// The check it is kept for, where the walk may still come to one.
    pub fn keep_for(&self) -> Option<&NodeKey> {
        let (node, _) = self.checks.first()?;
        (self.prospect == Prospect::Ahead).then_some(node)
    }

    /// Whether one of its checks is among these answers.
    pub fn is_answered_by(&self, answers: &[Proposal]) -> bool {
        self.checks.iter().any(|(node, _)| answers.iter().any(|answer| answer.node == *node))
    }
}

/// Whether a session holds a text for a check.
pub fn is_held(events: &[Event], node: &NodeKey, text: &str) -> bool {
    events.iter().any(
        |event| matches!(&event.what, What::Evidence { node: of, text: held, .. } if of == node && held == text),
    )
}

/// Whether the walk may still come to a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prospect {
    /// It may.
    Ahead,
    /// No way leads there from here.
    NoWay,
}

impl Received {
    /// Sorts a text by what it says to the checks of the graph.
    pub fn new(
        graph: &Graph,
        profiles: &Profiles,
        state: &State,
        now: jiff::Timestamp,
        (from, text): (&str, &str),
    ) -> Self {
        Self::of(graph, profiles, state, now, Taken::new(graph, from, text))
    }

    /// What a text that was read before says.
    pub fn of(graph: &Graph, profiles: &Profiles, state: &State, now: jiff::Timestamp, taken: Taken) -> Self {
        let Taken { evidence, removed } = taken;
        let listener = Listener { graph, profiles, state, now };
        let waiting = listener.waiting();
        let here = waiting.map_or(Here::Nobody, |(node, visit)| listener.hear(&evidence, node, visit));
        let replies = listener.replies(&evidence, &here);
        let others = listener.others(&evidence, &here);
        Self { evidence, removed, here, replies, others }
    }

    /// Lines of the text.
    pub fn lines(&self) -> usize {
        self.evidence.survey.reading.text.lines().count()
    }
}

/// What one text says to the waiting check, to which somebody gave it.
pub fn hear(
    graph: &Graph,
    profiles: &Profiles,
    state: &State,
    now: jiff::Timestamp,
    evidence: &Evidence,
) -> Here {
    let listener = Listener { graph, profiles, state, now };
    listener.waiting().map_or(Here::Nobody, |(node, visit)| listener.hear(evidence, node, visit))
}

struct Listener<'a> {
    graph: &'a Graph,
    profiles: &'a Profiles,
    state: &'a State,
    now: jiff::Timestamp,
}

impl<'a> Listener<'a> {
    fn waiting(&self) -> Option<(&'a NodeKey, u32)> {
        let Position::Waiting { node, visit } = &self.state.position else { return None };
        let is_check = matches!(self.graph.node(node)?.content, Content::Check(_));
        is_check.then_some((node, *visit))
    }

    fn attributions(&self, evidence: &Evidence, node: &NodeKey) -> Vec<Attribution> {
        let home = self.graph.node(node).map_or(&node.runbook, |node| &node.home);
        attribute(self.profiles, &evidence.survey, &self.state.facts.seen_from(home))
    }

    fn judge(
        &self,
        (node, visit): (&NodeKey, u32),
        evidence: &Evidence,
        text: &str,
        lacking: &[String],
    ) -> Option<Proposal> {
        let given = (evidence.from.as_str(), text, lacking);
        Proposal::of_parts((node, visit), self.graph, self.state, self.now, given)
    }

    fn hear(&self, evidence: &Evidence, node: &NodeKey, visit: u32) -> Here {
        let attributions = self.attributions(evidence, node);
        let content = origin(self.graph, node);
        let own: Vec<&Attribution> =
            attributions.iter().filter(|attribution| attribution.check == content).collect();
        if !own.is_empty() {
            return self.hear_own(evidence, (node, visit), &own);
        }
        let parts = &evidence.survey.parts;
        let is_others = |part: &Part| {
            let belongs = attributions.iter().flat_map(|attribution| &attribution.lines);
            let mut belongs =
                belongs.filter(|lines| part.lines.first <= lines.first && lines.last <= part.lines.last);
            belongs.next().is_some() && !self.profiles.tests_one_of(&content, &part.names)
        };
        if let Some(why) = self.other_side(node, parts) {
            return Here::NotMeant(vec![why]);
        }
        let check = (node, visit);
        if attributions.is_empty() {
            let whole = self.judge(check, evidence, &evidence.survey.reading.text, &[]);
            return whole.map_or(Here::Nobody, |whole| Here::Judged(Box::new(whole), Standing::Sure));
        }
        let unclaimed = |part: &&Part| part.command.is_none() && !is_others(part);
        let without_command = |part: &&Part| part.command.is_none();
        let of_these = |kept: &dyn Fn(&&Part) -> bool| {
            let text = only(&evidence.survey, &parts.iter().filter(kept).collect::<Vec<_>>());
            let judged = if text.trim().is_empty() { None } else { self.judge(check, evidence, &text, &[]) };
            judged.filter(|proposal| matches!(proposal.verdict, Verdict::Proposed(_)))
        };
        // Words that a check searches for prove themselves, whatever else the lines could be; properties do not.
        let in_words = || of_these(&without_command).filter(|proposal| self.is_in_words(node, proposal));
        let others = "Only the lines that belong to no other question were judged";
        let shared = "These lines could also be the output that another question asks for";
        let heard = of_these(&unclaimed).map(|proposal| (proposal, others));
        let heard = heard.or_else(|| Some((in_words()?, shared)));
        let Some((mut proposal, why)) = heard else { return Here::NotMeant(Vec::new()) };
        proposal.doubts.insert(0, why.to_owned());
        Here::Judged(Box::new(proposal), Standing::Open(why.to_owned()))
    }

    /// Whether the outcome that is proposed was found by words in the text alone.
    fn is_in_words(&self, node: &NodeKey, proposal: &Proposal) -> bool {
        let Some(Content::Check(check)) = self.graph.node(node).map(|node| &node.content) else {
            return false;
        };
        let Verdict::Proposed(outcome) = &proposal.verdict else { return false };
        let when = check.outcomes.get(outcome.as_str()).and_then(|outcome| outcome.when.as_ref());
        let is_words = |test: &Matcher| matches!(test.kind, MatcherKind::Text(_) | MatcherKind::Matches(_));
        when.is_some_and(|when| {
            let sought = when.sought();
            !sought.is_empty() && sought.into_iter().all(is_words)
        })
    }

    /// What was recognised as the output of the check; of several, what belongs there for sure, and of those the last.
    fn hear_own(&self, evidence: &Evidence, check: (&NodeKey, u32), own: &[&Attribution]) -> Here {
        let is_sure = |one: &&&Attribution| one.standing == Standing::Sure;
        let any_sure = own.iter().any(|one| is_sure(&one));
        let mut wrong = Vec::new();
        let mut judged = Vec::new();
        for one in own.iter().filter(|one| !any_sure || is_sure(one)) {
            match &one.standing {
                Standing::WrongSide(why) => wrong.push(why.clone()),
                Standing::Sure | Standing::Open(_) => {
                    let proposal = self.judge(check, evidence, &one.text, &one.lacking);
                    judged.extend(proposal.map(|proposal| (proposal, one.standing.clone())));
                }
            }
        }
        let Some((mut last, mut standing)) = judged.pop() else { return Here::NotMeant(wrong) };
        if judged.iter().any(|(other, _)| other.verdict != last.verdict) {
            let why = "The text holds this output several times, and it does not say the same each time. \
                       This is the last";
            standing = Standing::Open(why.to_owned());
        }
        if let Standing::Open(why) = &standing {
            last.doubts.insert(0, why.clone());
        }
        Here::Judged(Box::new(last), standing)
    }

    /// That a text comes from the side which the check does not ask about.
    fn other_side(&self, node: &NodeKey, parts: &[Part]) -> Option<String> {
        let Content::Check(check) = &self.graph.node(node)?.content else { return None };
        let places = check.run.iter().filter_map(|command| self.graph.place(&command.place.value));
        let wanted: Option<Vec<Side>> =
            places.map(|place| place.side.as_ref().map(|side| side.value)).collect();
        let wanted = wanted.filter(|sides| !sides.is_empty())?;
        let shown: Vec<_> = parts.iter().filter_map(|part| part.side.as_ref()).collect();
        if shown.iter().any(|shown| wanted.contains(&shown.side)) {
            return None;
        }
        let shown = shown.first()?;
        Some(format!(
            "It comes from {} ({}): line {} holds {}. This question asks for {}",
            side_in_words(shown.side),
            shown.place,
            shown.line,
            prose::quoted(prose::visible_line(&shown.found)),
            wanted.first().copied().map(side_in_words).unwrap_or_default()
        ))
    }

    /// What a text says to parked checks: where it belongs to one, or where it belongs to nothing that is known and
    /// settles one.
    fn replies(&self, evidence: &Evidence, here: &Here) -> Vec<Proposal> {
        let waiting = self.waiting();
        let mut replies = Vec::new();
        for parked in &self.state.parked_checks {
            if waiting == Some((&parked.node, parked.visit)) {
                continue;
            }
            let attributions = self.attributions(evidence, &parked.node);
            let content = origin(self.graph, &parked.node);
            let own: Vec<&Attribution> =
                attributions.iter().filter(|attribution| attribution.check == content).collect();
            let check = (&parked.node, parked.visit);
            if !own.is_empty() {
                if let Here::Judged(proposal, _) = self.hear_own(evidence, check, &own) {
                    replies.push(*proposal);
                }
            } else if attributions.is_empty() && !is_proposed(here) {
                let whole = self.judge(check, evidence, &evidence.survey.reading.text, &[]);
                let settles = |proposal: &Proposal| matches!(proposal.verdict, Verdict::Proposed(_));
                replies.extend(whole.filter(settles));
            }
        }
        replies
    }

    /// What belongs, or may belong, to checks that do not wait.
    fn others(&self, evidence: &Evidence, here: &Here) -> Vec<Other> {
        let judged = match here {
            Here::Judged(proposal, _) => Some(proposal),
            Here::NotMeant(_) | Here::Nobody => None,
        };
        let Some(here) = self.state.node().or(self.state.entry.as_ref()) else { return Vec::new() };
        let content = self.waiting().map(|(node, _)| origin(self.graph, node));
        let parked: BTreeSet<NodeKey> =
            self.state.parked_checks.iter().map(|parked| origin(self.graph, &parked.node)).collect();
        let answered: BTreeSet<&NodeKey> = self
            .state
            .path
            .iter()
            .filter(|visit| matches!(visit.took, Took::Answered { .. }))
            .map(|visit| &visit.node)
            .collect();
        let later = self.graph.later_than(here);
        let mut others: Vec<Other> = Vec::new();
        let mut attributions = self.attributions(evidence, here);
        // Of several questions about the same lines, that of the runbook where the walk stands is named.
        attributions.sort_by_key(|one| {
            let elsewhere = one.all.iter().all(|node| node.runbook != here.runbook);
            (one.lines.first().copied(), elsewhere)
        });
        for attribution in attributions {
            let is_taken =
                Some(&attribution.check) == content.as_ref() || parked.contains(&attribution.check);
            // What is open now may be sure when the walk comes there and knows more.
            if matches!(attribution.standing, Standing::WrongSide(_)) || is_taken {
                continue;
            }
            if judged.is_some_and(|judged| judged.text == attribution.text) {
                // The same lines are kept for the waiting check.
                continue;
            }
            let open = || attribution.all.iter().filter(|node| !answered.contains(*node));
            let (node, prospect) = match (open().find(|node| later.contains(node)), open().next()) {
                (Some(node), _) => (node, Prospect::Ahead),
                (None, Some(node)) => (node, Prospect::NoWay),
                (None, None) => continue,
            };
            let title = self.graph.node(node).map(|node| node.title().to_owned()).unwrap_or_default();
            let check = (node.clone(), title);
            match others.iter_mut().find(|other| other.text == attribution.text) {
                Some(other) if prospect == Prospect::Ahead && other.prospect == Prospect::NoWay => {
                    other.prospect = Prospect::Ahead;
                    other.checks.insert(0, check);
                }
                Some(other) => other.checks.push(check),
                None => others.push(Other {
                    checks: vec![check],
                    from: evidence.from.clone(),
                    text: attribution.text,
                    prospect,
                }),
            }
        }
        others
    }
}

fn is_proposed(here: &Here) -> bool {
    matches!(here, Here::Judged(proposal, _) if matches!(proposal.verdict, Verdict::Proposed(_)))
}

/// The text with everything but these parts blanked, so that the lines keep their numbers.
fn only(survey: &Survey, parts: &[&Part]) -> String {
    let shown =
        |number: usize| parts.iter().any(|part| part.lines.first <= number && number <= part.lines.last);
    let mut text = String::new();
    for (number, line) in (1..).zip(survey.reading.text.lines()) {
        if shown(number) {
            text.push_str(line);
        }
        text.push('\n');
    }
    text
}
