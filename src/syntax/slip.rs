//! Slips that YAML notices in another line than they are in: a colon without a space, a colon or a space of another kind,
//! the marks of a merge that was left unfinished.
//!
//! Invariant: a slip is told only beside the place where the parser gave up, so a text that may hold such characters is
//! never reported.
//! Deliberately absent: mistakes that lie where the parser noticed them (`trouble`).

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use crate::syntax::rules;
use std::ops::Range;

/// The slip in the line that holds `at`, or in the line above, comments and blank lines aside.
pub(super) fn beside(file: FileId, text: &str, at: usize) -> Option<Diagnostic> {
    let own = line(text, at);
    let above = above(text, own.start);
    let slip = |range: &Range<usize>| {
        space_of_another_kind(file, text, range).or_else(|| colon_of_another_kind(file, text, range))
    };
    let is_level = |above: &Range<usize>| indent(&text[above.clone()]) == indent(&text[own.clone()]);
    let has_pair = text[own.clone()].split(" #").next().is_some_and(|line| line.contains(": "));
    slip(&own)
        .or_else(|| if has_pair { None } else { colon_without_space(file, text, &own) })
        .or_else(|| above.as_ref().and_then(&slip))
        .or_else(|| above.filter(is_level).and_then(|above| colon_without_space(file, text, &above)))
}

/// The line that holds a byte, without its line break.
fn line(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |found| found + 1);
    start..text[at..].find('\n').map_or(text.len(), |found| at + found)
}

/// The nearest line above a place that says something.
fn above(text: &str, start: usize) -> Option<Range<usize>> {
    let mut start = start;
    while start > 0 {
        let range = line(text, start - 1);
        let content = text[range.clone()].trim();
        if !content.is_empty() && !content.starts_with('#') {
            return Some(range);
        }
        start = range.start;
    }
    None
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether a text begins like a line of a mapping or a list.
fn is_key_or_entry(text: &str) -> bool {
    let key = text.len() - text.trim_start_matches(is_in_key).len();
    let rest = &text[key..];
    text.starts_with("- ") || key > 0 && (rest.starts_with(": ") || rest.trim_end() == ":")
}

fn is_in_key(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit() || matches!(character, '_' | '-')
}

/// Indentation with spaces that are none, such as those that come from a web page.
fn space_of_another_kind(file: FileId, text: &str, range: &Range<usize>) -> Option<Diagnostic> {
    let line = &text[range.clone()];
    let content = line.trim_start();
    let white = &line[..line.len() - content.len()];
    let (at, odd) = white.char_indices().find(|(_, c)| !matches!(c, ' ' | '\t' | '\r'))?;
    is_key_or_entry(content).then_some(())?;
    let first = range.start + at;
    let message =
        format!("this line is indented with a space that is none for YAML (U+{:04X})", u32::from(odd));
    let span = Span::new(file, first, first + odd.len_utf8());
    let whole = Span::new(file, range.start, range.start + white.len());
    let plain = " ".repeat(white.chars().count());
    Some(rules::yaml_syntax::finding(span, &message).mend("write plain spaces", whole, plain))
}

/// A key with a colon that only looks like one.
fn colon_of_another_kind(file: FileId, text: &str, range: &Range<usize>) -> Option<Diagnostic> {
    let line = &text[range.clone()];
    let content = line.trim_start_matches([' ', '-']);
    let key = content.len() - content.trim_start_matches(is_in_key).len();
    let colon = content[key..].trim_start().chars().next()?;
    (key > 0 && matches!(colon, '：' | '﹕' | '︰' | '꞉' | '∶')).then_some(())?;
    let start = range.start + line.find(colon)?;
    let rest = &text[start + colon.len_utf8()..range.end];
    let gap = rest.len() - rest.trim_start().len();
    let message = format!("this is no colon but U+{:04X}, which only looks like one", u32::from(colon));
    let span = Span::new(file, start, start + colon.len_utf8());
    let whole = Span::new(file, start, start + colon.len_utf8() + gap);
    let plain = if rest.trim().is_empty() { ":" } else { ": " };
    Some(rules::yaml_syntax::finding(span, &message).mend("write a plain colon", whole, plain))
}

/// `title:The printer`, which YAML takes for a text that goes on in the next line.
fn colon_without_space(file: FileId, text: &str, range: &Range<usize>) -> Option<Diagnostic> {
    let line = &text[range.clone()];
    let content = line.trim_start_matches([' ', '-']);
    let key = content.len() - content.trim_start_matches(is_in_key).len();
    let value = content[key..].strip_prefix(':')?;
    let is_address = value.starts_with("//");
    (key > 0 && !is_address && value.starts_with(|c: char| !c.is_whitespace())).then_some(())?;
    let colon = range.start + (line.len() - content.len()) + key;
    let span = Span::new(file, colon, colon + 1);
    let finding = rules::yaml_syntax::finding(span, "the colon behind a key needs a space after it");
    Some(finding.mend("put a space after the colon", span, ": "))
}

/// A merge that was left unfinished: both versions stand in the file, between the marks that `git` wrote.
pub(super) struct Conflict {
    /// What is wrong.
    pub(super) finding: Diagnostic,
    /// The marks and the second version, which are not read.
    pub(super) unread: Vec<Range<usize>>,
}

/// All unfinished merges of a text.
pub(super) fn conflicts(file: FileId, text: &str) -> Vec<Conflict> {
    let mut found = Vec::new();
    let (mut begun, mut middle, mut at) = (None::<Range<usize>>, None::<Range<usize>>, 0);
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        match line.trim_end().split(' ').next().unwrap_or_default() {
            "<<<<<<<" => (begun, middle) = (Some(range), None),
            "|||||||" | "=======" if begun.is_some() && middle.is_none() => middle = Some(range),
            ">>>>>>>" => {
                if let (Some(begun), Some(middle)) = (begun.take(), middle.take()) {
                    found.push(conflict(file, &begun, &middle, &range, at));
                }
            }
            _ => {}
        }
    }
    found
}

fn conflict(
    file: FileId,
    begun: &Range<usize>,
    middle: &Range<usize>,
    ended: &Range<usize>,
    end: usize,
) -> Conflict {
    let span = |range: &Range<usize>| Span::new(file, range.start, range.end);
    let finding = rules::yaml_syntax::finding(span(begun), "a merge was left unfinished here")
        .label("one version begins below this mark of `git`")
        .also(span(middle), "the other one below this")
        .also(span(ended), "and ends here")
        .note("until then only the first version is read")
        .help("write what is right of both, and remove the lines with the marks");
    Conflict { finding, unread: vec![begun.clone(), middle.start..end] }
}
