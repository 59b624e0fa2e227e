//! What all runbooks share, compared.
//!
//! Invariant: a rule that weighs less than before, or may do so, is a matter of safety.
//! Deliberately absent: runbooks.

use crate::compare::Changes;
use crate::compare::list::difference;
use crate::compare::said::{self, Said};
use crate::model::{KnowledgeBase, Level, Named, Place};
use crate::prose::{and, count, quoted};
use std::fmt::Display;

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
    for (name, place) in after.places.iter() {
        let side = |place: &Place| place.side.as_ref().map(|side| side.value);
        if let Some(old) = before.places.get(name.value.as_str())
            && side(old) != side(place)
        {
            changes.way(None, format!("the place {} is on another side", quoted(name)));
        }
    }
    reworded("place", &before.places, &after.places, said::place, changes);
    names("source", &before.sources, &after.sources, changes);
    reworded("source", &before.sources, &after.sources, said::source, changes);
    names("term of the glossary", &before.glossary, &after.glossary, changes);
    reworded("term", &before.glossary, &after.glossary, said::term, changes);
    names("field elsewhere", &before.elsewhere, &after.elsewhere, changes);
    let days = |base: &KnowledgeBase| base.review_days.as_ref().map(|days| days.value);
    match (days(before), days(after)) {
        (was, is) if was == is => {}
        (_, Some(is)) => changes.text(None, format!("reviews are due after {}", count(is as usize, "day"))),
        (_, None) => changes.text(None, "reviews are due as by default".to_owned()),
    }
    let heads = [head(before), head(after)];
    let other = said::reworded(&heads[0], &heads[1]);
    if !other.is_empty() {
        changes.text(None, format!("has other words in {}", and(&other)));
    }
    let owner = |base: &KnowledgeBase| base.owner.as_ref().map_or(String::new(), |owner| owner.value.clone());
    if owner(before) != owner(after) {
        changes.text(None, format!("the owner is now {}", quoted(owner(after))));
    }
}

/// What the knowledge base says of itself.
fn head(base: &KnowledgeBase) -> [Said; 4] {
    let order: Vec<&str> = base.order.iter().map(|runbook| runbook.value.as_str()).collect();
    let contact = base.contact.as_ref().map_or(String::new(), |contact| contact.value.clone());
    [
        ("`title`", base.title.value.clone()),
        ("`summary`", said::markdown(base.summary.as_ref())),
        ("`contact`", contact),
        ("`order`", order.join("\n")),
    ]
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
        let is_stricter = match (level(before, rule), level(after, rule)) {
            (Some(was), Some(is)) => weight(is) > weight(was),
            // What it weighs by itself is between the two.
            (None, Some(is)) => is == Level::Error,
            (Some(was), None) => was == Level::Off,
            (None, None) => true,
        };
        if is_stricter { changes.text(None, sentence) } else { changes.safety(None, sentence) }
    }
}

fn weight(level: Level) -> u8 {
    match level {
        Level::Off => 0,
        Level::Info => 1,
        Level::Warning => 2,
        Level::Error => 3,
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

/// What is in both states and says something else.
pub(super) fn reworded<K: AsRef<str> + Display, T>(
    what: &str,
    before: &Named<K, T>,
    after: &Named<K, T>,
    said: fn(&T) -> Vec<Said>,
    changes: &mut Changes,
) {
    for (name, new) in after.iter() {
        let Some(old) = before.get(name.value.as_ref()) else { continue };
        let keys = said::reworded(&said(old), &said(new));
        if !keys.is_empty() {
            changes.text(None, format!("the {what} {} says something else in {}", quoted(name), and(&keys)));
        }
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
