//! The texts of open windows, changed as the editor says.
//!
//! Invariant: a text is what the editor shows, byte for byte; a change that points past the end changes the end.
//! Deliberately absent: what the texts mean.

use crate::cli::lsp::convert::offset;
use crate::source::{SourceFile, Unit};
use lsp_types::TextDocumentContentChangeEvent;

/// An open window.
#[derive(Debug)]
pub(super) struct Document {
    /// Its address, as the editor writes it.
    pub(super) uri: lsp_types::Uri,
    /// Counts its changes.
    pub(super) version: i32,
    /// What it shows.
    pub(super) text: String,
}

impl Document {
    /// Applies changes in their order.
    pub(super) fn change(&mut self, changes: Vec<TextDocumentContentChangeEvent>, unit: Unit) {
        for change in changes {
            let Some(range) = change.range else {
                self.text = change.text;
                continue;
            };
            let file = SourceFile::new("", self.text.as_str());
            let (start, end) = (offset(&file, range.start, unit), offset(&file, range.end, unit));
            self.text.replace_range(start..end.max(start), &change.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Document;
    use crate::source::Unit;

    #[test]
    fn changes_are_applied_one_after_the_other_in_utf16() {
        let uri = "file:///a.yaml".parse().unwrap();
        let mut document = Document { uri, version: 1, text: "a\u{1f5a8}b\r\nc\n".to_owned() };
        let change = |start: (u32, u32), end: (u32, u32), text: &str| {
            let range = serde_json::json!({
                "start": { "line": start.0, "character": start.1 }, "end": { "line": end.0, "character": end.1 },
            });
            serde_json::from_value(serde_json::json!({ "range": range, "text": text })).unwrap()
        };
        document.change(vec![change((0, 3), (0, 4), "X"), change((0, 4), (1, 0), "-")], Unit::Utf16);
        assert_eq!(document.text, "a\u{1f5a8}X-c\n");
        document.change(vec![change((0, 1), (0, 3), ""), change((99, 0), (99, 9), "end")], Unit::Utf16);
        assert_eq!(document.text, "aX-c\nend");
    }
}
