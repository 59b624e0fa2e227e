//! Nodes of the graph → cards of a page.
//!
//! Invariant: a link is made from an edge of the graph, so its target exists.
//! Deliberately absent: the page around the cards (`runbook`).

use crate::evidence::in_plain_words;
use crate::graph::{Content, EdgeKind, Graph, Node};
use crate::model::{
    Check, Command, End, EndResult, Fix, Markdown, NodeKey, Outcome, OutcomeId, PlaceId, Risk, Rollback,
    Sample, Shell, SignatureKind, SourceId, Step, Symptom, Template,
};
use crate::page::card::{
    Card, CheckBody, CommandBlock, EndBody, FixBody, OutcomeRow, RequirementRow, StepRow, SymptomBody, Way,
};
use crate::page::link::{Link, Origin, anchor, to_node};
use crate::page::source::{Bibliography, Citation};
use crate::prose::{count, or};
use crate::source::Spanned;
use foldhash::fast::FixedState;
use std::collections::HashMap;

/// Makes the cards of one page.
#[derive(Debug)]
pub(super) struct Cards<'a> {
    graph: &'a Graph,
    origin: Origin<'a>,
    /// The nodes of the page in their order on it.
    numbers: HashMap<&'a NodeKey, usize, FixedState>,
    /// The sources cited so far.
    pub(super) sources: Bibliography,
    /// The places met so far, in order.
    pub(super) places: Vec<PlaceId>,
}

impl<'a> Cards<'a> {
    /// Cards for a page at `origin` that shows these nodes in this order.
    pub(super) fn new(graph: &'a Graph, origin: Origin<'a>, nodes: &[&'a Node]) -> Self {
        let numbers = nodes.iter().zip(1..).map(|(node, number)| (&node.key, number)).collect();
        Self { graph, origin, numbers, sources: Bibliography::default(), places: Vec::new() }
    }

    /// The card of a node.
    pub(super) fn card(&mut self, node: &Node) -> Card {
        let mut card = Card {
            kind: node.content.word(),
            word: word(&node.content),
            anchor: anchor(&node.key.node),
            number: self.numbers.get(&node.key).copied().unwrap_or_default(),
            title: node.title().to_owned(),
            detail: None,
            minutes: None,
            unconfirmed: None,
            sources: Vec::new(),
            taken_from: None,
            symptom: None,
            check: None,
            fix: None,
            end: None,
        };
        match &node.content {
            Content::Symptom(symptom) => self.symptom(&mut card, node, symptom),
            Content::Check(check) => self.check(&mut card, node, check),
            Content::Fix(fix) => self.fix(&mut card, node, fix),
            Content::End(end) => self.end(&mut card, node, end),
        }
        card
    }

    /// The way along the edge of this kind; none where its target does not exist.
    fn way(&self, from: &NodeKey, kind: &EdgeKind) -> Option<Way> {
        let (edge, to) = self.graph.edge(from, kind)?;
        let other = (to.key.runbook != from.runbook).then(|| self.graph.runbook(&to.key.runbook)).flatten();
        Some(Way {
            kind: to.content.word(),
            word: word(&to.content),
            to: self.link(to),
            number: self.numbers.get(&to.key).copied(),
            runbook: other.map(|runbook| runbook.title.value.clone()),
            back: edge.back.as_ref().and_then(|back| self.graph.node(back)).map(|back| self.link(back)),
        })
    }

    /// The link to a node.
    pub(super) fn link(&self, node: &Node) -> Link {
        Link { title: node.title().to_owned(), href: to_node(self.origin, &node.key) }
    }

    fn cite(&mut self, node: &Node, sources: &[Spanned<SourceId>]) -> Vec<Citation> {
        let mut cited: Vec<Citation> = Vec::new();
        for source in sources {
            if let Some(source) = self.graph.source(&node.home, &source.value) {
                let citation = self.sources.cite(source);
                if !cited.contains(&citation) {
                    cited.push(citation);
                }
            }
        }
        cited
    }

    fn place(&mut self, id: &PlaceId) -> Option<Link> {
        let place = self.graph.place(id)?;
        if !self.places.contains(id) {
            self.places.push(id.clone());
        }
        Some(Link { title: place.title.value.clone(), href: format!("#{}", place_anchor(id)) })
    }

    fn symptom(&mut self, card: &mut Card, node: &Node, symptom: &Symptom) {
        let texts = symptom.signatures.iter().filter_map(|signature| match &signature.kind {
            SignatureKind::Text(text) => Some(text.clone()),
            SignatureKind::Pattern(_) => None,
        });
        let patterns = symptom.signatures.iter().filter_map(|signature| match &signature.kind {
            SignatureKind::Text(_) => None,
            SignatureKind::Pattern(pattern) => Some(pattern.source.value.clone()),
        });
        card.detail = markdown(symptom.detail.as_ref());
        card.unconfirmed = markdown(symptom.unconfirmed.as_ref());
        card.sources = self.cite(node, &symptom.sources);
        card.symptom = Some(SymptomBody {
            also: symptom.also.iter().map(|text| text.value.clone()).collect(),
            texts: texts.collect(),
            patterns: patterns.collect(),
            next: self.way(&node.key, &EdgeKind::Start),
            drawing: None,
        });
    }

    fn check(&mut self, card: &mut Card, node: &Node, check: &Check) {
        card.detail = markdown(check.why.as_ref());
        card.minutes = minutes(check.minutes.as_ref());
        card.unconfirmed = markdown(check.unconfirmed.as_ref());
        card.sources = self.cite(node, &check.sources);
        card.taken_from = self.taken_from(node, check.content_of.as_ref());
        let commands = check.run.iter().map(|command| self.command(command)).collect();
        let outcomes = check.outcomes.iter();
        card.check = Some(CheckBody {
            commands,
            ask: markdown(check.ask.as_ref()),
            outcomes: outcomes.map(|(id, outcome)| self.outcome(node, &id.value, outcome)).collect(),
            none: self.way(&node.key, &EdgeKind::NoneFits),
            unsure: self.way(&node.key, &EdgeKind::Unsure),
        });
    }

    fn outcome(&self, node: &Node, id: &OutcomeId, outcome: &Outcome) -> OutcomeRow {
        OutcomeRow {
            title: outcome.title.as_ref().map_or_else(|| id.to_string(), |title| title.value.clone()),
            detail: markdown(outcome.detail.as_ref()),
            recognised: outcome.when.as_ref().map(in_plain_words),
            remembered: outcome
                .capture
                .iter()
                .map(|(fact, property)| format!("{} as {}", property.value, fact.value))
                .collect(),
            samples: outcome.samples.iter().map(sample).collect(),
            next: self.way(&node.key, &EdgeKind::Outcome(id.clone())),
        }
    }

    fn command(&mut self, command: &Command) -> CommandBlock {
        self.block(Some(&command.place), &command.command, command.note.as_ref())
    }

    fn block(
        &mut self,
        place: Option<&Spanned<PlaceId>>,
        command: &Template,
        note: Option<&Markdown>,
    ) -> CommandBlock {
        let shell = place.and_then(|place| self.graph.place(&place.value)).map(|place| place.shell.value);
        CommandBlock {
            place: place.and_then(|place| self.place(&place.value)),
            language: match shell {
                Some(Shell::Powershell) => "powershell",
                Some(Shell::Posix) => "bash",
                Some(Shell::Cmd) => "bat",
                Some(Shell::None) | None => "text",
            },
            command: command.text.value.trim_end().to_owned(),
            note: markdown(note),
        }
    }

    fn fix(&mut self, card: &mut Card, node: &Node, fix: &Fix) {
        card.detail = markdown(fix.detail.as_ref());
        card.minutes = minutes(fix.minutes.as_ref());
        card.unconfirmed = markdown(fix.unconfirmed.as_ref());
        card.sources = self.cite(node, &fix.sources);
        card.taken_from = self.taken_from(node, fix.content_of.as_ref());
        let risk = fix.risk.as_ref().map(|risk| risk.value);
        let (rollback, no_rollback) = match &fix.rollback {
            Some(Rollback::Steps(steps)) => (self.steps(steps), None),
            Some(Rollback::None(reason)) => (Vec::new(), markdown(Some(reason))),
            None => (Vec::new(), None),
        };
        card.fix = Some(FixBody {
            risk: risk.map(Risk::word),
            risk_means: risk.map(risk_means),
            role: fix.role.as_ref().map(|role| role.value.clone()),
            impact: markdown(fix.impact.as_ref()),
            requires: self.requirements(node, fix),
            steps: self.steps(&fix.steps),
            stop_if: markdown(fix.stop_if.as_ref()),
            rollback,
            no_rollback,
            wait: fix.wait.as_ref().map(|wait| wait.value.to_string()),
            verify: self.way(&node.key, &EdgeKind::Verify),
            attempts: fix.attempts.as_ref().map(|attempts| match attempts.limit.value {
                1 => "once".to_owned(),
                2 => "twice".to_owned(),
                limit => format!("{limit} times"),
            }),
            after_attempts: self.way(&node.key, &EdgeKind::AttemptsUsed),
        });
    }

    fn requirements(&self, node: &Node, fix: &Fix) -> Vec<RequirementRow> {
        let requires = fix.requires.iter().filter_map(|(check, requirement)| {
            let key = NodeKey { runbook: node.home.clone(), node: check.value.clone() };
            let check = self.graph.node(&key)?;
            let Content::Check(content) = &check.content else { return None };
            let titles: Vec<String> = requirement
                .outcomes
                .iter()
                .map(|id| {
                    let title =
                        content.outcomes.get(id.value.as_str()).and_then(|outcome| outcome.title.as_ref());
                    title.map_or_else(|| id.value.to_string(), |title| title.value.clone())
                })
                .collect();
            Some(RequirementRow { check: self.link(check), outcomes: or(&titles) })
        });
        requires.collect()
    }

    fn steps(&mut self, steps: &[Step]) -> Vec<StepRow> {
        let rows = steps.iter().map(|step| {
            let command = step.command.as_ref().map(|command| self.block(step.place.as_ref(), command, None));
            let place = match (&command, &step.place) {
                (None, Some(place)) => self.place(&place.value),
                _ => None,
            };
            StepRow {
                action: markdown(step.action.as_ref()),
                place,
                command,
                expect: markdown(step.expect.as_ref()),
            }
        });
        rows.collect()
    }

    fn end(&mut self, card: &mut Card, node: &Node, end: &End) {
        card.detail = markdown(end.detail.as_ref());
        card.unconfirmed = markdown(end.unconfirmed.as_ref());
        card.sources = self.cite(node, &end.sources);
        card.end = Some(EndBody {
            result: end.result.value.word(),
            to: end.to.as_ref().map(|to| to.value.clone()),
            attach: end.attach.iter().map(|item| item.value.clone()).collect(),
        });
    }

    fn taken_from(&self, node: &Node, content_of: Option<&crate::model::NodeRef>) -> Option<Link> {
        let origin = self.graph.node(&content_of?.key(&node.key.runbook))?;
        Some(self.link(origin))
    }
}

/// The anchor of a place in the page's list of places.
pub(super) fn place_anchor(id: &PlaceId) -> String {
    format!("_place-{}", anchor(&crate::model::NodeId(id.0.clone())))
}

/// The word before a node's title.
pub(super) fn word(content: &Content) -> &'static str {
    match content {
        Content::Symptom(_) => "Symptom",
        Content::Check(_) => "Check",
        Content::Fix(_) => "Fix",
        Content::End(end) => match end.result.value {
            EndResult::Resolved => "Resolved",
            EndResult::Escalated => "Escalate",
            EndResult::Elsewhere => "Elsewhere",
        },
    }
}

fn risk_means(risk: Risk) -> &'static str {
    match risk {
        Risk::Change => "a change of configuration that can be taken back; nobody is interrupted",
        Risk::Outage => "a short interruption for users or services",
        Risk::Destructive => "loses configuration or data, or cannot simply be taken back",
    }
}

fn markdown(text: Option<&Markdown>) -> Option<String> {
    text.map(|text| text.as_str().trim().to_owned()).filter(|text| !text.is_empty())
}

fn minutes(minutes: Option<&Spanned<u32>>) -> Option<String> {
    minutes.map(|minutes| format!("about {}", count(minutes.value as usize, "minute")))
}

fn sample(sample: &Sample) -> String {
    sample.text.value.trim_end().to_owned()
}
