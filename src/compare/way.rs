//! Edges compared, and how long the ways are.
//!
//! Invariant: an edge whose target was only renamed did not change.
//! Deliberately absent: content of nodes.

use crate::compare::Changes;
use crate::compare::pair::Pairs;
use crate::graph::{Content, Edge, EdgeKind, Graph, Node};
use crate::model::{NodeId, NodeKey, RunbookId};
use crate::prose::{count_of, quoted};
use std::collections::BTreeMap;

/// Compares the edges that leave a node. Outcomes that came or went are the check's.
pub(super) fn edges(
    before: &Graph,
    after: &Graph,
    pairs: &Pairs<'_>,
    old: &Node,
    new: &Node,
    changes: &mut Changes,
) {
    let name = &new.key.node;
    let home = &new.key.runbook;
    for (edge, target) in after.edges(&new.key) {
        if edge.kind == EdgeKind::Return {
            continue;
        }
        let Some((was, from)) = before.edge(&old.key, &edge.kind) else {
            if let Some(sentence) = gained(&edge.kind, name, &shown(home, edge, &target.key)) {
                changes.way(Some(name), sentence);
            }
            continue;
        };
        let renamed = |key: &NodeKey| {
            if key.runbook == *home {
                NodeKey { runbook: key.runbook.clone(), node: pairs.now(&key.node).clone() }
            } else {
                key.clone()
            }
        };
        if renamed(&from.key) != target.key || was.back.as_ref().map(renamed) != edge.back {
            let (is, was) = (shown(home, edge, &target.key), shown(home, was, &renamed(&from.key)));
            changes
                .way(Some(name), format!("{} now goes to {is} instead of {was}", subject(&edge.kind, name)));
        }
    }
    for (edge, _) in before.edges(&old.key) {
        if after.edge(&new.key, &edge.kind).is_none()
            && let Some(sentence) = lost(&edge.kind, name)
        {
            changes.safety(Some(name), sentence);
        }
    }
}

fn subject(kind: &EdgeKind, name: &NodeId) -> String {
    let name = quoted(name);
    match kind {
        EdgeKind::Start => format!("symptom {name}"),
        EdgeKind::Outcome(outcome) => format!("outcome {} of {name}", quoted(outcome)),
        EdgeKind::NoneFits => format!("{name}, when no outcome fits,"),
        EdgeKind::Unsure => format!("{name}, when nobody can tell,"),
        EdgeKind::Verify => format!("the verification of {name}"),
        EdgeKind::AttemptsUsed => format!("{name}, when its attempts are used up,"),
        EdgeKind::Return => format!("the return to {name}"),
    }
}

fn gained(kind: &EdgeKind, name: &NodeId, to: &str) -> Option<String> {
    let name = quoted(name);
    match kind {
        EdgeKind::Unsure => Some(format!("{name} has a way out when nobody can tell: {to}")),
        EdgeKind::NoneFits => Some(format!("{name} has a way on when no outcome fits: {to}")),
        EdgeKind::Verify => Some(format!("{name} is now verified by {to}")),
        EdgeKind::AttemptsUsed => Some(format!("{name} has a limit of attempts, then {to}")),
        EdgeKind::Start | EdgeKind::Outcome(_) | EdgeKind::Return => None,
    }
}

fn lost(kind: &EdgeKind, name: &NodeId) -> Option<String> {
    let name = quoted(name);
    match kind {
        EdgeKind::Unsure => Some(format!("{name} lost its way out for when nobody can tell")),
        EdgeKind::NoneFits => Some(format!("{name} lost its way on for when no outcome fits")),
        EdgeKind::Verify => Some(format!("fix {name} lost its verification")),
        EdgeKind::AttemptsUsed => Some(format!("fix {name} lost its limit of attempts")),
        EdgeKind::Start | EdgeKind::Outcome(_) | EdgeKind::Return => None,
    }
}

/// A target: the node, with the runbook where it is another one, and where a call comes back.
pub(super) fn shown(home: &RunbookId, edge: &Edge, key: &NodeKey) -> String {
    let to = if key.runbook == *home { quoted(&key.node) } else { quoted(key) };
    match &edge.back {
        Some(back) => format!("{to} (and back to {})", quoted(&back.node)),
        None => to,
    }
}

/// Where a new node stands on a way that was there before: `between a and b`.
pub(super) fn place(before: &Graph, after: &Graph, pairs: &Pairs<'_>, new: &Node) -> Option<String> {
    for (old, now) in &pairs.both {
        for (edge, target) in after.edges(&now.key) {
            if target.key != new.key {
                continue;
            }
            let (_, was) = before.edge(&old.key, &edge.kind)?;
            let then = pairs.now(&was.key.node);
            let leads_on = after.edges(&new.key).into_iter().any(|(_, next)| next.key.node == *then);
            return Some(if leads_on {
                format!("between {} and {}", quoted(&now.key.node), quoted(then))
            } else {
                format!("behind {}", quoted(&now.key.node))
            });
        }
    }
    None
}

/// How many shortest ways from symptoms to ends became longer or shorter, and ends that cannot be come to any more.
pub(super) fn lengths(before: &Graph, after: &Graph, pairs: &Pairs<'_>, changes: &mut Changes) {
    let is_symptom = |(_, now): &&(&Node, &Node)| matches!(now.content, Content::Symptom(_));
    let is_end = |(_, now): &&(&Node, &Node)| matches!(now.content, Content::End(_));
    let mut by: BTreeMap<i64, usize> = BTreeMap::new();
    for (symptom, symptom_now) in pairs.both.iter().filter(is_symptom) {
        for (end, end_now) in pairs.both.iter().filter(is_end) {
            let was = before.path(&symptom.key, &end.key).map(|way| way.len());
            let is = after.path(&symptom_now.key, &end_now.key).map(|way| way.len());
            match (was, is) {
                (Some(was), Some(is)) if was != is => {
                    let steps = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
                    *by.entry(steps(is) - steps(was)).or_default() += 1;
                }
                (Some(_), None) => changes.way(
                    Some(&symptom_now.key.node),
                    format!(
                        "no way leads from {} to {} any more",
                        quoted(&symptom_now.key.node),
                        quoted(&end_now.key.node)
                    ),
                ),
                (None, Some(_)) => changes.way(
                    Some(&symptom_now.key.node),
                    format!(
                        "a way leads from {} to {} now",
                        quoted(&symptom_now.key.node),
                        quoted(&end_now.key.node)
                    ),
                ),
                _ => {}
            }
        }
    }
    for (steps, ways) in by {
        let verb = if ways == 1 { "is" } else { "are" };
        let direction = if steps > 0 { "longer" } else { "shorter" };
        let number = usize::try_from(steps.abs()).unwrap_or(usize::MAX);
        let steps =
            if number == 1 { "one step".to_owned() } else { count_of(number, "step", "steps").to_string() };
        let ways = count_of(ways, "shortest way", "shortest ways");
        changes.way(None, format!("{ways} from a symptom to an end {verb} {direction} by {steps}"));
    }
}
