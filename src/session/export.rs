//! A session made fit to leave: credentials removed, names replaced by stand-ins.
//!
//! Invariant: judges the same as the session it was made from, because both sides of every comparison get the same
//! stand-ins and lines keep their lengths; what the knowledge base names itself stays.
//! Deliberately absent: the file, and keeping the dictionary (floor 6).

use crate::graph::{Content, Graph};
use crate::model::{
    Check, ErrorTest, Fix, InputType, Matcher, MatcherKind, NodeKey, Rollback, SignatureKind, Step, Test,
};
use crate::pseudonym::{Dictionary, Entry, Kind, Replaced};
use crate::redact::credentials;
use crate::session::event::{Event, What};
use crate::session::journal_line::{Chain, Opening};
use crate::session::texts::{change_texts, without_credentials};
use std::collections::BTreeMap;

/// A session fit to leave, and what was done for that.
#[derive(Debug)]
pub struct Export {
    /// The session, in the form of a journal.
    pub bytes: Vec<u8>,
    /// What was replaced, kind by kind.
    pub replaced: Vec<Replaced>,
    /// Credentials that were removed: what they are, and how many.
    pub removed: BTreeMap<&'static str, usize>,
    /// Which stand-in stands for what. It stays at home.
    pub entries: Vec<Entry>,
}

impl Export {
    /// The export of a session. Stand-ins of an earlier export stay the same.
    pub fn new(graph: &Graph, events: &[Event], opening: &Opening, earlier: &[Entry]) -> Self {
        let Anonymous { events, replaced, removed, entries } = anonymous(graph, events, earlier);
        let mut opening = opening.clone();
        opening.continues = None;
        // Where the knowledge base lies is nobody's business; that it was not the built-in one is.
        opening.kb.folder = opening.kb.folder.map(|folder| {
            folder
                .rsplit(['/', '\\'])
                .next()
                .filter(|name| !name.is_empty())
                .unwrap_or("knowledge-base")
                .to_owned()
        });
        let (bytes, _) = Chain::default().lines(&events, Some(&opening));
        Self { bytes, replaced, removed, entries }
    }
}

/// Events without credentials, with stand-ins for names, and what was done for that.
#[derive(Debug)]
pub struct Anonymous {
    /// The events.
    pub events: Vec<Event>,
    /// What was replaced, kind by kind.
    pub replaced: Vec<Replaced>,
    /// Credentials that were removed: what they are, and how many.
    pub removed: BTreeMap<&'static str, usize>,
    /// Which stand-in stands for what.
    pub entries: Vec<Entry>,
}

/// Takes credentials out of events and puts stand-ins for names. Stand-ins of an earlier time stay the same.
pub fn anonymous(graph: &Graph, events: &[Event], earlier: &[Entry]) -> Anonymous {
    let mut events = events.to_vec();
    let mut removed = BTreeMap::new();
    change_texts(&mut events, &mut |text| {
        for found in credentials(text).found {
            *removed.entry(found.title).or_default() += 1;
        }
        without_credentials(text);
    });
    let mut texts = Vec::new();
    for event in &mut events.clone() {
        event.what.each_text(&mut |text| texts.push(text.clone()));
    }
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let public = public_texts(graph);
    let public: Vec<&str> = public.iter().map(String::as_str).collect();
    let named = named(graph, &events);
    let named: Vec<(Kind, &str)> = named.iter().map(|(kind, name)| (*kind, name.as_str())).collect();
    let mut dictionary = Dictionary::new(&texts, &public, earlier, &named);
    change_texts(&mut events, &mut |text| *text = dictionary.replace(text));
    Anonymous {
        events,
        replaced: dictionary.replaced_kinds(),
        removed,
        entries: dictionary.entries().to_vec(),
    }
}

/// Values that were typed as the name of a machine.
fn named(graph: &Graph, events: &[Event]) -> Vec<(Kind, String)> {
    let mut named = Vec::new();
    let mut home: Option<NodeKey> = None;
    for event in events {
        match &event.what {
            What::Started { entry, .. } => home = Some(entry.clone()),
            What::Input { fact, value: Some(value), node } => {
                let home = node.as_ref().or(home.as_ref()).map(|key| &key.runbook);
                let input = home.and_then(|home| graph.input(home, fact));
                if input.is_some_and(|input| input.kind.value == InputType::Server) && !value.contains('.') {
                    named.push((Kind::Host, value.clone()));
                }
            }
            _ => {}
        }
    }
    named
}

/// What the knowledge base names itself: in matchers, signatures and commands. It identifies nobody.
pub fn public_texts(graph: &Graph) -> Vec<String> {
    let mut texts = Vec::new();
    for node in graph.nodes() {
        match &node.content {
            Content::Check(check) => of_check(check, &mut texts),
            Content::Fix(fix) => of_fix(fix, &mut texts),
            Content::Symptom(symptom) => {
                for signature in &symptom.signatures {
                    texts.push(match &signature.kind {
                        SignatureKind::Text(text) => text.clone(),
                        SignatureKind::Pattern(pattern) => pattern.source.value.clone(),
                    });
                }
            }
            Content::End(_) => {}
        }
    }
    texts
}

fn of_check(check: &Check, texts: &mut Vec<String>) {
    texts.extend(check.run.iter().map(|command| command.command.text.value.clone()));
    for (_, outcome) in check.outcomes.iter() {
        if let Some(matcher) = &outcome.when {
            of_matcher(matcher, texts);
        }
    }
}

fn of_fix(fix: &Fix, texts: &mut Vec<String>) {
    let back: &[Step] = match &fix.rollback {
        Some(Rollback::Steps(steps)) => steps,
        _ => &[],
    };
    let commands = fix.steps.iter().chain(back).filter_map(|step| step.command.as_ref());
    texts.extend(commands.map(|command| command.text.value.clone()));
}

fn of_matcher(matcher: &Matcher, texts: &mut Vec<String>) {
    for leaf in matcher.leaves() {
        match &leaf.kind {
            MatcherKind::Property { property, test } => {
                texts.push(property.value.clone());
                of_test(test, texts);
            }
            MatcherKind::Fact { test, .. } => of_test(test, texts),
            MatcherKind::Text(text) | MatcherKind::Error(ErrorTest::Text(text)) => {
                texts.push(text.value.clone());
            }
            MatcherKind::Matches(pattern) => texts.push(pattern.source.value.clone()),
            _ => {}
        }
    }
}

fn of_test(test: &Test, texts: &mut Vec<String>) {
    match test {
        Test::Equals(operand)
        | Test::Not(operand)
        | Test::Contains(operand)
        | Test::Less(operand)
        | Test::Greater(operand) => texts.push(operand.0.text.value.clone()),
        Test::Matches(pattern) => texts.push(pattern.source.value.clone()),
        Test::Before(_) | Test::After(_) | Test::Blank(_) | Test::Missing(_) => {}
    }
}

/// Version of the map's JSON.
const MAP_VERSION: u32 = 1;

/// What tells the stand-ins of a session back. It never goes where the export goes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NameMap {
    /// Version of this JSON.
    pub version: u32,
    /// The session's name.
    pub session: String,
    /// Every stand-in.
    pub entries: Vec<Entry>,
}

impl NameMap {
    /// The map of a session.
    pub fn new(session: &str, entries: Vec<Entry>) -> Self {
        Self { version: MAP_VERSION, session: session.to_owned(), entries }
    }

    /// The map as JSON, ending in a line feed.
    ///
    /// # Panics
    /// Never: a map is plain data.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a map is plain data") + "\n"
    }

    /// Reads a map.
    ///
    /// # Errors
    /// Why it is none, as a sentence without a full stop.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let map: Self = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if map.version > MAP_VERSION {
            return Err(format!(
                "it is of version {}, and this program knows version {MAP_VERSION}",
                map.version
            ));
        }
        Ok(map)
    }
}
