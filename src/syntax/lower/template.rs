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
            let (end, stop) = scan(text, inner);
            if stop == Stop::Closed {
                let whole = self.find(&text[open..end + 2]);
                found.extend(self.placeholder(&text[inner..end], whole, open..end + 2));
                at = end + 2;
            } else {
                let span = self.find("{{");
                let finding = rules::invalid_placeholder::finding(
                    span,
                    "this placeholder is not closed by `}}`",
                )
                .help(
                    "write `{{ name }}`; where the command itself needs two braces, put a space between them",
                );
                self.lower.report(finding);
                at = end;
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
        let rest = self.lower.text.get(self.from..end).unwrap_or_default();
        let Some(at) = rest.find(part) else {
            // What follows would not be found either; looking again each time would take long.
            self.from = end;
            return self.span;
        };
        let start = self.from + at;
        self.from = start + part.len();
        Span::new(self.span.file, start, self.from)
    }
}

/// What comes first after the opening braces of a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// Closing braces.
    Closed,
    /// Opening braces, a line break, or the end of the text.
    Open,
}

/// Looks for what ends a placeholder whose name begins at `from`; says where that is.
fn scan(text: &str, from: usize) -> (usize, Stop) {
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        let double = bytes.get(at + 1) == Some(byte);
        match byte {
            b'}' if double => return (at, Stop::Closed),
            b'{' if double => return (at, Stop::Open),
            b'\n' => return (at, Stop::Open),
            _ => {}
        }
    }
    (text.len(), Stop::Open)
}
