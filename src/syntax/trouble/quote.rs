//! What can be wrong about a text in quotes: its end, an apostrophe in it, a backslash.
//!
//! Invariant: a text is only offered in other quotes where its end can be seen.
//! Deliberately absent: texts without quotes.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::trouble::{Page, single_quoted};

impl Page<'_> {
    pub(super) fn quote_not_closed(&self, start: usize) -> Diagnostic {
        let quote = self.text[start..].chars().next().unwrap_or('"');
        self.syntax(start, 1, "this quote is never closed").label("the text begins here").help(format!(
            "close the text with `{quote}`, or put it in a block after `|` if it has several lines"
        ))
    }

    pub(super) fn after_quote(&self, start: usize, at: usize) -> Diagnostic {
        let quote = self.text[start..].chars().next().unwrap_or('"');
        let span = self.span(start, 1);
        if self.line(start) != self.line(at) {
            return self
                .syntax(start, 1, "this quote is not closed where it should be")
                .label("the text begins here")
                .also(
                    self.span(self.text[..at].rfind(quote).unwrap_or(at), 1),
                    "and goes on to the next quote",
                )
                .help(format!("close the text with `{quote}` at the end of its line"));
        }
        let finding = self
            .syntax(at, 1, "the text ends at its closing quote, but the line goes on")
            .also(span, "opened here");
        let inner = self.value(start).filter(|(from, _)| *from == start).and_then(|(_, value)| {
            let inner = value.strip_prefix(quote)?.strip_suffix(quote)?;
            Some((Span::new(self.file, start, start + value.len()), inner))
        });
        match (quote, inner) {
            ('"', Some((whole, inner))) if !inner.contains(['\\', '\'']) => {
                finding.suggest("put the whole text in single quotes", whole, single_quoted(inner))
            }
            ('"', _) => finding
                .help("put the whole text in single quotes if it holds double quotes: 'the \"enabled\" one'"),
            (_, Some((whole, inner))) => {
                let inner = inner.replace("''", "'");
                finding.suggest(
                    "write an apostrophe inside single quotes twice",
                    whole,
                    single_quoted(&inner),
                )
            }
            _ => finding.help("inside single quotes an apostrophe is written twice: 'it''s on'"),
        }
    }

    /// A backslash that begins no escape; the parser only says where the text begins.
    pub(super) fn escape(&self, start: usize) -> Diagnostic {
        let rest = &self.text[start..];
        let mut characters = rest.char_indices().skip(1);
        while let Some((offset, character)) = characters.next() {
            match character {
                '"' => break,
                '\\' => match characters.next() {
                    Some((_, letter)) if "ntr\"\\/0abefv N_LP\t\n\r".contains(letter) => {}
                    Some((_, letter @ ('x' | 'u' | 'U'))) => {
                        let digits = match letter {
                            'x' => 2,
                            'u' => 4,
                            _ => 8,
                        };
                        let found = rest[offset + 2..]
                            .chars()
                            .take(digits)
                            .take_while(char::is_ascii_hexdigit)
                            .count();
                        if found < digits {
                            return self.bad_escape(start, start + offset, found + 2);
                        }
                    }
                    _ => return self.bad_escape(start, start + offset, 2),
                },
                _ => {}
            }
        }
        self.bad_escape(start, start, 1)
    }

    /// `start` is where the text begins, with its quote.
    fn bad_escape(&self, start: usize, at: usize, characters: usize) -> Diagnostic {
        let finding =
            self.syntax(at, characters, "in double quotes a backslash begins an escape, and this is none");
        let inner = self.text.get(start + 1..self.line(start).end).and_then(|rest| rest.split('"').next());
        match inner.filter(|inner| !inner.ends_with('\\') && !inner.contains(['\'', '\r'])) {
            Some(inner) if self.text[start + 1 + inner.len()..].starts_with('"') => {
                let whole = Span::new(self.file, start, start + inner.len() + 2);
                let message = "put the text in single quotes, where a backslash is a backslash";
                finding.suggest(message, whole, single_quoted(inner))
            }
            _ => {
                finding.help("put the text in single quotes, where a backslash is a backslash: 'C:\\Windows'")
            }
        }
    }
}
