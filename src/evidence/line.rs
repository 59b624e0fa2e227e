//! The lines of a text, each with what it looks like.
//!
//! Invariant: a form is a guess from the line alone; `scene` looks at the neighbours, and what belongs together is
//! decided in `error` and `list`. A line of the text may hold several [`Line`]s with the same number.
//! Deliberately absent: objects, values.

use crate::evidence::form::form;
use crate::evidence::front::Front;
use crate::evidence::glued;
use crate::evidence::markup::{BREAK, MARK};
use crate::evidence::pair::{Pair, columns};
use crate::evidence::shell::Phrases;

/// The most blank lines in a row that are kept: they separate, and more of them do not separate more.
const MOST_BLANKS: usize = 16;

/// One line of a plain text, or a part of one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// Its text without white space around it, and without quotation marks (`>`) and line numbers in front.
    pub(crate) text: &'a str,
    /// Columns of white space in front of the text; of a blank line, all of it.
    pub(crate) indent: usize,
    /// What it looks like.
    pub(crate) form: Form<'a>,
    /// What was done to it.
    pub(crate) origin: Origin,
}

impl Line<'_> {
    /// The columns it takes on a terminal, without the white space at its end.
    pub(crate) fn width(&self) -> usize {
        self.indent + columns(self.text)
    }
}

/// How a line came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// It is a line of the text.
    Whole,
    /// Marks of a web page were taken out of it.
    Marked,
    /// It is one of several that stood on one line, and where it ends is a guess.
    Split,
}

/// What a line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form<'a> {
    /// Nothing but white space.
    Blank,
    /// A Markdown fence, or a ruler.
    Frame,
    /// A prompt or a command.
    Command,
    /// A verbose or debug message, a progress bar, a banner.
    Chatter,
    /// A warning.
    Warning,
    /// The first line of an error: `Get-Mailbox : message`.
    ErrorHead,
    /// A line of an error's position or category: `+ CategoryInfo : …`, `At line:1 char:1`.
    ErrorTail,
    /// An entry of a log, with a time in front.
    Logged,
    /// A name, a colon, and perhaps a value.
    Pair(Pair<'a>),
    /// The dashes under the head of a table.
    TableRule,
    /// A sign that something was left out: `...`, `[truncated]`, `-- More --`.
    Gap,
    /// Part of something that is known by name but not read.
    Foreign,
    /// Anything else.
    Text,
}

/// Takes a plain text apart.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let front = Front::of(text);
    let phrases = Phrases::in_text(text);
    let mut lines = Vec::with_capacity(memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1);
    let mut blanks = 0;
    let has_breaks = text.contains(BREAK);
    for (number, whole) in (1..).zip(text.split('\n')) {
        if has_breaks {
            parts(whole).for_each(|part| add(&mut lines, number, part, front, &phrases));
        } else {
            add(&mut lines, number, whole, front, &phrases);
        }
        let is_blank = lines.last().is_some_and(|line| line.form == Form::Blank && line.indent == 0);
        blanks = if is_blank { blanks + 1 } else { 0 };
        if blanks > MOST_BLANKS {
            lines.pop();
        }
    }
    lines
}

/// The parts of a line that breaks separate, at least one. A break at the end of a line makes no blank line.
pub(crate) fn parts(whole: &str) -> impl Iterator<Item = &str> {
    let several = whole.as_bytes().contains(&(BREAK as u8));
    let blank = several && whole.trim_matches(|c: char| c == BREAK || c.is_whitespace()).is_empty();
    let spoken = whole.split(BREAK).filter(move |part| !several || !part.trim().is_empty());
    spoken.chain(blank.then_some(""))
}

fn add<'a>(lines: &mut Vec<Line<'a>>, number: usize, raw: &'a str, front: Front, phrases: &Phrases) {
    let (raw, origin) = match raw.strip_prefix(MARK) {
        Some(rest) => (rest, Origin::Marked),
        None => (raw, Origin::Whole),
    };
    let inner = front.inner(raw);
    let text = unescaped(inner.trim());
    let indent = match inner.len() - inner.trim_start().len() {
        0 => 0,
        white => columns(inner.get(..white).unwrap_or_default()),
    };
    let other = text.starts_with(['"', '<']) || text.starts_with("{\"") || text.starts_with("[{");
    match glued::split(text, indent).filter(|_| !other) {
        Some(parts) => lines.extend(parts.map(|text| {
            let text = text.trim();
            Line { number, text, indent: 0, form: form(text, 0, phrases), origin: Origin::Split }
        })),
        None => lines.push(Line { number, text, indent, form: form(text, indent, phrases), origin }),
    }
}

/// A line without the marks of code that stand on it: backquotes around it, a fence or `[code]` before its first word or
/// behind its last; and without a backslash that Markdown needed.
fn unescaped(text: &str) -> &str {
    if !text.starts_with(['`', '\\', '[', '{']) && !text.ends_with(['`', ']', '}']) {
        return text;
    }
    let text = unfenced(text);
    let quoted = text.strip_prefix('`').and_then(|text| text.strip_suffix('`'));
    let text = quoted.filter(|inner| !inner.contains('`')).unwrap_or(text);
    if text.starts_with("\\+ ") { text.get(1..).unwrap_or(text) } else { text }
}

/// A line without a fence that code shares it with. What follows a fence alone is the name of a language.
fn unfenced(text: &str) -> &str {
    const OPEN: [&str; 6] = ["```", "[code]", "[pre]", "{code}", "{noformat}", "[quote]"];
    const CLOSE: [&str; 6] = ["```", "[/code]", "[/pre]", "{code}", "{noformat}", "[/quote]"];
    let behind = OPEN.iter().find_map(|mark| text.strip_prefix(mark));
    let text = behind.filter(|rest| rest.contains([':', '>'])).map_or(text, str::trim_start);
    let before = CLOSE.iter().find_map(|mark| text.strip_suffix(mark));
    before.filter(|rest| !rest.trim().is_empty()).map_or(text, str::trim_end)
}

#[cfg(test)]
mod tests {
    use crate::evidence::line::{Form, Line, lines};

    fn texts(text: &str) -> Vec<(usize, &str, usize)> {
        lines(text).iter().map(|Line { number, text, indent, .. }| (*number, *text, *indent)).collect()
    }

    #[test]
    fn quotation_marks_and_line_numbers_are_taken_off() {
        assert_eq!(texts("> Name : A"), [(1, "Name : A", 0)]);
        assert_eq!(texts("> > Name : A\n> >   Id : B"), [(1, "Name : A", 0), (2, "Id : B", 2)]);
        assert_eq!(texts(">Name : A"), [(1, "Name : A", 0)]);
        assert_eq!(
            texts(" 9: Name : A\n10: Id : B\n11:\n12:   x"),
            [(1, "Name : A", 0), (2, "Id : B", 0), (3, "", 0), (4, "x", 2)]
        );
        assert_eq!(texts("10 apples\n20 pears\n30 plums")[0], (1, "10 apples", 0));
    }

    #[test]
    fn breaks_make_lines_with_the_same_number() {
        assert_eq!(texts("Name : A\u{b}Id : B\u{b}\nx"), [(1, "Name : A", 0), (1, "Id : B", 0), (2, "x", 0)]);
        assert_eq!(texts("\u{b}"), [(1, "", 0)]);
    }

    #[test]
    fn a_line_in_backquotes_is_what_it_holds() {
        assert!(matches!(lines("`Enabled : True`")[0].form, Form::Pair(pair) if pair.value == "True"));
        assert_eq!(texts("`a` and `b`")[0].1, "`a` and `b`");
        assert_eq!(texts("```Name : A\nId : B```"), [(1, "Name : A", 0), (2, "Id : B", 0)]);
        assert_eq!(texts("[code]Name : A[/code]")[0].1, "Name : A");
        assert_eq!(texts("```powershell")[0].1, "```powershell");
    }
}
