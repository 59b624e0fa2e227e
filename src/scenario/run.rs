//! Walks one scenario and compares.
//!
//! Invariant: the walk stops at its first departure, because what follows would follow from it; other answers (`also`) are
//! tried on a copy, so one that fails hides nothing.
//! Deliberately absent: the words of a departure (`departure`).

use crate::graph::{Content, EdgeKind, Graph};
use crate::model::{Act, Alternative, Named, NodeKey, NodeRef, OutcomeId, RunbookId, ScenarioStep};
use crate::scenario::case::{Case, Ran};
use crate::scenario::coverage::Coverage;
use crate::scenario::departure::Departure;
use crate::scenario::walk::{Said, Walk};
use crate::session::{Action, Answer, By, FixResult, Position, Prompt, StepLine, Took};
use crate::source::Spanned;
use std::collections::BTreeMap;

/// Walks a scenario.
pub(super) fn run(graph: &Graph, case: Case<'_>) -> Ran {
    let mut running = Running {
        graph,
        case,
        home: &case.file.runbook.value,
        departure: Departure { graph, title: &case.scenario.title.value },
        failures: Vec::new(),
        coverage: Coverage::default(),
    };
    running.walk();
    Ran {
        title: case.scenario.title.value.clone(),
        span: case.scenario.title.span,
        steps: case.scenario.steps.len(),
        failures: running.failures,
        coverage: running.coverage,
    }
}

struct Running<'a> {
    graph: &'a Graph,
    case: Case<'a>,
    home: &'a RunbookId,
    departure: Departure<'a>,
    failures: Vec<crate::diagnostic::Diagnostic>,
    coverage: Coverage,
}

/// What went wrong, where the walk cannot go on.
type Stop = Box<crate::diagnostic::Diagnostic>;

impl Running<'_> {
    fn walk(&mut self) {
        let (file, scenario) = (self.case.file, self.case.scenario);
        let date = scenario.now.as_ref().or(file.now.as_ref()).map(|date| date.value.at(12, 0, 0, 0));
        let samples = || self.graph.runbook(self.home).map(crate::model::Runbook::sample_clock);
        let now = date.or_else(samples).unwrap_or(jiff::civil::DateTime::MIN);
        let mut walk = Walk::begin(self.graph, scenario.entry.key(self.home), now);
        let came = self.inputs(&mut walk).and_then(|()| self.steps(&mut walk));
        self.coverage.add(self.graph, walk.state());
        if let Err(stop) = came.and_then(|()| self.end(&walk)) {
            self.failures.push(*stop);
        }
    }

    fn inputs(&self, walk: &mut Walk<'_>) -> Result<(), Stop> {
        let own = &self.case.scenario.inputs;
        let shared = self.case.file.inputs.iter().filter(|(name, _)| own.get(name.as_str()).is_none());
        for (name, value) in shared.chain(own.iter()) {
            let action = Action::Input { fact: name.value.clone(), text: value.value.clone() };
            walk.act(action).map_err(|refused| self.departure.refused(value.span, &refused.0))?;
        }
        Ok(())
    }

    fn steps(&mut self, walk: &mut Walk<'_>) -> Result<(), Stop> {
        let mut behind = 0;
        for step in &self.case.scenario.steps {
            let prompt = walk.settle();
            let here = step.at.key(self.home);
            let passed = behind;
            behind = walk.state().path.len();
            if walk.state().node() != Some(&here) {
                if was_decided_by_facts(walk, passed, &here, step) {
                    behind = passed;
                    continue;
                }
                return Err(self.departure.elsewhere(&step.at, &here, walk));
            }
            self.shows(step, &prompt)?;
            self.others(walk, step);
            self.act(walk, step, &prompt)?;
        }
        walk.settle();
        Ok(())
    }

    /// Whether everything that has to be on the screen is, in the order of the scenario.
    fn shows(&self, step: &ScenarioStep, prompt: &Prompt) -> Result<(), Stop> {
        let shown = shown(prompt);
        let mut rest = shown.iter();
        for wanted in &step.shows {
            if !rest.any(|text| text.contains(wanted.as_str())) {
                return Err(self.departure.not_shown(wanted, &shown));
            }
        }
        Ok(())
    }

    fn act(&self, walk: &mut Walk<'_>, step: &ScenarioStep, prompt: &Prompt) -> Result<(), Stop> {
        let (word, given) = match &step.act {
            Act::SkipTo(node) => {
                let to = node.key(self.home);
                let action = Action::Jump { to, reason: None };
                return walk.act(action).map_err(|refused| self.departure.refused(node.span, &refused.0));
            }
            Act::Takes(word, given) => (word, given),
        };
        let refused = |why: &str| self.departure.refused(word.span, why);
        if let Prompt::Fix(fix) = prompt {
            return match (word.as_str(), fix.unmet.as_slice()) {
                ("withheld", []) => Err(refused("the fix is not withheld: all it requires holds")),
                ("withheld", _) => Ok(()),
                (_, [first, ..]) => Err(refused(&format!("the fix is withheld: {}", first.sentence()))),
                ("done", []) => {
                    walk.act(Action::Tried(FixResult::Done)).map_err(|refusal| refused(&refusal.0))
                }
                ("failed", []) => {
                    walk.act(Action::Tried(FixResult::Failed)).map_err(|refusal| refused(&refusal.0))
                }
                _ => Err(refused("a fix is waiting, which is `done`, `failed` or `withheld`")),
            };
        }
        if let Some(number) = given.sample.as_ref() {
            let count = walk.samples(&word.value).map_or(0, <[_]>::len);
            if count < number.value as usize {
                return Err(self.departure.no_sample(number, &word.value, count));
            }
        }
        match walk.answer(&answer(walk, word), given) {
            Said::Taken => Ok(()),
            Said::Refused(why) => Err(refused(&why)),
            Said::Otherwise(proposal) => Err(self.departure.judged(word, &step.at, &proposal, walk)),
        }
    }

    /// Tries the other answers of a step, each on a copy.
    fn others(&mut self, walk: &Walk<'_>, step: &ScenarioStep) {
        let own = match &step.act {
            Act::Takes(word, _) => Some(word.as_str()),
            Act::SkipTo(_) => None,
        };
        let here = step.at.key(self.home);
        let mut others: BTreeMap<&str, (&Spanned<OutcomeId>, &Alternative)> = BTreeMap::new();
        let general = [&self.case.file.anywhere, &self.case.scenario.anywhere];
        let general = general.into_iter().filter(|_| here.runbook == *self.home).flat_map(Named::iter);
        others.extend(general.filter(|(word, _)| is_possible(self.graph, walk, word)).map(by_word));
        others.retain(|word, _| Some(*word) != own);
        others.extend(step.also.iter().map(by_word));
        for (word, other) in others.into_values() {
            let mut copy = walk.clone();
            let tried = self.other(&mut copy, word, other);
            self.coverage.add(self.graph, copy.state());
            self.failures.extend(tried.err().map(|stop| *stop));
        }
    }

    fn other(&self, walk: &mut Walk<'_>, word: &Spanned<OutcomeId>, other: &Alternative) -> Result<(), Stop> {
        let refused = |why: &str| self.departure.refused(word.span, why);
        let at = walk.state().node().cloned();
        let is_fix = at
            .as_ref()
            .and_then(|at| self.graph.node(at))
            .is_some_and(|node| matches!(node.content, Content::Fix(_)));
        if is_fix {
            let done = match word.as_str() {
                "failed" => walk.use_up_attempts(),
                _ => walk.act(Action::Tried(FixResult::Done)),
            };
            done.map_err(|refusal| refused(&refusal.0))?;
        } else {
            match walk.answer(&answer(walk, word), &other.given) {
                Said::Taken => {}
                Said::Refused(why) => return Err(refused(&why)),
                Said::Otherwise(proposal) => {
                    let at = NodeRef { runbook: None, node: word.value.0.as_str().into(), span: word.span };
                    return Err(self.departure.judged(word, &at, &proposal, walk));
                }
            }
        }
        self.stands(walk, &other.goes)?;
        if let Some(returns) = &other.returns {
            let called = other.goes.key(self.home).runbook;
            walk.resolve(&called).map_err(|refusal| self.departure.refused(returns.span, &refusal.0))?;
            self.stands(walk, returns)?;
        }
        Ok(())
    }

    fn stands(&self, walk: &Walk<'_>, node: &NodeRef) -> Result<(), Stop> {
        let wanted = node.key(self.home);
        if walk.state().node() == Some(&wanted) {
            return Ok(());
        }
        Err(self.departure.elsewhere(node, &wanted, walk))
    }

    fn end(&self, walk: &Walk<'_>) -> Result<(), Stop> {
        let ended = matches!(walk.state().position, Position::Ended { .. });
        let scenario = self.case.scenario;
        match (&scenario.ends, &scenario.stops) {
            (Some(end), _) if !ended => Err(self.departure.not_ended(end, walk)),
            (Some(node), _) | (None, Some(node)) => self.stands(walk, node),
            (None, None) => Ok(()),
        }
    }
}

/// Whether the walk passed this node since the step before, by known facts, with the answer that the step names.
fn was_decided_by_facts(walk: &Walk<'_>, since: usize, here: &NodeKey, step: &ScenarioStep) -> bool {
    let Act::Takes(word, _) = &step.act else { return false };
    walk.state().path.iter().skip(since).any(|visit| {
        visit.node == *here
            && matches!(&visit.took, Took::Answered { answer, by: By::Fact, .. } if answer.word() == word.as_str())
    })
}

/// Whether this word can be said where the walk stands: general alternatives do not fit every step.
fn is_possible(graph: &Graph, walk: &Walk<'_>, word: &Spanned<OutcomeId>) -> bool {
    let Some(node) = walk.state().node() else { return false };
    let leads = |kind: EdgeKind| graph.edge(node, &kind).is_some();
    match walk.state().prompt(graph) {
        Prompt::Fix(fix) => match word.as_str() {
            "failed" => fix.unmet.is_empty() && leads(EdgeKind::AttemptsUsed),
            "done" => fix.unmet.is_empty() && leads(EdgeKind::Verify),
            _ => false,
        },
        Prompt::Check(_) => match word.as_str() {
            // Words for a fix may be outcomes of a check, but are not meant.
            "failed" | "done" => false,
            _ => match answer(walk, word) {
                Answer::Unsure => leads(EdgeKind::Unsure),
                Answer::None => leads(EdgeKind::NoneFits) || leads(EdgeKind::Unsure),
                Answer::Outcome(outcome) => leads(EdgeKind::Outcome(outcome)),
            },
        },
        _ => false,
    }
}

/// Another answer under its word.
fn by_word<'a>(
    (word, other): (&'a Spanned<OutcomeId>, &'a Alternative),
) -> (&'a str, (&'a Spanned<OutcomeId>, &'a Alternative)) {
    (word.as_str(), (word, other))
}

/// The answer that a word of the format means: an outcome of that name, else `unsure` or `none`.
fn answer(walk: &Walk<'_>, word: &Spanned<OutcomeId>) -> Answer {
    let is_outcome = walk.check().is_some_and(|check| check.outcomes.get(word.as_str()).is_some());
    match word.as_str() {
        _ if is_outcome => Answer::Outcome(word.value.clone()),
        "unsure" => Answer::Unsure,
        "none" => Answer::None,
        _ => Answer::Outcome(word.value.clone()),
    }
}

/// The commands that stand on the screen, in order.
fn shown(prompt: &Prompt) -> Vec<String> {
    let of_steps = |steps: &[StepLine]| -> Vec<String> {
        steps
            .iter()
            .flat_map(|step| {
                step.action.clone().into_iter().chain(step.command.as_ref().map(|c| c.text.clone()))
            })
            .collect()
    };
    match prompt {
        Prompt::Check(check) => check.commands.iter().map(|command| command.text.clone()).collect(),
        Prompt::Fix(fix) => of_steps(&fix.steps),
        _ => Vec::new(),
    }
}
