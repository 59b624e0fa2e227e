//! What happened in a session: the append-only list that everything else is folded from.
//!
//! Invariant: an event is never changed and never removed. Taking something back is an event of its own
//! ([`What::Undone`]) that names the index of the one it cancels; cancelling that brings the first one back.
//! Deliberately absent: the clock (times are handed in) and the journal on disk.

use crate::model::{EndResult, FactName, NodeKey, OutcomeId};
use crate::session::ran::Ran;

/// Version of the events' JSON; it rises when a reader of the old form could misread the new one.
pub const VERSION: u32 = 1;

/// One thing that happened, and when.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Event {
    /// When.
    #[schemars(with = "String")]
    pub at: jiff::Timestamp,
    /// What.
    #[serde(rename = "event")]
    pub what: What,
}

impl Event {
    /// `what`, at the time `at`.
    pub fn new(at: jiff::Timestamp, what: What) -> Self {
        Self { at, what }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The session began. A second one in the same list has no effect.
    Started {
        /// [`VERSION`] of the program that wrote it.
        version: u32,
        /// Where the walk enters the graph.
        entry: NodeKey,
        /// Minutes by which the clock on the person's wall is ahead of UTC (negative: behind); absent where nobody said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        offset_minutes: Option<i32>,
    },
    /// A person gave a value, or said that it is not known.
    Input {
        /// The fact.
        fact: FactName,
        /// The value in its normal form; absent where the person does not know it.
        value: Option<String>,
        /// The node that asked for it; absent where it was given unasked.
        node: Option<NodeKey>,
    },
    /// Output of a command came in, whatever was made of it.
    Evidence {
        /// The check it was given to.
        node: NodeKey,
        /// Where it came from: `paste`, or the name of a file.
        from: String,
        /// The text, with line feeds as line ends.
        text: String,
        /// What of the commands' output is known to be missing: a sentence each, without a full stop.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        lacking: Vec<String>,
    },
    /// This program ran a command of a check; its output comes in as evidence.
    Ran(Box<Ran>),
    /// A check was answered.
    Answered {
        /// The check.
        node: NodeKey,
        /// Which visit to it on the path this is, from 1.
        visit: u32,
        /// The answer.
        answer: Answer,
        /// Who or what gave it.
        by: By,
        /// The lines of the evidence that decided.
        lines: Vec<EvidenceLine>,
        /// What the outcome captures from the evidence.
        captured: Vec<CapturedFact>,
    },
    /// A check was answered against what the evidence or the facts said.
    Overruled {
        /// The check.
        node: NodeKey,
        /// Which visit to it on the path this is, from 1.
        visit: u32,
        /// The answer of the person.
        answer: Answer,
        /// What the evidence or the facts spoke for.
        proposed: Vec<OutcomeId>,
        /// Why, in the person's words.
        reason: Option<String>,
        /// What the chosen outcome captures from the evidence.
        captured: Vec<CapturedFact>,
    },
    /// A fix was opened although its requirements do not hold.
    RequirementOverruled {
        /// The fix.
        node: NodeKey,
        /// Which visit to it on the path this is, from 1.
        visit: u32,
        /// What was missing, one sentence each.
        missing: Vec<String>,
        /// Why, in the person's words.
        reason: Option<String>,
    },
    /// A fix was tried.
    FixDone {
        /// The fix.
        node: NodeKey,
        /// Which visit to it on the path this is, from 1.
        visit: u32,
        /// How it went.
        result: FixResult,
        /// The commands as they were shown, values filled in.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        commands: Vec<ShownCommand>,
    },
    /// A fix was looked at and not tried. It is no attempt.
    FixNotDone {
        /// The fix.
        node: NodeKey,
        /// Which visit to it on the path this is, from 1.
        visit: u32,
        /// Why, in the person's words.
        reason: Option<String>,
    },
    /// The target of a destructive fix was typed, and its commands were shown.
    TargetConfirmed {
        /// The fix.
        node: NodeKey,
        /// Which visit to it on the path this is, from 1.
        visit: u32,
        /// What was typed.
        target: String,
    },
    /// A person went on before the wait that a fix asks for was over.
    WaitSkipped {
        /// The check that was to wait.
        node: NodeKey,
        /// Which visit to it on the path this is, from 1.
        visit: u32,
        /// When the wait would have been over.
        #[schemars(with = "String")]
        until: jiff::Timestamp,
    },
    /// A check was parked: somebody else is asked to run it, and the reply is awaited.
    CheckParked {
        /// The check.
        node: NodeKey,
        /// Which visit to it on the path this is, from 1.
        visit: u32,
        /// Why, in the person's words.
        reason: Option<String>,
    },
    /// A person went on at a node that no answer leads to.
    Jumped {
        /// Where the walk stood.
        node: NodeKey,
        /// Which visit to it on the path this is, from 1.
        visit: u32,
        /// Where it goes on.
        to: NodeKey,
        /// Why, in the person's words.
        reason: Option<String>,
    },
    /// The session was put aside.
    Parked {
        /// Why, in the person's words.
        reason: Option<String>,
    },
    /// The session was taken up again.
    Resumed,
    /// An earlier event no longer counts.
    Undone {
        /// Its index in the list, from 0.
        index: usize,
        /// Which way it was taken back.
        #[serde(default, skip_serializing_if = "Via::is_back")]
        via: Via,
    },
    /// What was done since an earlier event was one word of a person, so "undo" takes it back as one.
    TakenTogether {
        /// The index of the first event of it, from 0.
        first: usize,
    },
    /// A remark for the report.
    Note {
        /// Where the walk stood.
        node: Option<NodeKey>,
        /// The remark.
        text: String,
    },
    /// The walk came to an end and the report was given out.
    Finished {
        /// How it ended.
        result: EndResult,
    },
}

/// The answer of a check.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// This outcome.
    Outcome(OutcomeId),
    /// No outcome fits what is seen.
    None,
    /// The check cannot be run, or its answer cannot be told.
    Unsure,
}

impl Answer {
    /// The word for it on the command line and in reports: the outcome's name, `none` or `unsure`.
    pub fn word(&self) -> &str {
        match self {
            Self::Outcome(outcome) => outcome.as_str(),
            Self::None => "none",
            Self::Unsure => "unsure",
        }
    }
}

/// Who or what decided.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// A person.
    Answer,
    /// The output of a command.
    Evidence,
    /// Facts known before.
    Fact,
}

/// How an attempt at a fix went.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum FixResult {
    /// All steps were carried out; whether it helped is the verification's business.
    Done,
    /// A step could not be carried out.
    Failed,
}

impl FixResult {
    /// The word for it on the command line and in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// Which way an event was taken back. It matters only for what "undo" and "redo" mean next.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Via {
    /// A decision is taken up again; this is an act of its own, which "undo" takes back.
    #[default]
    Back,
    /// "Undo": the last act that counts is taken back.
    Undo,
    /// "Redo": the last "undo" is taken back.
    Redo,
}

impl Via {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    fn is_back(&self) -> bool {
        *self == Self::Back
    }
}

/// A command as a person was shown it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct ShownCommand {
    /// Where it is typed, as people say it.
    pub place: String,
    /// The command, known values filled in and quoted.
    pub text: String,
}

/// One line of a pasted text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct EvidenceLine {
    /// Its number, from 1.
    pub number: usize,
    /// Its text, at most [`EvidenceLine::LONGEST`] characters of it.
    pub text: String,
}

impl EvidenceLine {
    /// Characters kept of a line.
    pub const LONGEST: usize = 200;

    /// Line `number` of `text`, counted from 1.
    pub fn of(text: &str, number: usize) -> Option<Self> {
        let line = text.lines().nth(number.checked_sub(1)?)?.trim_end();
        let mut kept: String = line.chars().take(Self::LONGEST).collect();
        if kept.len() < line.len() {
            kept.push('…');
        }
        Some(Self { number, text: kept })
    }
}

/// A value taken from evidence.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct CapturedFact {
    /// The fact.
    pub fact: FactName,
    /// Its value.
    pub value: String,
    /// The lines it was read from.
    pub lines: Vec<EvidenceLine>,
}

#[cfg(test)]
mod tests {
    use super::{Answer, By, Event, EvidenceLine, NodeKey, Via, What};

    fn back(index: usize) -> What {
        What::Undone { index, via: Via::Back }
    }

    fn answered(node: &str) -> What {
        What::Answered {
            node: NodeKey::new("kb", node),
            visit: 1,
            answer: Answer::Outcome("yes".into()),
            by: By::Answer,
            lines: Vec::new(),
            captured: Vec::new(),
        }
    }

    #[test]
    fn the_json_of_an_answer_is_stable() {
        let event = Event::new(jiff::Timestamp::UNIX_EPOCH, answered("a"));
        let json = r#"{"at":"1970-01-01T00:00:00Z","event":{"answered":{"node":"kb/a","visit":1,"answer":{"outcome":"yes"},"by":"answer","lines":[],"captured":[]}}}"#;
        assert_eq!(serde_json::to_string(&event).expect("events are plain data"), json);
        assert_eq!(serde_json::from_str::<Event>(json).expect("its own JSON"), event);
    }

    #[test]
    fn the_json_of_what_came_later_leaves_the_older_form_alone() {
        let json = |what: What| serde_json::to_string(&what).expect("events are plain data");
        let entry = || NodeKey::new("kb", "a");
        assert_eq!(json(back(3)), r#"{"undone":{"index":3}}"#);
        assert_eq!(json(What::Undone { index: 3, via: Via::Redo }), r#"{"undone":{"index":3,"via":"redo"}}"#);
        let started = |offset_minutes| What::Started { version: 1, entry: entry(), offset_minutes };
        assert_eq!(json(started(None)), r#"{"started":{"version":1,"entry":"kb/a"}}"#);
        assert_eq!(
            json(started(Some(-90))),
            r#"{"started":{"version":1,"entry":"kb/a","offset_minutes":-90}}"#
        );
        let old = r#"{"fix-done":{"node":"kb/a","visit":1,"result":"failed"}}"#;
        let what = serde_json::from_str::<What>(old).expect("the older form is read");
        assert_eq!(json(what), old);
        let jumped = What::Jumped { node: entry(), visit: 2, to: NodeKey::new("kb", "b"), reason: None };
        assert_eq!(json(jumped), r#"{"jumped":{"node":"kb/a","visit":2,"to":"kb/b","reason":null}}"#);
    }

    #[test]
    fn long_lines_are_cut_at_a_character() {
        let text = format!("first\n{}\n", "ü".repeat(300));
        let line = EvidenceLine::of(&text, 2).expect("there is a second line");
        assert_eq!(line.text.chars().count(), 201);
        assert_eq!(EvidenceLine::of(&text, 0), None);
        assert_eq!(EvidenceLine::of(&text, 3), None);
    }
}
