//! One file as the rules see it that look at one file alone: a runbook, or `knowledge-base.yaml` itself.
//!
//! Invariant: nothing here comes from another runbook, so what such a rule finds holds until the file, `knowledge-base.yaml` or
//! the day is another one.
//! Deliberately absent: findings, the graph, and errors of the reader.

use crate::lint::commands::{self, Typed};
use crate::lint::logic::Formula;
use crate::lint::samples::{self, Judged};
use crate::lint::texts;
use crate::lint::written::{self, Written};
use crate::model::{
    Allowance, Check, End, Fix, KnowledgeBase, Markdown, Matcher, NodeId, OutcomeId, Place, PlaceId, Runbook,
    Symptom, Template,
};
use crate::source::Spanned;

/// The test of an outcome, as logic.
pub(super) struct OutcomeFormula<'a> {
    /// The check's name.
    pub(super) check: &'a Spanned<NodeId>,
    /// The check.
    pub(super) content: &'a Check,
    /// The outcome's name.
    pub(super) name: &'a Spanned<OutcomeId>,
    /// The test.
    pub(super) when: &'a Matcher,
    /// What it says.
    pub(super) formula: Formula,
}

/// What the rules of one file look at.
pub(super) struct File<'a> {
    /// What all runbooks share.
    pub(super) base: &'a KnowledgeBase,
    /// The runbook; none where the file is `knowledge-base.yaml`.
    runbook: Option<&'a Runbook>,
    /// The day of the check.
    pub(super) today: jiff::civil::Date,
    /// Every sample with what it was judged to be.
    pub(super) judged: Vec<Judged<'a>>,
    /// Every command that is typed into a shell.
    pub(super) typed: Vec<Typed<'a>>,
    /// The test of every outcome that has one, those of a check side by side.
    pub(super) formulas: Vec<OutcomeFormula<'a>>,
}

impl<'a> File<'a> {
    /// Prepares what the rules share.
    pub(super) fn new(
        base: &'a KnowledgeBase,
        runbook: Option<&'a Runbook>,
        today: jiff::civil::Date,
    ) -> Self {
        Self {
            base,
            runbook,
            today,
            judged: runbook.map(samples::judge_all).unwrap_or_default(),
            typed: runbook.map(|runbook| commands::typed(base, runbook)).unwrap_or_default(),
            formulas: runbook.map(formulas).unwrap_or_default(),
        }
    }

    /// The runbook, if the file is one.
    pub(super) fn runbooks(&self) -> impl Iterator<Item = &'a Runbook> + use<'a> {
        self.runbook.into_iter()
    }

    /// What is shared, if the file is `knowledge-base.yaml`.
    pub(super) fn shared(&self) -> Option<&'a KnowledgeBase> {
        self.runbook.is_none().then_some(self.base)
    }

    /// The place of this name.
    pub(super) fn place(&self, id: &PlaceId) -> Option<&'a Place> {
        self.base.places.get(id.as_str())
    }

    /// All Markdown fields.
    pub(super) fn prose(&self) -> Vec<&'a Markdown> {
        self.runbook.map_or_else(|| texts::prose_of_base(self.base), texts::prose_of)
    }

    /// Everything that a person wrote.
    pub(super) fn texts(&self) -> Vec<Spanned<&'a str>> {
        let mut texts: Vec<Spanned<&str>> =
            self.prose().into_iter().map(|text| Spanned::new(text.as_str(), text.0.span)).collect();
        texts.extend(self.runbooks().flat_map(texts::plain_of));
        texts
    }

    /// Every exception, with the part of the file for which it holds.
    pub(super) fn allowances(&self) -> impl Iterator<Item = &'a Allowance> + use<'a> {
        self.runbooks().flat_map(written::allowances).map(|(_, allowance)| allowance)
    }

    /// All symptoms.
    pub(super) fn symptoms(&self) -> impl Iterator<Item = Written<'a, Symptom>> + use<'a> {
        self.runbooks().flat_map(written::symptoms)
    }

    /// All checks that hold their content themselves.
    pub(super) fn checks(&self) -> impl Iterator<Item = Written<'a, Check>> + use<'a> {
        self.runbooks().flat_map(written::checks)
    }

    /// All fixes that hold their content themselves.
    pub(super) fn fixes(&self) -> impl Iterator<Item = Written<'a, Fix>> + use<'a> {
        self.runbooks().flat_map(written::fixes)
    }

    /// All ends.
    pub(super) fn ends(&self) -> impl Iterator<Item = Written<'a, End>> + use<'a> {
        self.runbooks().flat_map(written::ends)
    }

    /// All commands of checks, steps and rollbacks, each with its place.
    pub(super) fn commands(&self) -> impl Iterator<Item = (&'a Spanned<PlaceId>, &'a Template)> + use<'a> {
        let runs = self.checks().flat_map(|check| &check.node.run);
        let steps = self.fixes().flat_map(|fix| fix.node.all_steps());
        let steps = steps.filter_map(|step| Some((step.place.as_ref()?, step.command.as_ref()?)));
        runs.map(|command| (&command.place, &command.command)).chain(steps)
    }
}

/// The tests of all outcomes that are written where they stand.
fn formulas(runbook: &Runbook) -> Vec<OutcomeFormula<'_>> {
    let outcomes = written::checks(runbook).flat_map(|check| {
        check.node.outcomes.iter().map(move |(name, outcome)| (check.name, check.node, name, outcome))
    });
    outcomes
        .filter_map(|(check, content, name, outcome)| {
            let when = outcome.when.as_ref()?;
            Some(OutcomeFormula { check, content, name, when, formula: Formula::of(when) })
        })
        .collect()
}
