//! Values of keys: `Password : …`, `"secret": "…"`, `token=…`, `-Password …`, `<Password>…</Password>`.
//!
//! Invariant: a value that says nothing secret (true, a variable, a type's name, a mark of ours) stays.
//! Deliberately absent: knowing which program wrote the text.

use crate::redact::{block, token};
use std::ops::Range;

/// The longest value that is looked at, in bytes.
const LONGEST: usize = 64 << 10;
/// The longest content of an element.
const LONGEST_ELEMENT: usize = 4 << 10;
/// The longest name of a key with its indentation.
const LONGEST_NAME: usize = 200;
/// Bytes by which randomness is judged.
const JUDGED: usize = 128;
/// The shortest value that is taken for a random one.
const SHORTEST_RANDOM: usize = 16;
/// What ends the content of an element.
const END_TAG: &str = "</";
/// Bits a character, above which a value is random.
const RANDOM_BITS: f64 = 3.0;

/// What makes a value a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strength {
    /// Its key or its form alone.
    Any,
    /// Being long and random: at least 16 characters, with letters and digits or signs, no GUID.
    Random,
}

impl Strength {
    /// Whether the value passes.
    pub(crate) fn accepts(self, value: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Random => is_random(value),
        }
    }
}

/// How the value is bounded.
enum Form {
    /// By this closing text.
    Closed(&'static str),
    /// By the end of the line, and lines that go on.
    Line,
    /// By white space or a separator.
    Word,
}

/// The value of the key that ends with the search word.
pub(crate) fn find(text: &str, word: &Range<usize>, strength: Strength) -> Option<Vec<Range<usize>>> {
    if ends_with(&text[..word.start], "publickey") {
        return None;
    }
    let short = word.len() <= 4 && text.as_bytes()[word.start].is_ascii_alphanumeric();
    let before = text[..word.start].chars().next_back();
    if short && before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let (start, form) = value_start(text, word)?;
    // What the beginning of the value already says, before its end is looked for.
    if let Form::Word | Form::Closed("\"" | "'" | "\\\"") = form {
        let head = &text[start..text.floor_char_boundary(start + JUDGED)];
        let head = head.split(|c: char| stops(c) || c == '\'').next().unwrap_or_default();
        if matches!(form, Form::Word) && is_stand_in(head) || !strength.accepts(head) {
            return None;
        }
    }
    let parts = extent(text, word.start, start, &form);
    let value: String = parts.iter().filter_map(|part| text.get(part.clone())).collect();
    let value = match form {
        Form::Closed(END_TAG) => without_tags(&value),
        _ => value.trim().to_owned(),
    };
    let value = value.as_str();
    let is_path =
        text[word.clone()].eq_ignore_ascii_case("pwd") && (value.starts_with('/') || value.contains(":\\"));
    (!is_stand_in(value) && !is_path && strength.accepts(value)).then_some(parts)
}

/// The text between the tags.
fn without_tags(markup: &str) -> String {
    markup.split('<').map(|part| part.rsplit('>').next().unwrap_or_default().trim()).collect()
}

/// The rest of the line after a header's name, if it looks like the expression says.
pub(crate) fn find_line(text: &str, word: &Range<usize>, pattern: &'static str) -> Option<Vec<Range<usize>>> {
    let (start, form) = value_start(text, word)?;
    let form = if matches!(form, Form::Closed(_)) { form } else { Form::Line };
    let head = &text[start..text.floor_char_boundary(start + 200)];
    if is_stand_in(head) || !token::is_match(pattern, head) {
        return None;
    }
    Some(extent(text, word.start, start, &form))
}

/// Where the value begins after the key, and how it is bounded; none where the word is no key.
fn value_start(text: &str, word: &Range<usize>) -> Option<(usize, Form)> {
    let line_start = token::line_start(text, word.start, LONGEST_NAME);
    let name_start = text[line_start..word.start]
        .rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')))
        .map_or(line_start, |at| {
            line_start + at + text[line_start + at..].chars().next().map_or(1, char::len_utf8)
        });
    let mut at = word.end + text[word.end..].len()
        - text[word.end..].trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &text[at..];
    if rest.starts_with('>') && text[..name_start].ends_with(['<', ':']) {
        return Some((at + 1, Form::Closed(END_TAG)));
    }
    let is_parameter = text[name_start..word.start].starts_with('-') || text[..name_start].ends_with('/');
    for quote in ["\\\"", "\"", "'"] {
        if rest.starts_with(quote) {
            at += quote.len();
            break;
        }
    }
    if text[at..].starts_with(']') {
        at += 1;
    }
    let spaced = skip_spaces(text, at);
    let rest = &text[spaced..];
    let separator = ["=>", ":=", "==", "=", ":"].into_iter().find(|separator| rest.starts_with(separator));
    let mut value = match separator {
        Some(separator) => spaced + separator.len(),
        None if rest.starts_with(',') => har_value(text, spaced)?,
        None if rest.starts_with("REG_SZ") => spaced + "REG_SZ".len(),
        None if is_parameter && spaced > at => spaced,
        None => return None,
    };
    value = skip_spaces(text, value);
    for (open, close) in
        [("\\\"", "\\\""), ("\"", "\""), ("'", "'"), ("\u{201c}", "\u{201d}"), ("\u{2018}", "\u{2019}")]
    {
        if text[value..].starts_with(open) {
            return Some((value + open.len(), Form::Closed(close)));
        }
    }
    let begins_line = line_start == 0 || text.as_bytes()[line_start - 1] == b'\n';
    let indented = begins_line
        && text[line_start..name_start].trim_matches([' ', '\t', '>', '|', '-', '*', '`']).is_empty();
    let to_line_end = (indented && !is_parameter && separator.is_some()) || rest.starts_with("REG_SZ");
    Some((value, if to_line_end { Form::Line } else { Form::Word }))
}

/// `, "value": ` after `"name": "Authorization"`, as browsers save their traffic.
fn har_value(text: &str, comma: usize) -> Option<usize> {
    let rest = text[comma + 1..].trim_start();
    let rest = rest.strip_prefix("\"value\"").or_else(|| rest.strip_prefix("\\\"value\\\""))?;
    let rest = rest.trim_start().strip_prefix(':')?;
    Some(text.len() - rest.len())
}

fn skip_spaces(text: &str, at: usize) -> usize {
    at + text[at..].len() - text[at..].trim_start_matches([' ', '\t']).len()
}

/// The value, one part a line.
fn extent(text: &str, key: usize, start: usize, form: &Form) -> Vec<Range<usize>> {
    let longest = if matches!(form, Form::Closed(END_TAG)) { LONGEST_ELEMENT } else { LONGEST };
    let limit = text.floor_char_boundary(start + longest);
    let rest = &text[start..limit];
    match form {
        Form::Closed(END_TAG) => {
            // Elements inside belong to it: the end is the key's own closing tag.
            let name: String = text[key..start - 1].to_owned();
            let close = rest.match_indices("</").find(|(at, _)| {
                rest[*at..]
                    .split('>')
                    .next()
                    .is_some_and(|tag| tag.to_ascii_lowercase().ends_with(&name.to_ascii_lowercase()))
            });
            let end = close.map_or_else(|| rest.find('\n').unwrap_or(rest.len()), |(at, _)| at);
            block::lines(text, start..start + end)
        }
        Form::Closed(close) => {
            let end = closing(rest, close).unwrap_or_else(|| rest.find('\n').unwrap_or(rest.len()));
            block::lines(text, start..start + end)
        }
        Form::Line => {
            let end = rest.find('\n').unwrap_or(rest.len());
            let mut parts = block::lines(text, start..start + end);
            if parts.is_empty() {
                return parts;
            }
            let mut at = parts.last().map_or(start, |part| part.end);
            let mut from = key;
            while let Some(next) =
                token::next_part(text, from, line_end(text, at), &|byte| !byte.is_ascii_whitespace())
            {
                let end = line_end(text, next);
                parts.extend(block::lines(text, next..end));
                (from, at) = (next, end);
                if at > limit {
                    break;
                }
            }
            parts
        }
        Form::Word => {
            let end = rest.find(stops).unwrap_or(rest.len());
            let bare = rest[..end].trim_end_matches([',', ')', '}', ']', '.', '\'']).len();
            block::lines(text, start..start + bare)
        }
    }
}

/// What ends a value without quotes.
fn stops(character: char) -> bool {
    character.is_whitespace() || matches!(character, ';' | '&' | '"' | '<' | '>' | '`')
}

fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    at + text[at..end].trim_end_matches('\r').len()
}

/// The closing quote that is not escaped.
fn closing(rest: &str, close: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = rest[from..].find(close) {
        let at = from + found;
        let backslashes = rest[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
        let doubled = close.len() == 1 && rest[at + close.len()..].starts_with(close) && close == "'";
        if backslashes.is_multiple_of(2) && !doubled {
            return Some(at);
        }
        from = at + close.len() * if doubled { 2 } else { 1 };
    }
    None
}

/// Whether a value is none: blank, a variable, an expression, a type's name, a yes or no, stars, a mark of ours.
pub(crate) fn is_stand_in(value: &str) -> bool {
    const WORDS: [&str; 20] = [
        "true",
        "false",
        "null",
        "none",
        "yes",
        "no",
        "n/a",
        "required",
        "unknown",
        "expired",
        "incorrect",
        "invalid",
        "missing",
        "notset",
        "not",
        "is",
        "and",
        "or",
        "wahr",
        "falsch",
    ];
    let value = value.trim();
    let masked = |c: char| matches!(c, '*' | '\u{2022}' | '\u{25cf}' | '.' | '\u{2026}' | '#' | '-' | '_');
    value.is_empty()
        || value.chars().all(masked)
        || value.starts_with(['$', '(', '%', '{', '<', '@'])
        || value.starts_with("[removed")
        || value.starts_with("System.")
        || ["Read-", "Get-", "ConvertTo-", "Import-", "New-"].iter().any(|verb| value.starts_with(verb))
        || value.starts_with("Microsoft.")
        || WORDS.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Whether a value is long and random.
fn is_random(value: &str) -> bool {
    if value.chars().count() < SHORTEST_RANDOM || is_guid(value) {
        return false;
    }
    let head = &value.as_bytes()[..value.len().min(JUDGED)];
    if head.contains(&b' ') {
        return false;
    }
    let letters = head.iter().any(u8::is_ascii_alphabetic);
    let others = head.iter().any(|byte| byte.is_ascii_digit() || b"+/=%".contains(byte));
    letters && others && !value.contains("://") && bits(head) >= RANDOM_BITS
}

fn is_guid(value: &str) -> bool {
    let value = value.trim_matches(['{', '}']);
    value.len() == 36 && value.split('-').map(str::len).eq([8, 4, 4, 4, 12])
}

/// Shannon entropy in bits a byte.
fn bits(bytes: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    let total = f64::from(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    let share = |count: u32| f64::from(count) / total;
    counts.into_iter().filter(|count| *count > 0).map(|count| -share(count) * share(count).log2()).sum()
}

/// Whether a text ends with another, in any case.
fn ends_with(text: &str, end: &str) -> bool {
    let (text, end) = (text.as_bytes(), end.as_bytes());
    text.len() >= end.len() && text[text.len() - end.len()..].eq_ignore_ascii_case(end)
}
