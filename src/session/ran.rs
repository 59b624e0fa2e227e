//! A command that this program ran itself, as the session remembers it.
//!
//! Invariant: says everything that somebody needs to run it again: with what, exactly what, when, and how it ended.
//! Deliberately absent: its output, which is evidence like any other.

use crate::model::{NodeKey, PlaceId};

/// How it is said where evidence came from that this program collected; the program that read the command follows.
pub const RUN_HERE: &str = "run here by ";

/// A run of a command.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Ran {
    /// The check it belongs to.
    pub node: NodeKey,
    /// Which visit to it on the path this is, from 1.
    pub visit: u32,
    /// The place it is written for.
    pub place: PlaceId,
    /// The command as a person would type it.
    pub command: String,
    /// The program that read it, with its full path.
    pub interpreter: String,
    /// What that program was given, the script's file last.
    pub arguments: Vec<String>,
    /// The SHA-256 of the script's bytes.
    pub script: String,
    /// When it began.
    #[schemars(with = "String")]
    pub began: jiff::Timestamp,
    /// When it was over.
    #[schemars(with = "String")]
    pub ended: jiff::Timestamp,
    /// Its exit code; absent where it was stopped.
    pub code: Option<i32>,
    /// What of its output is missing, and why: a sentence each, without a full stop.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacking: Vec<String>,
}
