//! The journal's lines: one event as one line of text with a checksum, and back.
//!
//! A line is the CRC-32 of its JSON in eight lower-case hexadecimal digits, a blank, one JSON object, a line feed. The
//! object holds `seq` (the event's index in the session), `prev` (the SHA-256 of the line before, without its line
//! feed), `at` and `event`. The first one, and the first one after each resumption, also holds an `opening`.
//!
//! Invariant: a line that differs in one bit from what was written is refused; there is one way to write each line.
//! Nothing in a line states a length, so that a torn line can never hide the ones before it.
//! Deliberately absent: files (floor 8), and what to do about a line that is refused (`salvage`).

use crate::model::NodeKey;
use crate::session::event::{Event, What};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Version of the journal's format; it rises when an older program could misread it.
pub const FORMAT: u32 = 1;

/// Under which program and knowledge base the records from here on were written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Opening {
    /// [`FORMAT`] of the program that wrote it.
    pub format: u32,
    /// That program's version.
    pub engine: String,
    /// The title of the node where the walk entered.
    pub title: String,
    /// The knowledge base.
    pub kb: KbPrint,
    /// The session that this one goes on with, where that one's file could not be written any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<String>,
}

/// Which knowledge base, and what it said, as hashes.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct KbPrint {
    /// Its title.
    pub title: String,
    /// Its folder; absent where it is the one built into the program.
    pub folder: Option<String>,
    /// The hash over its files.
    pub hash: String,
    /// The hash of what is written about each node.
    pub nodes: BTreeMap<NodeKey, String>,
}

/// One line, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The event's index in the session.
    pub seq: usize,
    /// The hash of the line before it; none for the first.
    pub prev: Option<String>,
    /// When.
    pub at: jiff::Timestamp,
    /// What happened, where this program knows the kind of event; else the kind's name.
    pub what: Result<What, String>,
    /// Where a program began to write.
    pub opening: Option<Opening>,
}

/// Why a line is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is not of the form of a record at all.
    Form,
    /// Its checksum speaks against its content.
    Checksum,
    /// It is whole, but of a form that this program does not know: a newer one wrote it.
    Foreign,
}

/// Where a journal ends: what the next line has to follow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chain {
    /// The next event's index.
    pub seq: usize,
    /// The hash of the last line.
    pub prev: Option<String>,
}

#[derive(serde::Serialize)]
struct Written<'a> {
    seq: usize,
    prev: Option<&'a str>,
    #[serde(flatten)]
    event: &'a Event,
    #[serde(skip_serializing_if = "Option::is_none")]
    opening: Option<&'a Opening>,
}

#[derive(serde::Deserialize)]
struct Read {
    seq: usize,
    prev: Option<String>,
    at: jiff::Timestamp,
    event: serde_json::Value,
    opening: Option<serde_json::Value>,
}

impl Chain {
    /// The lines of `events`, the first of them with `opening`, and where the journal ends then.
    ///
    /// # Panics
    /// Never: events are plain data, which always has a JSON form.
    pub fn lines(&self, events: &[Event], mut opening: Option<&Opening>) -> (Vec<u8>, Self) {
        let mut bytes = Vec::new();
        let mut chain = self.clone();
        for event in events {
            let written =
                Written { seq: chain.seq, prev: chain.prev.as_deref(), event, opening: opening.take() };
            let json = serde_json::to_string(&written).expect("events are plain data with text as keys");
            let line = format!("{:08x} {json}", crc32fast::hash(json.as_bytes()));
            chain = Self { seq: chain.seq + 1, prev: Some(hash(line.as_bytes())) };
            bytes.extend_from_slice(line.as_bytes());
            bytes.push(b'\n');
        }
        (bytes, chain)
    }
}

/// Reads one line, without its line feed.
///
/// # Errors
/// Why it is no record.
pub fn decode(line: &[u8]) -> Result<Record, Refusal> {
    let is_framed = line.len() > 10 && line.get(8) == Some(&b' ') && line.last() == Some(&b'}');
    let (checksum, json) = line.split_at_checked(9).filter(|_| is_framed).ok_or(Refusal::Form)?;
    let checksum = checksum.get(..8).unwrap_or_default();
    let stated = std::str::from_utf8(checksum).map_err(|_| Refusal::Form)?;
    if !stated.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(Refusal::Form);
    }
    if u32::from_str_radix(stated, 16) != Ok(crc32fast::hash(json)) {
        return Err(Refusal::Checksum);
    }
    let read: Read = serde_json::from_slice(json).map_err(|_| Refusal::Foreign)?;
    let opening = read.opening.as_ref().map(opening).transpose()?;
    let kind = kind(&read.event);
    let what = serde_json::from_value::<What>(read.event).map_err(|_| kind);
    Ok(Record { seq: read.seq, prev: read.prev, at: read.at, what, opening })
}

/// An opening; of a newer format only what tells so.
fn opening(value: &serde_json::Value) -> Result<Opening, Refusal> {
    let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let newer = value["format"].as_u64().filter(|format| *format > u64::from(FORMAT)).map(|format| Opening {
        format: u32::try_from(format).unwrap_or(u32::MAX),
        engine: text("engine"),
        title: text("title"),
        kb: KbPrint::default(),
        continues: None,
    });
    newer.map_or_else(|| serde_json::from_value(value.clone()).map_err(|_| Refusal::Foreign), Ok)
}

fn kind(event: &serde_json::Value) -> String {
    match event {
        serde_json::Value::String(kind) => kind.clone(),
        serde_json::Value::Object(map) => map.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

/// The SHA-256 of these bytes in 64 hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    hash_of([bytes])
}

/// The same of bytes that come in parts.
pub(crate) fn hash_of<B: AsRef<[u8]>>(parts: impl IntoIterator<Item = B>) -> String {
    let mut all = Sha256::new();
    parts.into_iter().for_each(|part| all.update(part));
    all.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
