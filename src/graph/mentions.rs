//! Where a runbook names facts: in commands, in comparisons and in samples.
//!
//! Invariant: mentions come in reading order within each node; content taken by `use` is not walked again.
//! Deliberately absent: whether the names mean anything.

use crate::model::{
    Check, FactName, Fix, Instant, Matcher, MatcherKind, NodeId, Operand, Outcome, Runbook, Sample, Template,
    Test,
};
use crate::source::Spanned;

/// A fact named somewhere in a node.
#[derive(Debug, Clone, Copy)]
pub struct Mention<'a> {
    /// The fact's name, at the place where it is written.
    pub fact: &'a Spanned<FactName>,
    /// The node in whose text it is written.
    pub node: &'a Spanned<NodeId>,
    /// What it is named for.
    pub kind: MentionKind<'a>,
}

/// What a fact is named for.
#[derive(Debug, Clone, Copy)]
pub enum MentionKind<'a> {
    /// `{{ fact }}` in this command.
    Command(&'a Template),
    /// The right-hand side of a comparison: `{{ fact }}`, or the name of a fact that holds a date.
    Comparison,
    /// The left-hand side of `fact:`, with its comparison.
    Matcher(&'a Test),
    /// A fact given along with a sample.
    Sample,
}

/// All facts that a runbook names.
pub fn mentions(runbook: &Runbook) -> Vec<Mention<'_>> {
    let mut found = Vec::new();
    for (node, check) in runbook.checks.iter() {
        Walk { node, found: &mut found }.check(check);
    }
    for (node, fix) in runbook.fixes.iter() {
        Walk { node, found: &mut found }.fix(fix);
    }
    found
}

struct Walk<'a, 'f> {
    node: &'a Spanned<NodeId>,
    found: &'f mut Vec<Mention<'a>>,
}

impl<'a> Walk<'a, '_> {
    fn add(&mut self, fact: &'a Spanned<FactName>, kind: MentionKind<'a>) {
        self.found.push(Mention { fact, node: self.node, kind });
    }

    fn check(&mut self, check: &'a Check) {
        for command in &check.run {
            self.command(&command.command);
        }
        for (_, outcome) in check.outcomes.iter() {
            self.outcome(outcome);
        }
        self.samples(&check.undecided);
    }

    fn outcome(&mut self, outcome: &'a Outcome) {
        if let Some(matcher) = &outcome.when {
            self.matcher(matcher);
        }
        self.samples(&outcome.samples);
    }

    fn samples(&mut self, samples: &'a [Sample]) {
        for sample in samples {
            for (name, _) in sample.facts.iter() {
                self.add(name, MentionKind::Sample);
            }
        }
    }

    fn fix(&mut self, fix: &'a Fix) {
        for command in fix.all_steps().filter_map(|step| step.command.as_ref()) {
            self.command(command);
        }
    }

    fn command(&mut self, command: &'a Template) {
        for placeholder in &command.placeholders {
            self.add(&placeholder.name, MentionKind::Command(command));
        }
    }

    fn matcher(&mut self, matcher: &'a Matcher) {
        for leaf in matcher.leaves() {
            match &leaf.kind {
                MatcherKind::Property { test, .. } => self.test(test),
                MatcherKind::Fact { fact, test } => {
                    self.add(fact, MentionKind::Matcher(test));
                    self.test(test);
                }
                _ => {}
            }
        }
    }

    fn test(&mut self, test: &'a Test) {
        match test {
            Test::Equals(operand)
            | Test::Not(operand)
            | Test::Contains(operand)
            | Test::Less(operand)
            | Test::Greater(operand) => self.operand(operand),
            Test::Before(Instant::Fact(fact)) | Test::After(Instant::Fact(fact)) => {
                self.add(fact, MentionKind::Comparison);
            }
            Test::Before(_) | Test::After(_) | Test::Matches(_) | Test::Blank(_) | Test::Missing(_) => {}
        }
    }

    fn operand(&mut self, operand: &'a Operand) {
        for placeholder in &operand.0.placeholders {
            self.add(&placeholder.name, MentionKind::Comparison);
        }
    }
}
