//! Lines of a file between its values: blank ones and comments.
//!
//! Invariant: lines are given out in their order, each once.
//! Deliberately absent: values.

use crate::syntax::format::Refusal;

/// A line that holds no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lead {
    Blank,
    /// A comment with its `#`.
    Comment(String),
}

/// The lines that were not given out yet.
pub(super) struct Scanner<'t> {
    text: &'t str,
    /// Where the first of them begins.
    at: usize,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The blank lines and comments before the line of `limit`. Comments left of `column` end it, and the blank lines
    /// before them stay, too.
    pub(super) fn before(&mut self, limit: usize, column: usize) -> Result<Vec<Lead>, Refusal> {
        let stop = self.line_start(limit);
        let mut leads = Vec::new();
        let mut at = self.at;
        // How many leads are certain, and where the lines after them begin.
        let mut taken = (0, self.at);
        while at < stop {
            let line = self.line(at);
            let content = line.trim_start();
            if content.trim_end().is_empty() {
                leads.push(Lead::Blank);
            } else if content.starts_with('#') {
                if line.len() - content.len() < column {
                    break;
                }
                leads.push(Lead::Comment(content.trim_end().to_owned()));
            } else if !matches!(content.trim_end(), "-" | "---" | "...") {
                return Err(Refusal::Odd { at, why: "this line has a form that is not laid out" });
            }
            at += line.len() + 1;
            if !matches!(leads.last(), Some(Lead::Blank)) || column == 0 {
                taken = (leads.len(), at);
            }
        }
        leads.truncate(taken.0);
        self.at = taken.1.min(self.text.len());
        Ok(leads)
    }

    /// Goes on behind a value that ends at `end`; the comment behind it on its line.
    pub(super) fn behind(&mut self, end: usize) -> Option<String> {
        let rest = self.text.get(end..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        self.at = (end + line.len() + 1).min(self.text.len());
        // Behind a value may stand the brackets and commas around it.
        let comment = line.find('#').filter(|at| line[..*at].ends_with([' ', '\t']))?;
        Some(line.get(comment..)?.trim_end().to_owned())
    }

    /// Whether the lines up to the one of `limit` were given out, or are on the same line as what was.
    pub(super) fn is_behind(&self, limit: usize) -> bool {
        self.at >= self.line_start(limit)
    }

    /// Goes on at a place.
    pub(super) fn go_to(&mut self, at: usize) {
        self.at = at.min(self.text.len());
    }

    /// Where the line of `at` begins.
    pub(super) fn line_start(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
    }

    /// The column of `at`, in bytes from 0.
    pub(super) fn column(&self, at: usize) -> usize {
        at - self.line_start(at)
    }

    /// The line that begins at `at`, without its end.
    pub(super) fn line(&self, at: usize) -> &'t str {
        self.text.get(at..).and_then(|rest| rest.split('\n').next()).unwrap_or_default()
    }
}
