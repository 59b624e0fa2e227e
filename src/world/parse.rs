//! Parses the files of a knowledge base on all processors: nobody should wait for that before the first question.
//!
//! Invariant: each file is parsed by itself; the results come in the order of the files.
//! Deliberately absent: reading the disk, linking, and the threads (`parallel`).

use crate::diagnostic::Diagnostic;
use crate::model::{KnowledgeBase, Runbook, ScenarioFile};
use crate::source::{FileId, SourceFile};
use crate::syntax::{self, Patterns};
use crate::world::library::RawText;
use crate::world::parallel;
use std::cmp::Reverse;

/// What a file is meant to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// What all runbooks share.
    Base,
    /// One runbook.
    Runbook,
    /// Scenarios.
    Scenarios,
}

/// A file that was read, and not yet understood.
#[derive(Debug)]
pub(super) struct Unparsed {
    pub(super) id: FileId,
    pub(super) kind: Kind,
    pub(super) file: SourceFile,
    /// What is wrong with its bytes.
    pub(super) findings: Vec<Diagnostic>,
    /// Whether its regular expressions are known to compile.
    pub(super) patterns: Patterns,
}

impl Unparsed {
    /// The text of a file that is number `id` of all.
    pub(super) fn new(id: FileId, raw: &RawText, patterns: Patterns) -> Self {
        let decoded = syntax::decode(&raw.bytes);
        let findings = decoded.diagnostics(id);
        Self {
            id,
            kind: raw.kind(),
            file: SourceFile::new(raw.shown.as_str(), decoded.text),
            findings,
            patterns,
        }
    }
}

/// A file that was understood as far as it can be.
#[derive(Debug, Clone)]
pub(super) struct Parsed {
    pub(super) id: FileId,
    pub(super) content: Content,
    /// What is wrong with its bytes and its text.
    pub(super) findings: Vec<Diagnostic>,
}

/// What a file holds; `None` where it holds no mapping at all.
#[derive(Debug, Clone)]
pub(super) enum Content {
    Base(Option<KnowledgeBase>),
    Runbook(Option<Runbook>),
    Scenarios(Option<ScenarioFile>),
}

/// Parses `files`.
pub(super) fn all(files: &[Unparsed]) -> Vec<Parsed> {
    // The long files first: the last one to be done would else be waited for alone.
    let mut order: Vec<(usize, &Unparsed)> = files.iter().enumerate().collect();
    order.sort_by_key(|(_, file)| Reverse(file.file.text().len()));
    let mut parsed = parallel::map(&order, |&(index, file)| (index, one(file)));
    parsed.sort_by_key(|(index, _)| *index);
    parsed.into_iter().map(|(_, parsed)| parsed).collect()
}

fn one(file: &Unparsed) -> Parsed {
    let Unparsed { id, kind, file, findings, patterns } = file;
    let mut findings = findings.clone();
    let (content, more) = match kind {
        Kind::Base => {
            let (base, more) = syntax::knowledge_base_with(*id, file.text(), *patterns);
            (Content::Base(base), more)
        }
        Kind::Runbook => {
            let (runbook, more) = syntax::runbook_with(*id, file.text(), *patterns);
            (Content::Runbook(runbook), more)
        }
        Kind::Scenarios => {
            let (scenarios, more) = syntax::scenarios(*id, file.text());
            (Content::Scenarios(scenarios), more)
        }
    };
    findings.extend(more);
    Parsed { id: *id, content, findings }
}
