//! Breaks the evidence of scenarios and samples, to see whether a verdict notices.
//!
//! A line that decided is dropped; a value that decided is changed; a text is handed to the check that asks the same of the
//! other side. The outcome must not be proposed as before. What survives is no proof of a mistake, but worth a look: a
//! matcher that never minds a line does not need it, or tests too little.
//! Invariant: each text of an outcome is broken once, with the facts and the clock of its sample.
//! Deliberately absent: changing the knowledge base.

use crate::evidence::{Judgement, Known, Lines, Reading, Verdict, judge, read};
use crate::graph::{Content, Graph};
use crate::model::{Check, FactName, NodeKey, OutcomeId, Runbook, Sample, Side};
use crate::source::Span;
use std::collections::BTreeMap;

/// What was broken, and what did not notice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mutated {
    /// How many mutations were made.
    pub made: usize,
    /// Those after which the same outcome was proposed.
    pub survivors: Vec<Survivor>,
}

/// A mutation that changed nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survivor {
    /// The check.
    pub check: NodeKey,
    /// The outcome that was proposed all the same.
    pub outcome: OutcomeId,
    /// Where the text stands.
    pub span: Span,
    /// What was done.
    pub mutation: Mutation,
}

/// One way to break a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mutation {
    /// This line was dropped.
    Dropped(usize, String),
    /// The value on this line was replaced by this one.
    Changed(usize, String),
    /// The text was handed to this check of the other side.
    OtherSide(NodeKey),
}

impl Mutation {
    /// What was done, as the rest of a sentence that begins "although".
    pub fn sentence(&self) -> String {
        match self {
            Self::Dropped(line, text) => format!("line {line} was dropped: {}", text.trim()),
            Self::Changed(line, text) => format!("line {line} was changed to: {}", text.trim()),
            Self::OtherSide(check) => {
                format!("the text is from the other side, where `{check}` asks the same")
            }
        }
    }
}

/// Breaks all samples.
pub fn mutate(graph: &Graph) -> Mutated {
    let mut mutated = Mutated::default();
    for runbook in graph.runbooks() {
        for (name, check) in runbook.checks.iter().filter(|(_, check)| check.content_of.is_none()) {
            let key = NodeKey { runbook: runbook.runbook.value.clone(), node: name.value.clone() };
            let twins = twins(graph, &key, check);
            for (outcome, content) in check.outcomes.iter() {
                for sample in &content.samples {
                    let case = Case::new(runbook, check, &outcome.value, sample);
                    let found = case.mutations(&twins);
                    mutated.made += found.len();
                    let survived = found.into_iter().filter(|(_, survives)| *survives == Survives::Yes);
                    mutated.survivors.extend(survived.map(|(mutation, _)| Survivor {
                        check: key.clone(),
                        outcome: outcome.value.clone(),
                        span: sample.text.span,
                        mutation,
                    }));
                }
            }
        }
    }
    mutated
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Survives {
    Yes,
    No,
}

/// A sample with what is known when it is judged.
struct Case<'a> {
    check: &'a Check,
    outcome: &'a OutcomeId,
    text: &'a str,
    facts: BTreeMap<FactName, String>,
    now: jiff::civil::DateTime,
}

impl<'a> Case<'a> {
    fn new(runbook: &Runbook, check: &'a Check, outcome: &'a OutcomeId, sample: &'a Sample) -> Self {
        let facts =
            sample.facts.iter().map(|(name, value)| (name.value.clone(), value.value.clone())).collect();
        Self { check, outcome, text: &sample.text.value, facts, now: runbook.sample_clock() }
    }

    fn judged(&self, check: &Check, text: &str) -> (Reading, Judgement) {
        let reading = read(text);
        let judgement = judge(check, &reading, &Known { facts: &self.facts, now: self.now });
        (reading, judgement)
    }

    /// The lines that decide for the outcome, where it is proposed.
    fn deciding(&self, text: &str) -> Option<Vec<Lines>> {
        let (_, judgement) = self.judged(self.check, text);
        if judgement.verdict != Verdict::Proposed(self.outcome.clone()) {
            return None;
        }
        judgement
            .outcomes
            .into_iter()
            .find(|judged| judged.outcome == *self.outcome)
            .map(|judged| judged.lines)
    }

    fn mutations(&self, twins: &[(NodeKey, &Check)]) -> Vec<(Mutation, Survives)> {
        let Some(deciding) = self.deciding(self.text) else { return Vec::new() };
        let (reading, _) = self.judged(self.check, self.text);
        let mut found = Vec::new();
        for lines in &deciding {
            let shown = line(&reading.text, lines.first);
            let dropped = without(&reading.text, *lines);
            found.push((
                Mutation::Dropped(lines.first, shown.to_owned()),
                self.survives(&dropped, &deciding, *lines),
            ));
            let properties = reading.objects.iter().flat_map(|object| &object.properties);
            for property in properties.filter(|property| property.lines == *lines) {
                let Some((front, _)) = shown.split_once(':') else { continue };
                if front.trim() != property.name || lines.first != lines.last {
                    continue;
                }
                let changed = format!("{front}: {}", other_value(&property.value));
                let text = with_line(&reading.text, lines.first, &changed);
                let survives = if self.deciding(&text).is_some_and(|now| now.contains(lines)) {
                    Survives::Yes
                } else {
                    Survives::No
                };
                found.push((Mutation::Changed(lines.first, changed), survives));
            }
        }
        for (key, check) in twins {
            let same = self.judged(check, self.text).1.verdict == Verdict::Proposed(self.outcome.clone());
            found.push((Mutation::OtherSide(key.clone()), if same { Survives::Yes } else { Survives::No }));
        }
        found
    }

    /// Whether the outcome is proposed without these lines, and no other line took their place.
    fn survives(&self, dropped: &str, before: &[Lines], gone: Lines) -> Survives {
        let Some(now) = self.deciding(dropped) else { return Survives::No };
        let height = gone.last + 1 - gone.first;
        let back = |number: usize| if number < gone.first { number } else { number + height };
        let known = |lines: &Lines| before.contains(&Lines::new(back(lines.first), back(lines.last)));
        if now.iter().all(known) { Survives::Yes } else { Survives::No }
    }
}

/// The checks that ask the same command on another side.
fn twins<'g>(graph: &'g Graph, key: &NodeKey, check: &Check) -> Vec<(NodeKey, &'g Check)> {
    let side = |check: &Check| -> Option<Side> {
        let command = check.run.first()?;
        graph.place(&command.place.value)?.side.as_ref().map(|side| side.value)
    };
    let asks = |check: &Check| {
        check
            .run
            .first()
            .and_then(|command| command.command.text.value.split_whitespace().next().map(str::to_owned))
    };
    let (Some(own_side), Some(own)) = (side(check), asks(check)) else { return Vec::new() };
    graph
        .nodes()
        .filter(|node| node.key != *key && node.content.taken_from().is_none())
        .filter_map(|node| match &node.content {
            Content::Check(other) => Some((node.key.clone(), &**other)),
            _ => None,
        })
        .filter(|(_, other)| {
            side(other).is_some_and(|side| side != own_side) && asks(other).as_ref() == Some(&own)
        })
        .collect()
}

/// A value that is surely another one.
fn other_value(value: &str) -> &'static str {
    match value.to_lowercase().as_str() {
        "true" => "False",
        "false" => "True",
        _ => "SomethingElse",
    }
}

fn line(text: &str, number: usize) -> &str {
    text.lines().nth(number.saturating_sub(1)).unwrap_or_default()
}

fn without(text: &str, gone: Lines) -> String {
    let kept = text.lines().enumerate().filter(|(index, _)| !gone.contains(index + 1));
    kept.map(|(_, line)| line).collect::<Vec<_>>().join("\n")
}

fn with_line(text: &str, number: usize, other: &str) -> String {
    let lines = text.lines().enumerate();
    lines.map(|(index, line)| if index + 1 == number { other } else { line }).collect::<Vec<_>>().join("\n")
}
