//! What a YAML syntax error means to the person who made it: one sentence, the exact place, and what to write instead.
//!
//! Invariant: none of these sentences comes from the parser; each names the mistake in the words of someone who
//! writes runbooks, not of someone who writes YAML parsers.
//! Deliberately absent: finding the errors (`yaml`) and going on after one (`recover`).

use crate::diagnostic::Diagnostic;
use crate::prose::quoted;
use crate::source::{FileId, Span};
use crate::syntax::rules;
use crate::syntax::yaml::{MAX_DEPTH, MAX_VALUES};

/// Where and why the YAML parser gave up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failure {
    /// The kind of mistake.
    pub(super) trouble: Trouble,
    /// Where the parser noticed, in bytes.
    pub(super) at: usize,
    /// Where the construct that it could not finish begins; `at` where nothing was open.
    pub(super) start: usize,
}

/// The kinds of mistake that need different advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    QuoteNotClosed,
    AfterQuote,
    QuoteIndent,
    Escape,
    Tab,
    BracketNotClosed,
    StrayBracket,
    ColonInText,
    NoColon,
    Character(char),
    Indentation,
    ListEntry,
    Comment,
    BlockText,
    Directive,
    TooDeep,
    TooManyValues,
    Other,
}

/// The finding for a failure in `text`.
pub(super) fn explain(file: FileId, text: &str, failure: Failure) -> Diagnostic {
    let page = Page { file, text };
    let Failure { trouble, at, start } = failure;
    if let Some(finding) = page.placeholder(failure) {
        return finding;
    }
    match trouble {
        Trouble::QuoteNotClosed => page.quote_not_closed(start),
        Trouble::AfterQuote | Trouble::QuoteIndent => page.after_quote(start, at),
        Trouble::Escape => page.escape(at),
        Trouble::Tab => page.tab(at),
        Trouble::BracketNotClosed => page.bracket_not_closed(start, at),
        Trouble::StrayBracket => page
            .syntax(at, 1, "this closing bracket has no opening bracket")
            .help("remove it, or put the whole text in single quotes if the bracket belongs to it"),
        Trouble::ColonInText => page.colon(at),
        Trouble::NoColon => page.no_colon(at),
        Trouble::Character(character) => page.character(at, character),
        Trouble::Indentation => page.indentation(at),
        Trouble::ListEntry => page
            .syntax(at, 1, "a list entry and a key cannot stand side by side here")
            .label("this line does not continue what is above it")
            .help("entries of one list all begin with `- ` in the same column; keys of one mapping all begin in the same column"),
        Trouble::Comment => page
            .syntax(at, 1, "a comment ends the text before it, so the text cannot go on in the next line")
            .help("if `#` belongs to the text, put the whole text in quotes; if not, move the comment to a line of its own"),
        Trouble::BlockText => page
            .syntax(at, 1, "this text block does not begin with a line of its own")
            .help("after `|` or `>` the line ends; the text follows in the next lines, indented"),
        Trouble::Directive => page
            .syntax(at, 1, "YAML directives are not part of the format")
            .help("remove the line; if `%` begins a text, put the text in quotes"),
        Trouble::TooDeep => rules::too_deep::finding(page.span(at, 1), MAX_DEPTH),
        Trouble::TooManyValues => rules::too_many_values::finding(page.span(at, 1), MAX_VALUES),
        Trouble::Other => page
            .syntax(at, 1, "this is not valid YAML")
            .help("check the indentation, the quotes and the brackets of this line and the line above it"),
    }
}

/// The text with the means to point at parts of it.
struct Page<'t> {
    file: FileId,
    text: &'t str,
}

impl<'t> Page<'t> {
    /// The span from byte `at` over `characters` characters, not past the end of the line.
    fn span(&self, at: usize, characters: usize) -> Span {
        let rest = self.text.get(at..).unwrap_or_default();
        let length = rest
            .chars()
            .take(characters)
            .take_while(|c| !matches!(c, '\n' | '\r'))
            .map(char::len_utf8)
            .sum::<usize>();
        Span::new(self.file, at, at + length)
    }

    fn syntax(&self, at: usize, characters: usize, message: &str) -> Diagnostic {
        rules::yaml_syntax::finding(self.span(at, characters), message)
    }

    /// Byte range of the line that holds `at`, without its line break.
    fn line(&self, at: usize) -> std::ops::Range<usize> {
        let start = self.text[..at].rfind('\n').map_or(0, |found| found + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |found| at + found);
        start..end
    }

    fn line_text(&self, at: usize) -> &'t str {
        self.text[self.line(at)].trim_end_matches('\r')
    }

    /// Where the value of the `key: value` line that holds `at` begins, with its text.
    fn value(&self, at: usize) -> Option<(usize, &'t str)> {
        let line = self.line_text(at);
        let colon = line.find(": ")?;
        let value = line[colon + 2..].trim();
        let start = line.len() - line[colon + 2..].trim_start().len();
        (!value.is_empty()).then_some((self.line(at).start + start, value))
    }

    /// An unquoted value that begins with `{{`: YAML reads it as two mappings.
    fn placeholder(&self, failure: Failure) -> Option<Diagnostic> {
        let (start, value) = self.value(failure.start)?;
        let end = start + value.len();
        let near =
            matches!(failure.trouble, Trouble::Indentation | Trouble::BracketNotClosed | Trouble::Other);
        (near && value.starts_with("{{") && start <= failure.at)
            .then(|| rules::unquoted_placeholder::finding(Span::new(self.file, start, end), value))
    }

    fn quote_not_closed(&self, start: usize) -> Diagnostic {
        let quote = &self.text[start..][..1];
        self.syntax(start, 1, "this quote is never closed").label("the text begins here").help(format!(
            "close the text with `{quote}`, or put it in a block after `|` if it has several lines"
        ))
    }

    fn after_quote(&self, start: usize, at: usize) -> Diagnostic {
        let quote = self.text[start..].chars().next().unwrap_or('"');
        let span = Span::new(self.file, start, start + 1);
        if self.line(start) != self.line(at) {
            return self
                .syntax(start, 1, "this quote is not closed where it should be")
                .label("the text begins here")
                .also(self.span(at.saturating_sub(1), 1), "and goes on to the next quote")
                .help(format!("close the text with `{quote}` at the end of its line"));
        }
        let finding = self
            .syntax(at, 1, "the text ends at its closing quote, but the line goes on")
            .also(span, "opened here");
        if quote == '"' {
            finding
                .help("put the whole text in single quotes if it holds double quotes: 'the \"enabled\" one'")
        } else {
            finding.help("inside single quotes an apostrophe is written twice: 'it''s on'")
        }
    }

    /// A backslash that begins no escape; the parser only says where the text begins.
    fn escape(&self, start: usize) -> Diagnostic {
        let rest = &self.text[start..];
        let mut characters = rest.char_indices().skip(1);
        while let Some((offset, character)) = characters.next() {
            match character {
                '"' => break,
                '\\' => match characters.next() {
                    Some((_, 'n' | 't' | 'r' | '"' | '\\' | '/' | '0' | 'a' | 'b' | 'e' | 'f' | 'v')) => {}
                    Some((_, ' ' | 'N' | '_' | 'L' | 'P' | '\t' | '\n' | '\r')) => {}
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
                            return self.bad_escape(start + offset, found + 2);
                        }
                    }
                    _ => return self.bad_escape(start + offset, 2),
                },
                _ => {}
            }
        }
        self.bad_escape(start, 1)
    }

    fn bad_escape(&self, at: usize, characters: usize) -> Diagnostic {
        self.syntax(at, characters, "in double quotes a backslash begins an escape, and this is none")
            .help("put the text in single quotes, where a backslash is a backslash: 'C:\\Windows'")
    }

    fn tab(&self, at: usize) -> Diagnostic {
        // The parser may stop at the line before: take the first line from there on that is indented with a tab.
        let mut start = self.line(at).start;
        while let Some(line) = self.text.get(start..) {
            let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
            let white = &line[..indent];
            if let Some(tab) = white.find('\t') {
                let tabs = white[tab..].chars().take_while(|c| *c == '\t').count();
                let span = Span::new(self.file, start + tab, start + tab + tabs);
                return rules::tab_indent::finding(span, tabs);
            }
            match line.find('\n') {
                Some(end) if start <= at => start += end + 1,
                _ => break,
            }
        }
        let tab = self.text[at..].find('\t').map_or(at, |found| at + found);
        rules::tab_indent::finding(self.span(tab, 1), 1)
    }

    fn bracket_not_closed(&self, start: usize, at: usize) -> Diagnostic {
        let open = self.text[start..].chars().next().unwrap_or('[');
        let close = if open == '{' { '}' } else { ']' };
        let finding =
            self.syntax(start, 1, &format!("`{open}` is not closed by `{close}`")).label("opened here");
        let finding = if self.line(start) == self.line(at) {
            finding.also(self.span(at, 1), format!("expected `,` or `{close}` before this"))
        } else {
            finding
        };
        finding.help(format!(
            "close it with `{close}`, or put the text in quotes if `{open}` belongs to it; in brackets, texts with `,`, `: ` or brackets need quotes"
        ))
    }

    fn colon(&self, at: usize) -> Diagnostic {
        let line = self.line_text(at);
        let indent = line.len() - line.trim_start().len();
        let colon = at - self.line(at).start;
        let before = line.get(indent..colon).unwrap_or_default();
        // The first `: ` of the line: the key is indented deeper than its neighbours, below a text.
        if !before.contains(": ") && !before.is_empty() {
            let start = self.line(at).start + indent;
            return self
                .syntax(start, before.chars().count(), "this line is indented deeper than the keys above it")
                .label("YAML reads it as the rest of the text above")
                .help("give it the same indentation as the other keys of its mapping");
        }
        let finding = self
            .syntax(at, 1, "`: ` inside a text needs quotes around the text")
            .label("YAML reads this as a second key");
        match self.value(at) {
            Some((start, value)) if !value.starts_with(['"', '\'']) && start < at => {
                let span = Span::new(self.file, start, start + value.len());
                finding.suggest("put the text in quotes", span, single_quoted(value))
            }
            _ => finding.help("put the whole text in quotes"),
        }
    }

    fn no_colon(&self, at: usize) -> Diagnostic {
        let line = self.line_text(at).trim();
        let start = self.line(at).start + self.line_text(at).find(line).unwrap_or(0);
        let finding =
            self.syntax(start, line.chars().count(), "this line is neither `key: value` nor a list entry");
        match line.split_once(':') {
            Some((key, value)) if !value.is_empty() && !key.contains(char::is_whitespace) => finding.suggest(
                "put a space after the colon",
                Span::new(self.file, start, start + line.len()),
                format!("{key}: {}", value.trim_start()),
            ),
            _ => finding
                .help("write `key: value`; a text over several lines goes into a block after `|`, indented"),
        }
    }

    fn character(&self, at: usize, character: char) -> Diagnostic {
        let finding =
            self.syntax(at, 1, &format!("a text cannot begin with {}", quoted(character.escape_default())));
        match self.value(at) {
            Some((start, value)) if start == at => {
                let span = Span::new(self.file, start, start + value.len());
                finding.suggest("put the text in quotes", span, single_quoted(value))
            }
            _ => finding.help("put the whole text in quotes"),
        }
    }

    fn indentation(&self, at: usize) -> Diagnostic {
        let line = self.line_text(at);
        let indent = line.len() - line.trim_start().len();
        let start = self.line(at).start;
        if start + indent < at {
            return self
                .syntax(at, 1, "the value ends before this, but the line goes on")
                .help("put the whole text in quotes");
        }
        self.syntax(at, line.trim().chars().count(), "the indentation of this line fits no mapping above it")
            .label(format!("indented by {}", crate::prose::count(indent, "space")))
            .help("keys of one mapping all begin in the same column; keys inside it are indented by two more spaces")
    }
}

/// `text` in single quotes.
fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
