//! Passwords on command lines and in addresses.
//!
//! Invariant: looks at most a few hundred characters ahead, within one line.
//! Deliberately absent: parameters with a name (`-Password …`); those are keys with values (`value`).

use crate::redact::token;
use crate::redact::value::is_stand_in;
use std::ops::Range;

/// How far ahead a command is looked at, in bytes.
const LONGEST: usize = 200;

/// The first group of the expression, matched from the search word on.
pub(crate) fn find(text: &str, word: &Range<usize>, pattern: &'static str) -> Option<Vec<Range<usize>>> {
    let bytes = text.as_bytes();
    let first = *bytes.get(word.start)?;
    let before = word.start.checked_sub(1).and_then(|before| bytes.get(before));
    if first.is_ascii_alphanumeric()
        && before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    {
        return None;
    }
    let ahead = &text[word.start..text.floor_char_boundary(word.start + LONGEST)];
    let line = ahead.split('\n').next()?;
    let group = token::with(pattern, |regex| regex.captures(line)?.get(1).map(|group| group.range()))?;
    let (mut start, mut end) = (word.start + group.start, word.start + group.end);
    if group.end == LONGEST {
        end += text[end..].find(char::is_whitespace).unwrap_or(text.len() - end);
    }
    let value = &text[start..end];
    let bare = value.trim_matches(['"', '\'']);
    if bare.is_empty() || is_stand_in(bare) {
        return None;
    }
    if bare.len() < value.len() {
        start += value.len() - value.trim_start_matches(['"', '\'']).len();
        end -= value.len() - value.trim_end_matches(['"', '\'']).len();
    }
    let value = text[start..end].trim_end_matches('\r');
    Some(std::iter::once(start..start + value.len()).collect())
}
