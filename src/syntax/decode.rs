//! Bytes to text: UTF-8, byte order marks, and what to do with anything else.
//!
//! Invariant: there is always a text to show, so that every finding can be printed with its line.
//! Deliberately absent: reading files, and the limit on their size ([`crate::syntax::runbook`] reports it).

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use crate::syntax::rules;

/// A file's text, and what was wrong with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark. Bytes that mean nothing are replaced by U+FFFD.
    pub text: String,
    problems: Vec<Problem>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Problem {
    /// The file began with the UTF-8 byte order mark.
    Mark,
    /// The file was UTF-16.
    Utf16,
    /// This many places were not UTF-8; the first became the characters at this range of the text.
    NotUtf8 { first: std::ops::Range<usize>, count: usize },
}

/// Decodes the bytes of a file. Callers read at most [`crate::syntax::MAX_BYTES`] + 1 bytes, so that a larger file is
/// noticed without being held.
pub fn decode(bytes: &[u8]) -> Decoded {
    let utf16 = match bytes {
        [0xff, 0xfe, rest @ ..] => Some(utf16(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => Some(utf16(rest, u16::from_be_bytes)),
        _ => None,
    };
    if let Some(text) = utf16 {
        return Decoded { text, problems: vec![Problem::Utf16] };
    }
    let (bytes, mut problems) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (rest, vec![Problem::Mark]),
        _ => (bytes, Vec::new()),
    };
    let mut text = String::with_capacity(bytes.len());
    let mut first = None;
    let mut count = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            let start = text.len();
            text.push(char::REPLACEMENT_CHARACTER);
            first.get_or_insert(start..text.len());
            count += 1;
        }
    }
    problems.extend(first.map(|first| Problem::NotUtf8 { first, count }));
    Decoded { text, problems }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

impl Decoded {
    /// What was wrong with the bytes, as findings in `file`, whose text must be [`Decoded::text`].
    pub fn diagnostics(&self, file: FileId) -> Vec<Diagnostic> {
        let first_character = self.text.chars().next().map_or(0, char::len_utf8);
        let start = Span::new(file, 0, first_character);
        self.problems
            .iter()
            .map(|problem| match problem {
                Problem::Mark => rules::byte_order_mark::finding(start),
                Problem::Utf16 => rules::not_utf8::utf16(start),
                Problem::NotUtf8 { first, count } => {
                    rules::not_utf8::finding(Span::new(file, first.start, first.end), *count)
                }
            })
            .collect()
    }
}
