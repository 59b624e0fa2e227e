//! What an editor asks about a knowledge base: what may be written here, what this name means, where else it stands.
//!
//! Invariant: pure, and never fails: texts may be broken or half typed. What is offered comes from the JSON Schema of the
//! types and from the linked graph, so that it cannot differ from what `check` accepts.
//! Deliberately absent: the protocol, positions in UTF-16, and the disk (`cli/lsp`, `world/draft`).

pub mod action;
mod card;
pub mod completion;
pub mod cursor;
mod describe;
pub mod hover;
mod occurrence;
pub mod rename;
pub mod schema;
mod shift;
mod symbol;
pub mod symbols;
pub mod uri;

pub use occurrence::{Index, Occurrence, Part};
pub use schema::{FileKind, Schemas};
pub use shift::Shift;
pub use symbol::Symbol;

use crate::graph::Graph;
use crate::model::{RunbookId, ScenarioFile};
use crate::source::{FileId, SourceMap, Span};

/// The knowledge base as it is now, the texts in open windows included.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// All texts.
    pub sources: &'a SourceMap,
    /// What they say.
    pub graph: &'a Graph,
    /// The scenarios.
    pub scenarios: &'a [ScenarioFile],
    /// The files that hold them.
    pub tests: &'a [FileId],
    /// The format.
    pub schemas: &'a Schemas,
}

impl<'a> Desk<'a> {
    /// What a file holds.
    pub fn kind(&self, file: FileId) -> FileKind {
        let name = self.sources.file(file).name();
        match name.rsplit('/').next() {
            _ if self.tests.contains(&file) => FileKind::Scenarios,
            Some("knowledge-base.yaml" | "knowledge-base.yml") => FileKind::Base,
            _ => FileKind::Runbook,
        }
    }

    /// The text of a file.
    pub fn text(&self, file: FileId) -> &'a str {
        self.sources.file(file).text()
    }

    /// The runbook whose names count in a file: its own, or the one that its scenarios are about.
    pub fn home(&self, file: FileId) -> Option<RunbookId> {
        let runbooks = self.graph.runbooks().iter().map(|runbook| &runbook.runbook);
        let scenarios = self.scenarios.iter().map(|scenarios| &scenarios.runbook);
        let id = runbooks.chain(scenarios).find(|id| id.span.file == file);
        id.map(|id| id.value.clone()).or_else(|| {
            // Where the file cannot be read, its name says which runbook it is.
            let name = self.sources.file(file).name();
            let stem =
                name.rsplit('/').next().unwrap_or_default().rsplit_once('.').map_or("", |(stem, _)| stem);
            (self.kind(file) != FileKind::Base).then(|| RunbookId::from(stem))
        })
    }
}

/// A place in a knowledge base: a byte offset in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The file.
    pub file: FileId,
    /// The byte.
    pub offset: usize,
}

impl Spot {
    /// Whether a span covers this place; its end counts, because a cursor stands behind what it wrote.
    pub fn is_in(self, span: Span) -> bool {
        self.file == span.file && (span.range().start..=span.range().end).contains(&self.offset)
    }
}
