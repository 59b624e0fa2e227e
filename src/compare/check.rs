//! Checks compared: commands, outcomes, how they are recognised, samples.
//!
//! Invariant: an outcome that lost all its samples is a matter of safety; it is not tested any more.
//! Deliberately absent: edges of outcomes that are in both states (`way`).

use crate::compare::Changes;
use crate::compare::list::{changed, difference};
use crate::compare::way::shown;
use crate::compare::words;
use crate::graph::{EdgeKind, Graph, Node};
use crate::model::{Check, NodeId, Outcome, OutcomeId, Sample};
use crate::prose::{count, quoted};

pub(super) fn compare(old: &Check, new: &Check, node: &Node, after: &Graph, changes: &mut Changes) {
    let name = &node.key.node;
    let commands = |check: &Check| -> Vec<String> {
        check.run.iter().map(|run| format!("{} ({})", quoted(&run.command.text), run.place)).collect()
    };
    if let Some(how) = changed(&commands(old), &commands(new), "commands") {
        changes.way(Some(name), format!("check {} {how}", quoted(name)));
    }
    for (id, outcome) in new.outcomes.iter() {
        if let Some(was) = old.outcomes.get(id.value.as_str()) {
            of_outcome(was, outcome, name, &id.value, changes);
            continue;
        }
        let edge = after.edge(&node.key, &EdgeKind::Outcome(id.value.clone()));
        let to = edge.map_or(String::new(), |(edge, target)| {
            format!(", which goes to {}", shown(&node.key.runbook, edge, &target.key))
        });
        changes.way(Some(name), format!("check {} has a new outcome {}{to}", quoted(name), quoted(id)));
    }
    for (id, _) in old.outcomes.iter().filter(|(id, _)| new.outcomes.get(id.value.as_str()).is_none()) {
        changes.way(Some(name), format!("check {} lost its outcome {}", quoted(name), quoted(id)));
    }
    let (gone, came) = difference(&texts(&old.undecided), &texts(&new.undecided));
    samples(name, "that settle nothing", &gone, &came, changes);
}

fn of_outcome(old: &Outcome, new: &Outcome, check: &NodeId, id: &OutcomeId, changes: &mut Changes) {
    let when = |outcome: &Outcome| outcome.when.as_ref().map(words::matcher);
    let subject = format!("outcome {} of {}", quoted(id), quoted(check));
    match (when(old), when(new)) {
        (was, is) if was == is => {}
        (Some(was), Some(is)) => {
            changes.way(Some(check), format!("{subject} is recognised by {is} instead of {was}"));
        }
        (Some(was), None) => {
            changes.safety(
                Some(check),
                format!("{subject} lost its test ({was}): only a person can choose it now"),
            );
        }
        (_, Some(is)) => changes.way(Some(check), format!("{subject} is now recognised by {is}")),
        (None, None) => {}
    }
    let captured = |outcome: &Outcome| -> Vec<String> {
        outcome
            .capture
            .iter()
            .map(|(fact, property)| format!("{} from {}", quoted(fact), quoted(property)))
            .collect()
    };
    if let Some(how) = changed(&captured(old), &captured(new), "captured values") {
        changes.way(Some(check), format!("{subject} {how}"));
    }
    let (gone, came) = difference(&texts(&old.samples), &texts(&new.samples));
    if new.samples.is_empty() && !old.samples.is_empty() {
        changes.safety(Some(check), format!("{subject} lost its last sample, so nothing tests it"));
    } else {
        samples(check, &format!("of outcome {}", quoted(id)), &gone, &came, changes);
    }
}

fn samples(check: &NodeId, of: &str, gone: &[String], came: &[String], changes: &mut Changes) {
    let check_name = quoted(check);
    let sentence = match (gone.len(), came.len()) {
        (0, 0) => return,
        (0, came) => format!("{check_name}: {} {of} added", count(came, "sample")),
        (gone, 0) => format!("{check_name}: {} {of} removed", count(gone, "sample")),
        (gone, came) => format!("{check_name}: {} {of} replaced by {came}", count(gone, "sample")),
    };
    changes.text(Some(check), sentence);
}

fn texts(samples: &[Sample]) -> Vec<String> {
    let one = |sample: &Sample| {
        let facts = sample.facts.iter().map(|(name, value)| format!("\u{0}{name}={}", value.value));
        format!("{}{}", sample.text.value, facts.collect::<String>())
    };
    samples.iter().map(one).collect()
}
