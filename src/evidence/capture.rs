//! Captures: properties of the output that an outcome remembers as facts.
//!
//! Invariant: a captured value was printed in full and without a doubt, and is the same in every object that matched;
//! what is not is reported instead.
//! Deliberately absent: storing facts.

use crate::evidence::matching::Matching;
use crate::evidence::meaning::is_blank;
use crate::evidence::{Known, Lines, Object, Property, Reading, Truth};
use crate::model::{FactName, Outcome};
use serde::{Deserialize, Serialize};

/// What the captures of an outcome gave.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Captures {
    /// The facts found.
    pub found: Vec<Captured>,
    /// The facts that could not be taken, with the reason.
    pub refused: Vec<NotCaptured>,
}

/// A fact taken from the output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Captured {
    /// The fact.
    pub fact: FactName,
    /// Its value; of a list with one element, that element.
    pub value: String,
    /// Where it was printed.
    pub lines: Lines,
}

/// A fact that could not be taken from the output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotCaptured {
    /// The fact.
    pub fact: FactName,
    /// Why, as a sentence without a full stop.
    pub because: String,
}

/// Takes the captures of `outcome` from a reading. With several objects, those count that the outcome's matcher is true
/// for, or all if it is about none of them in particular.
pub fn capture(outcome: &Outcome, reading: &Reading, known: &Known<'_>) -> Captures {
    let mut captures = Captures::default();
    if outcome.capture.is_empty() {
        return captures;
    }
    let matched = matched_objects(outcome, reading, known);
    for (fact, property) in outcome.capture.iter() {
        let fact = fact.value.clone();
        match take(property, &matched) {
            Ok((value, lines)) => captures.found.push(Captured { fact, value, lines }),
            Err(because) => captures.refused.push(NotCaptured { fact, because }),
        }
    }
    captures
}

fn matched_objects<'a>(outcome: &Outcome, reading: &'a Reading, known: &Known<'a>) -> Vec<&'a Object> {
    let matching = Matching::new(Some(reading), *known);
    let matched: Vec<&Object> = outcome.when.as_ref().map_or_else(Vec::new, |matcher| {
        reading.objects.iter().filter(|object| matching.one(matcher, object).truth == Truth::True).collect()
    });
    if matched.is_empty() { reading.objects.iter().collect() } else { matched }
}

/// The value of a property that these objects agree on.
fn take(name: &str, objects: &[&Object]) -> Result<(String, Lines), String> {
    let mut found: Option<(String, Lines)> = None;
    let properties = objects.iter().flat_map(|object| &object.properties);
    for property in properties.filter(|property| property.name.eq_ignore_ascii_case(name)) {
        let value = plain_value(property)?;
        match &found {
            Some((first, lines)) if *first != value => {
                return Err(format!("`{name}` differs between {lines} and {}", property.lines));
            }
            Some(_) => {}
            None => found = Some((value, property.lines)),
        }
    }
    found.ok_or_else(|| format!("`{name}` is not in the output"))
}

fn plain_value(property: &Property) -> Result<String, String> {
    let name = &property.name;
    if let Some(doubt) = property.doubts.first() {
        return Err(doubt.text.clone().into_owned());
    }
    match &property.items {
        None if is_blank(&property.value) => Err(format!("`{name}` is blank")),
        None => Ok(property.value.clone()),
        Some(items) => match items.values.as_slice() {
            [only] => Ok(only.clone()),
            [] => Err(format!("`{name}` is empty")),
            several => Err(format!("`{name}` holds {} values", several.len())),
        },
    }
}
