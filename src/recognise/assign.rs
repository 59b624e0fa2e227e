//! Which commands of a check the parts of a text are the output of, and which have none.
//!
//! Invariant: what a typed command printed is the output of one command of a check, however many alike it would fit. Output
//! without a command in front is whatever the check asks for.
//! Deliberately absent: how well a part fits a command (`fit`).

use crate::prose;
use crate::recognise::beside::is_among;
use crate::recognise::part::{End, Part};
use crate::recognise::profile::{Profile, Speaks};
use crate::recognise::within::{Placed, stops_short};
use std::collections::{BTreeMap, BTreeSet};

/// What is not there of what a check's commands print, a sentence each. `fits` tells which part, by its index, fits which
/// command; `chosen` are all parts that belong to the check.
pub(super) fn lacking(
    (parts, placed): (&[Part], &Placed<'_>),
    profile: &Profile,
    fits: &[(usize, usize)],
    chosen: &[&Part],
) -> Vec<String> {
    let mut assignment = Assignment { parts, profile, fits, holders: BTreeMap::new() };
    let mut lacking = Vec::new();
    for (index, command) in profile.commands.iter().enumerate() {
        let there =
            assignment.give(index, &mut BTreeSet::new()) || is_among(placed, chosen, profile, command);
        if !there && command.speaks == Speaks::Yes {
            let shown = prose::visible_line(&command.template.text.value);
            lacking.push(format!("The output of {} is not in the text", prose::quoted(short(&shown))));
        }
    }
    let is_cut = |part: &&&Part| {
        let prints = part.invocation.as_ref().and_then(|invocation| invocation.prints.as_deref());
        part.end == End::Open && stops_short(placed, part.lines, prints)
    };
    if let Some(part) = chosen.iter().find(is_cut) {
        lacking.push(format!("The output ends in the middle of an object, at line {}", part.lines.last));
    }
    lacking
}

/// The commands that each part was given to.
struct Assignment<'a> {
    parts: &'a [Part],
    profile: &'a Profile,
    fits: &'a [(usize, usize)],
    holders: BTreeMap<usize, Vec<usize>>,
}

impl Assignment<'_> {
    /// Gives a part to this command; one that holds it may get another part for it. `seen` are the parts that were tried.
    fn give(&mut self, command: usize, seen: &mut BTreeSet<usize>) -> bool {
        let fitting = self.fits.iter().filter(|(_, other)| *other == command).map(|(part, _)| *part);
        for part in fitting.collect::<Vec<usize>>() {
            if !seen.insert(part) {
                continue;
            }
            let rivals = self.rivals(part, command);
            if rivals.len() < self.room(part) {
                self.holders.entry(part).or_default().push(command);
                return true;
            }
            if let Some(rival) = rivals.into_iter().find(|rival| self.give(*rival, seen)) {
                let holders = self.holders.entry(part).or_default();
                holders.retain(|other| *other != rival);
                holders.push(command);
                return true;
            }
        }
        false
    }

    /// The commands that hold a part and print the same properties as this one: it can be the output of one of them.
    fn rivals(&self, part: usize, command: usize) -> Vec<usize> {
        let names = |index: &usize| self.profile.commands.get(*index).map(|command| &command.names);
        let holders = self.holders.get(&part).into_iter().flatten();
        holders.filter(|holder| names(holder) == names(&command)).copied().collect()
    }

    /// How many commands may have printed a part.
    fn room(&self, part: usize) -> usize {
        match self.parts.get(part) {
            Some(part) if part.command.is_none() => usize::MAX,
            _ => 1,
        }
    }
}

fn short(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}
