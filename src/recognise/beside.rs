//! What of a text belongs to a check though none of its commands fits it alone.
//!
//! Invariant: only what no prompt precedes is taken; what is said of a part never depends on other checks.
//! Deliberately absent: how well a part fits a command (`fit`).

use crate::recognise::names::is_common;
use crate::recognise::part::{Output, Part};
use crate::recognise::profile::{Expected, Profile, Speaks};
use crate::recognise::within::Placed;

/// How many of the parts that follow the one at `index` are more of the same output: a command may print an object and then
/// lines of its own, as the samples show.
pub(super) fn following(parts: &[Part], index: usize, profile: &Profile) -> usize {
    let side = parts[index].side.as_ref().map(|sided| sided.side);
    let more = |part: &&Part| {
        let same_side = part.side.as_ref().is_none_or(|sided| Some(sided.side) == side);
        part.command.is_none()
            && part.output == Output::Some
            && part.failed.is_empty()
            && same_side
            && part.names.iter().any(|name| !is_common(name))
            && part.names.iter().all(|name| profile.known.contains(name))
    };
    parts[index + 1..].iter().take_while(more).count()
}

/// Whether one of these parts holds an object with just the properties that this command of a check prints and none of its
/// other commands does. Two commands may print objects that differ by a property alone; then they stand together.
///
/// A list of properties that another command's list begins with proves nothing: it may be that one's, cut off.
pub(super) fn is_among(placed: &Placed<'_>, parts: &[&Part], profile: &Profile, expected: &Expected) -> bool {
    let Some(prints) = &expected.invocation.prints else { return false };
    let begins_another = profile.commands.iter().any(|other| {
        let is_other = !std::ptr::eq(other, expected) && other.speaks == Speaks::Yes;
        is_other && other.invocation.prints.as_ref().is_none_or(|names| names.starts_with(prints))
    });
    let is_it = |part: &&&Part| {
        part.command.is_none()
            && placed.begins_on(part.lines).any(|(object, _)| {
                object.properties.len() == prints.len()
                    && object
                        .properties
                        .iter()
                        .zip(prints)
                        .all(|(property, name)| property.name.to_lowercase() == *name)
            })
    };
    !begins_another && parts.iter().any(|part| is_it(&part))
}
