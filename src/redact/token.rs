//! Words that are recognised by themselves, also where the terminal wrapped them.
//!
//! Invariant: a line is joined to the one before only where it cannot be a line of its own: indented deeper, or hard
//! behind a full line, and never where it has a name and a colon.
//! Deliberately absent: keys.

use crate::redact::value::Strength;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{LazyLock, Mutex, PoisonError};

/// A line at least this long may have been wrapped by a terminal or a mail program.
const FULL_LINE: usize = 60;
/// The longest token, in bytes.
const LONGEST: usize = 16 << 10;
/// How far back the beginning of a line is looked for.
const FAR_BACK: usize = 400;
/// Characters that go on in a line without indentation, so that it is taken for a continuation.
const LONG_RUN: usize = 16;

/// The parts of the token around the search word.
pub(crate) fn find(
    text: &str,
    word: Range<usize>,
    left: usize,
    marks: &str,
    pattern: &'static str,
    strength: Strength,
) -> Option<Vec<Range<usize>>> {
    let bytes = text.as_bytes();
    let start = word.start.checked_sub(left)?;
    if !text.is_char_boundary(start) {
        return None;
    }
    let of_token = |byte: u8| byte.is_ascii_alphanumeric() || marks.as_bytes().contains(&byte);
    if !bytes[start..word.start].iter().all(|byte| of_token(*byte)) {
        return None;
    }
    let before = start.checked_sub(1).and_then(|before| bytes.get(before));
    if before.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'~')) {
        return None;
    }
    let has_space = marks.contains(' ');
    // The space of `Bearer …` is part of the search word; after it a space ends the token.
    let of_rest = |byte: u8| of_token(byte) && !(has_space && byte == b' ');
    let parts = run(text, start, word.end, of_rest);
    let joined: String = parts.iter().filter_map(|part| text.get(part.clone())).collect();
    let joined = joined.trim_end_matches('.');
    let secret = if has_space { joined.split_once(' ').map_or(joined, |(_, secret)| secret) } else { joined };
    (is_match(pattern, joined) && strength.accepts(secret)).then_some(parts)
}

/// The ranges from `start` to where the token ends; everything up to `sure` belongs to it.
fn run(text: &str, start: usize, sure: usize, of_token: impl Fn(u8) -> bool) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut parts = Vec::new();
    let (mut from, mut at) = (start, sure);
    loop {
        while at < start + LONGEST && bytes.get(at).is_some_and(|byte| of_token(*byte)) {
            at += 1;
        }
        parts.push(from..at);
        match next_part(text, from, at, &of_token) {
            Some(next) => (from, at) = (next, next),
            None => return parts,
        }
    }
}

/// Where the token that reached the end of its line goes on.
pub(crate) fn next_part(text: &str, from: usize, at: usize, of_token: &impl Fn(u8) -> bool) -> Option<usize> {
    let rest = text.get(at..)?;
    let after = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    // One blank line between, as some copies have after every line.
    let blank = after.find('\n').filter(|end| after[..*end].trim().is_empty());
    let after = blank.map_or(after, |end| &after[end + 1..]);
    let line = after.split('\n').next()?;
    let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
    let run = line.as_bytes()[indent..].iter().take_while(|byte| of_token(**byte)).count();
    let tail = line[indent + run..].trim_end();
    if run == 0 || tail.trim_start().starts_with([':', '=']) {
        return None;
    }
    let line_start = line_start(text, from, FAR_BACK);
    let above = &text[line_start..at];
    let above_indent = above.len() - above.trim_start_matches([' ', '\t']).len();
    let deeper =
        indent > above_indent || (indent > 0 && indent == above_indent && from == line_start + indent);
    let wrapped = indent <= above_indent && above.len() >= FULL_LINE && (run >= LONG_RUN || tail.is_empty());
    (deeper || wrapped).then(|| text.len() - after.len() + indent)
}

/// Where the line of `at` begins, or `longest` bytes before it.
pub(crate) fn line_start(text: &str, at: usize, longest: usize) -> usize {
    let floor = text.floor_char_boundary(at.saturating_sub(longest));
    text[floor..at].rfind('\n').map_or(floor, |found| floor + found + 1)
}

/// Whether the expression matches. Each is compiled once.
pub(crate) fn is_match(pattern: &'static str, text: &str) -> bool {
    with(pattern, |regex| regex.is_match(text))
}

/// Uses the compiled expression.
pub(crate) fn with<T>(pattern: &'static str, use_it: impl FnOnce(&regex_lite::Regex) -> T) -> T {
    static COMPILED: LazyLock<Mutex<HashMap<&'static str, regex_lite::Regex>>> =
        LazyLock::new(Mutex::default);
    let regex = {
        let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
        let regex = compiled.entry(pattern).or_insert_with(|| {
            regex_lite::Regex::new(pattern).expect("the expressions of the table are tested to compile")
        });
        regex.clone()
    };
    use_it(&regex)
}
