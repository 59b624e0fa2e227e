//! The nodes of a runbook compared: which came, went and were renamed, and what changed in the others.
//!
//! Invariant: each pair of nodes is compared once.
//! Deliberately absent: what checks and fixes are made of (`check`, `fix`).

use crate::compare::list::changed;
use crate::compare::pair::Pairs;
use crate::compare::said::{self, markdown};
use crate::compare::{Changes, base, check, fix, way};
use crate::graph::{Content, Graph, Node};
use crate::model::{Allowance, End, Risk, Rollback, Runbook, RunbookId, SignatureKind, Symptom};
use crate::prose::{and, quoted};

pub(super) fn compare(before: &Graph, after: &Graph, runbook: &RunbookId, changes: &mut Changes) {
    let (Some(old), Some(new)) = (before.runbook(runbook), after.runbook(runbook)) else { return };
    head(old, new, changes);
    let pairs = Pairs::new(before, after, runbook);
    for node in &pairs.gone {
        let sentence = format!("removes {}", named(node));
        match &node.content {
            Content::Symptom(_) => {
                changes.safety(Some(&node.key.node), format!("{sentence}, so it is found no more"));
            }
            _ => changes.way(Some(&node.key.node), sentence),
        }
    }
    for node in &pairs.new {
        came(before, after, &pairs, node, changes);
    }
    for (old, new) in &pairs.both {
        if old.key != new.key {
            let sentence = format!("renames {} to {}", quoted(&old.key.node), quoted(&new.key.node));
            changes.text(Some(&new.key.node), sentence);
        }
        way::edges(before, after, &pairs, old, new, changes);
        content(old, new, after, changes);
    }
    way::lengths(before, after, &pairs, changes);
}

/// The head of the runbook.
fn head(old: &Runbook, new: &Runbook, changes: &mut Changes) {
    allowances(&old.allow, &new.allow, None, changes);
    let reviewed = |runbook: &Runbook| runbook.reviewed.as_ref().map(|date| date.value);
    match (reviewed(old), reviewed(new)) {
        (was, is) if was == is => {}
        (_, Some(is)) => changes.text(None, format!("was reviewed on {is}")),
        (_, None) => changes.safety(None, "lost the day of its review".to_owned()),
    }
    let scope = |runbook: &Runbook| runbook.applies_to.iter().map(quoted).collect::<Vec<String>>();
    if let Some(how) = changed(&scope(old), &scope(new), "scope") {
        changes.text(None, how);
    }
    base::names("input", &old.inputs, &new.inputs, changes);
    for (name, input) in new.inputs.iter() {
        if let Some(was) = old.inputs.get(name.value.as_str())
            && was.kind.value != input.kind.value
        {
            changes.safety(None, format!("the input {} takes another kind of value", quoted(name)));
        }
    }
    base::reworded("input", &old.inputs, &new.inputs, said::input, changes);
    base::names("source", &old.sources, &new.sources, changes);
    base::reworded("source", &old.sources, &new.sources, said::source, changes);
    let owner = |runbook: &Runbook| runbook.owner.as_ref().map(|owner| owner.value.clone());
    match (owner(old), owner(new)) {
        (was, is) if was == is => {}
        (_, Some(is)) => changes.text(None, format!("the owner is now {}", quoted(is))),
        (_, None) => changes.text(None, "has no owner of its own any more".to_owned()),
    }
    if old.now.as_ref().map(|now| now.value) != new.now.as_ref().map(|now| now.value) {
        changes.text(None, "judges its samples on another day".to_owned());
    }
    if old.title.value != new.title.value {
        changes.text(None, format!("is now called “{}”", new.title.value));
    }
    if markdown(old.summary.as_ref()) != markdown(new.summary.as_ref()) {
        changes.text(None, "has another summary".to_owned());
    }
}

/// A node that came. A fix without guards is a matter of safety from its first day.
fn came(before: &Graph, after: &Graph, pairs: &Pairs<'_>, node: &Node, changes: &mut Changes) {
    let place = way::place(before, after, pairs, node).map(|place| format!(", {place}")).unwrap_or_default();
    let name = &node.key.node;
    changes.way(Some(name), format!("adds {}{place}", named(node)));
    if let Content::Fix(fix) = &node.content {
        if matches!(&fix.rollback, None | Some(Rollback::None(_))) {
            changes.safety(Some(name), format!("the new fix {} has no rollback", quoted(name)));
        }
        if fix.risk.as_ref().is_some_and(|risk| risk.value == Risk::Destructive) {
            changes.safety(Some(name), format!("the new fix {} is destructive", quoted(name)));
        }
        if fix.requires.is_empty() {
            changes.safety(
                Some(name),
                format!("the new fix {} requires nothing to be proved before", quoted(name)),
            );
        }
    }
}

fn named(node: &Node) -> String {
    format!("{} {} (“{}”)", node.content.word(), quoted(&node.key.node), node.title())
}

fn content(old: &Node, new: &Node, after: &Graph, changes: &mut Changes) {
    let name = &new.key.node;
    allowances(of_node(old), of_node(new), Some(new), changes);
    if old.title() != new.title() && old.key == new.key {
        changes.text(
            Some(name),
            format!("{} {} is now called “{}”", new.content.word(), quoted(name), new.title()),
        );
    }
    match (&old.content, &new.content) {
        (Content::Symptom(was), Content::Symptom(is)) => symptom(was, is, new, changes),
        (Content::Check(was), Content::Check(is)) => check::compare(was, is, new, after, changes),
        (Content::Fix(was), Content::Fix(is)) => fix::compare(was, is, name, changes),
        (Content::End(was), Content::End(is)) => end(was, is, new, changes),
        _ => {}
    }
    let reworded = said::reworded(&said::node(old), &said::node(new));
    if !reworded.is_empty() {
        changes.text(
            Some(name),
            format!("{} {} has other words in {}", new.content.word(), quoted(name), and(&reworded)),
        );
    }
}

fn symptom(old: &Symptom, new: &Symptom, node: &Node, changes: &mut Changes) {
    let signatures = |symptom: &Symptom| -> Vec<String> {
        let text = |kind: &SignatureKind| match kind {
            SignatureKind::Text(text) => quoted(text),
            SignatureKind::Pattern(pattern) => format!("the pattern {}", quoted(&pattern.source)),
        };
        symptom.signatures.iter().map(|signature| text(&signature.kind)).collect()
    };
    if let Some(how) = changed(&signatures(old), &signatures(new), "signatures") {
        changes.way(Some(&node.key.node), format!("symptom {} {how}", quoted(&node.key.node)));
    }
    let also = |symptom: &Symptom| symptom.also.iter().map(quoted).collect::<Vec<_>>();
    if let Some(how) = changed(&also(old), &also(new), "other words") {
        changes.text(Some(&node.key.node), format!("symptom {} {how}", quoted(&node.key.node)));
    }
}

fn end(old: &End, new: &End, node: &Node, changes: &mut Changes) {
    let name = &node.key.node;
    if old.result.value != new.result.value {
        let (was, is) = (quoted(old.result.value.word()), quoted(new.result.value.word()));
        changes.safety(Some(name), format!("end {} is now {is} instead of {was}", quoted(name)));
    }
    let to = |end: &End| end.to.as_ref().map(|to| to.value.clone());
    match (to(old), to(new)) {
        (was, is) if was == is => {}
        (_, Some(is)) => changes.way(Some(name), format!("end {} hands over to “{is}”", quoted(name))),
        (Some(was), None) => {
            changes.safety(
                Some(name),
                format!("end {} names nobody who takes over; it was “{was}”", quoted(name)),
            );
        }
        (None, None) => {}
    }
    let attach = |end: &End| end.attach.iter().map(|what| format!("“{what}”")).collect::<Vec<String>>();
    if let Some(how) = changed(&attach(old), &attach(new), "attachments") {
        changes.text(Some(name), format!("end {} {how}", quoted(name)));
    }
}

fn of_node(node: &Node) -> &[Allowance] {
    match &node.content {
        Content::Symptom(symptom) => &symptom.allow,
        Content::Check(check) => &check.allow,
        Content::Fix(fix) => &fix.allow,
        Content::End(end) => &end.allow,
    }
}

/// Exceptions from rules that came or went.
fn allowances(old: &[Allowance], new: &[Allowance], node: Option<&Node>, changes: &mut Changes) {
    let has = |list: &[Allowance], rule: &str| list.iter().any(|one| one.rule.value == rule);
    let at = node.map(|node| format!(" at {}", quoted(&node.key.node))).unwrap_or_default();
    let name = node.map(|node| &node.key.node);
    for one in new.iter().filter(|one| !has(old, &one.rule.value)) {
        let sentence = format!("lifts the rule {}{at}: “{}”", quoted(&one.rule), one.reason.value);
        changes.safety(name, sentence);
    }
    for one in old.iter().filter(|one| !has(new, &one.rule.value)) {
        changes.text(name, format!("the rule {} holds again{at}", quoted(&one.rule)));
    }
}
