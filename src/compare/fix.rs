//! Fixes compared. What guards them is compared first.
//!
//! Invariant: a guard that is gone or weaker is a matter of safety; one that is new or stronger is not.
//! Deliberately absent: edges (`way`).

use crate::compare::Changes;
use crate::compare::list::changed;
use crate::compare::words;
use crate::model::{Fix, NodeId, Rollback};
use crate::prose::{or, quoted};

pub(super) fn compare(old: &Fix, new: &Fix, name: &NodeId, changes: &mut Changes) {
    let subject = format!("fix {}", quoted(name));
    risk(old, new, name, &subject, changes);
    rollback(old, new, name, &subject, changes);
    requires(old, new, name, &subject, changes);
    let texts = |of: fn(&Fix) -> Option<&str>| (of(old).map(str::trim), of(new).map(str::trim));
    let role = texts(|fix| fix.role.as_ref().map(|role| role.value.as_str()));
    guard(role, name, &subject, "role", changes);
    guard(
        texts(|fix| fix.impact.as_ref().map(crate::model::Markdown::as_str)),
        name,
        &subject,
        "impact",
        changes,
    );
    guard(
        texts(|fix| fix.stop_if.as_ref().map(crate::model::Markdown::as_str)),
        name,
        &subject,
        "stop condition",
        changes,
    );
    let limits = (old.attempts.as_ref(), new.attempts.as_ref());
    if let (Some(was), Some(is)) = limits.map_values(|attempts| attempts.limit.value)
        && was != is
    {
        let sentence = format!("{subject} may be tried {is} times instead of {was}");
        if is > was { changes.safety(Some(name), sentence) } else { changes.way(Some(name), sentence) }
    }
    let wait = |fix: &Fix| fix.wait.as_ref().map(|wait| wait.value);
    match (wait(old), wait(new)) {
        (was, is) if was == is => {}
        (Some(was), None) => changes.safety(Some(name), format!("{subject} lost its waiting time of {was}")),
        (Some(was), Some(is)) if is < was => {
            changes
                .safety(Some(name), format!("{subject} waits {is} instead of {was} before it is verified"));
        }
        (_, Some(is)) => changes.way(Some(name), format!("{subject} waits {is} before it is verified")),
        (None, None) => {}
    }
    let steps = |fix: &Fix| fix.steps.iter().map(words::step).collect::<Vec<String>>();
    if let Some(how) = changed(&steps(old), &steps(new), "steps") {
        changes.way(Some(name), format!("{subject} {how}"));
    }
}

/// Both values of a pair, changed by a function.
trait MapValues<T> {
    fn map_values<U>(self, f: impl Fn(&T) -> U) -> (Option<U>, Option<U>);
}

impl<T> MapValues<T> for (Option<&T>, Option<&T>) {
    fn map_values<U>(self, f: impl Fn(&T) -> U) -> (Option<U>, Option<U>) {
        (self.0.map(&f), self.1.map(&f))
    }
}

fn risk(old: &Fix, new: &Fix, name: &NodeId, subject: &str, changes: &mut Changes) {
    let risk = |fix: &Fix| fix.risk.as_ref().map(|risk| risk.value);
    match (risk(old), risk(new)) {
        (was, is) if was == is => {}
        (Some(was), Some(is)) if is < was => changes.safety(
            Some(name),
            format!("the risk of {subject} is lowered from {} to {}", quoted(was.word()), quoted(is.word())),
        ),
        (Some(was), None) => {
            changes.safety(Some(name), format!("{subject} lost its risk, which was {}", quoted(was.word())));
        }
        (_, Some(is)) => {
            changes.way(Some(name), format!("the risk of {subject} is now {}", quoted(is.word())));
        }
        (None, None) => {}
    }
}

fn rollback(old: &Fix, new: &Fix, name: &NodeId, subject: &str, changes: &mut Changes) {
    let steps = |rollback: &Rollback| match rollback {
        Rollback::Steps(steps) => steps.iter().map(words::step).collect(),
        Rollback::None(_) => Vec::new(),
    };
    match (&old.rollback, &new.rollback) {
        (Some(_), None) => changes.safety(Some(name), format!("{subject} lost its rollback")),
        (Some(Rollback::Steps(_)), Some(Rollback::None(reason))) => {
            let reason = reason.as_str().trim();
            changes.safety(Some(name), format!("{subject} can no longer be undone: “{reason}”"));
        }
        (None | Some(Rollback::None(_)), Some(Rollback::Steps(_))) => {
            changes.way(Some(name), format!("{subject} can now be undone"));
        }
        (None, Some(Rollback::None(reason))) => {
            changes.text(
                Some(name),
                format!("{subject} says why it is not undone: “{}”", reason.as_str().trim()),
            );
        }
        (Some(was), Some(is)) => {
            if let Some(how) = changed(&steps(was), &steps(is), "rollback") {
                changes.way(Some(name), format!("{subject} {how}"));
            }
        }
        (None, None) => {}
    }
}

/// What must hold before the commands are offered. More outcomes for one check ask for less.
fn requires(old: &Fix, new: &Fix, name: &NodeId, subject: &str, changes: &mut Changes) {
    for (check, was) in old.requires.iter() {
        let words = |requirement: &crate::model::Requirement| -> Vec<String> {
            requirement.outcomes.iter().map(quoted).collect()
        };
        let Some(is) = new.requires.get(check.value.as_str()) else {
            let sentence = format!("{subject} no longer requires {} of {}", or(&words(was)), quoted(check));
            changes.safety(Some(name), sentence);
            continue;
        };
        let (was, is) = (words(was), words(is));
        let looser = is.iter().any(|outcome| !was.contains(outcome));
        let tighter = was.iter().any(|outcome| !is.contains(outcome));
        let sentence = format!("{subject} requires {} of {} instead of {}", or(&is), quoted(check), or(&was));
        if looser {
            changes.safety(Some(name), sentence);
        } else if tighter {
            changes.way(Some(name), sentence);
        }
    }
    for (check, is) in
        new.requires.iter().filter(|(check, _)| old.requires.get(check.value.as_str()).is_none())
    {
        let outcomes: Vec<String> = is.outcomes.iter().map(quoted).collect();
        changes.way(Some(name), format!("{subject} now requires {} of {}", or(&outcomes), quoted(check)));
    }
}

fn guard(
    (was, is): (Option<&str>, Option<&str>),
    name: &NodeId,
    subject: &str,
    what: &str,
    changes: &mut Changes,
) {
    match (was, is) {
        (Some(_), None) => changes.safety(Some(name), format!("{subject} lost its {what}")),
        (Some(was), Some(is)) if was != is => {
            changes.text(Some(name), format!("{subject} has another {what}: “{is}”"));
        }
        (None, Some(is)) => changes.text(Some(name), format!("{subject} has a {what} now: “{is}”")),
        _ => {}
    }
}
