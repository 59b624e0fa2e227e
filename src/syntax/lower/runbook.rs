//! The runbook itself: its head, inputs and symptoms, and the tables of its nodes.
//!
//! Invariant: a broken node leaves the others alone.
//! Deliberately absent: checks (`check`), fixes and ends (`fix`).

use crate::model::{Input, InputType, Named, NodeId, Runbook, RunbookId, Signature, SignatureKind, Symptom};
use crate::source::Spanned;
use crate::syntax::lower::table::{INPUT, RUNBOOK, SIGNATURE, SYMPTOM};
use crate::syntax::lower::{Lower, Value, fields};
use crate::syntax::rules;
use crate::syntax::tree::{Kind, Node};
use std::sync::Arc;

const TYPES: [(&str, InputType); 13] = [
    ("smtp", InputType::Smtp),
    ("upn", InputType::Upn),
    ("domain", InputType::Domain),
    ("fqdn", InputType::Fqdn),
    ("server", InputType::Server),
    ("guid", InputType::Guid),
    ("thumbprint", InputType::Thumbprint),
    ("url", InputType::Url),
    ("int", InputType::Int),
    ("datetime", InputType::Datetime),
    ("enum", InputType::Enum),
    ("path", InputType::Path),
    ("name", InputType::Name),
];

/// Lowers a whole file.
pub(super) fn runbook<'t>(lower: &mut Lower<'t>, root: &Node<'t>) -> Option<Runbook> {
    let Kind::Map(map) = &root.kind else {
        let finding = rules::wrong_type::finding(root.span, "a runbook file", "a mapping", root.found())
            .help(
                "begin it with `runbook: name`, the same name as the file, and `title: …` in the next line",
            );
        lower.report(finding);
        return None;
    };
    let head =
        map.entries.iter().find(|entry| matches!(&entry.key.kind, Kind::Text(key) if key == "runbook"));
    let head = head.map_or_else(|| fields::first_key(root), |entry| entry.key.span);
    let fields = lower.open(root.span, map, head, &RUNBOOK);
    let id =
        fields.required(lower, "runbook").and_then(|value| lower.id_value::<RunbookId>("a runbook", value));
    let title = fields.required(lower, "title").and_then(|value| lower.line(value));
    let summary = fields.get("summary").and_then(|value| lower.markdown(value));
    let owner = fields.get("owner").and_then(|value| lower.line(value));
    let reviewed = fields.get("reviewed").and_then(|value| lower.date(value));
    let applies_to = lower.each(fields.get("applies_to"), Lower::line);
    let now = fields.get("now").and_then(|value| lower.date(value));
    let sources = lower.named_sources(fields.get("sources"));
    let inputs =
        lower.named(fields.get("inputs"), |lower, name| Some(lower.fact("an input", name)), Lower::input);
    let symptoms = lower.nodes(fields.get("symptoms"), "a symptom", Lower::symptom);
    let checks = lower.nodes(fields.get("checks"), "a check", Lower::check);
    let fixes = lower.nodes(fields.get("fixes"), "a fix", Lower::fix);
    let ends = lower.nodes(fields.get("ends"), "an end", Lower::end);
    let allow = lower.each(fields.get("allow"), Lower::allowance);
    let id = id?;
    Some(Runbook {
        title: title.unwrap_or_else(|| Spanned::new(id.value.0.clone(), id.span)),
        runbook: id,
        summary,
        owner,
        reviewed,
        applies_to,
        now,
        sources,
        inputs,
        symptoms,
        checks,
        fixes,
        ends,
        allow,
    })
}

impl<'t> Lower<'t> {
    /// One table of nodes. The graph holds the same nodes, so they are shared.
    fn nodes<'n, T>(
        &mut self,
        value: Option<Value<'n, 't>>,
        what: &'static str,
        mut read: impl FnMut(&mut Self, Value<'n, 't>) -> Option<T>,
    ) -> Named<NodeId, Arc<T>> {
        let read = |lower: &mut Self, value| read(lower, value).map(Arc::new);
        self.named(value, |lower, name| Some(lower.id(what, name)), read)
    }

    fn input(&mut self, value: Value<'_, 't>) -> Option<Input> {
        let fields = self.fields(value, &INPUT)?;
        let ask = fields.required(self, "ask").and_then(|value| self.line(value));
        let kind = fields.required(self, "type").and_then(|value| self.word(value, &TYPES));
        Some(Input {
            ask: ask.unwrap_or_else(|| Spanned::new(value.key.to_owned(), fields.head)),
            kind: kind.unwrap_or(Spanned::new(InputType::Name, fields.head)),
            example: fields.get("example").and_then(|value| self.line(value)),
            help: fields.get("help").and_then(|value| self.markdown(value)),
            values: self.each(fields.get("values"), Self::line),
        })
    }

    fn symptom(&mut self, value: Value<'_, 't>) -> Option<Symptom> {
        let fields = self.fields(value, &SYMPTOM)?;
        let title = fields.required(self, "title").and_then(|value| self.line(value));
        let detail = fields.get("detail").and_then(|value| self.markdown(value));
        let also = self.each(fields.get("also"), Self::line);
        let signatures = self.each(fields.get("signatures"), Self::signature);
        let next = fields.required(self, "next").and_then(|value| self.target(value));
        let unconfirmed = fields.get("unconfirmed").and_then(|value| self.markdown(value));
        let sources = self.sources(fields.get("sources"));
        let allow = self.each(fields.get("allow"), Self::allowance);
        Some(Symptom {
            title: title.unwrap_or_else(|| Spanned::new(value.key.to_owned(), fields.head)),
            detail,
            also,
            signatures,
            next: next?,
            unconfirmed,
            sources,
            allow,
        })
    }

    fn signature(&mut self, value: Value<'_, 't>) -> Option<Signature> {
        let span = value.node.span;
        if !matches!(value.node.kind, Kind::Map(_)) || value.node.is_unquoted_placeholder() {
            let text = self.text(value)?;
            return Some(Signature { span, kind: SignatureKind::Text(text.value) });
        }
        let fields = self.fields(value, &SIGNATURE)?;
        let pattern = fields.required(self, "matches").and_then(|value| self.pattern(value))?;
        Some(Signature { span, kind: SignatureKind::Pattern(pattern) })
    }
}
