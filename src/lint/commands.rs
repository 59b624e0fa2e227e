//! All commands of a runbook, each with its part in the runbook and what running it does.
//!
//! Invariant: a placeholder is a word in quotes of the same length here, so that bytes keep their places; quotes and
//! comments are blanked in [`Typed::bare`], also without moving anything.
//! Deliberately absent: places without a shell, whose commands are no commands.

use crate::effect::{self, Assessment, Call};
use crate::lint::rules::quoted_ranges;
use crate::lint::written::{self, Written};
use crate::model::{Fix, KnowledgeBase, NodeId, PlaceId, Placeholder, Runbook, Shell, Template};
use crate::source::{Span, Spanned};
use std::ops::Range;

/// A command where it is written.
pub(super) struct Typed<'a> {
    /// The shell that reads it.
    pub(super) shell: Shell,
    /// The place where it is typed.
    pub(super) at: &'a Spanned<PlaceId>,
    /// The node it belongs to.
    pub(super) node: &'a Spanned<NodeId>,
    /// What it is there for.
    pub(super) part: Part<'a>,
    /// The command.
    pub(super) command: &'a Template,
    /// The command with words for its placeholders.
    pub(super) text: String,
    /// The same without what stands in quotes and comments.
    pub(super) bare: String,
    /// The same in lower case, for a first look.
    lower: String,
    /// The commands that it calls, as far as they are understood.
    pub(super) calls: Vec<Call>,
    /// What running it does.
    pub(super) assessment: Assessment,
}

/// What a command is there for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<'a> {
    /// It brings the evidence of a check.
    Check,
    /// It is a step of this fix.
    Step(&'a Fix),
    /// It undoes a fix.
    Rollback,
}

impl Typed<'_> {
    /// Where this part of the command is written, where that can be told: not in a text of several lines or with escapes.
    pub(super) fn place(&self, range: &Range<usize>) -> Option<Span> {
        place(&self.command.text, range)
    }

    /// Where this part of the command is written, or else all of it.
    pub(super) fn near(&self, range: &Range<usize>) -> Span {
        self.place(range).unwrap_or(self.command.text.span)
    }

    /// Whether one of these words may be in the command, quotes aside: a look that costs little. Words are in lower case.
    pub(super) fn may_hold(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.lower.contains(word))
    }

    /// Whether it changes something, in a fix, or brings it back.
    pub(super) fn is_of_fix(&self) -> bool {
        matches!(self.part, Part::Step(_) | Part::Rollback)
    }
}

/// Where a part of a text is written: bytes and text run side by side where the text is plain, and one byte apart where
/// it is in quotes without escapes.
fn place(text: &Spanned<String>, range: &Range<usize>) -> Option<Span> {
    let written = text.span.range().len();
    let shift = match written.checked_sub(text.value.len())? {
        0 => 0,
        2 => 1,
        _ => return None,
    };
    let start = text.span.range().start + shift;
    (!text.value.contains('\n')).then(|| Span::new(text.span.file, start + range.start, start + range.end))
}

/// All commands of a runbook that are typed into a shell, as they are written.
pub(super) fn typed<'a>(base: &KnowledgeBase, runbook: &'a Runbook) -> Vec<Typed<'a>> {
    let mut all = Vec::new();
    let mut add = |at: &'a Spanned<PlaceId>, node, part, command| {
        let shell = base.places.get(at.as_str()).map_or(Shell::None, |place| place.shell.value);
        if shell != Shell::None {
            all.push(read(shell, at, node, part, command));
        }
    };
    for Written { name, node: check, .. } in written::checks(runbook) {
        for run in &check.run {
            add(&run.place, name, Part::Check, &run.command);
        }
    }
    for Written { name, node: fix, .. } in written::fixes(runbook) {
        let number = fix.steps.len();
        for (index, step) in fix.all_steps().enumerate() {
            if let (Some(place), Some(command)) = (&step.place, &step.command) {
                let part = if index < number { Part::Step(fix) } else { Part::Rollback };
                add(place, name, part, command);
            }
        }
    }
    all
}

fn read<'a>(
    shell: Shell,
    at: &'a Spanned<PlaceId>,
    node: &'a Spanned<NodeId>,
    part: Part<'a>,
    command: &'a Template,
) -> Typed<'a> {
    let text = with_words(command);
    let mut bare = text.clone();
    let quoted = quoted_ranges(shell, &text);
    for range in comments(shell, &text, &quoted).into_iter().chain(quoted) {
        let blank = " ".repeat(range.len());
        bare.replace_range(range, &blank);
    }
    let (assessment, calls) = effect::examine(shell, &text);
    let lower = bare.to_ascii_lowercase();
    Typed { shell, at, node, part, command, text, bare, lower, calls, assessment }
}

/// The text with a word in quotes for each placeholder.
pub(super) fn with_words(command: &Template) -> String {
    let mut whole = command.text.value.clone();
    for Placeholder { range, .. } in &command.placeholders {
        let word = format!("'{}'", "x".repeat(range.len().saturating_sub(2)));
        whole.replace_range(range.clone(), &word);
    }
    whole
}

/// Comments up to the end of their lines. A `#` inside a word or in quotes begins none.
fn comments(shell: Shell, text: &str, quoted: &[Range<usize>]) -> Vec<Range<usize>> {
    if shell == Shell::Cmd {
        return Vec::new();
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('#') {
        let begins = text.get(..at).and_then(|before| before.chars().next_back());
        let inside = quoted.iter().chain(&found).any(|range| range.contains(&at));
        if !inside && begins.is_none_or(char::is_whitespace) {
            let end =
                text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| at + length);
            found.push(at..end);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Shell, comments, place, quoted_ranges};
    use crate::source::{FileId, Span, Spanned};

    #[test]
    fn a_part_is_placed_only_where_text_and_bytes_run_side_by_side() {
        let at = |text: &str, written: usize| {
            let span = Span::new(FileId(0), 10, 10 + written);
            place(&Spanned::new(text.to_owned(), span), &(4..6)).map(Span::range)
        };
        assert_eq!(at("Get a", 5), Some(14..16));
        assert_eq!(at("Get a", 7), Some(15..17), "in quotes");
        assert_eq!(at("Get a", 8), None, "in quotes with an escape");
        assert_eq!(at("Get a\nb", 7), None, "several lines");
    }

    #[test]
    fn a_comment_ends_with_its_line_and_begins_no_word() {
        assert_eq!(comments(Shell::Posix, "a # b\nc", &[]), vec![2..5]);
        let text = "a#b '# c'";
        assert!(comments(Shell::Posix, text, &quoted_ranges(Shell::Posix, text)).is_empty());
    }
}
