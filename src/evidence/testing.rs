//! Matchers, checks and texts for the tests of this floor.
//!
//! Invariant: none; only tests see it.
//! Deliberately absent: YAML, because the reader of the format is a neighbour on this floor.

use crate::evidence::{Judgement, Known, judge, read};
use crate::model::{
    Check, Comparison, FactName, Instant, Matcher, MatcherKind, Named, NodeId, NodeRef, Operand, Outcome,
    OutcomeId, Pattern, Placeholder, Target, Template, Test,
};
use crate::source::{FileId, Span, Spanned};
use std::collections::BTreeMap;

pub(crate) fn span() -> Span {
    Span::new(FileId(0), 0, 0)
}

pub(crate) fn written<T>(value: T) -> Spanned<T> {
    Spanned::new(value, span())
}

pub(crate) fn matcher(kind: MatcherKind) -> Matcher {
    Matcher { span: span(), kind }
}

/// A right-hand side; `{{ name }}` in it is a placeholder.
pub(crate) fn operand(text: &str) -> Operand {
    let mut placeholders = Vec::new();
    if let (Some(start), Some(end)) = (text.find("{{"), text.find("}}")) {
        let name = FactName::from(text[start + 2..end].trim());
        placeholders.push(Placeholder { name: written(name), range: start..end + 2 });
    }
    Operand(Template { text: written(text.to_owned()), placeholders })
}

pub(crate) fn property(name: &str, test: Test) -> Matcher {
    matcher(MatcherKind::Property { property: written(name.to_owned()), test })
}

pub(crate) fn equals(name: &str, value: &str) -> Matcher {
    property(name, Test::Equals(operand(value)))
}

pub(crate) fn contains(name: &str, value: &str) -> Matcher {
    property(name, Test::Contains(operand(value)))
}

pub(crate) fn fact(name: &str, test: Test) -> Matcher {
    matcher(MatcherKind::Fact { fact: written(FactName::from(name)), test })
}

pub(crate) fn text(wanted: &str) -> Matcher {
    matcher(MatcherKind::Text(written(wanted.to_owned())))
}

pub(crate) fn pattern(source: &str) -> Pattern {
    let pattern = Pattern::new(written(source.to_owned()));
    assert_eq!(pattern.problem(), None, "a valid pattern");
    pattern
}

pub(crate) fn some(inner: Matcher) -> Matcher {
    matcher(MatcherKind::Some(Box::new(inner)))
}

pub(crate) fn every(inner: Matcher) -> Matcher {
    matcher(MatcherKind::Every(Box::new(inner)))
}

pub(crate) fn count(of: Option<Matcher>, is: Comparison, number: u32) -> Matcher {
    matcher(MatcherKind::Count { of: of.map(Box::new), is, number: written(number) })
}

pub(crate) fn no_output() -> Matcher {
    matcher(MatcherKind::OutputNone)
}

pub(crate) fn now_plus(days: i64) -> Instant {
    Instant::Now { span: span(), minutes: days * 1440, shift: None }
}

pub(crate) fn outcome(when: Option<Matcher>) -> Outcome {
    let node = NodeRef { runbook: None, node: NodeId::from("next"), span: span() };
    Outcome {
        title: None,
        detail: None,
        when,
        capture: Named::default(),
        samples: Vec::new(),
        next: Target::Node(node),
    }
}

pub(crate) fn check(outcomes: Vec<(&str, Matcher)>) -> Check {
    let mut named = Named::default();
    for (name, when) in outcomes {
        named.insert(written(OutcomeId::from(name)), outcome(Some(when)));
    }
    Check {
        content_of: None,
        title: None,
        why: None,
        run: Vec::new(),
        ask: None,
        minutes: None,
        outcomes: named,
        undecided: Vec::new(),
        unsure: None,
        none: None,
        unconfirmed: None,
        sources: Vec::new(),
        allow: Vec::new(),
    }
}

pub(crate) fn facts(entries: &[(&str, &str)]) -> BTreeMap<FactName, String> {
    entries.iter().map(|(name, value)| (FactName::from(*name), (*value).to_owned())).collect()
}

/// The clock of these tests is 23 November 2026, noon.
pub(crate) fn known(facts: &BTreeMap<FactName, String>) -> Known<'_> {
    Known { facts, now: jiff::civil::date(2026, 11, 23).at(12, 0, 0, 0) }
}

/// Judges a check on a text, without facts.
pub(crate) fn judge_text(check: &Check, text: &str) -> Judgement {
    judge(check, &read(text), &known(&BTreeMap::new()))
}
