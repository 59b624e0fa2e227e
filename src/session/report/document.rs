//! A report laid out for one reader, as data: headings, sentences, lists, steps, quoted lines.
//!
//! Invariant: texts are as people and authors wrote them; each form (`text`, `markdown`, `html`) makes them inert. Text
//! between backquotes is shown as code.
//! Deliberately absent: what is said to whom (`ticket`, `customer`, `escalation`, `record`).

use crate::model::EndResult;
use crate::session::report::grounds::HashedLine;

/// A report laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What it is, in a word or two: `Triage report`.
    pub kind: &'static str,
    /// What it is about.
    pub title: String,
    /// How the walk ended, and the sentence that says so; none where the reader is told otherwise.
    pub result: Option<(Option<EndResult>, String)>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// The JSON of the dossier, where it goes along.
    pub record: Option<String>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Say(String),
    /// Names and values.
    Pairs(Vec<(&'static str, String)>),
    /// Things in no order.
    List(Vec<Item>),
    /// Things in their order, numbered.
    Steps(Vec<Item>),
    /// Lines of a text, from the first; those in `marked` decided something.
    Raw {
        /// The text.
        text: String,
        /// Numbers of the lines that stand out, from 1.
        marked: Vec<usize>,
    },
    /// What not everybody wants to read: folded away where that is possible.
    Fold(String, Vec<Block>),
}

/// One thing in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// When.
    pub time: Option<String>,
    /// What kind of thing it is.
    pub label: Option<Label>,
    /// What it says.
    pub head: String,
    /// What belongs to it.
    pub parts: Vec<Part>,
}

/// What kind of thing an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// What a person saw.
    Symptom,
    /// A change.
    Fix,
}

impl Label {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Symptom => "Symptom",
            Self::Fix => "Fix",
        }
    }
}

/// What belongs to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A sentence.
    Say(String),
    /// A sentence of less weight, behind a word that says what it is.
    Aside(&'static str, String),
    /// A warning, behind a word that says what it is.
    Warn(&'static str, String),
    /// Lines of evidence.
    Lines(Vec<HashedLine>),
    /// A command, and where it was typed.
    Command {
        /// Where.
        place: String,
        /// The command.
        text: String,
    },
}

impl Item {
    /// An item that says no more than this.
    pub fn new(head: impl Into<String>) -> Self {
        Self { head: head.into(), ..Self::default() }
    }

    /// Adds what belongs to it.
    #[must_use]
    pub fn with(mut self, parts: impl IntoIterator<Item = Part>) -> Self {
        self.parts.extend(parts);
        self
    }

    /// Says when.
    #[must_use]
    pub fn at(mut self, time: Option<String>) -> Self {
        self.time = time;
        self
    }
}

impl Document {
    /// Adds a heading with what stands below it, unless that is nothing.
    pub(super) fn section(&mut self, heading: impl Into<String>, blocks: impl IntoIterator<Item = Block>) {
        let blocks: Vec<Block> = blocks.into_iter().filter(|block| !block.is_empty()).collect();
        if !blocks.is_empty() {
            self.blocks.push(Block::Heading(heading.into()));
            self.blocks.extend(blocks);
        }
    }
}

impl Block {
    fn is_empty(&self) -> bool {
        match self {
            Self::Heading(text) | Self::Say(text) => text.is_empty(),
            Self::Pairs(pairs) => pairs.is_empty(),
            Self::List(items) | Self::Steps(items) => items.is_empty(),
            Self::Raw { .. } => false,
            Self::Fold(_, blocks) => blocks.iter().all(Self::is_empty),
        }
    }
}

/// A text in parts: words and code, which stood between backquotes. A lone backquote is a word.
pub(super) fn spans(text: &str) -> Vec<Span<'_>> {
    let mut spans = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('`') {
        let Some((code, behind)) = after.split_once('`').filter(|(code, _)| !code.is_empty()) else { break };
        if !before.is_empty() {
            spans.push(Span::Words(before));
        }
        spans.push(Span::Code(code));
        rest = behind;
    }
    if !rest.is_empty() {
        spans.push(Span::Words(rest));
    }
    spans
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span<'a> {
    Words(&'a str),
    Code(&'a str),
}
