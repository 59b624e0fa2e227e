//! What is searched, as data that can be kept and sent: the texts of each entry.
//!
//! Invariant: an index made of these is the index made of the graph they were taken from.
//! Deliberately absent: ranking.

use crate::graph::{Content, Graph};
use crate::model::{Check, ErrorTest, Matcher, MatcherKind, NodeKey, SignatureKind, Symptom};
use crate::search::token::{Word, fold, plain};
use serde::{Deserialize, Serialize};

/// One entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntryText {
    /// The node to start at.
    pub node: NodeKey,
    /// What that node is.
    pub kind: EntryKind,
    /// Its title.
    pub title: String,
    /// The title of its runbook.
    pub runbook_title: String,
    /// How else people tell of it: each as good as the title.
    #[serde(default)]
    pub also: Vec<String>,
    /// What it is recognised by.
    pub signatures: Vec<Signature>,
    /// The texts whose words are compared, each with its weight; the title first.
    pub words: Vec<(f64, String)>,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// What a person sees.
    Symptom,
    /// A question whose outcomes look for a text of their own.
    Check,
}

/// What an entry is recognised by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signature {
    /// This text, whatever its case.
    Text(String),
    /// This regular expression.
    Pattern(String),
}

/// All entries of a knowledge base: symptoms, and checks whose outcomes look for a text of their own.
pub fn entries(graph: &Graph) -> Vec<EntryText> {
    each_entry(graph).collect()
}

/// The same one by one.
pub fn each_entry(graph: &Graph) -> impl Iterator<Item = EntryText> {
    graph.nodes().filter_map(|node| {
        let runbook = graph.runbook(&node.key.runbook);
        let runbook_title = runbook.map_or("", |runbook| runbook.title.value.as_str());
        let mut also = Vec::new();
        let (kind, signatures, words) = match &node.content {
            Content::Symptom(symptom) => {
                also.extend(symptom.also.iter().map(|text| text.value.clone()));
                (EntryKind::Symptom, symptom_signatures(symptom), symptom_words(symptom, runbook_title))
            }
            Content::Check(check) if node.home == node.key.runbook => {
                let signatures = check_signatures(check);
                if signatures.is_empty() {
                    return None;
                }
                (EntryKind::Check, signatures, vec![(1.0, node.title().to_owned())])
            }
            _ => return None,
        };
        Some(EntryText {
            node: node.key.clone(),
            kind,
            title: node.title().to_owned(),
            runbook_title: runbook_title.to_owned(),
            also,
            signatures,
            words,
        })
    })
}

fn symptom_signatures(symptom: &Symptom) -> Vec<Signature> {
    let signatures = symptom.signatures.iter().map(|signature| match &signature.kind {
        SignatureKind::Text(text) => Signature::Text(text.clone()),
        SignatureKind::Pattern(pattern) => Signature::Pattern(pattern.source.value.clone()),
    });
    signatures.collect()
}

fn symptom_words(symptom: &Symptom, runbook_title: &str) -> Vec<(f64, String)> {
    let mut fields = vec![(3.0, symptom.title.value.clone()), (1.0, runbook_title.to_owned())];
    fields.extend(symptom.detail.iter().map(|detail| (1.0, detail.as_str().to_owned())));
    fields.extend(symptom.also.iter().map(|text| (1.0, text.value.clone())));
    for signature in &symptom.signatures {
        if let SignatureKind::Text(text) = &signature.kind {
            fields.push((2.0, text.clone()));
        }
    }
    fields
}

/// The texts that a check's outcomes look for: error codes lead to the check that knows them.
fn check_signatures(check: &Check) -> Vec<Signature> {
    let mut found = Vec::new();
    for (_, outcome) in check.outcomes.iter() {
        if let Some(matcher) = &outcome.when {
            collect_texts(matcher, &mut found);
        }
    }
    found
}

fn collect_texts(matcher: &Matcher, found: &mut Vec<Signature>) {
    for test in matcher.sought() {
        if let MatcherKind::Text(text) | MatcherKind::Error(ErrorTest::Text(text)) = &test.kind {
            // A short common word ("Success") is a value, not a signature, and "was not found" stands anywhere.
            let long = text.value.split_whitespace().count() >= 3;
            let tells = plain(&text.value).iter().filter(|word| Word::new(word).is_some()).count();
            let telling = text.value.chars().any(|c| c.is_ascii_digit()) || (long && tells >= 2);
            if telling && !fold(&text.value).is_empty() {
                found.push(Signature::Text(text.value.clone()));
            }
        }
    }
}
