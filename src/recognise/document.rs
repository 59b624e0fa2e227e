//! What the reader made of a text and which checks it answers, as one JSON document.
//!
//! Invariant: the version rises when a field changes its meaning or goes away.
//! Deliberately absent: the text itself.

use crate::evidence::{Doubt, DoubtKind, Lines, Object, Property, Reading};
use crate::model::{NodeKey, OutcomeId};
use crate::prose;
use crate::recognise::answer::Answer;
use crate::recognise::attribute::Standing;
use crate::recognise::near::Unanswering;

/// Version of this JSON.
const VERSION: u32 = 1;

/// The most lines that one answer lists.
const MOST_LINES: usize = 200;

/// A text as it was read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Document {
    /// Version of this JSON: 1.
    pub version: u32,
    /// The objects, in the order of the text.
    pub objects: Vec<ReadObject>,
    /// The error records, in the order of the text.
    pub errors: Vec<ReadError>,
    /// What is distrusted about the text as a whole, and what to do about it.
    pub doubts: Vec<ReadDoubt>,
    /// The checks that the text answers, or belongs to without answering them.
    pub answers: Vec<ReadAnswer>,
}

/// One object of the output.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ReadObject {
    /// Its properties, in the order of the text.
    pub properties: Vec<ReadProperty>,
}

/// One property.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ReadProperty {
    /// Its name as printed.
    pub name: String,
    /// Its value as printed, wrapped lines joined; empty where nothing was printed.
    pub value: String,
    /// The elements where the value is a list, those that are there in full; null otherwise.
    pub items: Option<Vec<String>>,
    /// What is distrusted about the value.
    pub doubts: Vec<ReadDoubt>,
    /// First and last line, counted from 1.
    pub lines: [usize; 2],
}

/// An error as the shell printed it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ReadError {
    /// Its message, on one line.
    pub message: String,
    /// First and last line.
    pub lines: [usize; 2],
}

/// Something that is distrusted.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ReadDoubt {
    /// What kind of doubt, such as `cut`, `wrapped`, `loose`, `glued`, `garbled`, `masked`, `unread`, `encoding`,
    /// `ambiguous`, `wrong-side`, `partial` or `unanswering`.
    pub kind: String,
    /// The doubt as a sentence, with the better command where there is one.
    pub text: String,
    /// First and last line; null where it is about the whole text.
    pub lines: Option<[usize; 2]>,
}

/// What the text says to one check.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ReadAnswer {
    /// The check, as `runbook/node`.
    #[schemars(with = "String")]
    pub check: NodeKey,
    /// The outcome; null where none follows.
    pub outcome: Option<OutcomeId>,
    /// `proposed`, `several`, `none-fits`, `unknown`, `ambiguous` or `wrong-side`.
    pub verdict: String,
    /// The lines that decided; where nothing is decided, those that belong to the check.
    pub lines: Vec<usize>,
}

impl Document {
    /// The document of a reading and what it answers.
    pub fn new(reading: &Reading, answers: &[Answer], unanswering: &[Unanswering]) -> Self {
        let errors = reading.errors.iter();
        let mut doubts: Vec<ReadDoubt> = reading.doubts.iter().map(doubt).collect();
        for answer in answers {
            for found in about(answer) {
                if !doubts.contains(&found) {
                    doubts.push(found);
                }
            }
        }
        doubts.extend(unanswering.iter().map(|part| ReadDoubt {
            kind: "unanswering".to_owned(),
            text: part.text.clone(),
            lines: Some(pair(part.lines)),
        }));
        let each = |answer: &Answer| -> Vec<ReadAnswer> {
            let lines: Vec<usize> =
                answer.lines.iter().flat_map(|lines| lines.first..=lines.last).take(MOST_LINES).collect();
            let one = |check: &NodeKey| ReadAnswer {
                check: check.clone(),
                outcome: answer.outcome.clone(),
                verdict: answer.said.word().to_owned(),
                lines: lines.clone(),
            };
            answer.attribution.all.iter().map(one).collect()
        };
        Self {
            version: VERSION,
            objects: reading.objects.iter().map(object).collect(),
            errors: errors
                .map(|error| ReadError { message: error.message.clone(), lines: pair(error.lines) })
                .collect(),
            doubts,
            answers: answers.iter().flat_map(each).collect(),
        }
    }
}

fn object(object: &Object) -> ReadObject {
    ReadObject { properties: object.properties.iter().map(property).collect() }
}

fn property(property: &Property) -> ReadProperty {
    ReadProperty {
        name: property.name.clone(),
        value: property.value.clone(),
        items: property.items.as_ref().map(|items| items.values.clone()),
        doubts: property.doubts.iter().map(doubt).collect(),
        lines: pair(property.lines),
    }
}

fn doubt(doubt: &Doubt) -> ReadDoubt {
    ReadDoubt { kind: kind(doubt.kind), text: doubt.text.clone(), lines: doubt.lines.map(pair) }
}

/// The word that the kind has in JSON everywhere.
fn kind(kind: DoubtKind) -> String {
    let word = serde_json::to_value(kind).ok();
    word.and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

fn pair(lines: Lines) -> [usize; 2] {
    [lines.first, lines.last]
}

/// What is to be said about an answer: whose output it may be, what is missing of it, what to run instead.
fn about(answer: &Answer) -> Vec<ReadDoubt> {
    let lines = answer.attribution.lines.first().copied().map(pair);
    let make = |kind: &str, text: String| ReadDoubt { kind: kind.to_owned(), text, lines };
    let standing = match &answer.attribution.standing {
        Standing::Sure => None,
        Standing::Open(why) => Some(make("ambiguous", why.clone())),
        Standing::WrongSide(why) => Some(make("wrong-side", why.clone())),
    };
    let partial = answer.attribution.lacking.iter().map(|lacking| make("partial", lacking.clone()));
    let better = answer.better.iter().map(|better| {
        let text = format!(
            "{}; for all of it run in {}: {}",
            better.because,
            better.place_title,
            prose::quoted(&better.command)
        );
        make("cut", text)
    });
    standing.into_iter().chain(partial).chain(better).collect()
}
