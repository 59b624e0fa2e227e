//! Proposes the scenarios that a runbook lacks: a case for each fix, end and symptom that none comes through, and beside its
//! steps the other answers that none gives.
//!
//! Invariant: what is proposed passes, because it was walked to be written. Samples answer where they speak for the answer.
//! Deliberately absent: good titles. A person who knows the case gives it a better one.

use crate::graph::{Content, EdgeKind, Graph};
use crate::model::{FactName, NodeKey, OutcomeId, RunbookId};
use crate::scenario::coverage::{Coverage, edges_of};
use crate::scenario::guide::{MOST_DECISIONS, Manner, Map, Taken, resolved_end, take, word};
use crate::scenario::walk::Walk;
use crate::session::{Action, Position, Prompt};
use std::collections::BTreeMap;

/// A scenario that could be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// A title from the outcome that matters most.
    pub title: String,
    /// Where it begins.
    pub entry: NodeKey,
    /// The clock, where it is not that of the samples.
    pub now: Option<jiff::civil::Date>,
    /// What is known beforehand.
    pub inputs: BTreeMap<FactName, String>,
    /// Its steps.
    pub steps: Vec<ProposedStep>,
    /// Where it ends, or where it stops.
    pub last: Last,
}

/// Where a proposed scenario leaves off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Last {
    /// At this end.
    Ends(NodeKey),
    /// At this check or fix.
    Stops(NodeKey),
}

/// One step of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedStep {
    /// The node.
    pub at: NodeKey,
    /// The answer, or where it skips to.
    pub act: ProposedAct,
    /// The text that is pasted instead of a sample.
    pub evidence: Option<String>,
    /// The other answers.
    pub also: BTreeMap<OutcomeId, ProposedOther>,
}

/// What is done at a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposedAct {
    /// This answer is given; by a person although there is a sample.
    ByPerson(OutcomeId),
    /// This answer is given.
    Takes(OutcomeId),
    /// The walk goes on at this node.
    SkipTo(NodeKey),
}

/// Where another answer leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedOther {
    /// Where the walk then stands.
    pub goes: NodeKey,
    /// Where it comes back from a call.
    pub returns: Option<NodeKey>,
    /// Whether a person gives it although there is a sample.
    pub by_person: Option<()>,
}

/// A case on its way: what was done, and the walk before each step.
struct Draft<'a> {
    proposed: Proposed,
    before: Vec<Walk<'a>>,
}

/// Proposes scenarios for the edges of `runbook` that are not in `covered`. What `anywhere` says is taken as said by all:
/// the answers `unsure` and `failed` lead to the end of this name.
pub fn suggest(
    graph: &Graph,
    runbook: &RunbookId,
    covered: &Coverage,
    anywhere: Option<&str>,
) -> Vec<Proposed> {
    let mut suggesting =
        Suggesting { map: Map::new(graph), runbook, covered: covered.clone(), drafts: Vec::new(), anywhere };
    let of = |wanted: fn(&Content) -> bool| -> Vec<NodeKey> {
        graph.nodes_of(runbook).filter(|node| wanted(&node.content)).map(|node| node.key.clone()).collect()
    };
    for fix in of(|content| matches!(content, Content::Fix(_))) {
        suggesting.case_of_fix(&fix);
    }
    for end in of(|content| matches!(content, Content::End(_) | Content::Check(_))) {
        suggesting.case_to(&end);
    }
    for symptom in of(|content| matches!(content, Content::Symptom(_))) {
        suggesting.case_from(&symptom);
    }
    suggesting.add_others();
    suggesting.drafts.into_iter().map(|draft| draft.proposed).collect()
}

struct Suggesting<'a> {
    map: Map<'a>,
    runbook: &'a RunbookId,
    covered: Coverage,
    drafts: Vec<Draft<'a>>,
    anywhere: Option<&'a str>,
}

impl<'a> Suggesting<'a> {
    /// A case that comes to a fix, does it, proves it, and goes on to the nearest resolved end.
    fn case_of_fix(&mut self, fix: &NodeKey) {
        let verify =
            edges_of(self.map.graph, fix).into_iter().find(|(edge, _)| edge.kind == EdgeKind::Verify);
        let Some((verify, _)) = verify else { return };
        if self.covered.edges.contains(&verify) {
            return;
        }
        let Some((mut draft, mut walk)) = self.lead_to(fix) else { return };
        draft.proposed.title = self.title(&walk);
        if step(&mut draft, &mut walk, &EdgeKind::Verify).is_none() {
            return;
        }
        self.finish(&mut draft, &mut walk);
        self.keep(draft, &walk);
    }

    /// A case that comes to a node and goes on to the nearest resolved end.
    fn case_to(&mut self, node: &NodeKey) {
        if self.covered.nodes.contains(node) {
            return;
        }
        let Some((mut draft, mut walk)) = self.lead_to(node) else { return };
        draft.proposed.title = self.title(&walk);
        self.finish(&mut draft, &mut walk);
        if draft.proposed.title.is_empty() {
            draft.proposed.title = self.title(&walk);
        }
        self.keep(draft, &walk);
    }

    fn case_from(&mut self, symptom: &NodeKey) {
        let edges = edges_of(self.map.graph, symptom);
        if edges.iter().all(|(edge, _)| self.covered.edges.contains(edge)) {
            return;
        }
        let (mut draft, mut walk) = self.begin(symptom);
        self.finish(&mut draft, &mut walk);
        let title = self.map.graph.node(symptom).map(|node| node.title().to_owned());
        draft.proposed.title = title.unwrap_or_default();
        self.keep(draft, &walk);
    }

    fn begin(&self, entry: &NodeKey) -> (Draft<'a>, Walk<'a>) {
        let runbook = self.map.graph.runbook(self.runbook);
        let now = runbook.map_or(jiff::civil::DateTime::MIN, crate::model::Runbook::sample_clock);
        let walk = Walk::begin(self.map.graph, entry.clone(), now);
        let last = Last::Stops(entry.clone());
        let proposed = Proposed {
            title: String::new(),
            entry: entry.clone(),
            now: None,
            inputs: BTreeMap::new(),
            steps: Vec::new(),
            last,
        };
        (Draft { proposed, before: Vec::new() }, walk)
    }

    /// A walk that stands at a node: from a symptom of this runbook, one that no case begins with where there is a choice.
    fn lead_to(&self, node: &NodeKey) -> Option<(Draft<'a>, Walk<'a>)> {
        let costs = self.map.to(node);
        let elsewhere = |symptom: &NodeKey| if symptom.runbook == *self.runbook { 0 } else { 1000 };
        let used =
            |symptom: &NodeKey| u32::from(self.drafts.iter().any(|draft| draft.proposed.entry == *symptom));
        let symptom = self.map.best_symptom(&costs, |symptom| elsewhere(symptom) + used(symptom));
        let led = symptom.filter(|symptom| symptom.runbook == *self.runbook).and_then(|symptom| {
            let (mut draft, mut walk) = self.begin(symptom);
            for _ in 0..MOST_DECISIONS {
                walk.settle();
                if walk.state().node() == Some(node) {
                    return Some((draft, walk));
                }
                if self.skip(&mut draft, &mut walk) {
                    continue;
                }
                let kind = self.map.turn(&walk, &costs)?;
                step(&mut draft, &mut walk, &kind)?;
            }
            None
        });
        led.or_else(|| {
            let (draft, mut walk) = self.begin(node);
            walk.settle();
            (walk.state().node() == Some(node)).then_some((draft, walk))
        })
    }

    /// Goes on to the nearest resolved end.
    fn finish(&self, draft: &mut Draft<'a>, walk: &mut Walk<'a>) {
        for _ in 0..MOST_DECISIONS {
            walk.settle();
            if !matches!(walk.state().position, Position::Waiting { .. }) {
                return;
            }
            if self.skip(draft, walk) {
                continue;
            }
            let Some(kind) = self.map.turn(walk, self.map.to_resolved()) else { return };
            let again = is_again(draft, walk, &kind);
            if again || step(draft, walk, &kind).is_none() {
                return;
            }
        }
    }

    /// Skips to the end of a called runbook: its own scenarios walk it.
    fn skip(&self, draft: &mut Draft<'a>, walk: &mut Walk<'a>) -> bool {
        let Some(node) = walk.state().node().cloned() else { return false };
        if node.runbook == *self.runbook || walk.state().calls.is_empty() {
            return false;
        }
        let Some(end) = resolved_end(self.map.graph, &node.runbook).cloned() else { return false };
        let before = walk.clone();
        if walk.act(Action::Jump { to: end.clone(), reason: None }).is_err() {
            return false;
        }
        draft.before.push(before);
        let act = ProposedAct::SkipTo(end);
        draft.proposed.steps.push(ProposedStep { at: node, act, evidence: None, also: BTreeMap::new() });
        true
    }

    fn keep(&mut self, mut draft: Draft<'a>, walk: &Walk<'a>) {
        let Some(node) = walk.state().node().cloned() else { return };
        draft.proposed.last = match walk.state().position {
            Position::Ended { .. } => Last::Ends(node),
            _ => Last::Stops(node),
        };
        if draft.proposed.steps.is_empty() {
            return;
        }
        self.covered.add(self.map.graph, walk.state());
        self.drafts.push(draft);
    }

    /// What the case is about: the statement of the last outcome, or what the fix does where that says nothing by itself.
    /// Empty where neither is known.
    fn title(&self, walk: &Walk<'_>) -> String {
        let here = walk.state().node().and_then(|key| self.map.graph.node(key));
        let here = here.filter(|node| !matches!(node.content, Content::Check(_)));
        let outcome = walk.state().path.iter().rev().find_map(|visit| {
            let node = self.map.graph.node(&visit.node)?;
            let Content::Check(check) = &node.content else { return None };
            let crate::session::Took::Answered { answer, .. } = &visit.took else { return None };
            check.outcomes.get(answer.word())?.title.as_ref().map(|title| title.value.clone())
        });
        let outcome = outcome.filter(|title| here.is_none() || !speaks_of_the_question(title));
        outcome.or_else(|| here.map(|node| node.title().to_owned())).unwrap_or_default()
    }

    /// Adds to the steps of all cases the answers that no case gives.
    fn add_others(&mut self) {
        let mut drafts = std::mem::take(&mut self.drafts);
        for draft in &mut drafts {
            for (step, before) in draft.proposed.steps.iter_mut().zip(&draft.before) {
                if step.at.runbook == *self.runbook && !matches!(step.act, ProposedAct::SkipTo(_)) {
                    self.others(step, before);
                }
            }
        }
        self.drafts = drafts;
    }

    fn others(&mut self, step: &mut ProposedStep, before: &Walk<'a>) {
        let own = match &step.act {
            ProposedAct::Takes(word) | ProposedAct::ByPerson(word) => word.clone(),
            ProposedAct::SkipTo(_) => return,
        };
        let edges = edges_of(self.map.graph, &step.at);
        for way in self.map.ways(&step.at).to_vec() {
            let Some(word) = word(&way.kind).filter(|word| *word != own) else { continue };
            if self.is_hidden(&step.at, &way.kind, &word) {
                continue;
            }
            let goes = self.map.key(way.to).clone();
            let general = matches!(way.kind, EdgeKind::Unsure | EdgeKind::AttemptsUsed);
            let as_said = general
                && self.anywhere.is_some_and(|end| goes == NodeKey::new(step.at.runbook.as_str(), end));
            let differs = general && self.anywhere.is_some() && !as_said;
            let returns = way.back.map(|back| self.map.key(back).clone());
            let open = edges.iter().any(|(edge, _)| {
                let own = edge.kind == way.kind
                    || (edge.kind == EdgeKind::Return && returns.as_ref() == Some(&edge.to));
                own && !self.covered.edges.contains(edge)
            });
            if !(open || differs) {
                continue;
            }
            if let Some(other) = self.other(before, &way.kind, returns.as_ref())
                && !as_said
            {
                step.also.insert(word, other);
            }
        }
    }

    /// Whether this way of leaving a check has no word, because an outcome bears it.
    fn is_hidden(&self, at: &NodeKey, kind: &EdgeKind, word: &OutcomeId) -> bool {
        let outcome = self.map.graph.edge(at, &EdgeKind::Outcome(word.clone()));
        matches!(kind, EdgeKind::NoneFits | EdgeKind::Unsure) && outcome.is_some()
    }

    /// Gives another answer on a copy, and sees where that leads.
    fn other(
        &mut self,
        before: &Walk<'a>,
        kind: &EdgeKind,
        returns: Option<&NodeKey>,
    ) -> Option<ProposedOther> {
        let mut copy = before.clone();
        if let Prompt::Fix(fix) = copy.settle()
            && !fix.unmet.is_empty()
        {
            return None;
        }
        let taken = take(&mut copy, kind, Manner::Samples)?;
        let goes = copy.state().node()?.clone();
        let returns =
            returns.filter(|_| copy.resolve(&goes.runbook).is_ok()).and(copy.state().node().cloned());
        self.covered.add(self.map.graph, copy.state());
        let by_person = (taken == Taken::ByPerson).then_some(());
        Some(ProposedOther { goes, returns, by_person })
    }
}

/// Whether a statement can only be understood beside its question.
fn speaks_of_the_question(title: &str) -> bool {
    let first = title.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    title.split_whitespace().count() < 3 || matches!(first, "Yes" | "No" | "It" | "They" | "Neither")
}

/// Whether this answer was given here before: then the case goes round in circles.
fn is_again(draft: &Draft<'_>, walk: &Walk<'_>, kind: &EdgeKind) -> bool {
    let Some(word) = word(kind) else { return false };
    let same = |step: &&ProposedStep| {
        Some(&step.at) == walk.state().node()
            && matches!(&step.act, ProposedAct::Takes(taken) | ProposedAct::ByPerson(taken) if *taken == word)
    };
    draft.proposed.steps.iter().filter(same).count() > 2
}

/// Takes a step and writes it down.
fn step<'a>(draft: &mut Draft<'a>, walk: &mut Walk<'a>, kind: &EdgeKind) -> Option<()> {
    let at = walk.state().node()?.clone();
    let before = walk.clone();
    let taken = take(walk, kind, Manner::Samples)?;
    let word = word(kind)?;
    let act = match taken {
        Taken::Plainly => ProposedAct::Takes(word),
        Taken::ByPerson => ProposedAct::ByPerson(word),
    };
    draft.before.push(before);
    draft.proposed.steps.push(ProposedStep { at, act, evidence: None, also: BTreeMap::new() });
    Some(())
}
