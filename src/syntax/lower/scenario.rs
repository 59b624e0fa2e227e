//! Scenario files: cases, their steps, and where other answers would lead.
//!
//! Invariant: a broken scenario or step leaves the others alone. A scenario of which a step could not be read is left
//! out, because a way with a hole proves nothing.
//! Deliberately absent: whether the nodes and outcomes exist (floor 3).

use crate::model::{Act, Alternative, Given, Named, OutcomeId, Scenario, ScenarioFile, ScenarioStep};
use crate::source::Spanned;
use crate::syntax::lower::table::{ALTERNATIVE, SCENARIO, SCENARIO_FILE, SCENARIO_STEP};
use crate::syntax::lower::{Lower, Place, Value, fields};
use crate::syntax::rules;
use crate::syntax::tree::{Entry, Kind, Node};

/// Lowers a whole file.
pub(super) fn scenarios<'t>(lower: &mut Lower<'t>, root: &Node<'t>) -> Option<ScenarioFile> {
    let Kind::Map(map) = &root.kind else {
        let finding = rules::wrong_type::finding(root.span, "a scenario file", "a mapping", root.found())
            .help("begin it with `runbook: name`, then `scenarios:` with a list of cases");
        lower.report(finding);
        return None;
    };
    let fields = lower.open(root.span, map, fields::first_key(root), &SCENARIO_FILE);
    let runbook = fields.required(lower, "runbook").and_then(|value| lower.id_value("a runbook", value));
    let now = fields.get("now").and_then(|value| lower.date(value));
    let inputs = lower.given_values(fields.get("inputs"));
    let anywhere = lower.alternatives(fields.get("anywhere"));
    let scenarios = fields.required(lower, "scenarios");
    let scenarios = lower.each(scenarios, Lower::scenario);
    Some(ScenarioFile { runbook: runbook?, now, inputs, anywhere, scenarios })
}

impl<'t> Lower<'t> {
    fn given_values(
        &mut self,
        value: Option<Value<'_, 't>>,
    ) -> Named<crate::model::FactName, Spanned<String>> {
        self.named(value, |lower, name| Some(lower.fact("an input", name)), Self::line)
    }

    fn alternatives(&mut self, value: Option<Value<'_, 't>>) -> Named<OutcomeId, Alternative> {
        self.named(value, |lower, name| Some(lower.id("an outcome", name)), Self::alternative)
    }

    fn scenario(&mut self, value: Value<'_, 't>) -> Option<Scenario> {
        let fields = self.fields(value, &SCENARIO)?;
        let title = fields.required(self, "title").and_then(|value| self.line(value));
        let about = fields.get("about").and_then(|value| self.markdown(value));
        let entry = fields.required(self, "entry").and_then(|value| self.node_ref(value));
        let now = fields.get("now").and_then(|value| self.date(value));
        let inputs = self.given_values(fields.get("inputs"));
        let anywhere = self.alternatives(fields.get("anywhere"));
        let written = fields.required(self, "steps");
        let count = written.map_or(0, |value| value.length());
        let steps: Vec<ScenarioStep> = self.each(written, Self::scenario_step);
        let ends = fields.get("ends").and_then(|value| self.node_ref(value));
        let standing = fields.get("stops").and_then(|value| self.node_ref(value));
        match (fields.key_span("ends"), fields.key_span("stops")) {
            (None, None) if fields.is_complete() => {
                let finding =
                    rules::missing_key::finding(fields.head, SCENARIO.what, "ends", "ends: escalate").help(
                        "or write `stops:` with the check or fix where the walk stands after the last step",
                    );
                self.report(finding);
            }
            (Some(_), Some(second)) => {
                let message = "a scenario either comes to an end (`ends`) or stands somewhere (`stops`)";
                self.report(rules::invalid_value::contradiction(second, message));
            }
            _ => {}
        }
        if steps.len() < count || count == 0 {
            return None;
        }
        Some(Scenario {
            title: title?,
            about,
            entry: entry?,
            now,
            inputs,
            anywhere,
            steps,
            ends,
            stops: standing,
        })
    }

    fn scenario_step(&mut self, value: Value<'_, 't>) -> Option<ScenarioStep> {
        if let Some(entry) = short_entry(value.node) {
            return self.short_step(value, entry);
        }
        let fields = self.fields(value, &SCENARIO_STEP)?;
        let at = fields.required(self, "at").and_then(|value| self.node_ref(value));
        let given = self.given(fields.get("by"), fields.get("sample"), fields.get("evidence"));
        let skip_to = fields.get("skip_to").and_then(|value| self.node_ref(value));
        let shows = self.each(fields.get("shows"), Self::line);
        let also = self.alternatives(fields.get("also"));
        let act = match skip_to {
            Some(skip_to) => {
                if let Some(takes) = fields.key_span("takes") {
                    let message = "a step either takes an answer or skips to another node";
                    self.report(rules::invalid_value::contradiction(takes, message));
                }
                Act::SkipTo(skip_to)
            }
            None if fields.key_span("skip_to").is_some() => return None,
            None => {
                let takes = fields.required(self, "takes");
                Act::Takes(takes.and_then(|value| self.id_value("an outcome", value))?, given?)
            }
        };
        Some(ScenarioStep { span: fields.span, at: at?, act, shows, also })
    }

    /// A step written `node: outcome`.
    fn short_step<'n>(&mut self, value: Value<'n, 't>, entry: &'n Entry<'t>) -> Option<ScenarioStep> {
        let named = Value { node: &entry.key, ..value };
        let key = match &entry.key.kind {
            Kind::Text(name) => name.as_ref(),
            _ => value.key,
        };
        let answer = Value {
            key,
            place: Place::Under(entry.key.span),
            example: "spooler: stopped",
            node: &entry.value,
        };
        let at = self.node_ref(named);
        let takes = self.id_value("an outcome", answer);
        let (at, takes) = at.zip(takes)?;
        let act = Act::Takes(takes, Given::default());
        Some(ScenarioStep { span: value.node.span, at, act, shows: Vec::new(), also: Named::default() })
    }

    fn alternative(&mut self, value: Value<'_, 't>) -> Option<Alternative> {
        if !matches!(value.node.kind, Kind::Map(_)) {
            let goes = self.node_ref(value)?;
            return Some(Alternative { goes, returns: None, given: Given::default() });
        }
        let fields = self.fields(value, &ALTERNATIVE)?;
        let goes = fields.required(self, "goes").and_then(|value| self.node_ref(value));
        let returns = fields.get("returns").and_then(|value| self.node_ref(value));
        let given = self.given(fields.get("by"), fields.get("sample"), fields.get("evidence"));
        Some(Alternative { goes: goes?, returns, given: given? })
    }

    /// How an answer is given: at most one of the three.
    fn given(
        &mut self,
        by: Option<Value<'_, 't>>,
        sample: Option<Value<'_, 't>>,
        evidence: Option<Value<'_, 't>>,
    ) -> Option<Given> {
        let places: Vec<_> = [by, sample, evidence].into_iter().flatten().collect();
        if let [_, second, ..] = places.as_slice() {
            let message =
                "an answer is given by a person, by a sample or by other evidence, not by two of them";
            let finding = rules::invalid_value::contradiction(self.location(second), message);
            self.report(finding);
        }
        Some(Given {
            by_person: match by {
                Some(by) => Some(self.word(by, &[("person", ())])?.span),
                None => None,
            },
            sample: match sample {
                Some(sample) => Some(self.number(sample, 1)?),
                None => None,
            },
            evidence: match evidence {
                Some(evidence) => Some(self.raw(evidence)?),
                None => None,
            },
        })
    }
}

/// The only entry of a step that is written `node: outcome`; none where it is written with keys.
fn short_entry<'n, 't>(node: &'n Node<'t>) -> Option<&'n Entry<'t>> {
    let Kind::Map(map) = &node.kind else { return None };
    match map.entries.as_slice() {
        [entry] if !matches!(&entry.key.kind, Kind::Text(key) if key == "at") => Some(entry),
        _ => None,
    }
}
