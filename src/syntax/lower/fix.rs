//! Fixes, their steps, rollback and attempts; and ends.
//!
//! Invariant: an end is kept whatever is wrong with it, so that edges to it still lead somewhere.
//! Deliberately absent: whether a fix says all it should (linted).

use crate::model::{Attempts, End, EndResult, Fix, Named, Requirement, Risk, Rollback, Step};
use crate::source::Spanned;
use crate::syntax::lower::table::{ATTEMPTS, END, FIX, ROLLBACK, STEP};
use crate::syntax::lower::{LIST, Lower, Value, dash_without_space};
use crate::syntax::rules;
use crate::syntax::tree::Kind;

const RISKS: [(&str, Risk); 3] =
    [("change", Risk::Change), ("outage", Risk::Outage), ("destructive", Risk::Destructive)];
const RESULTS: [(&str, EndResult); 3] = [
    ("resolved", EndResult::Resolved),
    ("escalated", EndResult::Escalated),
    ("elsewhere", EndResult::Elsewhere),
];

impl<'t> Lower<'t> {
    pub(super) fn fix(&mut self, value: Value<'_, 't>) -> Option<Fix> {
        let fields = self.fields(value, &FIX)?;
        Some(Fix {
            content_of: fields.get("use").and_then(|value| self.node_ref(value)),
            title: fields.get("title").and_then(|value| self.line(value)),
            detail: fields.get("detail").and_then(|value| self.markdown(value)),
            requires: self.named(
                fields.get("requires"),
                |lower, name| Some(lower.check_name(name)),
                Self::requirement,
            ),
            risk: fields.get("risk").and_then(|value| self.word(value, &RISKS)),
            role: fields.get("role").and_then(|value| self.line(value)),
            impact: fields.get("impact").and_then(|value| self.markdown(value)),
            steps: self.each(fields.get("steps"), Self::step),
            stop_if: fields.get("stop_if").and_then(|value| self.markdown(value)),
            rollback: fields.get("rollback").and_then(|value| self.rollback(value)),
            wait: fields.get("wait").and_then(|value| self.duration(value)),
            minutes: fields.get("minutes").and_then(|value| self.number(value, 1)),
            verify: fields.get("verify").and_then(|value| self.target(value)),
            attempts: fields.get("attempts").and_then(|value| self.attempts(value)),
            unconfirmed: fields.get("unconfirmed").and_then(|value| self.markdown(value)),
            sources: self.sources(fields.get("sources")),
            allow: self.each(fields.get("allow"), Self::allowance),
        })
    }

    fn requirement(&mut self, value: Value<'_, 't>) -> Option<Requirement> {
        let outcomes = match &value.node.kind {
            Kind::List(_) => self.each(Some(value), |lower, entry| lower.id_value("an outcome", entry)),
            Kind::Map(_) => {
                self.wrong_type(&value, "an outcome or a list of outcomes");
                Vec::new()
            }
            _ => self.id_value("an outcome", value).into_iter().collect(),
        };
        (!outcomes.is_empty()).then_some(Requirement { outcomes })
    }

    fn step(&mut self, value: Value<'_, 't>) -> Option<Step> {
        let fields = self.fields(value, &STEP)?;
        let step = Step {
            action: fields.get("do").and_then(|value| self.markdown(value)),
            place: fields.get("place").and_then(|value| self.id_value("a place", value)),
            command: fields.get("command").and_then(|value| self.template(value)),
            expect: fields.get("expect").and_then(|value| self.markdown(value)),
        };
        if fields.is_complete() && fields.get("do").is_none() && fields.get("command").is_none() {
            self.report(rules::missing_key::finding(fields.head, "step", "do", "do: Restart the service"));
        }
        Some(step)
    }

    fn rollback(&mut self, value: Value<'_, 't>) -> Option<Rollback> {
        match &value.node.kind {
            Kind::List(_) => {
                let steps = self.each(Some(value), Self::step);
                (!steps.is_empty()).then_some(Rollback::Steps(steps))
            }
            Kind::Map(_) if dash_without_space(value.node).is_some() => {
                self.wrong_type(&value, LIST);
                None
            }
            Kind::Map(_) => {
                let fields = self.fields(value, &ROLLBACK)?;
                fields.required(self, "none").and_then(|value| self.markdown(value)).map(Rollback::None)
            }
            Kind::Text(text) if text == "none" => {
                self.report(rules::wrong_type::reason(value.node.span));
                None
            }
            _ => {
                self.wrong_type(&value, "a list of steps, or `none` with a reason");
                None
            }
        }
    }

    fn attempts(&mut self, value: Value<'_, 't>) -> Option<Attempts> {
        let fields = self.fields(value, &ATTEMPTS)?;
        let limit = fields.required(self, "limit").and_then(|value| self.number(value, 1));
        let otherwise = fields.required(self, "else").and_then(|value| self.target(value));
        Some(Attempts { limit: limit?, otherwise: otherwise? })
    }

    pub(super) fn end(&mut self, value: Value<'_, 't>) -> Option<End> {
        let fields = self.fields(value, &END)?;
        let title = fields.required(self, "title").and_then(|value| self.line(value));
        let result = fields.required(self, "result").and_then(|value| self.word(value, &RESULTS));
        Some(End {
            title: title.unwrap_or_else(|| Spanned::new(value.key.to_owned(), fields.head)),
            detail: fields.get("detail").and_then(|value| self.markdown(value)),
            result: result.unwrap_or(Spanned::new(EndResult::Escalated, fields.head)),
            to: fields.get("to").and_then(|value| self.line(value)),
            attach: self.each(fields.get("attach"), Self::line),
            unconfirmed: fields.get("unconfirmed").and_then(|value| self.markdown(value)),
            sources: self.sources(fields.get("sources")),
            allow: self.each(fields.get("allow"), Self::allowance),
        })
    }

    /// The tables that both kinds of file have: sources by name.
    pub(super) fn named_sources(
        &mut self,
        value: Option<Value<'_, 't>>,
    ) -> Named<crate::model::SourceId, crate::model::Source> {
        self.named(value, |lower, name| Some(lower.id("a source", name)), Self::source)
    }
}

#[cfg(test)]
mod tests {
    use crate::source::FileId;
    use crate::syntax::runbook;

    fn findings(requires: &str) -> Vec<String> {
        let text = format!(
            "runbook: demo\ntitle: Demo\nfixes:\n  mend:\n    title: Mend\n    requires: {{ {requires}: proved }}\n"
        );
        let (_, found) = runbook(FileId(0), &text);
        found.into_iter().filter(|one| one.rule.name == "invalid-name").map(|one| one.message).collect()
    }

    #[test]
    fn a_fix_may_require_a_check_of_another_runbook() {
        assert_eq!(findings("parts"), Vec::<String>::new());
        assert_eq!(findings("other/parts"), Vec::<String>::new());
        assert_eq!(findings("other/parts/more"), ["`other/parts/more` cannot be the name of a check"]);
    }
}
