//! Edits of several files, as an editor applies them.
//!
//! Invariant: a file that is open has the address that the editor gave it.
//! Deliberately absent: where edits come from.

use crate::cli::lsp::convert::{address, range};
use crate::cli::lsp::document::Document;
use crate::diagnostic::Edit;
use crate::source::{FileId, SourceMap, Span, Unit};
use lsp_types::{TextEdit, Uri};
use serde_json::{Map, Value, json};
use similar::{ChangeTag, TextDiff};
use std::collections::BTreeMap;

/// The address of a file.
pub(super) fn uri_of(documents: &BTreeMap<String, Document>, path: &str) -> Option<Uri> {
    documents.get(path).map(|document| document.uri.clone()).or_else(|| address(path))
}

/// Edits as a `WorkspaceEdit`.
pub(super) fn workspace_edit(
    edits: &[Edit],
    sources: &SourceMap,
    unit: Unit,
    documents: &BTreeMap<String, Document>,
) -> Value {
    let mut changes: Map<String, Value> = Map::new();
    for edit in edits {
        let path = sources.file(edit.span.file).name();
        let Some(uri) = uri_of(documents, path) else { continue };
        let list = changes.entry(uri.as_str()).or_insert_with(|| json!([]));
        if let Some(list) = list.as_array_mut() {
            list.push(text_edit(edit, sources, unit));
        }
    }
    json!({ "changes": changes })
}

/// An edit as a `TextEdit`.
pub(super) fn text_edit(edit: &Edit, sources: &SourceMap, unit: Unit) -> Value {
    json!(TextEdit { range: range(sources, edit.span, unit), new_text: edit.replacement.clone() })
}

/// The edits of whole lines that make `after` of `before`, so that what stays the same keeps its cursors and marks.
pub(super) fn line_edits(file: FileId, before: &str, after: &str) -> Vec<Edit> {
    let diff = TextDiff::from_lines(before, after);
    let (mut at, mut edits) = (0, Vec::<Edit>::new());
    for change in diff.iter_all_changes() {
        let line = change.value();
        let (removed, added) = match change.tag() {
            ChangeTag::Equal => {
                at += line.len();
                continue;
            }
            ChangeTag::Delete => (line.len(), ""),
            ChangeTag::Insert => (0, line),
        };
        match edits.last_mut().filter(|last| last.span.range().end == at) {
            Some(last) => {
                last.span = Span::new(file, last.span.range().start, at + removed);
                last.replacement.push_str(added);
            }
            None => {
                edits.push(Edit { span: Span::new(file, at, at + removed), replacement: added.to_owned() });
            }
        }
        at += removed;
    }
    edits
}
