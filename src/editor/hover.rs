//! What stands under the mouse, explained.
//!
//! Invariant: a name is explained by what it names; where there is none, a key or a word by the format.
//! Deliberately absent: colour; the text is Markdown.

use crate::diagnostic::Diagnostic;
use crate::editor::cursor::{Cursor, Name, Role};
use crate::editor::describe::describe;
use crate::editor::{Desk, Index, Spot};
use crate::source::Span;

/// An explanation and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What is explained.
    pub span: Span,
    /// The explanation. Markdown.
    pub text: String,
}

/// What stands at a place. Findings there are explained with their rules.
pub fn hover(desk: Desk<'_>, index: &Index, findings: &[Diagnostic], spot: Spot) -> Option<Hover> {
    let named = index.at(spot).and_then(|occurrence| {
        let text = describe(desk, index, &occurrence.symbol)?;
        Some(Hover { span: occurrence.span, text })
    });
    let explained = named.or_else(|| of_format(desk, spot));
    let mut rules: Vec<_> = findings
        .iter()
        .filter(|finding| spot.is_in(finding.primary.span))
        .map(|finding| finding.rule)
        .collect();
    rules.dedup();
    let first =
        findings.iter().find(|finding| spot.is_in(finding.primary.span)).map(|finding| finding.primary.span);
    let mut texts: Vec<String> = explained.iter().map(|hover| hover.text.trim().to_owned()).collect();
    texts.extend(
        rules
            .iter()
            .map(|rule| format!("**{}**: {}\n\n{}", rule.name, rule.summary, rule.documentation.trim())),
    );
    let span = explained.map(|hover| hover.span).or(first)?;
    Some(Hover { span, text: texts.join("\n\n---\n\n") })
}

/// A key or a word of the format.
fn of_format(desk: Desk<'_>, spot: Spot) -> Option<Hover> {
    let text = desk.text(spot.file);
    let cursor = Cursor::at(text, spot.offset);
    let word = text.get(cursor.word.clone()).filter(|word| !word.is_empty())?;
    let span = Span::new(spot.file, cursor.word.start, cursor.word.end);
    let kind = desk.kind(spot.file);
    let mut path: Vec<Name<'_>> = cursor.names();
    match cursor.role {
        Role::Key => {
            path.push(Name::Key(word.trim_matches(['"', '\''])));
            let about = desk.schemas.key(kind, &path)?;
            Some(Hover { span, text: format!("`{word}`\n\n{about}") })
        }
        Role::Value | Role::Start => {
            let words = desk.schemas.words(kind, &path);
            let (_, meaning) =
                words.into_iter().find(|(known, meaning)| known == word && !meaning.is_empty())?;
            Some(Hover { span, text: format!("`{word}`\n\n{meaning}") })
        }
        Role::Text | Role::Nowhere => None,
    }
}
