//! How well one part of a text fits one command of a check.
//!
//! Invariant: an echoed command goes before everything else; where it is another command, properties do not count.
//! Deliberately absent: choosing between checks (`attribute`).

use crate::evidence::Lines;
use crate::model::FactName;
use crate::prose;
use crate::recognise::invocation::{Invocation, MARK, Shape, Value};
use crate::recognise::names::is_common;
use crate::recognise::part::{Output, Part};
use crate::recognise::profile::{Expected, Profile, Speaks};
use crate::recognise::within::Lowered;
use std::collections::BTreeMap;

/// How a part was found to be the output of a command; later is surer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ground {
    /// Some of the properties that the command prints, and all that the tests name.
    Tested,
    /// Most of the properties that the command prints, among others.
    Most,
    /// All of them.
    All,
    /// These and no others, in its order.
    Exactly,
    /// An error of the same cmdlet.
    Failed,
    /// A command that returns the same.
    Echoed,
    /// The very command of the check.
    Verbatim,
}

/// How much of what the command would print is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All of it.
    Whole,
    /// The command that was typed prints less; what it left out.
    Part(String),
    /// The command that was typed asks something else; the difference as the end of a sentence.
    Different(String),
}

/// A part fits a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fit {
    pub(crate) ground: Ground,
    pub(crate) extent: Extent,
    /// Properties shared that tell what was printed.
    pub(crate) shared: usize,
    /// Facts that only other output can give and that are not known, so that it is open which object this is about.
    pub(crate) unknown: Vec<FactName>,
    /// Inputs that are not known, in place of which an object was named.
    pub(crate) inputs: Vec<FactName>,
}

/// How a part fits a command of a check; none where it does not.
pub(crate) fn fit(
    part: &Part,
    text: &Lowered<'_>,
    profile: &Profile,
    expected: &Expected,
    facts: &BTreeMap<FactName, String>,
) -> Option<Fit> {
    if expected.speaks == Speaks::No {
        return None;
    }
    let unknown: Vec<FactName> =
        expected.captured.iter().filter(|name| !facts.contains_key(*name)).cloned().collect();
    let inputs: Vec<FactName> =
        expected.inputs.iter().filter(|name| !facts.contains_key(*name)).cloned().collect();
    let shared = expected.telling().filter(|name| part.names.contains(name)).count();
    if let Some(typed) = &part.invocation {
        let verbatim = holds(&typed.squeezed, &expected.invocation.squeezed);
        let extent = match typed.source.is_empty() {
            true if verbatim => Some(Extent::Whole),
            true => None,
            false if verbatim && !expected.invocation.squeezed.contains(MARK) => Some(Extent::Whole),
            false => Some(compare(&expected.invocation, typed, facts)?),
        };
        let ground = if verbatim { Ground::Verbatim } else { Ground::Echoed };
        if let Some(extent) = extent {
            return Some(Fit { ground, extent, shared, unknown, inputs });
        }
    }
    // Without the command, the object that it names has to be in the text.
    if part.output == Output::None {
        return None;
    }
    let ground = if part.names.is_empty() {
        part.failed.contains(&expected.invocation.source).then_some(Ground::Failed)?
    } else {
        by_names(part, profile, expected, shared)?
    };
    // Full output of a command that asks about one object may be about any other, unless it names that one.
    let other = |(name, value): &(String, Value)| match value {
        Value::Text(wanted) if matches!(name.as_str(), "" | "identity") => {
            !text.holds(&wanted.to_lowercase())
        }
        _ => false,
    };
    if ground < Ground::Exactly && expected.invocation.arguments.iter().any(other) {
        return None;
    }
    let meant = |name: &FactName| facts.get(name).is_none_or(|value| text.holds(&value.to_lowercase()));
    if !expected.captured.iter().all(meant) {
        return None;
    }
    Some(Fit { ground, extent: Extent::Whole, shared, unknown, inputs })
}

fn by_names(part: &Part, profile: &Profile, expected: &Expected, shared: usize) -> Option<Ground> {
    let has = |name: &String| part.names.contains(name);
    let names = &expected.names;
    if names.is_empty() {
        return None;
    }
    let telling = expected.telling().count();
    let declared = expected.invocation.prints.is_some();
    let enough = shared > 0 || names.len() > 2;
    let noise = |name: &&str| !matches!(*name, "runspaceid" | "pscomputername" | "psshowcomputername");
    let printed = || part.names.iter().filter(noise);
    if declared && enough && printed().eq(names.iter().map(String::as_str)) {
        return Some(Ground::Exactly);
    }
    let plain = expected.invocation.shape == Shape::Plain && expected.invocation.filters.is_empty();
    // Full output holds more than the command prints; of a filtered command that would be other objects. One property
    // alone may be printed by many commands.
    let beside = printed().count().saturating_sub(names.len());
    let alone = || names.iter().all(has) && beside <= MOST_BESIDE;
    let own = |name: &str| part.names.contains(name) && !DIRECTORIES.contains(&name);
    let pinned = || beside <= 2 * MOST_BESIDE || expected.telling().any(own);
    if plain && shared == telling && (telling > 1 && pinned() || telling == 1 && alone()) {
        return Some(Ground::All);
    }
    if plain && telling > 1 && shared * 3 >= telling * 2 && pinned() {
        return Some(Ground::Most);
    }
    if !plain || profile.commands.len() != 1 {
        return None;
    }
    let known = printed().all(|name| profile.known.contains(name));
    let tested = !profile.tested.is_empty() && profile.tested.iter().all(|name| part.names.contains(name));
    // What objects of every kind have tells nothing of the command that printed it.
    let tells = || printed().any(|name| !is_common(name));
    (tested && known && tells()).then_some(Ground::Tested)
}

/// How many other properties may stand beside the only one that tells what was printed.
const MOST_BESIDE: usize = 3;

/// What all web directories of a mail server have: in full output it does not tell which directory it is.
const DIRECTORIES: [&str; 9] = [
    "internalurl",
    "externalurl",
    "internalauthenticationmethods",
    "externalauthenticationmethods",
    "basicauthentication",
    "windowsauthentication",
    "oauthauthentication",
    "wssecurityauthentication",
    "extendedprotectiontokenchecking",
];

/// Parameters that change how a cmdlet works, not what it returns.
const HARMLESS: [&str; 12] = [
    "verbose",
    "debug",
    "erroraction",
    "ea",
    "warningaction",
    "wa",
    "domaincontroller",
    "resultsize",
    "adpropertiesonly",
    "confirm",
    "whatif",
    "outvariable",
];

fn is_harmless(name: &str) -> bool {
    HARMLESS.contains(&name)
}

/// How much of `expected` the command that was typed prints; none where it is another command, or prints more objects.
fn compare(expected: &Invocation, typed: &Invocation, facts: &BTreeMap<FactName, String>) -> Option<Extent> {
    if expected.source != typed.source {
        return None;
    }
    if expected.shape == Shape::Made && typed.prints.is_none() || !made_alike(expected, typed) {
        return None;
    }
    if !expected.filters.iter().all(|filter| typed.filters.contains(filter)) {
        return None;
    }
    let mut extent = Extent::Whole;
    for (name, wanted) in &expected.arguments {
        let shown =
            if name.is_empty() { "its argument".to_owned() } else { prose::quoted(format!("-{name}")) };
        match (wanted, typed.argument(name)) {
            _ if is_harmless(name) => {}
            (Value::Text(wanted), Some(Value::Text(value))) if wanted.eq_ignore_ascii_case(value) => {}
            (Value::Expression(pieces), Some(Value::Text(value))) if !follow(pieces, value) => return None,
            (Value::Fact(_) | Value::Expression(_), None) => {
                extent = Extent::Different(format!("it was run without {shown}"));
            }
            (Value::Fact(fact), Some(Value::Text(value))) => {
                if facts.get(fact).is_some_and(|known| !known.eq_ignore_ascii_case(value)) {
                    return None;
                }
            }
            (Value::Switch, None) => extent = at_least(extent, Extent::Part(shown)),
            (Value::Fact(_) | Value::Expression(_) | Value::Switch, Some(_))
            | (Value::Text(_), Some(Value::Expression(_))) => {}
            (Value::Text(wanted), _) => {
                extent = Extent::Different(format!("it was run without {shown} {}", prose::quoted(wanted)));
            }
        }
    }
    let narrower = typed.filters.iter().any(|filter| !expected.filters.contains(filter))
        || typed.arguments.iter().any(|(name, _)| !is_harmless(name) && expected.argument(name).is_none());
    Some(if narrower { at_least(extent, Extent::Part("some objects".to_owned())) } else { extent })
}

/// Whether a text holds these pieces in their order.
fn follow(pieces: &[String], text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut rest = lower.as_str();
    pieces.iter().all(|piece| match rest.split_once(piece.as_str()) {
        Some((_, behind)) => {
            rest = behind;
            true
        }
        None => false,
    })
}

/// Whether the output of one command is the whole output of the other, whatever their facts are.
pub(crate) fn compatible(expected: &Invocation, typed: &Invocation) -> bool {
    expected.source == typed.source
        && expected.filters == typed.filters
        && !expected.source.is_empty()
        && expected
            .arguments
            .iter()
            .filter(|(name, _)| !is_harmless(name))
            .all(|(name, value)| typed.argument(name) == Some(value))
        && typed
            .arguments
            .iter()
            .filter(|(name, _)| !is_harmless(name))
            .all(|(name, _)| expected.argument(name).is_some())
}

fn at_least(found: Extent, other: Extent) -> Extent {
    if found == Extent::Whole { other } else { found }
}

/// A command that makes properties of its own is echoed only where the same ones were made.
fn made_alike(expected: &Invocation, typed: &Invocation) -> bool {
    expected.shape == Shape::Plain
        || expected
            .prints
            .iter()
            .flatten()
            .filter(|name| !is_common(name))
            .all(|name| typed.prints.iter().flatten().any(|other| other == name))
}

/// Whether `text` is `pattern`, where anything may stand for its placeholders.
fn holds(text: &str, pattern: &str) -> bool {
    let mut rest = text;
    for (index, piece) in pattern.split(MARK).enumerate() {
        if index % 2 == 1 || piece.is_empty() {
            continue;
        }
        let behind = match index {
            0 => rest.strip_prefix(piece),
            _ => rest.split_once(piece).map(|(_, behind)| behind),
        };
        match behind {
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    pattern.ends_with(MARK) || rest.is_empty()
}

/// The lines of a part without the command.
pub(crate) fn output_lines(part: &Part) -> Lines {
    let first =
        part.command.as_ref().map_or(part.lines.first, |(_, lines)| (lines.last + 1).min(part.lines.last));
    Lines { first, last: part.lines.last }
}
