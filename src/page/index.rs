//! The indexes of the site: symptoms, fixes, sources, the glossary, and the list of runbooks; with those of `mention` and
//! `command_index`.
//!
//! Invariant: runbooks and their symptoms stand in reading order, all else is sorted by what the reader looks for,
//! without regard to case; each entry links into a runbook page.
//! Deliberately absent: ranking (floor 5, `search`).

use crate::graph::{Content, Graph, Node};
use crate::model::{Risk, Runbook, SignatureKind, Term};
use crate::page::command_index::{CommandGroup, commands};
use crate::page::link::{self, Link, Origin};
use crate::page::mention::{SignatureRow, signatures};
use crate::page::source::{SourceRow, row};
use crate::page::touched::touched;
use crate::page::{runbook, team};
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything that the index chapters and the home page show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Indexes {
    /// The title of the knowledge base.
    pub title: String,
    /// What it covers. Markdown.
    pub summary: Option<String>,
    /// The team that answers for it.
    pub owner: Option<String>,
    /// How to reach the team.
    pub contact: Option<String>,
    /// All runbooks in reading order.
    pub runbooks: Vec<RunbookRow>,
    /// All symptoms by runbook, runbooks in reading order.
    pub symptoms: Vec<SymptomGroup>,
    /// All error codes and texts: codes first, by text.
    pub signatures: Vec<SignatureRow>,
    /// The commands of all checks, by place.
    pub commands: Vec<CommandGroup>,
    /// The runbooks by the day their review is due.
    pub reviews: Vec<RunbookRow>,
    /// All fixes by title.
    pub fixes: Vec<FixRow>,
    /// All sources by title.
    pub sources: Vec<SourceUse>,
    /// The words of the field.
    pub glossary: Vec<TermRow>,
}

/// A runbook in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunbookRow {
    /// Its page.
    pub page: Link,
    /// Its name on the command line.
    pub id: String,
    /// What it is about. Markdown.
    pub summary: Option<String>,
    /// What it consists of.
    pub size: String,
    /// When it was last reviewed.
    pub reviewed: Option<String>,
    /// When a review is due again.
    pub review_due: Option<String>,
}

/// The symptoms of one runbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SymptomGroup {
    /// The runbook.
    pub runbook: Link,
    /// The name of the runbook, which is the anchor of its group.
    pub id: String,
    /// Its symptoms in the order they were written.
    pub symptoms: Vec<SymptomRow>,
}

/// A symptom in the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SymptomRow {
    /// The symptom.
    pub node: Link,
    /// The texts by which it is recognised.
    pub texts: Vec<String>,
}

/// A fix in the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FixRow {
    /// The fix.
    pub node: Link,
    /// Its runbook.
    pub runbook: Link,
    /// How dangerous it is.
    pub risk: Option<&'static str>,
    /// The role it needs.
    pub role: Option<String>,
}

/// A source with the runbooks that cite it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceUse {
    /// The source.
    pub source: SourceRow,
    /// The runbooks.
    pub runbooks: Vec<Link>,
}

/// A term of the glossary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TermRow {
    /// The term.
    pub term: String,
    /// Its long form.
    pub long: Option<String>,
    /// What it means. Markdown.
    pub means: String,
    /// What else people call it.
    pub also: Vec<String>,
    /// Checks and fixes that have to do with it, best first.
    pub touched: Vec<Link>,
}

/// A list of the indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// The runbooks.
    Runbooks,
    /// The symptoms.
    Symptoms,
    /// The error codes and texts.
    Signatures,
    /// The commands.
    Commands,
    /// The fixes.
    Fixes,
    /// The reviews, then the sources.
    Sources,
    /// The words of the field.
    Glossary,
}

impl List {
    const ALL: [Self; 7] = [
        Self::Runbooks,
        Self::Symptoms,
        Self::Signatures,
        Self::Commands,
        Self::Fixes,
        Self::Sources,
        Self::Glossary,
    ];
}

/// The indexes of a knowledge base, with links as seen from the site's root.
pub fn indexes(graph: &Graph) -> Indexes {
    let mut indexes = about(graph);
    for list in List::ALL {
        indexes.fill(graph, list);
    }
    indexes
}

/// What they say of the knowledge base as a whole, without any list.
fn about(graph: &Graph) -> Indexes {
    let base = graph.base();
    let text = |text: &crate::source::Spanned<String>| text.value.clone();
    Indexes {
        title: base.title.value.clone(),
        summary: base.summary.as_ref().map(|summary| summary.as_str().to_owned()),
        owner: base.owner.as_ref().map(text),
        contact: base.contact.as_ref().map(text),
        ..Indexes::default()
    }
}

impl Indexes {
    /// The same with this list alone: of a large knowledge base, all of them are larger than what they were made from.
    pub fn of(graph: &Graph, list: List) -> Self {
        let mut indexes = about(graph);
        indexes.fill(graph, list);
        indexes
    }

    fn fill(&mut self, graph: &Graph, list: List) {
        match list {
            List::Runbooks => self.runbooks = runbooks(graph),
            List::Symptoms => self.symptoms = symptoms(graph),
            List::Signatures => self.signatures = signatures(graph),
            List::Commands => self.commands = commands(graph),
            List::Fixes => self.fixes = fixes(graph),
            List::Sources => {
                self.reviews = runbooks(graph);
                self.reviews.sort_by(|a, b| a.review_due.cmp(&b.review_due));
                self.sources = sources(graph);
            }
            List::Glossary => self.glossary = glossary(graph),
        }
    }
}

fn runbooks(graph: &Graph) -> Vec<RunbookRow> {
    graph.reading_order().into_iter().map(|book| runbook_row(graph, book)).collect()
}

fn glossary(graph: &Graph) -> Vec<TermRow> {
    let glossary = &graph.base().glossary;
    let long = |meaning: &Term| meaning.long.as_ref().map(|long| long.value.clone());
    let names: Vec<Vec<&str>> = glossary
        .iter()
        .map(|(term, meaning)| {
            let long = meaning.long.as_ref().map(|long| long.value.as_str());
            std::iter::once(term.value.as_str()).chain(long).collect()
        })
        .collect();
    let terms = glossary.iter().zip(touched(graph, &names)).map(|((term, meaning), touched)| TermRow {
        term: term.value.clone(),
        long: long(meaning),
        means: meaning.means.as_str().to_owned(),
        // A beginning that stands for many words is for the search, not for readers.
        also: meaning.also.iter().map(|name| name.value.clone()).filter(|name| !name.contains('*')).collect(),
        touched,
    });
    let mut rows: Vec<TermRow> = terms.collect();
    rows.sort_by_key(|row| row.term.to_lowercase());
    rows
}

fn runbook_row(graph: &Graph, book: &Runbook) -> RunbookRow {
    RunbookRow {
        page: runbook::link(Origin::Root, book),
        id: book.runbook.value.to_string(),
        summary: book.summary.as_ref().map(|summary| summary.as_str().to_owned()),
        size: runbook::size(book),
        reviewed: book.reviewed.as_ref().map(|date| date.value.to_string()),
        review_due: runbook::review_due(graph, book).map(|date| date.to_string()),
    }
}

fn symptoms(graph: &Graph) -> Vec<SymptomGroup> {
    let groups = graph.reading_order().into_iter().map(|book| SymptomGroup {
        runbook: runbook::link(Origin::Root, book),
        id: link::page_name(&book.runbook.value),
        symptoms: graph.nodes_of(&book.runbook.value).filter_map(symptom_row).collect(),
    });
    groups.filter(|group| !group.symptoms.is_empty()).collect()
}

fn symptom_row(node: &Node) -> Option<SymptomRow> {
    let Content::Symptom(symptom) = &node.content else { return None };
    let texts = symptom.signatures.iter().filter_map(|signature| match &signature.kind {
        SignatureKind::Text(text) => Some(text.clone()),
        SignatureKind::Pattern(_) => None,
    });
    Some(SymptomRow { node: Link::to(node), texts: texts.collect() })
}

fn fixes(graph: &Graph) -> Vec<FixRow> {
    let mut rows = Vec::new();
    for node in graph.nodes() {
        let (Content::Fix(fix), Some(book)) = (&node.content, graph.runbook(&node.key.runbook)) else {
            continue;
        };
        rows.push(FixRow {
            node: Link::to(node),
            runbook: runbook::link(Origin::Root, book),
            risk: fix.risk.as_ref().map(|risk| Risk::word(risk.value)),
            role: fix.role.as_ref().map(|role| role.value.clone()),
        });
    }
    rows.sort_by_key(|row| row.node.title.to_lowercase());
    rows
}

fn sources(graph: &Graph) -> Vec<SourceUse> {
    let mut rows: BTreeMap<(String, String, Option<String>), SourceUse> = BTreeMap::new();
    for node in graph.nodes() {
        let Some(book) = graph.runbook(&node.key.runbook) else { continue };
        let cited = team::sources(node).iter();
        for source in cited.filter_map(|source| graph.source(&node.home, &source.value)) {
            let source = row(source, 0);
            let key = (source.title.to_lowercase(), source.title.clone(), source.url.clone());
            let known = rows.entry(key).or_insert_with(|| SourceUse { source, runbooks: Vec::new() });
            let link = runbook::link(Origin::Root, book);
            // Nodes come runbook by runbook.
            if known.runbooks.last() != Some(&link) {
                known.runbooks.push(link);
            }
        }
    }
    rows.into_values().collect()
}
