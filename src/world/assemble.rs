//! Files that were parsed, put together: one knowledge base, linked, with all findings.
//!
//! Invariant: a file of which not all could be read is still part of it, and the linker knows about it.
//! Deliberately absent: where texts come from (`library`, `draft`).

use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::{Damaged, Graph};
use crate::model::{KnowledgeBase, Named, Runbook, RunbookId, ScenarioFile};
use crate::source::{FileId, SourceFile, SourceMap, Span, Spanned};
use crate::world::library::{BASE_FILE, Library, Location, RawText};
use crate::world::parse::{Content, Parsed};

/// Links `texts` that were parsed as `parsed`; `sources` holds them in the same order.
pub(super) fn assemble(
    location: Location,
    mut sources: SourceMap,
    texts: Vec<RawText>,
    parsed: impl IntoIterator<Item = Parsed>,
) -> Library {
    let mut read = ReadFiles::default();
    for (raw, parsed) in texts.iter().zip(parsed) {
        read.file(raw, parsed);
    }
    let ReadFiles { base, base_is_whole, base_file, runbooks, scenarios, tests, damaged, mut diagnostics } =
        read;
    let base = base.unwrap_or_else(|| {
        let file = base_file.unwrap_or_else(|| sources.add(SourceFile::new(BASE_FILE, "")));
        nameless(Span::new(file, 0, 0))
    });
    let damaged: Vec<Damaged<'_>> =
        damaged.into_iter().map(|(runbook, id)| Damaged { runbook, text: sources.file(id).text() }).collect();
    let (graph, mut findings) = Graph::link_around(base, runbooks, &damaged);
    findings.extend(graph.scenario_names(&scenarios, &damaged));
    // What could not be read may declare any name; its own finding says so once.
    let caused = |finding: &Diagnostic| {
        !base_is_whole && matches!(finding.rule.name, "unknown-place" | "unknown-source")
    };
    diagnostics.extend(findings.into_iter().filter(|finding| !caused(finding)));
    Library { location, sources, graph, scenarios, tests, diagnostics, texts }
}

/// What was read so far.
#[derive(Default)]
struct ReadFiles {
    base: Option<KnowledgeBase>,
    base_is_whole: bool,
    base_file: Option<FileId>,
    runbooks: Vec<Runbook>,
    scenarios: Vec<ScenarioFile>,
    tests: Vec<FileId>,
    damaged: Vec<(RunbookId, FileId)>,
    diagnostics: Vec<Diagnostic>,
}

impl ReadFiles {
    fn file(&mut self, raw: &RawText, parsed: Parsed) {
        let Parsed { id, content, findings } = parsed;
        match content {
            Content::Scenarios(scenarios) => {
                self.tests.push(id);
                self.scenarios.extend(scenarios);
            }
            Content::Base(base) => {
                self.base_is_whole = base.is_some() && is_whole(&findings);
                self.base = base;
                self.base_file = Some(id);
            }
            Content::Runbook(runbook) => {
                if runbook.is_none() || !is_whole(&findings) {
                    self.damaged.push((RunbookId(raw.stem.clone()), id));
                }
                self.runbooks.extend(runbook);
            }
        }
        self.diagnostics.extend(findings);
    }
}

/// Whether all of a file could be read.
fn is_whole(findings: &[Diagnostic]) -> bool {
    findings.iter().all(|finding| finding.severity != Severity::Error)
}

/// Stands in for a `knowledge-base.yaml` that could not be read.
fn nameless(span: Span) -> KnowledgeBase {
    KnowledgeBase {
        title: Spanned::new("Knowledge base".to_owned(), span),
        summary: None,
        owner: None,
        contact: None,
        review_days: None,
        order: Vec::new(),
        places: Named::default(),
        sources: Named::default(),
        rules: Named::default(),
        glossary: Named::default(),
        elsewhere: Named::default(),
    }
}
