//! What the reader made of a text and which checks it answers, as one JSON document.
//!
//! Invariant: the version rises when a field changes its meaning or goes away.
//! Deliberately absent: the text itself.

use crate::evidence::{Doubt, Lines, Object, Property, Reading};
use crate::model::{NodeKey, OutcomeId};
use crate::prose;
use crate::recognise::answer::Answer;
use crate::recognise::attribute::Standing;
use crate::recognise::near::Unanswering;
use serde::Serializer;
use std::borrow::Cow;

/// Version of this JSON.
const VERSION: u32 = 1;

/// The most lines that one answer lists.
const MOST_LINES: usize = 200;

/// A text as it was read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Document<'a> {
    /// Version of this JSON: 1.
    pub version: u32,
    /// The objects, in the order of the text. There may be very many, so they are turned while they are written.
    #[serde(serialize_with = "objects")]
    #[schemars(with = "Vec<ReadObject<'a>>")]
    pub objects: &'a [Object],
    /// The error records, in the order of the text.
    pub errors: Vec<ReadError<'a>>,
    /// What is distrusted about the text as a whole, and what to do about it.
    pub doubts: Vec<ReadDoubt<'a>>,
    /// The checks that the text answers, or belongs to without answering them.
    pub answers: Vec<ReadAnswer<'a>>,
}

/// One object of the output.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ReadObject<'a> {
    /// Its properties, in the order of the text.
    #[serde(serialize_with = "properties")]
    #[schemars(with = "Vec<ReadProperty<'a>>")]
    pub properties: &'a [Property],
}

/// One property.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ReadProperty<'a> {
    /// Its name as printed.
    pub name: &'a str,
    /// Its value as printed, wrapped lines joined; empty where nothing was printed.
    pub value: &'a str,
    /// The elements where the value is a list, those that are there in full; null otherwise.
    pub items: Option<&'a [String]>,
    /// What is distrusted about the value.
    #[serde(serialize_with = "doubts")]
    #[schemars(with = "Vec<ReadDoubt<'a>>")]
    pub doubts: &'a [Doubt],
    /// First and last line, counted from 1.
    pub lines: [usize; 2],
}

/// An error as the shell printed it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ReadError<'a> {
    /// Its message, on one line.
    pub message: &'a str,
    /// First and last line.
    pub lines: [usize; 2],
}

/// Something that is distrusted.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ReadDoubt<'a> {
    /// What kind of doubt, such as `cut`, `wrapped`, `loose`, `glued`, `garbled`, `masked`, `unread`, `encoding`,
    /// `ambiguous`, `wrong-side`, `partial` or `unanswering`.
    pub kind: &'static str,
    /// The doubt as a sentence, with the better command where there is one.
    pub text: Cow<'a, str>,
    /// First and last line; null where it is about the whole text.
    pub lines: Option<[usize; 2]>,
}

/// What the text says to one check.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ReadAnswer<'a> {
    /// The check, as `runbook/node`.
    #[schemars(with = "String")]
    pub check: &'a NodeKey,
    /// The outcome; null where none follows.
    pub outcome: Option<&'a OutcomeId>,
    /// `proposed`, `several`, `none-fits`, `unknown`, `ambiguous` or `wrong-side`.
    pub verdict: &'static str,
    /// The lines that decided; where nothing is decided, those that belong to the check.
    pub lines: Vec<usize>,
}

impl<'a> Document<'a> {
    /// The document of a reading and what it answers.
    pub fn new(reading: &'a Reading, answers: &'a [Answer], unanswering: &'a [Unanswering]) -> Self {
        let errors = reading.errors.iter();
        let mut doubts: Vec<ReadDoubt<'_>> = reading.doubts.iter().map(doubt).collect();
        for answer in answers {
            for found in about(answer) {
                if !doubts.contains(&found) {
                    doubts.push(found);
                }
            }
        }
        doubts.extend(unanswering.iter().map(|part| ReadDoubt {
            kind: "unanswering",
            text: Cow::Borrowed(&part.text),
            lines: Some(pair(part.lines)),
        }));
        let each = |answer: &'a Answer| -> Vec<ReadAnswer<'a>> {
            let lines: Vec<usize> =
                answer.lines.iter().flat_map(|lines| lines.first..=lines.last).take(MOST_LINES).collect();
            let one = |check: &'a NodeKey| ReadAnswer {
                check,
                outcome: answer.outcome.as_ref(),
                verdict: answer.said.word(),
                lines: lines.clone(),
            };
            answer.attribution.all.iter().map(one).collect()
        };
        Self {
            version: VERSION,
            objects: &reading.objects,
            errors: errors
                .map(|error| ReadError { message: &error.message, lines: pair(error.lines) })
                .collect(),
            doubts,
            answers: answers.iter().flat_map(each).collect(),
        }
    }
}

fn objects<S: Serializer>(objects: &[Object], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(objects.iter().map(|object| ReadObject { properties: &object.properties }))
}

fn properties<S: Serializer>(properties: &[Property], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(properties.iter().map(property))
}

fn doubts<S: Serializer>(doubts: &[Doubt], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(doubts.iter().map(doubt))
}

fn property(property: &Property) -> ReadProperty<'_> {
    ReadProperty {
        name: &property.name,
        value: &property.value,
        items: property.items.as_ref().map(|items| items.values.as_slice()),
        doubts: &property.doubts,
        lines: pair(property.lines),
    }
}

fn doubt(doubt: &Doubt) -> ReadDoubt<'_> {
    ReadDoubt { kind: doubt.kind.word(), text: Cow::Borrowed(&*doubt.text), lines: doubt.lines.map(pair) }
}

fn pair(lines: Lines) -> [usize; 2] {
    [lines.first, lines.last]
}

/// What is to be said about an answer: whose output it may be, what is missing of it, what to run instead.
fn about(answer: &Answer) -> Vec<ReadDoubt<'_>> {
    let lines = answer.attribution.lines.first().copied().map(pair);
    let standing = match &answer.attribution.standing {
        Standing::Sure => None,
        Standing::Open(why) => Some(("ambiguous", why)),
        Standing::WrongSide(why) => Some(("wrong-side", why)),
    };
    let partial = answer.attribution.lacking.iter().map(|lacking| ("partial", lacking));
    let told = standing.into_iter().chain(partial);
    let told = told.map(|(kind, text)| ReadDoubt { kind, text: Cow::Borrowed(text.as_str()), lines });
    let better = answer.better.iter().map(|better| {
        let text = format!(
            "{}; for all of it run in {}: {}",
            better.because,
            better.place_title,
            prose::quoted(&better.command)
        );
        ReadDoubt { kind: "cut", text: Cow::Owned(text), lines }
    });
    told.chain(better).collect()
}
