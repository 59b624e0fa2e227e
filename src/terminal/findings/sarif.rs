//! Findings as SARIF 2.1.0, the form that code scanning services and editors read.
//!
//! Invariant: every result names a rule of the same run, with its documentation; columns are counted in code points.
//! Deliberately absent: fingerprints; the services that want them make their own.

use crate::diagnostic::{Diagnostic, Label, Rule, Severity};
use crate::editor::uri;
use crate::source::{SourceMap, Span};
use serde_json::{Value, json};

/// The findings of one run over one or more knowledge bases. Each part holds the findings that point into its sources.
pub fn sarif(parts: &[(&[Diagnostic], &SourceMap)]) -> Value {
    let mut rules: Vec<&'static Rule> =
        parts.iter().flat_map(|(findings, _)| findings.iter().map(|finding| finding.rule)).collect();
    rules.sort_by_key(|rule| rule.name);
    rules.dedup_by_key(|rule| rule.name);
    let results: Vec<Value> = parts
        .iter()
        .flat_map(|(findings, sources)| findings.iter().map(|finding| result(finding, sources, &rules)))
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "triagebook",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().copied().map(descriptor).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.summary },
        "help": { "text": rule.documentation, "markdown": rule.documentation },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(finding: &Diagnostic, sources: &SourceMap, rules: &[&'static Rule]) -> Value {
    let mut text = finding.message.clone();
    for (word, lines) in [("note", &finding.notes), ("help", &finding.help)] {
        for line in lines {
            text.extend(["\n", word, ": ", line]);
        }
    }
    let related: Vec<Value> = finding.secondary.iter().map(|label| location(label, sources)).collect();
    let mut result = json!({
        "ruleId": finding.rule.name,
        "ruleIndex": rules.iter().position(|rule| rule.name == finding.rule.name),
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": [location(&finding.primary, sources)],
    });
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    if let Some(suggestion) = &finding.suggestion {
        let file = suggestion.edits.first().map_or(finding.primary.span.file, |edit| edit.span.file);
        let replacements: Vec<Value> = suggestion
            .edits
            .iter()
            .map(|edit| {
                json!({
                    "deletedRegion": region(edit.span, sources),
                    "insertedContent": { "text": edit.replacement },
                })
            })
            .collect();
        result["fixes"] = json!([{
            "description": { "text": suggestion.message },
            "artifactChanges": [{
                "artifactLocation": { "uri": uri::of_path(sources.file(file).name()) },
                "replacements": replacements,
            }],
        }]);
    }
    result
}

fn location(label: &Label, sources: &SourceMap) -> Value {
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri::of_path(sources.file(label.span.file).name()) },
            "region": region(label.span, sources),
        },
    });
    if !label.text.is_empty() {
        location["message"] = json!({ "text": label.text });
    }
    location
}

fn region(span: Span, sources: &SourceMap) -> Value {
    let file = sources.file(span.file);
    let (start, end) = (file.position(span.start), file.position(span.end));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}
