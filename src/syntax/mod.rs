//! YAML text to model, with every finding on the way.
//!
//! Invariant: never panics and never gives up early. One broken node, key or line does not hide the others, and every
//! finding points into the text.
//! Deliberately absent: the graph (floor 3). Whether a name means anything is asked there.

mod decode;
mod format;
mod lower;
mod outline;
mod recover;
mod rules;
mod scalar;
mod slip;
#[cfg(test)]
mod tests;
mod tree;
mod trouble;
mod yaml;

pub use decode::{Decoded, decode};
pub use format::{Refusal, format};
pub use lower::{is_fact, is_id};
pub use outline::{Item, outline};
pub use rules::RULES;
pub use scalar::scalar;

use crate::diagnostic::Diagnostic;
use crate::model::{KnowledgeBase, Runbook, ScenarioFile};
use crate::source::{FileId, Span};
use crate::syntax::lower::Lower;
use crate::syntax::tree::{Kind, Node};
use std::borrow::Cow;

/// Largest file, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// What is done with the regular expressions of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patterns {
    /// They are compiled, and those that cannot be are findings and left out.
    Checked,
    /// They are known to compile, because the very same text was checked before; so each waits until it is needed.
    Trusted,
}

/// Reads a runbook. `None` only if not even a mapping with a runbook's name could be read; otherwise the runbook holds
/// everything that could. Findings come in the order of the text.
pub fn runbook(file: FileId, text: &str) -> (Option<Runbook>, Vec<Diagnostic>) {
    runbook_with(file, text, Patterns::Checked)
}

/// The same, with a word about its regular expressions.
pub fn runbook_with(file: FileId, text: &str, patterns: Patterns) -> (Option<Runbook>, Vec<Diagnostic>) {
    read((file, text, patterns), "a runbook", lower::runbook)
}

/// Reads `knowledge-base.yaml`. `None` only if it holds no mapping at all.
pub fn knowledge_base(file: FileId, text: &str) -> (Option<KnowledgeBase>, Vec<Diagnostic>) {
    knowledge_base_with(file, text, Patterns::Checked)
}

/// The same, with a word about its regular expressions.
pub fn knowledge_base_with(
    file: FileId,
    text: &str,
    patterns: Patterns,
) -> (Option<KnowledgeBase>, Vec<Diagnostic>) {
    read((file, text, patterns), "the title and the places of the knowledge base", lower::knowledge_base)
}

/// Reads a file of scenarios. `None` only if it holds no mapping at all.
pub fn scenarios(file: FileId, text: &str) -> (Option<ScenarioFile>, Vec<Diagnostic>) {
    read((file, text, Patterns::Checked), "scenarios", lower::scenarios)
}

fn read<T>(
    (file, text, patterns): (FileId, &str, Patterns),
    expected: &str,
    lower: for<'t> fn(&mut Lower<'t>, &Node<'t>) -> Option<T>,
) -> (Option<T>, Vec<Diagnostic>) {
    if text.len() > MAX_BYTES {
        let at = text.floor_char_boundary(MAX_BYTES);
        let end = text[at..].chars().next().map_or(at, |next| at + next.len_utf8());
        return (None, vec![rules::file_too_large::finding(Span::new(file, at, end))]);
    }
    let (clean, mut findings) = characters(file, text);
    let first = yaml::parse(file, &clean, &[]);
    let model = match first.failure {
        None => {
            findings.extend(first.findings);
            lower_root((file, text, patterns), first.root.as_ref(), expected, lower, &mut findings)
        }
        Some(failure) => {
            let mended = recover::recover(file, &clean, failure);
            findings.extend(mended.findings);
            let second = yaml::parse(file, &mended.text, &mended.damage);
            findings.extend(second.findings);
            let root = second.root.as_ref();
            root.and_then(|root| {
                lower_root((file, text, patterns), Some(root), expected, lower, &mut findings)
            })
        }
    };
    crate::diagnostic::sort(&mut findings);
    (model, findings)
}

fn lower_root<'t, T>(
    (file, text, patterns): (FileId, &'t str, Patterns),
    root: Option<&Node<'t>>,
    expected: &str,
    lower: fn(&mut Lower<'t>, &Node<'t>) -> Option<T>,
    findings: &mut Vec<Diagnostic>,
) -> Option<T> {
    match root {
        Some(Node { kind: Kind::Broken, .. }) => None,
        Some(root) if root.kind != Kind::Empty => {
            let mut context = Lower::new(text, patterns);
            let model = lower(&mut context, root);
            findings.append(&mut context.findings);
            model
        }
        _ => {
            let end = text.chars().next().map_or(0, char::len_utf8);
            findings.push(rules::empty_file::finding(Span::new(file, 0, end), expected));
            None
        }
    }
}

/// Looks for characters that nobody can see. The text returned has them replaced by spaces and is as long as `text`.
fn characters(file: FileId, text: &str) -> (Cow<'_, str>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let bytes = text.as_bytes();
    // C2 leads the control characters beyond ASCII, and little else; nearly every file is done with here. A piece is folded
    // as a whole, so that many bytes are looked at in one step.
    let hides = |byte: &u8| u8::from(matches!(byte, 0..=8 | 0xb..=0x1f | 0x7f | 0xc2));
    if !bytes.chunks(256).any(|piece| piece.iter().fold(0, |found, byte| found | hides(byte)) != 0) {
        return (Cow::Borrowed(text), findings);
    }
    let ends_line = |at: usize| bytes.get(at + 1) == Some(&b'\n');
    if let Some(at) = text.find("\r\n") {
        findings.push(rules::crlf::finding(Span::new(file, at, at)));
    }
    let hidden = |(at, c): &(usize, char)| {
        c.is_control() && !matches!(c, '\n' | '\t') && !(*c == '\r' && ends_line(*at))
    };
    let mut found = text.char_indices().filter(hidden);
    let Some((first, character)) = found.next() else { return (Cow::Borrowed(text), findings) };
    let mut clean = text.to_owned();
    let mut count = 0;
    for (at, c) in std::iter::once((first, character)).chain(found) {
        clean.replace_range(at..at + c.len_utf8(), if c.len_utf8() == 1 { " " } else { "  " });
        count += 1;
    }
    let span = Span::new(file, first, first + character.len_utf8());
    findings.push(rules::control_character::finding(span, character, count));
    (Cow::Owned(clean), findings)
}
