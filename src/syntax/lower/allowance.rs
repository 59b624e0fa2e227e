//! What a file says about the rules: levels and exceptions.
//!
//! Invariant: an exception without its rule or its reason is reported and left out.
//! Deliberately absent: whether there is such a rule (linted).

use crate::model::{Allowance, Level, Named};
use crate::source::Spanned;
use crate::syntax::lower::table::ALLOWANCE;
use crate::syntax::lower::{Lower, Value};

const LEVELS: [(&str, Level); 4] =
    [("error", Level::Error), ("warning", Level::Warning), ("info", Level::Info), ("off", Level::Off)];

impl<'t> Lower<'t> {
    pub(super) fn allowance(&mut self, value: Value<'_, 't>) -> Option<Allowance> {
        let fields = self.fields(value, &ALLOWANCE)?;
        let rule = fields.required(self, "rule").and_then(|value| self.line(value));
        let reason = fields.required(self, "reason").and_then(|value| self.line(value));
        let until = fields.get("until").and_then(|value| self.date(value));
        Some(Allowance { rule: rule?, reason: reason?, until })
    }

    /// Levels by the name of their rule.
    pub(super) fn levels(&mut self, value: Option<Value<'_, 't>>) -> Named<String, Spanned<Level>> {
        self.named(value, |_, name| Some(name.value.to_owned()), |lower, level| lower.word(level, &LEVELS))
    }
}
