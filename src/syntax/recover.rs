//! Going on after a syntax error: the broken lines are blanked and the rest is parsed again.
//!
//! Invariant: blanking keeps the length of the text, so every span stays true; the number of attempts is bounded.
//! Deliberately absent: guessing what the broken lines meant.

use crate::diagnostic::Diagnostic;
use crate::source::FileId;
use crate::syntax::slip;
use crate::syntax::trouble::{Failure, Trouble, explain};
use crate::syntax::yaml;
use std::ops::Range;

/// Most syntax errors that are reported for one file.
const MAX_FAILURES: usize = 8;
/// Most times that one file is parsed.
const MAX_ATTEMPTS: usize = 24;

/// A text whose broken lines are blanked.
pub(super) struct Mended {
    /// The text; as long as the original.
    pub(super) text: String,
    /// What was blanked, in rising order.
    pub(super) damage: Vec<Range<usize>>,
    /// The syntax errors.
    pub(super) findings: Vec<Diagnostic>,
}

/// Blanks what `failure` and its successors break, until the rest parses or too much is broken.
pub(super) fn recover(file: FileId, original: &str, mut failure: Failure) -> Mended {
    let mut mended = Mended { text: original.to_owned(), damage: Vec::new(), findings: Vec::new() };
    if mended.pass_over_conflicts(file) {
        match yaml::parse(file, &mended.text, &mended.damage).failure {
            Some(next) => failure = next,
            None => return mended,
        }
    }
    mended.findings.push(explain(file, original, failure));
    let mut broken = block(&mended.text, failure.start);
    for _ in 0..MAX_ATTEMPTS {
        if failure.trouble == Trouble::TooManyValues {
            break;
        }
        mended.blank(&broken);
        let next = yaml::parse(file, &mended.text, &mended.damage).failure;
        match next {
            None => break,
            // Not past what was blanked: the mistake reaches further out, so the block around it goes too.
            Some(next) if next.start < broken.end || next.at <= broken.end => {
                match around(&mended.text, &broken) {
                    Some(wider) => broken = wider,
                    None => break,
                }
            }
            Some(next) if mended.findings.len() < MAX_FAILURES => {
                mended.findings.push(explain(file, original, next));
                failure = next;
                broken = block(&mended.text, failure.start);
            }
            Some(_) => {
                let last = mended.findings.pop();
                let note = "the file has more syntax errors; what follows them was not read";
                mended.findings.extend(last.map(|last| last.note(note)));
                break;
            }
        }
    }
    mended
}

impl Mended {
    /// Blanks the marks and the second versions of merges that were left unfinished. Says whether there are any.
    fn pass_over_conflicts(&mut self, file: FileId) -> bool {
        let conflicts = slip::conflicts(file, &self.text);
        for range in conflicts.iter().flat_map(|conflict| &conflict.unread) {
            self.blank(range);
        }
        self.findings.extend(conflicts.into_iter().map(|conflict| conflict.finding));
        !self.findings.is_empty()
    }

    /// Replaces everything in a range but its line ends, and the key that it begins with, by spaces.
    fn blank(&mut self, range: &Range<usize>) {
        let start = range.start + key_length(&self.text[range.start..range.end]);
        let blank: String = self.text[start..range.end]
            .bytes()
            .map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' })
            .collect();
        self.text.replace_range(start..range.end, &blank);
        self.damage.retain(|damage| damage.start < range.start || damage.start >= range.end);
        let at = self.damage.partition_point(|damage| damage.start < start);
        self.damage.insert(at, start..range.end);
    }
}

/// The line that holds `at`, all lines below that are indented deeper, and a closing bracket on a line of its own.
fn block(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let indent = indent(&text[start..]);
    let mut end = line_end(text, at);
    while end < text.len() {
        let line = &text[end..line_end(text, end)];
        let closes = line.trim_start().starts_with([']', '}']) && self::indent(line) == indent;
        if !closes && !line.trim().is_empty() && self::indent(line) <= indent {
            break;
        }
        end += line.len();
    }
    start..end
}

/// The block around `inner`: from the nearest line above that is indented less and is not blank.
fn around(text: &str, inner: &Range<usize>) -> Option<Range<usize>> {
    let own = indent(&text[inner.start..]);
    let mut start = inner.start;
    while start > 0 {
        start = text[..start - 1].rfind('\n').map_or(0, |at| at + 1);
        let line = &text[start..line_end(text, start)];
        let comment = line.trim_start().starts_with('#');
        if !line.trim().is_empty() && !comment && indent(line) < own {
            let wider = block(text, start);
            return Some(wider.start..wider.end.max(inner.end));
        }
    }
    None
}

/// One past the line break of the line that holds `at`.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// The column in which a line's text begins; the dash of a list entry counts as indentation.
fn indent(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// How much of a line to keep: indentation, dashes and a plain key with its colon; 0 where there is no such key.
fn key_length(line: &str) -> usize {
    let line = line.lines().next().unwrap_or_default();
    let start = line.bytes().take_while(|byte| matches!(byte, b' ' | b'-')).count();
    let key = line[start..]
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .count();
    let colon = start + key;
    let rest = line.get(colon..).unwrap_or_default();
    if key > 0 && !line[..start].contains('\t') && (rest == ":" || rest.starts_with(": ")) {
        colon + 1
    } else {
        0
    }
}
