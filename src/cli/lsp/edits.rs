//! Edits of several files, as an editor applies them.
//!
//! Invariant: a file that is open has the address that the editor gave it.
//! Deliberately absent: where edits come from.

use crate::cli::lsp::convert::{address, range};
use crate::cli::lsp::document::Document;
use crate::diagnostic::Edit;
use crate::source::{SourceMap, Unit};
use lsp_types::{TextEdit, Uri};
use serde_json::{Map, Value, json};
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
        let written = TextEdit { range: range(sources, edit.span, unit), new_text: edit.replacement.clone() };
        let list = changes.entry(uri.as_str()).or_insert_with(|| json!([]));
        if let Some(list) = list.as_array_mut() {
            list.push(json!(written));
        }
    }
    json!({ "changes": changes })
}
