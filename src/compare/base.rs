//! What all runbooks share, compared.
//!
//! Invariant: a rule that weighs less than before is a matter of safety.
//! Deliberately absent: runbooks.

use crate::compare::Changes;
use crate::compare::list::difference;
use crate::model::{KnowledgeBase, Level, Named};
use crate::prose::{and, quoted};

pub(super) fn compare(before: &KnowledgeBase, after: &KnowledgeBase, changes: &mut Changes) {
    rules(before, after, changes);
    names("place", &before.places, &after.places, changes);
    for (name, place) in after.places.iter() {
        if let Some(old) = before.places.get(name.value.as_str())
            && old.shell.value != place.shell.value
        {
            changes.safety(
                None,
                format!("the place {} has another shell, so values are quoted otherwise", quoted(name)),
            );
        }
    }
    names("source", &before.sources, &after.sources, changes);
    names("term of the glossary", &before.glossary, &after.glossary, changes);
    names("field elsewhere", &before.elsewhere, &after.elsewhere, changes);
    let owner = |base: &KnowledgeBase| base.owner.as_ref().map_or(String::new(), |owner| owner.value.clone());
    if owner(before) != owner(after) {
        changes.text(None, format!("the owner is now {}", quoted(owner(after))));
    }
}

fn rules(before: &KnowledgeBase, after: &KnowledgeBase, changes: &mut Changes) {
    let level = |base: &KnowledgeBase, rule: &str| base.rules.get(rule).map(|level| level.value);
    let mut names: Vec<&str> = before.rules.names().chain(after.rules.names()).collect();
    names.sort_unstable();
    names.dedup();
    for rule in names {
        let sentence = match (level(before, rule), level(after, rule)) {
            (was, is) if was == is => continue,
            (_, Some(Level::Off)) => format!("the rule {} is switched off", quoted(rule)),
            (_, Some(is)) => format!("the rule {} now weighs {}", quoted(rule), quoted(word(is))),
            (_, None) => format!("the rule {} weighs again what it does by itself", quoted(rule)),
        };
        changes.safety(None, sentence);
    }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "info",
        Level::Off => "off",
    }
}

/// Names that came and went in a table.
pub(super) fn names<K: AsRef<str>, T>(
    what: &str,
    before: &Named<K, T>,
    after: &Named<K, T>,
    changes: &mut Changes,
) {
    let of = |table: &Named<K, T>| table.names().map(quoted).collect::<Vec<String>>();
    let (gone, new) = difference(&of(before), &of(after));
    for (verb, names) in [("removes", gone), ("adds", new)] {
        if !names.is_empty() {
            let plural = if names.len() == 1 { "" } else { "s" };
            let what = match what.split_once(' ') {
                Some((first, rest)) => format!("{first}{plural} {rest}"),
                None => format!("{what}{plural}"),
            };
            changes.text(None, format!("{verb} the {what} {}", and(&names)));
        }
    }
}
