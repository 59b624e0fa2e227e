//! What the checks of a case show, and what its fixes do.
//!
//! Invariant: what the scenario says goes first. A check that it does not ask shows what leads on to the next thing that has to
//! be done in the case, and nothing that calls for another change. A finding is gone once the fix that it led to is done.
//! Deliberately absent: texts (`serve`).

use crate::graph::{Content, EdgeKind, Graph};
use crate::model::{Act, Fix, Given, NodeKey, RunbookId, Scenario};
use crate::scenario::{Costs, Map};
use crate::session::{Answer, FixResult};
use std::cell::OnceCell;
use std::rc::Rc;

/// One case, ready to be asked.
pub(super) struct Lab<'a> {
    graph: &'a Graph,
    map: Rc<Map<'a>>,
    steps: Vec<Staged<'a>>,
    /// The fixes of the case in order, and how each goes.
    fixes: Vec<(NodeKey, FixResult)>,
    /// What comes next, a fix or at last the end, one for each stage; and what it costs to come there, once that is asked.
    goals: Vec<(NodeKey, OnceCell<Costs>)>,
}

/// A step of the scenario, with the number of fixes done before it.
struct Staged<'a> {
    at: NodeKey,
    stage: usize,
    takes: Answer,
    given: &'a Given,
}

/// What a check shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    /// The answer that it speaks for.
    pub(super) answer: Answer,
    /// How it is given.
    pub(super) given: Given,
}

impl<'a> Lab<'a> {
    /// The case of a scenario of this runbook; none where it does not say how it ends.
    pub(super) fn new(
        map: &Rc<Map<'a>>,
        graph: &'a Graph,
        home: &RunbookId,
        scenario: &'a Scenario,
    ) -> Option<Self> {
        let mut lab =
            Self { graph, map: Rc::clone(map), steps: Vec::new(), fixes: Vec::new(), goals: Vec::new() };
        for step in &scenario.steps {
            // What lies behind a skip is not said; it follows from the graph.
            let Act::Takes(word, given) = &step.act else { continue };
            let at = step.at.key(home);
            match &graph.node(&at)?.content {
                Content::Fix(_) => {
                    let result = match word.as_str() {
                        "done" => FixResult::Done,
                        "failed" => FixResult::Failed,
                        _ => return None,
                    };
                    lab.fixes.push((at, result));
                }
                Content::Check(check) => {
                    let takes = match word.as_str() {
                        name if check.outcomes.get(name).is_some() => Answer::Outcome(word.value.clone()),
                        "none" => Answer::None,
                        _ => Answer::Unsure,
                    };
                    lab.steps.push(Staged { at, stage: lab.fixes.len(), takes, given });
                }
                Content::Symptom(_) | Content::End(_) => return None,
            }
        }
        let end = scenario.ends.as_ref()?.key(home);
        let goals = lab.fixes.iter().map(|(fix, _)| fix.clone()).chain([end]);
        lab.goals = goals.map(|goal| (goal, OnceCell::new())).collect();
        Some(lab)
    }

    /// Whether the scenario says what this check shows.
    pub(super) fn asks(&self, check: &NodeKey) -> bool {
        self.steps.iter().any(|step| step.at == *check)
    }

    /// How many fixes the case needs.
    pub(super) fn stages(&self) -> usize {
        self.fixes.len()
    }

    /// What comes next in the case: a fix, or the end.
    pub(super) fn goal(&self, stage: usize) -> Option<&NodeKey> {
        self.goals.get(stage).map(|(goal, _)| goal)
    }

    /// How the fix goes where it is the next one of the case.
    pub(super) fn tries(&self, fix: &NodeKey, stage: usize) -> Option<FixResult> {
        self.fixes.get(stage).filter(|(next, _)| next == fix).map(|(_, result)| *result)
    }

    /// The check whose finding calls for the next fix of the case.
    pub(super) fn proof(&self, stage: usize) -> Option<&NodeKey> {
        let before = self.steps.iter().rev().find(|step| step.stage == stage);
        before.map(|step| &step.at)
    }

    /// What a check shows in this stage, asked for the `nth` time in it, from 0.
    pub(super) fn shows(&self, check: &NodeKey, stage: usize, nth: usize) -> Shown {
        let here: Vec<&Staged<'_>> =
            self.steps.iter().filter(|step| step.at == *check && step.stage == stage).collect();
        if let Some(step) = here.get(nth.min(here.len().saturating_sub(1))) {
            return Shown { answer: step.takes.clone(), given: step.given.clone() };
        }
        let earlier = self.steps.iter().rev().find(|step| step.at == *check && step.stage < stage);
        match earlier.filter(|step| !self.is_mended(step, stage)) {
            Some(step) => Shown { answer: step.takes.clone(), given: step.given.clone() },
            None => Shown { answer: self.likely(check, stage), given: Given::default() },
        }
    }

    /// Whether a fix that was done since took this finding away.
    fn is_mended(&self, step: &Staged<'_>, stage: usize) -> bool {
        let since = self.fixes.get(step.stage..stage).unwrap_or_default();
        let led_to_fix = self.proof(step.stage) == Some(&step.at);
        let concerns = |(fix, _): &(NodeKey, FixResult)| {
            self.fix(fix).is_some_and(|content| {
                let verify = content.verify.as_ref().map(|target| target.entry().key(&fix.runbook));
                let required = content
                    .requires
                    .iter()
                    .any(|(name, _)| self.graph.required(&fix.runbook, &name.value) == step.at);
                verify.as_ref() == Some(&step.at) || required
            })
        };
        led_to_fix || since.iter().any(concerns)
    }

    fn fix(&self, key: &NodeKey) -> Option<&'a Fix> {
        match &self.graph.node(key)?.content {
            Content::Fix(fix) => Some(fix),
            _ => None,
        }
    }

    /// What a check shows of which the scenario says nothing.
    fn likely(&self, check: &NodeKey, stage: usize) -> Answer {
        let Some((goal, costs)) = self.goals.get(stage) else { return Answer::Unsure };
        let toward = self.leads(check, goal, costs.get_or_init(|| self.map.to(goal)));
        let home = || self.leads(check, goal, self.map.to_resolved());
        toward.or_else(home).unwrap_or(Answer::Unsure)
    }

    /// The outcome from which it costs least to come to the goal without another change next.
    fn leads(&self, check: &NodeKey, goal: &NodeKey, costs: &Costs) -> Option<Answer> {
        let ways = self.map.ways(check).iter().filter_map(|way| {
            let EdgeKind::Outcome(outcome) = &way.kind else { return None };
            let to = self.map.key(way.to);
            let is_change = self.graph.node(to).is_some_and(|node| matches!(node.content, Content::Fix(_)));
            if is_change && to != goal {
                return None;
            }
            let back = way.back.and_then(|back| self.map.cost(costs, self.map.key(back)));
            let ahead = self.map.cost(costs, to).into_iter().chain(back).min()?;
            Some((ahead, outcome))
        });
        ways.min_by_key(|(cost, _)| *cost).map(|(_, outcome)| Answer::Outcome(outcome.clone()))
    }
}
