//! The bytes of a file as text, and findings about what is not UTF-8 without a mark.
//!
//! Invariant: there is always a text to show, so that every finding can be printed with its line.
//! Deliberately absent: the decoding (`encoding`), guesses at old code pages, reading files, and the limit on their size ([`crate::syntax::runbook`] reports it).

use crate::diagnostic::Diagnostic;
use crate::encoding::{self, Encoding, Mark};
use crate::source::{FileId, Span};
use crate::syntax::rules;

/// A file's text, and what was wrong with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark. Bytes that mean nothing are replaced by U+FFFD, and carriage returns by line feeds
    /// where no line feed ends any line.
    pub text: String,
    problems: Vec<Problem>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Problem {
    /// The file began with the UTF-8 byte order mark.
    Mark,
    /// The file was UTF-16.
    Utf16,
    /// These places were not UTF-8.
    NotUtf8(encoding::Broken),
    /// Lines ended with carriage returns alone, the first of them here.
    Returns(usize),
}

/// Decodes the bytes of a file. Callers read at most [`crate::syntax::MAX_BYTES`] + 1 bytes, so that a larger file is
/// noticed without being held.
pub fn decode(bytes: &[u8]) -> Decoded {
    let mut decoded = encoding::unicode(bytes);
    let returns = decoded.text.find('\r').filter(|_| !decoded.text.contains('\n'));
    if returns.is_some() {
        decoded.text = decoded.text.replace('\r', "\n");
    }
    let mark = match decoded.encoding {
        Encoding::Utf8(Mark::Present) => Some(Problem::Mark),
        Encoding::Utf8(Mark::Absent) => None,
        _ => Some(Problem::Utf16),
    };
    let broken = decoded.broken.filter(|_| mark != Some(Problem::Utf16)).map(Problem::NotUtf8);
    let problems = mark.into_iter().chain(broken).chain(returns.map(Problem::Returns)).collect();
    Decoded { text: decoded.text, problems }
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
                Problem::NotUtf8(broken) => {
                    let first = Span::new(file, broken.first.start, broken.first.end);
                    rules::not_utf8::finding(first, broken.count)
                }
                Problem::Returns(at) => rules::crlf::returns(Span::new(file, *at, *at)),
            })
            .collect()
    }
}
