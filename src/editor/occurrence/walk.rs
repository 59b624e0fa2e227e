//! The walk over everything that holds a name.
//!
//! Invariant: each written name is visited once, where it is written.
//! Deliberately absent: looking up what the names mean (the parent module).

use crate::editor::occurrence::{Names, Occurrence, Part};
use crate::editor::{Desk, Symbol};
use crate::graph::{MentionKind, mentions};
use crate::lint;
use crate::model::{
    Act, Allowance, Alternative, Check, Fix, Named, NodeId, NodeKey, NodeRef, OutcomeId, Runbook, RunbookId,
    ScenarioFile, ScenarioStep, SourceId, Target, Test,
};
use crate::source::{Span, Spanned};

/// Collects occurrences.
pub(super) struct Walk<'a> {
    names: Names<'a>,
    pub(super) found: Vec<Occurrence>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(desk: Desk<'a>) -> Self {
        Self { names: Names::new(desk), found: Vec::new() }
    }

    fn add(&mut self, symbol: Symbol, span: Span, part: Part) {
        let written = self.names.desk.sources.text(span);
        let name = symbol.name();
        // Quotes may stand around a name, and a runbook before it.
        let at = if written == name { Some(0) } else { written.rfind(name) };
        let span = match at {
            Some(at) if written.len() <= name.len() + at + 1 => {
                let start = span.range().start + at;
                Span::new(span.file, start, start + name.len())
            }
            _ => span,
        };
        self.found.push(Occurrence { symbol, span, part });
    }

    fn define(&mut self, symbol: Symbol, span: Span) {
        self.add(symbol, span, Part::Definition);
    }

    fn refer(&mut self, symbol: Symbol, span: Span) {
        self.add(symbol, span, Part::Reference);
    }

    /// `knowledge-base.yaml`.
    pub(super) fn base(&mut self) {
        let base = self.names.desk.graph.base();
        for id in &base.order {
            self.refer(Symbol::Runbook(id.value.clone()), id.span);
        }
        for (name, _) in base.places.iter() {
            self.define(Symbol::Place(name.value.clone()), name.span);
        }
        for (name, _) in base.sources.iter() {
            self.define(Symbol::Source(None, name.value.clone()), name.span);
        }
        for (name, _) in base.rules.iter() {
            self.rule(&name.value, name.span);
        }
    }

    /// One runbook as it is written.
    pub(super) fn runbook(&mut self, runbook: &Runbook) {
        let home = &runbook.runbook.value;
        self.define(Symbol::Runbook(home.clone()), runbook.runbook.span);
        for (name, _) in runbook.sources.iter() {
            self.define(Symbol::Source(Some(home.clone()), name.value.clone()), name.span);
        }
        for (name, _) in runbook.inputs.iter() {
            self.define(Symbol::Fact(name.value.clone()), name.span);
        }
        self.allowances(&runbook.allow);
        for (name, symptom) in runbook.symptoms.iter() {
            self.node(home, name);
            self.target(home, &symptom.next);
            self.sources(home, &symptom.sources);
            self.allowances(&symptom.allow);
        }
        for (name, check) in runbook.checks.iter() {
            self.node(home, name);
            self.check(home, name, check);
        }
        for (name, fix) in runbook.fixes.iter() {
            self.node(home, name);
            self.fix(home, fix);
        }
        for (name, end) in runbook.ends.iter() {
            self.node(home, name);
            self.sources(home, &end.sources);
            self.allowances(&end.allow);
        }
        self.facts(runbook);
    }

    fn node(&mut self, home: &RunbookId, name: &Spanned<NodeId>) {
        let key = NodeKey { runbook: home.clone(), node: name.value.clone() };
        self.define(Symbol::Node(key), name.span);
    }

    fn check(&mut self, home: &RunbookId, name: &Spanned<NodeId>, check: &Check) {
        self.reference_to(home, check.content_of.as_ref());
        for command in &check.run {
            self.refer(Symbol::Place(command.place.value.clone()), command.place.span);
        }
        let key = NodeKey { runbook: home.clone(), node: name.value.clone() };
        for (outcome, content) in check.outcomes.iter() {
            if let Some(symbol) = self.names.outcome(&key, outcome.as_str()) {
                let part = if check.content_of.is_some() { Part::Reference } else { Part::Definition };
                self.add(symbol, outcome.span, part);
            }
            for (name, _) in content.capture.iter() {
                self.define(Symbol::Fact(name.value.clone()), name.span);
            }
            self.target(home, &content.next);
        }
        for target in check.unsure.iter().chain(&check.none) {
            self.target(home, target);
        }
        self.sources(home, &check.sources);
        self.allowances(&check.allow);
    }

    fn fix(&mut self, home: &RunbookId, fix: &Fix) {
        self.reference_to(home, fix.content_of.as_ref());
        for (name, requirement) in fix.requires.iter() {
            let key = self.names.desk.graph.required(home, &name.value);
            for outcome in &requirement.outcomes {
                self.outcome(&key, outcome);
            }
            self.address(key, name.span);
        }
        for place in fix.all_steps().filter_map(|step| step.place.as_ref()) {
            self.refer(Symbol::Place(place.value.clone()), place.span);
        }
        let attempts = fix.attempts.as_ref().map(|attempts| &attempts.otherwise);
        for target in fix.verify.iter().chain(attempts) {
            self.target(home, target);
        }
        self.sources(home, &fix.sources);
        self.allowances(&fix.allow);
    }

    fn facts(&mut self, runbook: &Runbook) {
        let home = &runbook.runbook.value;
        for mention in mentions(runbook) {
            let Some(symbol) = self.names.fact(mention.fact.as_str(), home) else { continue };
            if let (MentionKind::Matcher(Test::Equals(operand) | Test::Not(operand)), Symbol::Node(key)) =
                (mention.kind, &symbol)
            {
                let text = &operand.0.text;
                let outcome = Spanned::new(OutcomeId::from(text.value.as_str()), text.span);
                self.outcome(key, &outcome);
            }
            match symbol {
                Symbol::Node(key) => self.address(key, mention.fact.span),
                symbol => self.refer(symbol, mention.fact.span),
            }
        }
    }

    /// A file of scenarios.
    pub(super) fn scenarios(&mut self, file: &ScenarioFile) {
        let home = &file.runbook.value;
        self.refer(Symbol::Runbook(home.clone()), file.runbook.span);
        self.given(&file.inputs);
        self.alternatives(home, None, &file.anywhere);
        for scenario in &file.scenarios {
            self.given(&scenario.inputs);
            self.alternatives(home, None, &scenario.anywhere);
            self.reference(home, &scenario.entry);
            for step in &scenario.steps {
                self.step(home, step);
            }
            self.reference_to(home, scenario.ends.as_ref());
            self.reference_to(home, scenario.stops.as_ref());
        }
    }

    fn given<T>(&mut self, inputs: &Named<crate::model::FactName, T>) {
        for (name, _) in inputs.iter() {
            self.refer(Symbol::Fact(name.value.clone()), name.span);
        }
    }

    fn step(&mut self, home: &RunbookId, step: &ScenarioStep) {
        self.reference(home, &step.at);
        let key = step.at.key(home);
        match &step.act {
            Act::Takes(outcome, _) => self.outcome(&key, outcome),
            Act::SkipTo(node) => self.reference(home, node),
        }
        self.alternatives(home, Some(&key), &step.also);
    }

    /// Other answers; those of `anywhere` belong to no check.
    fn alternatives(
        &mut self,
        home: &RunbookId,
        of: Option<&NodeKey>,
        table: &Named<OutcomeId, Alternative>,
    ) {
        for (name, alternative) in table.iter() {
            if let Some(key) = of {
                self.outcome(key, name);
            }
            self.reference(home, &alternative.goes);
            self.reference_to(home, alternative.returns.as_ref());
        }
    }

    fn outcome(&mut self, key: &NodeKey, name: &Spanned<OutcomeId>) {
        if let Some(symbol) = self.names.outcome(key, name.as_str()) {
            self.refer(symbol, name.span);
        }
    }

    fn target(&mut self, home: &RunbookId, target: &Target) {
        self.reference(home, target.entry());
        if let Target::Call { back, .. } = target {
            self.reference(home, back);
        }
    }

    fn reference_to(&mut self, home: &RunbookId, reference: Option<&NodeRef>) {
        if let Some(reference) = reference {
            self.reference(home, reference);
        }
    }

    fn reference(&mut self, home: &RunbookId, reference: &NodeRef) {
        self.address(reference.key(home), reference.span);
    }

    /// A node by its name or its address; the runbook in an address is a name of its own.
    fn address(&mut self, key: NodeKey, span: Span) {
        let written = self.names.desk.sources.text(span);
        let runbook = key.runbook.as_str();
        if let Some(at) = written.find(&format!("{runbook}/")) {
            let start = span.range().start + at;
            let span = Span::new(span.file, start, start + runbook.len());
            self.refer(Symbol::Runbook(key.runbook.clone()), span);
        }
        if self.names.desk.graph.node(&key).is_some() {
            self.refer(Symbol::Node(key), span);
        }
    }

    fn sources(&mut self, home: &RunbookId, sources: &[Spanned<SourceId>]) {
        for source in sources {
            let runbook = self.names.desk.graph.runbook(home);
            let own = runbook.is_some_and(|runbook| runbook.sources.get(source.as_str()).is_some());
            self.refer(Symbol::Source(own.then(|| home.clone()), source.value.clone()), source.span);
        }
    }

    /// Links in prose that lead to nodes: `[…](#node)` and `[…](runbook.html#node)`.
    pub(super) fn links(&mut self) {
        let Desk { graph, sources, .. } = self.names.desk;
        for text in lint::prose_texts(graph) {
            let span = text.0.span;
            let written = sources.text(span);
            for (at, opening) in written.match_indices("](") {
                let start = at + opening.len();
                let address = written.get(start..).and_then(|rest| rest.split([')', ' ', '\n']).next());
                let Some((page, node)) = address.and_then(|address| address.split_once('#')) else {
                    continue;
                };
                let home = match page.strip_suffix(".html") {
                    Some(name) => Some(RunbookId::from(name)),
                    None if page.is_empty() => self.names.desk.home(span.file),
                    None => None,
                };
                let Some(key) = home.map(|home| NodeKey::new(home, node)) else { continue };
                if graph.node(&key).is_some() {
                    let start = span.range().start + start + page.len() + 1;
                    self.refer(Symbol::Node(key), Span::new(span.file, start, start + node.len()));
                }
            }
        }
    }

    fn allowances(&mut self, allowances: &[Allowance]) {
        for allowance in allowances {
            self.rule(&allowance.rule.value, allowance.rule.span);
        }
    }

    fn rule(&mut self, name: &str, span: Span) {
        if let Some(rule) = lint::rule(name) {
            self.refer(Symbol::Rule(rule.name), span);
        }
    }
}
