//! Checks, their commands, outcomes and samples.
//!
//! Invariant: a broken outcome, command or sample leaves the others of its check alone.
//! Deliberately absent: whether a check asks anything, and whether its outcomes differ (linted).

use crate::model::{Check, Command, Outcome, Sample, SourceId};
use crate::source::Spanned;
use crate::syntax::lower::table::{CHECK, COMMAND, OUTCOME, SAMPLE};
use crate::syntax::lower::{Lower, Value};
use crate::syntax::tree::Kind;

impl<'t> Lower<'t> {
    pub(super) fn check(&mut self, value: Value<'_, 't>) -> Option<Check> {
        let fields = self.fields(value, &CHECK)?;
        Some(Check {
            content_of: fields.get("use").and_then(|value| self.node_ref(value)),
            title: fields.get("title").and_then(|value| self.line(value)),
            why: fields.get("why").and_then(|value| self.markdown(value)),
            run: self.each(fields.get("run"), Self::command),
            ask: fields.get("ask").and_then(|value| self.markdown(value)),
            minutes: fields.get("minutes").and_then(|value| self.number(value, 1)),
            outcomes: self.named(
                fields.get("outcomes"),
                |lower, name| Some(lower.id("an outcome", name)),
                Self::outcome,
            ),
            undecided: self.each(fields.get("undecided"), Self::sample),
            unsure: fields.get("unsure").and_then(|value| self.target(value)),
            none: fields.get("none").and_then(|value| self.target(value)),
            unconfirmed: fields.get("unconfirmed").and_then(|value| self.markdown(value)),
            sources: self.sources(fields.get("sources")),
            allow: self.each(fields.get("allow"), Self::allowance),
        })
    }

    fn command(&mut self, value: Value<'_, 't>) -> Option<Command> {
        let fields = self.fields(value, &COMMAND)?;
        let place = fields.required(self, "place").and_then(|value| self.id_value("a place", value));
        let command = fields.required(self, "command").and_then(|value| self.template(value));
        let note = fields.get("note").and_then(|value| self.markdown(value));
        Some(Command { place: place?, command: command?, note })
    }

    fn outcome(&mut self, value: Value<'_, 't>) -> Option<Outcome> {
        let fields = self.fields(value, &OUTCOME)?;
        let title = fields.get("title").and_then(|value| self.line(value));
        let detail = fields.get("detail").and_then(|value| self.markdown(value));
        let when = fields.get("when").and_then(|value| self.matcher(value));
        let capture =
            self.named(fields.get("capture"), |lower, name| Some(lower.fact("a fact", name)), Self::line);
        let samples = self.each(fields.get("samples"), Self::sample);
        let next = fields.required(self, "next").and_then(|value| self.target(value));
        Some(Outcome { title, detail, when, capture, samples, next: next? })
    }

    fn sample(&mut self, value: Value<'_, 't>) -> Option<Sample> {
        if !matches!(value.node.kind, Kind::Map(_)) || value.node.is_unquoted_placeholder() {
            let text = self.raw(value)?;
            return Some(Sample { span: text.span, text, facts: crate::model::Named::default() });
        }
        let fields = self.fields(value, &SAMPLE)?;
        let text = fields.required(self, "text").and_then(|value| self.raw(value));
        let facts = self.named(fields.get("facts"), |lower, name| Some(lower.any_fact(name)), Self::line);
        Some(Sample { span: fields.span, text: text?, facts })
    }

    /// The sources of a node.
    pub(super) fn sources(&mut self, value: Option<Value<'_, 't>>) -> Vec<Spanned<SourceId>> {
        self.each(value, |lower, entry| lower.id_value("a source", entry))
    }
}
