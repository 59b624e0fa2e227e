//! Findings as JSON, version 1.
//!
//! Invariant: version 1 never loses a field; readers ignore fields that they do not know.
//! Deliberately absent: excerpts.

use crate::diagnostic::Diagnostic;
use crate::source::{SourceMap, Span};

/// All findings as one JSON document, version 1:
/// `{"version":1,"findings":[{"rule","severity","message","file","span":{"start":{"line","column"},"end":…},"label",
/// "related":[…],"notes":[…],"help":[…],"suggestion":{"message","certainty","edits":[…]}|null}]}`. Each part holds the
/// findings that point into its sources.
pub fn json(parts: &[(&[Diagnostic], &SourceMap)]) -> serde_json::Value {
    let findings: Vec<serde_json::Value> = parts
        .iter()
        .flat_map(|(findings, sources)| findings.iter().map(|finding| one(finding, sources)))
        .collect();
    serde_json::json!({ "version": 1, "findings": findings })
}

fn one(diagnostic: &Diagnostic, sources: &SourceMap) -> serde_json::Value {
    let place = |span: Span| {
        let file = sources.file(span.file);
        let (start, end) = (file.position(span.start), file.position(span.end));
        serde_json::json!({
            "file": file.name(),
            "span": {
                "start": { "line": start.line, "column": start.column, "byte": span.start },
                "end": { "line": end.line, "column": end.column, "byte": span.end },
            },
        })
    };
    let with = |mut value: serde_json::Value, key: &str, text: &str| {
        value[key] = text.into();
        value
    };
    let mut finding = place(diagnostic.primary.span);
    finding["rule"] = diagnostic.rule.name.into();
    finding["severity"] = diagnostic.severity.word().into();
    finding["message"] = diagnostic.message.as_str().into();
    finding["label"] = diagnostic.primary.text.as_str().into();
    let related = diagnostic.secondary.iter().map(|label| with(place(label.span), "label", &label.text));
    finding["related"] = related.collect();
    finding["notes"] = diagnostic.notes.iter().map(String::as_str).collect();
    finding["help"] = diagnostic.help.iter().map(String::as_str).collect();
    finding["suggestion"] = diagnostic.suggestion.as_ref().map_or(serde_json::Value::Null, |suggestion| {
        let edits =
            suggestion.edits.iter().map(|edit| with(place(edit.span), "replacement", &edit.replacement));
        serde_json::json!({
            "message": suggestion.message,
            "certainty": suggestion.certainty.word(),
            "edits": edits.collect::<Vec<_>>(),
        })
    });
    finding
}
