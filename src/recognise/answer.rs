//! The answers that a text gives: each check it belongs to, judged.
//!
//! Invariant: an outcome is given only where the text belongs to the check for sure and exactly one outcome fits.
//! Deliberately absent: walking.

use crate::evidence::{
    Doubt, DoubtKind, Judgement, Known, Lines, Reading, Truth, Verdict, capture, judge, read,
};
use crate::graph::{Content, Graph};
use crate::model::{Check, FactName, NodeKey, OutcomeId};
use crate::recognise::attribute::{Attribution, Standing, attribute};
use crate::recognise::better::{Better, better};
use crate::recognise::part::Survey;
use crate::recognise::profile::Profiles;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// What a text says to one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The text and the check.
    pub attribution: Attribution,
    /// What follows.
    pub said: Said,
    /// How each outcome was judged.
    pub judgement: Judgement,
    /// The outcome, where there is one.
    pub outcome: Option<OutcomeId>,
    /// The lines that decided; those of the evidence where nothing did.
    pub lines: Vec<Lines>,
    /// What to run instead, where something is cut off.
    pub better: Vec<Better>,
}

/// What follows from a text for a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// One outcome fits.
    Proposed,
    /// Several fit.
    Several,
    /// None fits.
    NoneFits,
    /// Nothing is settled.
    Unknown,
    /// It may belong to another check as well.
    Ambiguous,
    /// It comes from the other side.
    WrongSide,
}

impl Said {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Several => "several",
            Self::NoneFits => "none-fits",
            Self::Unknown => "unknown",
            Self::Ambiguous => "ambiguous",
            Self::WrongSide => "wrong-side",
        }
    }
}

/// Judges all checks that a text belongs to, with what is known.
pub fn answers(graph: &Graph, profiles: &Profiles, survey: &Survey, known: &Known<'_>) -> Vec<Answer> {
    answers_with(graph, profiles, survey, known, &mut Readings::new(survey), &Learned::default())
}

/// The same with what was read before.
fn answers_with(
    graph: &Graph,
    profiles: &Profiles,
    survey: &Survey,
    known: &Known<'_>,
    readings: &mut Readings<'_>,
    learned: &Learned,
) -> Vec<Answer> {
    let attributions = attribute(profiles, survey, known.facts);
    let judged = |attribution: Attribution| {
        let facts = learned.apart_from(known.facts, &attribution.lines);
        judged(graph, attribution, &Known { facts: &facts, now: known.now }, readings)
    };
    let mut answers: Vec<Answer> = attributions.into_iter().filter_map(judged).collect();
    settle_repeats(&mut answers);
    answers
}

/// Texts that were read: several checks may be answered by one text, and a text may be judged again with more facts.
struct Readings<'s> {
    survey: &'s Survey,
    known: HashMap<String, Reading>,
}

impl<'s> Readings<'s> {
    fn new(survey: &'s Survey) -> Self {
        Self { survey, known: HashMap::new() }
    }

    fn of(&mut self, text: &str) -> &Reading {
        if *text == self.survey.reading.text {
            return &self.survey.reading;
        }
        if !self.known.contains_key(text) {
            self.known.insert(text.to_owned(), read(text));
        }
        &self.known[text]
    }
}

/// The same for a text that stands alone: what one of its outputs captures is known to the others.
pub fn answers_alone(
    graph: &Graph,
    profiles: &Profiles,
    survey: &Survey,
    facts: &BTreeMap<FactName, String>,
    now: jiff::civil::DateTime,
) -> Vec<Answer> {
    let mut facts = facts.clone();
    let mut readings = Readings::new(survey);
    let mut all = Learned::default();
    // Each pass may make one more fact known; a chain of captures is short.
    for _ in 0..4 {
        let known = Known { facts: &facts, now };
        let found = answers_with(graph, profiles, survey, &known, &mut readings, &all);
        let learned = learned(graph, &found, &known, &mut readings, &mut all);
        if learned.is_empty() {
            return found;
        }
        facts.extend(learned);
    }
    answers_with(graph, profiles, survey, &Known { facts: &facts, now }, &mut readings, &all)
}

/// Where facts were learned. What an output says about itself proves nothing, so it is judged without them.
#[derive(Default)]
struct Learned(BTreeMap<FactName, Vec<Lines>>);

impl Learned {
    /// The facts without those that were learned from one of these lines.
    fn apart_from<'f>(
        &self,
        facts: &'f BTreeMap<FactName, String>,
        lines: &[Lines],
    ) -> Cow<'f, BTreeMap<FactName, String>> {
        let touch = |a: &Lines, b: &Lines| a.first <= b.last && b.first <= a.last;
        let own = |places: &[Lines]| places.iter().any(|place| lines.iter().any(|lines| touch(place, lines)));
        let mut facts = Cow::Borrowed(facts);
        for (name, _) in self.0.iter().filter(|(_, places)| own(places)) {
            facts.to_mut().remove(name);
        }
        facts
    }
}

/// What the outcomes found capture and was not known, and where; nothing where two captures contradict each other.
fn learned(
    graph: &Graph,
    answers: &[Answer],
    known: &Known<'_>,
    readings: &mut Readings<'_>,
    all: &mut Learned,
) -> BTreeMap<FactName, String> {
    let mut learned: BTreeMap<FactName, Option<String>> = BTreeMap::new();
    for answer in answers {
        let key = &answer.attribution.check;
        let (Some(check), Some(outcome)) = (check_of(graph, key), &answer.outcome) else { continue };
        let Some(content) = check.outcomes.get(outcome.as_str()) else { continue };
        let mut add = |fact: FactName, value: String| {
            learned
                .entry(fact)
                .and_modify(|other| {
                    if other.as_ref().is_some_and(|other| *other != value) {
                        *other = None;
                    }
                })
                .or_insert(Some(value.clone()));
        };
        for captured in capture(content, readings.of(&answer.attribution.text), known).found {
            if !known.facts.contains_key(&captured.fact) {
                all.0.entry(captured.fact.clone()).or_default().extend(&answer.attribution.lines);
            }
            add(captured.fact, captured.value);
        }
    }
    let new = learned.into_iter().filter(|(fact, _)| !known.facts.contains_key(fact));
    new.filter_map(|(fact, value)| value.map(|value| (fact, value))).collect()
}

fn check_of<'g>(graph: &'g Graph, key: &NodeKey) -> Option<&'g Check> {
    match &graph.node(key)?.content {
        Content::Check(check) => Some(check),
        _ => None,
    }
}

fn judged(
    graph: &Graph,
    attribution: Attribution,
    known: &Known<'_>,
    readings: &mut Readings<'_>,
) -> Option<Answer> {
    let check = check_of(graph, &attribution.check)?;
    let reading = reading(&attribution, readings);
    let judgement = judge(check, &reading, known);
    let said = match (&attribution.standing, &judgement.verdict) {
        (Standing::WrongSide(_), _) => Said::WrongSide,
        (Standing::Open(_), _) => Said::Ambiguous,
        (Standing::Sure, Verdict::Proposed(_)) => Said::Proposed,
        (Standing::Sure, Verdict::Several(_)) => Said::Several,
        (Standing::Sure, Verdict::NoneFits) => Said::NoneFits,
        (Standing::Sure, Verdict::Unknown) => Said::Unknown,
    };
    let outcome = match (said, &judgement.verdict) {
        (Said::Proposed, Verdict::Proposed(outcome)) => Some(outcome.clone()),
        _ => None,
    };
    let decided: Vec<Lines> = judgement
        .outcomes
        .iter()
        .filter(|judged| judged.truth == Truth::True && outcome.as_ref() == Some(&judged.outcome))
        .flat_map(|judged| judged.lines.clone())
        .collect();
    let lines = if decided.is_empty() { attribution.lines.clone() } else { decided };
    let better = better(graph, check, &reading, known.facts);
    Some(Answer { attribution, said, judgement, outcome, lines, better })
}

/// The text of an attribution, read; what is not there of the check's output makes it incomplete.
fn reading<'r>(attribution: &Attribution, readings: &'r mut Readings<'_>) -> Cow<'r, Reading> {
    let mut reading = Cow::Borrowed(readings.of(&attribution.text));
    if !attribution.lacking.is_empty() {
        reading.to_mut().doubts.extend(attribution.lacking.iter().map(|text| Doubt {
            kind: DoubtKind::Cut,
            text: text.clone().into(),
            lines: None,
        }));
    }
    reading
}

/// Where a text holds the output of one check several times, they must agree.
fn settle_repeats(answers: &mut [Answer]) {
    for index in 0..answers.len() {
        let Some(answer) = answers.get(index) else { continue };
        let Some(outcome) = answer.outcome.clone() else { continue };
        let check = answer.attribution.check.clone();
        let other = answers
            .iter()
            .enumerate()
            .find(|(at, other)| {
                *at != index && other.attribution.check == check && other.outcome.as_ref() != Some(&outcome)
            })
            .and_then(|(_, other)| other.attribution.lines.first().copied());
        if let (Some(lines), Some(answer)) = (other, answers.get_mut(index)) {
            let why = format!("The text holds this output again at {lines}, and it says something else");
            answer.said = Said::Ambiguous;
            answer.attribution.standing = Standing::Open(why);
        }
    }
    for answer in answers.iter_mut().filter(|answer| answer.said == Said::Ambiguous) {
        answer.outcome = None;
    }
}
