//! Which values only a person can give a node needs, before it can be shown or judged.
//!
//! Invariant: only declared inputs are needed; a captured value that is missing is shown as missing, never asked for.
//! Deliberately absent: asking (that is `prompt`).

use crate::graph::{Content, Graph, Node};
use crate::model::{
    Check, FactName, Fix, Instant, Matcher, MatcherKind, Operand, Rollback, Step, Template, Test,
};
use crate::session::state::State;

/// The first input this node needs that is neither known nor declined, in the order a reader meets them.
pub(crate) fn next_input(graph: &Graph, node: &Node, state: &State) -> Option<FactName> {
    let names = match &node.content {
        Content::Check(check) => of_check(check),
        Content::Fix(fix) => of_fix(fix),
        Content::Symptom(_) | Content::End(_) => Vec::new(),
    };
    names.into_iter().find(|name| {
        graph.input(&node.home, name).is_some()
            && state.facts.get(name.as_str()).is_none()
            && !state.declined.contains(name)
    })
}

/// The facts that a check names in its commands and matchers, in the order a reader meets them.
pub(crate) fn of_check(check: &Check) -> Vec<FactName> {
    let mut names = Vec::new();
    for command in &check.run {
        of_template(&command.command, &mut names);
    }
    for (_, outcome) in check.outcomes.iter() {
        if let Some(matcher) = &outcome.when {
            of_matcher(matcher, &mut names);
        }
    }
    names
}

fn of_fix(fix: &Fix) -> Vec<FactName> {
    let mut names = Vec::new();
    let undo: &[Step] = match &fix.rollback {
        Some(Rollback::Steps(steps)) => steps,
        Some(Rollback::None(_)) | None => &[],
    };
    for command in fix.steps.iter().chain(undo).filter_map(|step| step.command.as_ref()) {
        of_template(command, &mut names);
    }
    names
}

fn of_template(template: &Template, names: &mut Vec<FactName>) {
    names.extend(template.placeholders.iter().map(|placeholder| placeholder.name.value.clone()));
}

fn of_matcher(matcher: &Matcher, names: &mut Vec<FactName>) {
    for leaf in matcher.leaves() {
        match &leaf.kind {
            MatcherKind::Property { test, .. } => of_test(test, names),
            MatcherKind::Fact { fact, test } => {
                names.push(fact.value.clone());
                of_test(test, names);
            }
            _ => {}
        }
    }
}

fn of_test(test: &Test, names: &mut Vec<FactName>) {
    match test {
        Test::Equals(Operand(template))
        | Test::Not(Operand(template))
        | Test::Contains(Operand(template))
        | Test::Less(Operand(template))
        | Test::Greater(Operand(template)) => of_template(template, names),
        Test::Before(Instant::Fact(fact)) | Test::After(Instant::Fact(fact)) => {
            names.push(fact.value.clone());
        }
        Test::Before(_) | Test::After(_) | Test::Matches(_) | Test::Blank(_) | Test::Missing(_) => {}
    }
}
