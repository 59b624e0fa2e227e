//! Findings as rustc shows them: excerpt, carets, labels, notes, help and the edit as a diff. Other forms, for programs
//! and for one line a finding, are beside it.
//!
//! Invariant: every finding shows its rule's name, its place and its sentence, whatever the text holds.
//! Deliberately absent: choosing which findings to show, and exit codes.

mod json;
mod line;
mod sarif;

use crate::diagnostic::{Diagnostic, Severity};
use crate::prose;
use crate::source::{FileId, SourceMap, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
pub use json::json;
pub use line::{github, short};
pub use sarif::sarif;
use std::borrow::Cow;

/// Renders one finding with colour codes in it; the stream strips them where colour is off.
pub fn render(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let file = diagnostic.primary.span.file;
    let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary).map(|label| label.span);
    let edits = diagnostic.suggestion.iter().flat_map(|suggestion| &suggestion.edits).map(|edit| edit.span);
    let shown_spans: Vec<Span> = labels.chain(edits).filter(|span| span.file == file).collect();
    let excerpt = Excerpt::new(sources, file, &shown_spans);
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut snippet = excerpt.snippet().annotation(
        AnnotationKind::Primary
            .span(excerpt.range(diagnostic.primary.span))
            .label(shown(&diagnostic.primary.text)),
    );
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        diagnostic.secondary.iter().partition(|label| label.span.file == file);
    for label in here {
        snippet = snippet
            .annotation(AnnotationKind::Context.span(excerpt.range(label.span)).label(shown(&label.text)));
    }
    let message = prose::visible_line(&diagnostic.message);
    let mut main = level.primary_title(message).id(diagnostic.rule.name).element(snippet);
    let others: Vec<(Excerpt<'_>, Span, String)> = elsewhere
        .into_iter()
        .map(|label| {
            (
                Excerpt::new(sources, label.span.file, &[label.span]),
                label.span,
                prose::visible_line(&label.text),
            )
        })
        .collect();
    for (excerpt, span, text) in &others {
        main = main.element(
            excerpt
                .snippet()
                .annotation(AnnotationKind::Context.span(excerpt.range(*span)).label(text.as_str())),
        );
    }
    for note in &diagnostic.notes {
        main = main.element(Level::NOTE.message(prose::visible(note)));
    }
    for help in &diagnostic.help {
        main = main.element(Level::HELP.message(prose::visible(help)));
    }
    let mut groups = vec![main];
    groups.extend(suggestion(diagnostic, &excerpt));
    Renderer::styled().render(&groups)
}

fn suggestion<'a>(diagnostic: &'a Diagnostic, excerpt: &'a Excerpt<'_>) -> Option<Group<'a>> {
    let suggestion = diagnostic.suggestion.as_ref()?;
    let patches = suggestion.edits.iter().filter(|edit| edit.span.file == diagnostic.primary.span.file);
    let snippet = excerpt
        .snippet()
        .patches(patches.map(|edit| Patch::new(excerpt.range(edit.span), prose::visible(&edit.replacement))));
    Some(Level::HELP.secondary_title(prose::visible_line(&suggestion.message)).element(snippet))
}

/// The lines of a file that a finding is about, as they can be shown: control characters made harmless without moving any
/// offset. Only these, because the renderer looks at all it is given, for each finding anew.
struct Excerpt<'a> {
    name: String,
    text: Cow<'a, str>,
    /// Where in the file the text begins, in bytes.
    start: usize,
    /// The number of its first line.
    line: usize,
}

impl<'a> Excerpt<'a> {
    /// The lines from the first to the last of these places.
    fn new(sources: &'a SourceMap, id: FileId, spans: &[Span]) -> Self {
        let file = sources.file(id);
        let whole = file.text();
        let first = spans.iter().map(|span| span.start).min().unwrap_or_default();
        let last = spans.iter().map(|span| span.end.max(span.start)).max().unwrap_or_default();
        let (first, last) =
            (whole.floor_char_boundary(first as usize), whole.floor_char_boundary(last as usize));
        let start = whole.get(..first).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        // One line more, because a place may begin where its line ends.
        let rest = whole.get(last..).unwrap_or_default();
        let end = rest.match_indices('\n').nth(1).map_or(whole.len(), |(length, _)| last + length + 1);
        let line = file.position(u32::try_from(start).unwrap_or(u32::MAX)).line;
        let text = harmless(whole.get(start..end).unwrap_or_default());
        Self { name: prose::visible_line(file.name()), text, start, line }
    }

    fn snippet<T: Clone>(&self) -> Snippet<'_, T> {
        Snippet::source(self.text.as_ref()).path(self.name.as_str()).line_start(self.line)
    }

    /// The bytes of a span in the text, kept inside it and on character boundaries whatever the span says.
    fn range(&self, span: Span) -> std::ops::Range<usize> {
        let floor = |offset: u32| self.text.floor_char_boundary((offset as usize).saturating_sub(self.start));
        let (start, end) = (floor(span.start), floor(span.end));
        start..end.max(start)
    }
}

/// Replaces each character that a terminal would act on by as many `?` as it has bytes, so that offsets stay.
fn harmless(text: &str) -> Cow<'_, str> {
    let acts = |character: char| {
        let mut buffer = [0; 4];
        character != '\r' && matches!(prose::visible(character.encode_utf8(&mut buffer)), Cow::Owned(_))
    };
    // Every character that needs care is a control character or lies beyond ASCII; the common file has neither.
    if text.bytes().all(|byte| byte == b'\n' || byte == b'\t' || (b' '..0x7f).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\r' => out.push(' '),
            c if acts(c) => out.extend(std::iter::repeat_n('?', c.len_utf8())),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn shown(label: &str) -> Option<Cow<'_, str>> {
    (!label.is_empty()).then(|| prose::visible(label))
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, Severity, SourceMap, Span, render};
    use crate::diagnostic::Rule;
    use crate::source::SourceFile;

    static RULE: Rule =
        Rule { name: "unknown-node", severity: Severity::Error, summary: "", documentation: "" };

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn a_finding_shows_excerpt_labels_help_and_the_edit() {
        let mut sources = SourceMap::default();
        let text = "checks:\n  a:\n    next: conector\n  connector:\n    next: a\n";
        let file = sources.add(SourceFile::new("runbooks/x.yaml", text));
        let target = Span::new(file, 23, 31);
        let finding = Diagnostic::new(&RULE, target, "there is no node `conector`")
            .label("no node of this name")
            .also(Span::new(file, 34, 43), "a near name")
            .help("did you mean `connector`?")
            .suggest("write `connector`", target, "connector");
        let shown = plain(&render(&finding, &sources));
        for part in [
            "error[unknown-node]: there is no node `conector`",
            "--> runbooks/x.yaml:3:11",
            "^^^^^^^^ no node of this name",
            "--------- a near name",
            "help: did you mean `connector`?",
            "3 |     next: connector\n  |              +",
        ] {
            assert!(shown.contains(part), "{part:?} is missing in:\n{shown}");
        }
    }

    #[test]
    fn control_characters_of_a_file_never_reach_the_terminal() {
        let mut sources = SourceMap::default();
        let file = sources.add(SourceFile::new("a\u{1b}[2J.yaml", "title: \u{1b}]0;owned\u{7} \u{202e}x\n"));
        let finding =
            Diagnostic::new(&RULE, Span::new(file, 7, 12), "bad \u{1b}[31m name").label("\u{9b}31m");
        let shown = plain(&render(&finding, &sources));
        assert!(
            shown.chars().all(|c| c == '\n' || !(c.is_control() || c == '\u{202e}')),
            "a control character survived in {shown:?}"
        );
    }

    #[test]
    fn a_span_off_a_character_boundary_does_not_panic() {
        let mut sources = SourceMap::default();
        let file = sources.add(SourceFile::new("a.yaml", "ü\n"));
        render(&Diagnostic::new(&RULE, Span::new(file, 1, 99), "odd"), &sources);
    }
}
