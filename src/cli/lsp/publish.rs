//! Findings, as an editor shows them beside the lines.
//!
//! Invariant: an editor that applies what is published shows exactly the findings of `check`; a file without findings any
//! more is told so.
//! Deliberately absent: finding anything.

use crate::cli::lsp::convert::{range, severity};
use crate::cli::lsp::server::Server;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceMap, Unit};
use lsp_types::{
    CodeDescription, DiagnosticRelatedInformation, DiagnosticTag, Location, NumberOrString,
    PublishDiagnosticsParams,
};
use std::collections::BTreeMap;

impl Server<'_> {
    /// Checks what is due and tells what changed.
    pub(super) fn publish(&mut self) {
        let mut all: BTreeMap<String, Vec<lsp_types::Diagnostic>> = BTreeMap::new();
        let folders: Vec<_> = self.bases.keys().cloned().collect();
        let mut is_new = false;
        for folder in folders {
            let Some(base) = self.bases.get_mut(&folder) else { continue };
            is_new |= base.is_due();
            base.checked();
        }
        if !is_new {
            return;
        }
        for base in self.bases.values_mut() {
            let linked = base.checked();
            for (_, file) in linked.library.sources.files() {
                all.entry(file.name().to_owned()).or_default();
            }
            for finding in &linked.findings {
                let sources = &linked.library.sources;
                let path = sources.file(finding.primary.span.file).name();
                let shown = shown(
                    finding,
                    sources,
                    self.agreement.unit,
                    self.agreement.site.as_deref(),
                    &self.documents,
                );
                all.entry(path.to_owned()).or_default().push(shown);
            }
        }
        for path in self.published.keys() {
            all.entry(path.clone()).or_default();
        }
        for (path, diagnostics) in all {
            let window = self.documents.get(&path);
            let version = window.map(|document| document.version);
            let before = self.published.get(&path);
            let is_same = before.is_some_and(|(old, at)| *old == diagnostics && *at == version);
            let says_nothing = before.is_none() && diagnostics.is_empty() && window.is_none();
            if is_same || says_nothing {
                continue;
            }
            let Some(uri) = super::edits::uri_of(&self.documents, &path) else { continue };
            self.published.insert(path, (diagnostics.clone(), version));
            self.notify::<lsp_types::notification::PublishDiagnostics>(&PublishDiagnosticsParams {
                uri,
                diagnostics,
                version,
            });
        }
    }
}

/// A finding in the words of the protocol.
pub(super) fn shown(
    finding: &Diagnostic,
    sources: &SourceMap,
    unit: Unit,
    site: Option<&str>,
    documents: &BTreeMap<String, super::document::Document>,
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
        let location =
            Location { uri: super::edits::uri_of(documents, path)?, range: range(sources, label.span, unit) };
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
