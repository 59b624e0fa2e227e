//! Texts with placeholders: commands and the right-hand sides of comparisons.
//!
//! Invariant: the placeholders of a template lie in its text in rising order; those that cannot be read are reported
//! and left out, so their braces stay plain text.
//! Deliberately absent: whether a fact of that name exists (floor 3).

use crate::model::{FactName, Placeholder, Template};
use crate::source::{Span, Spanned};
use crate::syntax::lower::name::is_reference_to_fact;
use crate::syntax::lower::{Lower, Value, shorten};
use crate::syntax::rules;

impl<'t> Lower<'t> {
    /// A text with placeholders.
    pub(super) fn template(&mut self, value: Value<'_, 't>) -> Option<Template> {
        let text = self.text(value)?;
        let mut finder = Finder { lower: self, span: text.span, from: text.span.range().start };
        let placeholders = finder.placeholders(&text.value);
        Some(Template { text, placeholders })
    }
}

/// Finds parts of a text in the source it was written in, from front to back. Quotes, escapes and folded lines may
/// set the two apart; a part that is not found is the whole text.
struct Finder<'l, 't> {
    lower: &'l mut Lower<'t>,
    span: Span,
    from: usize,
}

impl Finder<'_, '_> {
    fn placeholders(&mut self, text: &str) -> Vec<Placeholder> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(open) = text[at..].find("{{").map(|open| at + open) {
            let inner = open + 2;
            let line = text[inner..].find('\n').map_or(text.len(), |end| inner + end);
            let close = text[inner..line].find("}}").map(|close| inner + close);
            let reopened = text[inner..line].find("{{").map(|next| inner + next);
            match close {
                Some(close) if reopened.is_none_or(|next| next > close) => {
                    let whole = self.find(&text[open..close + 2]);
                    found.extend(self.placeholder(&text[inner..close], whole, open..close + 2));
                    at = close + 2;
                }
                _ => {
                    let span = self.find("{{");
                    let finding = rules::invalid_placeholder::finding(span, "this placeholder is not closed by `}}`")
                        .help("write `{{ name }}`; where the command itself needs two braces, put a space between them");
                    self.lower.report(finding);
                    at = reopened.unwrap_or(line);
                }
            }
        }
        found
    }

    fn placeholder(
        &mut self,
        inner: &str,
        whole: Span,
        range: std::ops::Range<usize>,
    ) -> Option<Placeholder> {
        let name = inner.trim();
        if !is_reference_to_fact(name) {
            let message = if name.is_empty() {
                "this placeholder names no fact".to_owned()
            } else {
                format!("`{}` cannot be the name of a fact", shorten(name))
            };
            let finding = rules::invalid_placeholder::finding(whole, message)
                .help("write `{{ name }}` with the name of an input, of a captured fact, or of a check");
            self.lower.report(finding);
            return None;
        }
        let written = self.lower.written(whole);
        let name_span = match written.find(name) {
            Some(at) if written.starts_with("{{") => {
                let start = whole.range().start + at;
                Span::new(whole.file, start, start + name.len())
            }
            _ => whole,
        };
        Some(Placeholder { name: Spanned::new(FactName::from(name), name_span), range })
    }

    /// Where the next occurrence of `part` is written.
    fn find(&mut self, part: &str) -> Span {
        let end = self.span.range().end;
        match self.lower.text.get(self.from..end).and_then(|rest| rest.find(part)) {
            Some(at) => {
                let start = self.from + at;
                self.from = start + part.len();
                Span::new(self.span.file, start, self.from)
            }
            None => self.span,
        }
    }
}
