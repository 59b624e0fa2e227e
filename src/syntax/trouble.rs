//! What a YAML syntax error means to the person who made it: one sentence, the exact place, and what to write instead.
//!
//! Invariant: none of these sentences comes from the parser; each names the mistake in the words of someone who
//! writes runbooks, not of someone who writes YAML parsers.
//! Deliberately absent: finding the errors (`yaml`) and going on after one (`recover`).

mod quote;

use crate::diagnostic::Diagnostic;
use crate::prose::quoted;
use crate::source::{FileId, Span};
use crate::syntax::yaml::{MAX_DEPTH, MAX_VALUES};
use crate::syntax::{rules, slip};

/// Where and why the YAML parser gave up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failure {
    /// The kind of mistake.
    pub(super) trouble: Trouble,
    /// Where the parser noticed, in bytes.
    pub(super) at: usize,
    /// Where the text that it could not read begins; `at` where none was begun.
    pub(super) token: usize,
    /// Where the outermost open bracket or that text begins, whichever comes first.
    pub(super) start: usize,
}

impl Failure {
    /// A failure at one point.
    pub(super) fn at(trouble: Trouble, at: usize) -> Self {
        Self { trouble, at, token: at, start: at }
    }
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
    KeyInList,
    ListOnKeyLine,
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
    let Failure { trouble, at, token, start } = failure;
    let is_between_lines =
        matches!(trouble, Trouble::ColonInText | Trouble::NoColon | Trouble::Indentation | Trouble::Comment);
    let slip = || is_between_lines.then(|| slip::beside(file, text, at)).flatten();
    if let Some(finding) =
        page.placeholder(failure).or_else(|| page.dash_without_space(failure)).or_else(slip)
    {
        return finding;
    }
    match trouble {
        Trouble::QuoteNotClosed => page.quote_not_closed(token),
        Trouble::AfterQuote | Trouble::QuoteIndent => page.after_quote(token, at),
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
        Trouble::KeyInList => page.key_in_list(at),
        Trouble::ListOnKeyLine => page
            .syntax(at, 1, "a list cannot begin here")
            .label("this dash begins an entry of a list")
            .help("put every entry on a line of its own below the key, or write the list in brackets: `[first, second]`; if the dash belongs to a text, put the text in quotes"),
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

    /// Where the value of the `key: value` or `- value` line that holds `at` begins, with its text. `None` inside
    /// brackets, where a value may end before its line does.
    fn value(&self, at: usize) -> Option<(usize, &'t str)> {
        let line = self.line_text(at);
        let dashes = line.len() - line.trim_start_matches([' ', '-']).len();
        let from = line.find(": ").map_or(dashes, |colon| colon + 2);
        let value = line[from..].trim();
        let start = line.len() - line[from..].trim_start().len();
        let in_brackets = line[..start].contains(['{', '[']);
        (!value.is_empty() && !in_brackets).then_some((self.line(at).start + start, value))
    }

    /// An unquoted value that begins with `{{`: YAML reads it as two mappings.
    fn placeholder(&self, failure: Failure) -> Option<Diagnostic> {
        let (start, value) = self.value(failure.start)?;
        let span = Span::new(self.file, start, start + value.len());
        (value.starts_with("{{") && start <= failure.at)
            .then(|| rules::unquoted_placeholder::finding(span, value))
    }

    /// `-text`: an entry of a list whose space was forgotten.
    fn dash_without_space(&self, failure: Failure) -> Option<Diagnostic> {
        use Trouble::{ColonInText, Indentation, KeyInList, NoColon};
        let line = self.line_text(failure.at);
        let text = line.trim_start();
        let after = text.strip_prefix('-')?.chars().next()?;
        let likely = matches!(failure.trouble, Indentation | NoColon | ColonInText | KeyInList);
        if !likely || matches!(after, '-' | ' ') {
            return None;
        }
        let start = self.line(failure.at).start + (line.len() - text.len());
        Some(rules::yaml_syntax::dash_without_space(Span::new(self.file, start, start + 1)))
    }

    fn key_in_list(&self, at: usize) -> Diagnostic {
        let line = self.line_text(at).trim();
        self.syntax(at, line.chars().count(), "this line stands among the entries of a list, but is none")
            .label("begins in the column of the entries above")
            .help("give it the same indentation as the other keys of its mapping, or begin it with `- ` if it is an entry")
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
                let end = start + line.find('\n').unwrap_or(line.len());
                let below = self.tabbed_lines(end);
                let width = if below.is_empty() { self.width_of_tabs(tabs, end) } else { 2 };
                return rules::tab_indent::finding(span, tabs, width, &below);
            }
            match line.find('\n') {
                Some(end) if start <= at => start += end + 1,
                _ => break,
            }
        }
        let tab = self.text[at..].find('\t').map_or(at, |found| at + found);
        rules::tab_indent::finding(self.span(tab, 1), 1, 2, &[])
    }

    /// How many spaces a tab stands for, where a line with tabs ends at `end`: as many as put it into the column of the line
    /// below.
    fn width_of_tabs(&self, tabs: usize, end: usize) -> usize {
        let mut below =
            self.text.get(end..).unwrap_or_default().lines().filter(|line| !line.trim().is_empty());
        let column = below.next().map_or(0, |line| line.len() - line.trim_start_matches(' ').len());
        [2, 4, 8].into_iter().find(|width| width * tabs == column).unwrap_or(2)
    }

    /// The tabs of the lines below a place that begin with tabs too, up to one that begins with anything else.
    fn tabbed_lines(&self, end: usize) -> Vec<Span> {
        let (mut at, mut found) = (end, Vec::new());
        for line in self.text.get(end..).unwrap_or_default().split_inclusive('\n') {
            let tabs = line.len() - line.trim_start_matches('\t').len();
            if tabs > 0 {
                found.push(Span::new(self.file, at, at + tabs));
            } else if !line.trim().is_empty() {
                break;
            }
            at += line.len();
        }
        found
    }

    fn bracket_not_closed(&self, start: usize, at: usize) -> Diagnostic {
        let open = self.text[start..].chars().next().unwrap_or('[');
        let close = if open == '{' { '}' } else { ']' };
        let culprit = self.text[at..].chars().next();
        match culprit {
            Some(culprit @ (':' | '{' | '[' | '}' | ']')) if at > start && self.line(start) == self.line(at) => self
                .syntax(at, 1, &format!("a text between `{open}` and `{close}` needs quotes to hold `{culprit}`"))
                .also(self.span(start, 1), "the bracket")
                .help("put the text in single quotes, or write the keys on lines of their own, without brackets"),
            _ => {
                let finding =
                    self.syntax(start, 1, &format!("`{open}` is not closed by `{close}`")).label("opened here");
                let comment = self.text[start..self.line(start).end].find(" #").map(|at| start + at + 1);
                match comment.filter(|at| self.text[*at..self.line(*at).end].contains(close)) {
                    Some(comment) => finding
                        .also(self.span(comment, 1), "from here on it is a comment")
                        .help("if `#` belongs to a text, put the text in quotes"),
                    None => finding.help(format!(
                        "close it with `{close}`; if `{open}` belongs to a text, put the text in quotes"
                    )),
                }
            }
        }
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
            .syntax(at, 1, "a text that holds `: ` needs quotes")
            .label("YAML reads this as a second key");
        match self.value(at) {
            Some((start, value)) if !value.starts_with(['"', '\'']) && start < at => {
                let span = Span::new(self.file, start, start + value.len());
                finding.mend("put the text in quotes", span, single_quoted(value))
            }
            _ => finding.help("put the whole text in quotes"),
        }
    }

    fn no_colon(&self, at: usize) -> Diagnostic {
        let line = self.line_text(at);
        let text = line.trim();
        let start = self.line(at).start + (line.len() - line.trim_start().len());
        let span = Span::new(self.file, start, start + text.len());
        let above = self.text[..self.line(at).start].trim_end();
        let above = above.rsplit('\n').next().unwrap_or_default();
        if above.ends_with([':', '|', '>']) || above.ends_with("|-") || above.ends_with(">-") {
            return rules::yaml_syntax::finding(
                span,
                "this line must be indented deeper than the key above it",
            )
            .help("indent every line that belongs to the key by two more spaces than the key");
        }
        let finding = rules::yaml_syntax::finding(span, "this line is neither `key: value` nor a list entry");
        match text.split_once(':') {
            Some((key, value)) if !value.is_empty() && !key.contains(char::is_whitespace) => {
                finding.mend("put a space after the colon", span, format!("{key}: {}", value.trim_start()))
            }
            _ => finding
                .help("write `key: value`; a text over several lines goes into a block after `|`, indented"),
        }
    }

    fn character(&self, at: usize, character: char) -> Diagnostic {
        let finding = {
            let name = match character {
                '`' => "a backquote".to_owned(),
                other => quoted(other.escape_default()),
            };
            self.syntax(at, 1, &format!("a text cannot begin with {name}"))
        };
        match self.value(at) {
            Some((start, value)) if start == at => {
                let span = Span::new(self.file, start, start + value.len());
                finding.mend("put the text in quotes", span, single_quoted(value))
            }
            _ => finding.help("put the whole text in quotes"),
        }
    }

    fn indentation(&self, at: usize) -> Diagnostic {
        let line = self.line_text(at);
        let indent = line.len() - line.trim_start().len();
        let start = self.line(at).start;
        if start + indent < at {
            // `*` and `&` begin aliases and anchors, `!` a tag.
            let odd = |(from, value): (usize, &str)| {
                let first = value.chars().next().filter(|first| matches!(first, '*' | '&' | '!'))?;
                (from < at).then_some((from, first))
            };
            if let Some((from, first)) = self.value(at).and_then(odd) {
                return self.character(from, first);
            }
            return self
                .syntax(at, 1, "the value ends before this, but the line goes on")
                .help("put the whole text in quotes");
        }
        let finding = self
            .syntax(at, line.trim().chars().count(), "the indentation of this line fits nothing above it")
            .label(format!("indented by {}", crate::prose::count(indent, "space")));
        if line.contains(':') || line.trim_start().starts_with("- ") {
            finding.help("keys of one mapping all begin in the same column; what belongs to a key is indented by two more spaces")
        } else {
            finding.help("if it belongs to the text above, indent it as far as the first line of that text")
        }
    }
}

/// `text` in single quotes.
fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
