//! Credentials that go over whole lines: keys between marks, assertions, counted lines.
//!
//! Invariant: where the end is missing, everything that may belong to it goes.
//! Deliberately absent: public keys and certificates; those are evidence.

use std::ops::Range;

/// Lines of a block whose end is missing.
const MOST_LINES: usize = 400;

/// How far the end is looked for, in bytes.
const LONGEST: usize = 64 << 10;

/// What stands between the marks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    Key,
    Markup,
}

/// The lines between the search word and `end`, for private keys only those.
pub(crate) fn find(text: &str, word: &Range<usize>, end: &str) -> Option<Vec<Range<usize>>> {
    let after = text.get(word.end..)?;
    let body_kind = if end.starts_with('-') { Body::Key } else { Body::Markup };
    let body = if body_kind == Body::Key {
        let close =
            after.get(..after.len().min(80)).or_else(|| after.get(..after.floor_char_boundary(80)))?;
        let at = close.find("-----")?;
        if !close[..at].contains("PRIVATE KEY") {
            return None;
        }
        word.end + at + "-----".len()
    } else {
        word.start
    };
    let rest = &text[body..];
    let window = &rest[..rest.floor_char_boundary(LONGEST)];
    let window = match body_kind {
        // Another key begins: this one has no end.
        Body::Key => window.split("-----BEGIN").next().unwrap_or_default(),
        Body::Markup => window,
    };
    let stop = position(window, end).map_or_else(
        || without_end(rest, body_kind),
        |at| match body_kind {
            Body::Key => at,
            Body::Markup => at + end.len(),
        },
    );
    Some(lines(text, body..body + stop))
}

/// The end mark, in any case.
fn position(text: &str, end: &str) -> Option<usize> {
    let (text, end) = (text.as_bytes(), end.as_bytes());
    text.windows(end.len()).position(|window| window.eq_ignore_ascii_case(end))
}

fn without_end(rest: &str, body: Body) -> usize {
    let mut taken = 0;
    for (number, line) in rest.split_inclusive('\n').enumerate() {
        let is_body =
            line.trim().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=\\".contains(&byte))
                || line.starts_with("Proc-Type")
                || line.starts_with("DEK-Info");
        if number >= MOST_LINES || (body == Body::Key && number > 0 && !is_body) {
            break;
        }
        taken += line.len();
    }
    taken
}

/// The lines after `Private-Lines: 14`.
pub(crate) fn find_counted(text: &str, word: &Range<usize>) -> Option<Vec<Range<usize>>> {
    let rest = text.get(word.end..)?;
    let (first, after) = rest.split_once('\n')?;
    let count: usize = first.trim().parse().ok()?;
    let length: usize = after.split_inclusive('\n').take(count).map(str::len).sum();
    let start = word.end + first.len() + 1;
    Some(lines(text, start..start + length))
}

/// The range as one part a line, without indentation and line ends; blank lines have none.
pub(crate) fn lines(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        let end = line.trim_end().len();
        if indent < end {
            parts.push(at + indent..at + end);
        }
        at += line.len();
    }
    parts
}
