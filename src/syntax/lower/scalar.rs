//! Single values: texts, numbers, dates, words from a fixed set, addresses, regular expressions.
//!
//! Invariant: every reader takes the text as written; quotes make no difference to what a value means.
//! Deliberately absent: names and targets (`name`) and texts with placeholders (`template`).

use crate::model::{Duration, Markdown, Pattern};
use crate::prose::{self, quoted};
use crate::source::{Span, Spanned};
use crate::syntax::lower::{Lower, TEXT, Value, near, other_words};
use crate::syntax::tree::Kind;
use crate::syntax::{Patterns, rules};
use jiff::civil::{Date, DateTime};

impl<'t> Lower<'t> {
    /// A scalar exactly as written; may be white space.
    pub(super) fn raw(&mut self, value: Value<'_, 't>) -> Option<Spanned<String>> {
        if let Kind::Text(text) = &value.node.kind {
            self.comment_behind(value.node.span);
            return Some(Spanned::new(text.as_ref().to_owned(), value.node.span));
        }
        self.wrong_type(&value, TEXT);
        None
    }

    /// A text that says something, without white space at its end.
    pub(super) fn text(&mut self, value: Value<'_, 't>) -> Option<Spanned<String>> {
        let Kind::Text(text) = &value.node.kind else {
            self.wrong_type(&value, TEXT);
            return None;
        };
        let text = text.trim_end();
        if text.is_empty() {
            let finding = self.empty(&value);
            self.report(finding);
            return None;
        }
        self.comment_behind(value.node.span);
        Some(Spanned::new(text.to_owned(), value.node.span))
    }

    /// Reports what may have been meant as the end of the text at `span`, but is a comment.
    fn comment_behind(&mut self, span: Span) {
        let behind = self.text.get(span.range().end..).unwrap_or_default();
        let gap = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        let Some(rest) = behind.get(gap..).filter(|rest| gap > 0 && rest.starts_with('#')) else { return };
        let comment = rest.lines().next().unwrap_or_default().trim_end();
        let is_plain = !self.written(span).starts_with(['"', '\'', '|', '>']);
        if is_plain && comment[1..].starts_with(char::is_alphanumeric) {
            let start = span.range().end + gap;
            let comment_span = Span::new(span.file, start, start + comment.len());
            let whole = Span::new(span.file, span.range().start, start + comment.len());
            let quoted = format!("'{}'", self.written(whole).replace('\'', "''"));
            self.report(rules::comment_in_text::finding(comment_span, comment, whole, quoted));
        }
    }

    /// A text of one line.
    pub(super) fn line(&mut self, value: Value<'_, 't>) -> Option<Spanned<String>> {
        let text = self.text(value)?;
        if text.value.contains('\n') {
            self.report(rules::multi_line_title::finding(self.first_line(text.span), &value.subject()));
        }
        Some(text)
    }

    /// Markdown prose.
    pub(super) fn markdown(&mut self, value: Value<'_, 't>) -> Option<Markdown> {
        self.text(value).map(Markdown)
    }

    /// A whole number, at least `least`.
    pub(super) fn number(&mut self, value: Value<'_, 't>, least: u32) -> Option<Spanned<u32>> {
        let text = self.text(value)?;
        match text.value.parse::<u32>() {
            Ok(number) if number >= least => Some(Spanned::new(number, text.span)),
            _ => {
                let expected = match least {
                    0 => "a whole number".to_owned(),
                    least => format!("a whole number of at least {least}"),
                };
                let finding = rules::invalid_value::finding(text.span, &value.subject(), &text, &expected)
                    .help(format!("write it like this: `{}`", value.example));
                self.report(finding);
                None
            }
        }
    }

    /// `true` or `false`.
    pub(super) fn truth(&mut self, value: Value<'_, 't>) -> Option<Spanned<bool>> {
        self.word(value, &[("true", true), ("false", false)])
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&mut self, value: Value<'_, 't>, words: &[(&str, T)]) -> Option<Spanned<T>> {
        let text = self.text(value)?;
        let typed = text.value.trim();
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == typed) {
            return Some(Spanned::new(*meaning, text.span));
        }
        let all: Vec<String> = words.iter().map(|(word, _)| quoted(word)).collect();
        let finding = rules::invalid_value::finding(text.span, &value.subject(), typed, &prose::or(&all));
        let possible = words.iter().map(|(word, _)| *word);
        let close = other_words::meant(typed, possible.clone()).or_else(|| near(typed, possible));
        let finding = match close {
            Some(word) => finding.suggest(format!("did you mean `{word}`?"), text.span, word),
            None => finding,
        };
        self.report(finding);
        // Reading goes on with what was meant, so that one slip makes one finding.
        let meant = close.and_then(|word| words.iter().find(|(known, _)| *known == word));
        meant.map(|(_, meaning)| Spanned::new(*meaning, text.span))
    }

    /// A date.
    pub(super) fn date(&mut self, value: Value<'_, 't>) -> Option<Spanned<Date>> {
        let text = self.text(value)?;
        let date = date(text.value.trim());
        if date.is_none() {
            self.report(rules::invalid_date::date(text.span, &value.subject(), &text));
        }
        date.map(|date| Spanned::new(date, text.span))
    }

    /// A waiting time.
    pub(super) fn duration(&mut self, value: Value<'_, 't>) -> Option<Spanned<Duration>> {
        let text = self.text(value)?;
        let duration = text.value.trim().parse::<Duration>().ok();
        if duration.is_none() {
            self.report(rules::invalid_duration::finding(text.span, &value.subject(), &text));
        }
        duration.map(|duration| Spanned::new(duration, text.span))
    }

    /// An address that a page may link to.
    pub(super) fn url(&mut self, value: Value<'_, 't>) -> Option<Spanned<String>> {
        let text = self.line(value)?;
        let lower = text.value.to_ascii_lowercase();
        let rest = ["https://", "http://", "mailto:"].iter().find_map(|scheme| lower.strip_prefix(scheme));
        if rest.is_some_and(|rest| !rest.is_empty()) && !text.value.contains(char::is_whitespace) {
            return Some(text);
        }
        self.report(rules::invalid_url::finding(text.span, &value.subject(), &text));
        None
    }

    /// A regular expression.
    pub(super) fn pattern(&mut self, value: Value<'_, 't>) -> Option<Pattern> {
        let pattern = Pattern::new(self.text(value)?);
        if self.patterns == Patterns::Trusted {
            return Some(pattern);
        }
        match pattern.problem() {
            None => Some(pattern),
            Some(reason) => {
                self.report(rules::invalid_regex::finding(pattern.source.span, &pattern.source, reason));
                None
            }
        }
    }
}

/// Reads `YYYY-MM-DD`, and nothing else that the date library might accept.
pub(super) fn date(text: &str) -> Option<Date> {
    let shape = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    if shape { text.parse().ok() } else { None }
}

/// Reads a date with or without a time of day.
pub(super) fn date_time(text: &str) -> Option<DateTime> {
    if let Some(date) = date(text) {
        return Some(date.at(0, 0, 0, 0));
    }
    let day = text.get(..10).and_then(date)?;
    let time = text.get(10..)?.strip_prefix(['T', ' '])?;
    let digits = time.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    let time: Option<jiff::civil::Time> = if digits && time.len() >= 5 { time.parse().ok() } else { None };
    time.map(|time| day.to_datetime(time))
}
