//! Values that a person made unreadable before handing them on.
//!
//! Invariant: a value is masked if part of it is what no program writes there. A whole value that only looks like another
//! (`contoso.com` for the real name) cannot be told.
//! Deliberately absent: names exchanged for stand-ins by this program (`pseudonym`).

/// The longest name of what was taken out, in bytes: `[our mail domain]`.
const LONGEST_NAME: usize = 60;

/// The longest value that is no message, in bytes.
const LONGEST_SHORT: usize = 200;

/// Words that stand for what was taken out.
const WORDS: [&str; 12] = [
    "redacted",
    "removed",
    "masked",
    "hidden",
    "obfuscated",
    "anonymized",
    "anonymised",
    "sanitized",
    "sanitised",
    "scrubbed",
    "censored",
    "omitted",
];

/// Whether a value was made unreadable: stars, bars, rows of the letter x, a name in brackets, a word that says so.
pub(crate) fn is_masked(value: &str) -> bool {
    let holds = |marks: &[char]| value.contains(marks);
    (holds(&['x', 'X']) && has_rows_of_x(value))
        || (holds(&['<']) && has_name_between(value, '<', '>'))
        // A long message may hold brackets of its own.
        || (holds(&['[']) && value.len() < LONGEST_SHORT && has_name_between(value, '[', ']'))
        || (holds(&['*', '#', '_']) && ["***", "####", "____"].iter().any(|row| value.contains(row)))
        || (!value.is_ascii() && has_bars(value))
        || is_said_to_be(value)
}

/// `xxxxx` anywhere; `xxx` as a part of its own; `10.x.x.x`.
fn has_rows_of_x(value: &str) -> bool {
    let is_x = |byte: u8| byte.eq_ignore_ascii_case(&b'x');
    if value.as_bytes().windows(5).any(|row| row.iter().all(|byte| is_x(*byte))) {
        return true;
    }
    let all_x = |part: &&str| part.bytes().all(is_x);
    let own = value.split(|c: char| !c.is_alphanumeric()).filter(all_x).any(|part| part.len() > 2);
    own || value.split('.').filter(|part| !part.is_empty()).filter(all_x).nth(1).is_some()
}

/// Whether words stand between two brackets, and no part of a name touches the first: `<our domain>`, `[email protected]`.
fn has_name_between(value: &str, open: char, close: char) -> bool {
    let mut parts = value.split(open);
    let mut touches = parts.next().is_some_and(|part| part.ends_with(char::is_alphanumeric));
    parts.any(|part| {
        // `GetDataObject[TObject]` is the name of a type.
        let is_type = open == '[' && touches;
        touches = part.ends_with(char::is_alphanumeric);
        let name = part.split(close).next().filter(|name| name.len() < part.len()).unwrap_or_default();
        !is_type
            && name.len() > 2
            && name.len() < LONGEST_NAME
            // The name of a rule for proxies.
            && name != "local"
            && name.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '_' || c == '-')
    })
}

/// Bars, boxes and circles that were drawn or typed over letters.
fn has_bars(value: &str) -> bool {
    let is_bar = |c: char| matches!(c, '\u{2580}'..='\u{259f}');
    let is_dot = |c: char| matches!(c, '■' | '□' | '●' | '○' | '◯' | '〇' | '•' | '＊' | '×' | '※');
    let mut above = ' ';
    value.chars().any(|c| {
        let above = std::mem::replace(&mut above, c);
        is_bar(c) || (is_dot(c) && c == above)
    })
}

/// `REDACTED`, `(removed)`, `Email address is removed for privacy`.
fn is_said_to_be(value: &str) -> bool {
    let inner = value.trim_matches(|c: char| !c.is_alphanumeric());
    WORDS.iter().any(|word| inner.eq_ignore_ascii_case(word))
        || (value.len() < LONGEST_SHORT
            && (["redacted", "REDACTED", "Redacted"].iter().any(|word| value.contains(word))
                || value.contains("removed for privacy")))
}

#[cfg(test)]
mod tests {
    use crate::evidence::mask::is_masked;

    #[test]
    fn what_was_taken_out_is_noticed_however_it_was_marked() {
        for value in [
            "***@contoso.com",
            "{xxxxx.mail.onmicrosoft.com}",
            "https://xxx.com/ews",
            "10.x.x.x",
            "<our domain>",
            "{[REDACTED].com}",
            "[email protected]",
            "clara@[our-domain].com",
            "REDACTED",
            "(removed)",
            "*** Email address is removed for privacy ***",
            "█████.com",
            "○○.com",
            "####.com",
        ] {
            assert!(is_masked(value), "{value}");
        }
    }

    #[test]
    fn what_programs_write_is_no_mask() {
        for value in [
            "",
            "HybridIOC - 1b2c3d4e",
            "<I>CN=Contoso CA<S>CN=mail.contoso.com",
            "{[::]:25, 0.0.0.0:25}",
            "System.Collections.Generic.List`1[System.String]",
            "GetDataObject[TObject]",
            "[Y] Yes  [A] Yes to All",
            "<local>",
            "Exchange Server",
            "X500:/o=XX/ou=x",
            "smtp:*;1",
            "はい ○",
            "HiddenFromAddressListsEnabled",
        ] {
            assert!(!is_masked(value), "{value}");
        }
    }
}
