//! Between the words of this program and those of the protocol.
//!
//! Invariant: lines and columns of the protocol count from 0, ours from 1.
//! Deliberately absent: any decision.

use crate::diagnostic::Severity;
use crate::editor::completion::OfferKind;
use crate::editor::symbols::Kind;
use crate::editor::uri;
use crate::source::{self, SourceFile, SourceMap, Span, Unit};
use lsp_types::{CompletionItemKind, DiagnosticSeverity, Position, Range, SymbolKind, Uri};

/// The byte that a position means.
pub(super) fn offset(file: &SourceFile, position: Position, unit: Unit) -> usize {
    let position =
        source::Position { line: position.line as usize + 1, column: position.character as usize + 1 };
    file.offset(position, unit)
}

fn position(file: &SourceFile, offset: u32, unit: Unit) -> Position {
    let position = file.position_in(offset, unit);
    let count = |number: usize| u32::try_from(number - 1).unwrap_or(u32::MAX);
    Position { line: count(position.line), character: count(position.column) }
}

/// The range that a span covers in its file.
pub(super) fn range(sources: &SourceMap, span: Span, unit: Unit) -> Range {
    let file = sources.file(span.file);
    Range { start: position(file, span.start, unit), end: position(file, span.end, unit) }
}

/// The address of a path; none where it has none.
pub(super) fn address(path: &str) -> Option<Uri> {
    uri::of_path(path).parse().ok()
}

pub(super) fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
    }
}

pub(super) fn offer_kind(kind: OfferKind) -> CompletionItemKind {
    match kind {
        OfferKind::Key => CompletionItemKind::PROPERTY,
        OfferKind::Word => CompletionItemKind::ENUM_MEMBER,
        OfferKind::Node => CompletionItemKind::REFERENCE,
        OfferKind::Outcome => CompletionItemKind::EVENT,
        OfferKind::Fact => CompletionItemKind::VARIABLE,
        OfferKind::Name => CompletionItemKind::CONSTANT,
    }
}

pub(super) fn symbol_kind(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Table => SymbolKind::NAMESPACE,
        Kind::Symptom => SymbolKind::EVENT,
        Kind::Check => SymbolKind::FUNCTION,
        Kind::Fix => SymbolKind::METHOD,
        Kind::End => SymbolKind::CONSTANT,
        Kind::Outcome => SymbolKind::ENUM_MEMBER,
        Kind::Input => SymbolKind::VARIABLE,
        Kind::Scenario => SymbolKind::OBJECT,
        Kind::Named => SymbolKind::PROPERTY,
    }
}
