//! `manifest.json`: what a collection script brought, file by file.
//!
//! Invariant: version 1 never changes its fields; readers ignore fields that they do not know.
//! Deliberately absent: the outputs themselves.

use crate::model::{NodeKey, PlaceId, RunbookId};
use serde::{Deserialize, Serialize};

/// The manifest's file name in a bundle.
pub const NAME: &str = "manifest.json";
/// The version that this program writes and reads.
pub const VERSION: u32 = 1;

/// What a bundle says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this format: [`VERSION`].
    pub version: u32,
    /// The knowledge base that the script was made from.
    pub knowledge_base: Base,
    /// The runbook whose checks were collected.
    pub runbook: RunbookId,
    /// The place where the commands were run.
    pub place: PlaceId,
    /// When the collection began, as a timestamp.
    #[serde(default)]
    pub started: Option<String>,
    /// When it ended, as a timestamp.
    #[serde(default)]
    pub ended: Option<String>,
    /// What was collected, in order.
    pub files: Vec<Collected>,
    /// What was not collected, and why, each as a sentence.
    #[serde(default)]
    pub left_out: Vec<String>,
}

/// The knowledge base of a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    /// Its title.
    pub title: String,
    /// Its content hash, in hexadecimal digits.
    pub sha256: String,
}

/// One file of a bundle: the output of one command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collected {
    /// The file's name, beside the manifest.
    pub name: String,
    /// The checks that ask for this command.
    pub checks: Vec<NodeKey>,
    /// The command as it was run.
    pub command: String,
    /// The SHA-256 of the file in hexadecimal digits; none where the machine could not compute it.
    pub sha256: Option<String>,
    /// The file's length in bytes.
    pub bytes: u64,
    /// When the command was started, as a timestamp.
    #[serde(default)]
    pub started: Option<String>,
    /// When it ended, as a timestamp.
    #[serde(default)]
    pub ended: Option<String>,
    /// Why it failed, where it did; the file holds the whole text.
    #[serde(default)]
    pub error: Option<String>,
}
