//! Findings, as an editor shows them beside the lines.
//!
//! Invariant: an editor that applies what is published shows exactly the findings of `check`; a file without findings any
//! more is told so.
//! Deliberately absent: what is found.

use crate::cli::lsp::base::{Found, Linked, desk};
use crate::cli::lsp::convert::{range, severity};
use crate::cli::lsp::document::Document;
use crate::cli::lsp::edits::uri_of;
use crate::cli::lsp::server::{Event, Server, guarded};
use crate::cli::lsp::wire::{log, notify};
use crate::diagnostic::Diagnostic;
use crate::editor::Index;
use crate::source::{SourceMap, Unit};
use crate::world::library::Library;
use lsp_types::notification::PublishDiagnostics;
use lsp_types::{
    CodeDescription, DiagnosticRelatedInformation, DiagnosticTag, Location, MessageType, NumberOrString,
    PublishDiagnosticsParams,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a check found, or how it failed.
pub(super) struct Checked {
    folder: PathBuf,
    generation: u64,
    found: Result<Found, String>,
}

/// All names of what was checked.
pub(super) struct Listed {
    folder: PathBuf,
    library: Arc<Library>,
    index: Index,
}

impl Server {
    /// Begins to check what is due, on a thread of its own: nobody who types waits for that.
    pub(super) fn begin_checks(&mut self) {
        for (folder, base) in self.bases.iter_mut().filter(|(_, base)| base.is_due()) {
            let (generation, library, mut checker) = base.begin();
            let (folder, outlet, schemas) = (folder.clone(), self.outlet.clone(), Arc::clone(&self.schemas));
            std::thread::spawn(move || {
                let shared = Arc::clone(&library);
                let found = guarded(move || {
                    let findings = checker.check(&shared);
                    Found { library: shared, findings, checker }
                });
                // When nobody listens any more, nobody wants to know.
                let _ = outlet.send(Event::Checked(Checked { folder: folder.clone(), generation, found }));
                // Findings do not wait for the names.
                if let Ok(index) = guarded(|| Index::new(desk(&library, &schemas))) {
                    let _ = outlet.send(Event::Listed(Listed { folder, library, index }));
                }
            });
        }
    }

    /// Takes what a check found, and tells the editor what is new in it.
    pub(super) fn found(&mut self, checked: Checked) {
        let Checked { folder, generation, found } = checked;
        let Some(base) = self.bases.get_mut(&folder) else { return };
        match found {
            Ok(found) => {
                if base.end(generation, found) {
                    self.publish(&folder);
                }
            }
            Err(panic) => {
                base.give_up();
                log(MessageType::ERROR, panic);
            }
        }
    }

    /// Takes the names that were listed.
    pub(super) fn listed(&mut self, listed: Listed) {
        let Listed { folder, library, index } = listed;
        if let Some(base) = self.bases.get_mut(&folder) {
            base.know_names(&library, index);
        }
    }

    /// Tells what changed in the findings of a knowledge base; of one that is none any more, that there are none.
    pub(super) fn publish(&mut self, folder: &Path) {
        let mut all: BTreeMap<String, Vec<lsp_types::Diagnostic>> = BTreeMap::new();
        let old = self.published.keys().filter(|path| Path::new(path).starts_with(folder));
        all.extend(old.map(|path| (path.clone(), Vec::new())));
        if let Some(base) = self.bases.get_mut(folder) {
            let Linked { library, findings, .. } = base.linked();
            let sources = &library.sources;
            all.extend(sources.files().map(|(_, file)| (file.name().to_owned(), Vec::new())));
            let site = self.agreement.site.as_deref();
            for finding in findings {
                let path = sources.file(finding.primary.span.file).name();
                let shown = shown(finding, sources, self.agreement.unit, site, &self.documents);
                all.entry(path.to_owned()).or_default().push(shown);
            }
        }
        for (path, diagnostics) in all {
            self.publish_file(path, diagnostics);
        }
    }

    fn publish_file(&mut self, path: String, diagnostics: Vec<lsp_types::Diagnostic>) {
        let window = self.documents.get(&path);
        let version = window.map(|document| document.version);
        let before = self.published.get(&path);
        let is_same = before.is_some_and(|(old, at)| *old == diagnostics && *at == version);
        let says_nothing = before.is_none() && diagnostics.is_empty() && window.is_none();
        if is_same || says_nothing {
            return;
        }
        let Some(uri) = uri_of(&self.documents, &path) else { return };
        self.published.insert(path, (diagnostics.clone(), version));
        notify::<PublishDiagnostics>(&PublishDiagnosticsParams { uri, diagnostics, version });
    }
}

/// A finding in the words of the protocol.
pub(super) fn shown(
    finding: &Diagnostic,
    sources: &SourceMap,
    unit: Unit,
    site: Option<&str>,
    documents: &BTreeMap<String, Document>,
) -> lsp_types::Diagnostic {
    let mut message = finding.message.clone();
    if !finding.primary.text.is_empty() {
        message.extend([" (", &finding.primary.text, ")"]);
    }
    for (word, lines) in [("note", &finding.notes), ("help", &finding.help)] {
        for line in lines {
            message.extend(["\n", word, ": ", line]);
        }
    }
    let related = finding.secondary.iter().filter_map(|label| {
        let path = sources.file(label.span.file).name();
        let location = Location { uri: uri_of(documents, path)?, range: range(sources, label.span, unit) };
        Some(DiagnosticRelatedInformation { location, message: label.text.clone() })
    });
    let related: Vec<_> = related.collect();
    let rule = finding.rule.name;
    let is_idle = rule.starts_with("unused-") || rule == "unreachable-node";
    let link = site.and_then(|site| format!("{site}rules.html#{rule}").parse().ok());
    lsp_types::Diagnostic {
        range: range(sources, finding.primary.span, unit),
        severity: Some(severity(finding.severity)),
        code: Some(NumberOrString::String(rule.to_owned())),
        code_description: link.map(|href| CodeDescription { href }),
        source: Some("triagebook".to_owned()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        tags: is_idle.then(|| vec![DiagnosticTag::UNNECESSARY]),
        data: None,
    }
}
