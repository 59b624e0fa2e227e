//! The report with all it rests on, in one piece that can be judged again elsewhere.
//!
//! Invariant: holds no credential. Every event carries a hash that continues the one before it, and the seal covers
//! everything, so a change of one byte is found and placed. The seal proves nothing about who wrote it: whoever changes
//! the file can seal it anew, but cannot make another conclusion follow from the evidence.
//! Deliberately absent: files, and saying whether the conclusion follows (`verify`).

use crate::graph::Graph;
use crate::model::NodeKey;
use crate::session::event::{Event, What};
use crate::session::journal_line::{KbPrint, hash};
use crate::session::report::grounds::{Contradicted, Ground, grounds};
use crate::session::report::{Report, VERSION};
use crate::session::state::State;
use crate::session::texts::{change_texts, without_credentials};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A report, what it rests on, and the events it was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dossier {
    /// Version of this JSON; it rises when a field changes its meaning or goes away.
    pub version: u32,
    /// The version of the program that made it.
    pub program: String,
    /// The name of the session; null where it was not saved.
    pub session: Option<String>,
    /// The knowledge base it was made with.
    pub knowledge_base: KbVersion,
    /// The account.
    pub report: Report,
    /// What each answer on the path rests on.
    pub grounds: Vec<Ground>,
    /// Evidence that speaks against what was answered.
    pub contradicted: Vec<Contradicted>,
    /// The texts that were given, in their order; the texts themselves are in the events.
    pub evidence: Vec<GivenEvidence>,
    /// The events of the session, all of them.
    pub events: Vec<SealedEvent>,
    /// SHA-256 over everything else.
    pub seal: String,
}

/// Which knowledge base, and what it said about the nodes on the path, as hashes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KbVersion {
    /// Its title.
    pub title: String,
    /// SHA-256 over its files.
    pub sha256: String,
    /// The beginning of the hash of what is written about each node on the path.
    pub nodes: BTreeMap<NodeKey, String>,
}

/// A text that was given as evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GivenEvidence {
    /// SHA-256 of the text as UTF-8 with line feeds.
    pub sha256: String,
    /// The check it was given to.
    pub node: NodeKey,
    /// Where it came from: `paste`, or the name of a file.
    pub from: String,
    /// When.
    #[schemars(with = "String")]
    pub at: jiff::Timestamp,
    /// How many lines it has.
    pub lines: usize,
    /// How many bytes it has.
    pub bytes: usize,
    /// Index of its event.
    pub event: usize,
}

/// An event of the session with the hash that seals it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SealedEvent {
    /// SHA-256 over the hash of the event before and this event as compact JSON.
    pub sha256: String,
    /// When.
    #[schemars(with = "String")]
    pub at: jiff::Timestamp,
    /// What.
    pub event: What,
}

impl Dossier {
    /// The dossier of these events; none for a session that has not begun. `program` is the version of this program,
    /// `session` the session's name.
    pub fn new(
        graph: &Graph,
        events: &[Event],
        kb: &KbPrint,
        program: &str,
        session: Option<&str>,
    ) -> Option<Self> {
        let mut events = events.to_vec();
        change_texts(&mut events, &mut |text| without_credentials(text));
        let report = Report::new(graph, &events)?;
        let state = State::replay(graph, &events);
        let (grounds, contradicted) = grounds(graph, &events, &state);
        let visited = state.path.iter().map(|visit| &visit.node).chain(state.node());
        let nodes = visited.filter_map(|node| Some((node.clone(), kb.nodes.get(node)?.clone()))).collect();
        let mut dossier = Self {
            version: VERSION,
            program: program.to_owned(),
            session: session.map(str::to_owned),
            knowledge_base: KbVersion { title: kb.title.clone(), sha256: kb.hash.clone(), nodes },
            report,
            grounds,
            contradicted,
            evidence: events.iter().enumerate().filter_map(given).collect(),
            events: sealed(&events),
            seal: String::new(),
        };
        dossier.seal = dossier.sealing();
        Some(dossier)
    }

    /// The events without their hashes.
    pub fn plain_events(&self) -> Vec<Event> {
        self.events.iter().map(|sealed| Event::new(sealed.at, sealed.event.clone())).collect()
    }

    /// What the seal has to be.
    ///
    /// # Panics
    /// Never: a dossier is plain data, which always has a JSON form.
    pub fn sealing(&self) -> String {
        let last = self.events.last().map(|event| event.sha256.clone()).unwrap_or_default();
        let rest = Self { events: Vec::new(), seal: last, ..self.clone() };
        hash(serde_json::to_string(&rest).expect("a dossier is plain data").as_bytes())
    }

    /// The dossier as JSON, ending in a line feed.
    ///
    /// Signs that mean something in HTML or Markdown, and those that hide, are written as escapes: the JSON says the
    /// same, and stands as it is in either.
    ///
    /// # Panics
    /// Never: a dossier is plain data, which always has a JSON form.
    pub fn json(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("a dossier is plain data with text as keys");
        let mut out = String::with_capacity(json.len() + json.len() / 16);
        for character in json.chars() {
            let is_structure = character == '\n';
            if !is_structure
                && (matches!(character, '<' | '>' | '&' | '`') || crate::prose::is_hidden(character))
            {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            } else {
                out.push(character);
            }
        }
        out.push('\n');
        out
    }
}

/// The events with the hashes that continue each other.
pub(super) fn sealed(events: &[Event]) -> Vec<SealedEvent> {
    let mut before = String::new();
    let seal = |event: &Event| {
        let json = serde_json::to_string(event).expect("events are plain data with text as keys");
        let sha256 = hash(format!("{before}\n{json}").as_bytes());
        before.clone_from(&sha256);
        SealedEvent { sha256, at: event.at, event: event.what.clone() }
    };
    events.iter().map(seal).collect()
}

fn given((index, event): (usize, &Event)) -> Option<GivenEvidence> {
    let What::Evidence { node, from, text, .. } = &event.what else { return None };
    Some(GivenEvidence {
        sha256: hash(text.as_bytes()),
        node: node.clone(),
        from: from.clone(),
        at: event.at,
        lines: text.lines().count(),
        bytes: text.len(),
        event: index,
    })
}

/// In what form a dossier was found in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Embedded {
    /// It is the file.
    Json,
    /// It stands in a page.
    Html,
    /// It stands in a fenced block.
    Markdown,
}

/// What stands before and after the dossier in a page.
pub(super) const IN_HTML: (&str, &str) = ("<pre id=\"triagebook-record\">\n", "</pre>");
/// What stands before and after it in Markdown.
pub(super) const IN_MARKDOWN: (&str, &str) = ("\n```json triagebook-record\n", "```");

impl Embedded {
    /// Finds the JSON of a dossier in the text of a file, with line feeds as line ends.
    pub fn find(text: &str) -> Option<(Self, &str)> {
        let between = |(open, close): (&str, &str)| {
            let (_, after) = text.split_once(open)?;
            Some(after.split_once(close)?.0)
        };
        if text.trim_start().starts_with('{') {
            return Some((Self::Json, text));
        }
        let html = between(IN_HTML).map(|json| (Self::Html, json));
        html.or_else(|| between(IN_MARKDOWN).map(|json| (Self::Markdown, json)))
    }
}
