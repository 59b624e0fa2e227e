//! Cleaning: a text to lines that hold nothing a terminal acts on.
//!
//! Invariant: a cleaned text holds no control character but line feed and tab, and cleaning it again changes nothing.
//! What cannot be read becomes U+FFFD, so that a value with a gap in it is never taken for a whole one.
//! Deliberately absent: bytes (`decode`), HTML and Markdown.

/// How far the end of a window title or a link is looked for, in characters.
const LONGEST_TITLE: usize = 512;

/// Cleans a text: every line end becomes LF, terminal sequences, null bytes and invisible marks go, every other
/// control character becomes U+FFFD, and every kind of space but the tab becomes a space.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // A UTF-16 file read as UTF-8 begins with two unreadable bytes and has a null byte beside every letter.
    let text = match text.strip_prefix("\u{fffd}\u{fffd}") {
        Some(rest) if rest.chars().take(2).any(|character| character == '\0') => rest,
        _ => text,
    };
    // Some copies lose the escape character of a colour and keep what follows it.
    let coloured = text.contains("[0m");
    let mut rest = text.chars();
    loop {
        let plain = plain_length(rest.as_str());
        let (run, behind) = rest.as_str().split_at(plain);
        out.push_str(run);
        rest = behind.chars();
        let Some(character) = rest.next() else { break };
        match character {
            '\r' => {
                // `\r\n`, and `\r\r\n` as doubled conversions leave it, are one line end. Null bytes may stand between.
                let mut returns = 1;
                let mut ahead = rest.clone();
                let mut next = ahead.next();
                while let Some(again @ ('\r' | '\0')) = next {
                    returns += usize::from(again == '\r');
                    rest = ahead.clone();
                    next = ahead.next();
                }
                if next == Some('\n') {
                    rest = ahead;
                    returns = 1;
                }
                out.extend(std::iter::repeat_n('\n', returns));
            }
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\u{1b}' => skip_terminal_sequence(&mut rest),
            '\u{9b}' => skip_until_final(&mut rest),
            c if is_invisible(c) => {}
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => out.push(' '),
            c if c.is_control() => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    if coloured { without_colours(&out) } else { out }
}

/// A text without the colours whose escape character was lost: `[32;1m`, `[0m`.
fn without_colours(text: &str) -> String {
    const LONGEST: usize = 16;
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive('m') {
        out.push_str(part);
        let codes = |byte: &u8| byte.is_ascii_digit() || *byte == b';';
        let Some(inner) = out.as_bytes().strip_suffix(b"m") else { continue };
        let length = inner.iter().rev().take(LONGEST).take_while(|byte| codes(byte)).count();
        let start = inner.len() - length;
        if length > 0 && inner.get(start.wrapping_sub(1)) == Some(&b'[') {
            out.truncate(start - 1);
        }
    }
    out
}

/// How many bytes of a text need no cleaning: printable ASCII, line feeds and tabs.
fn plain_length(text: &str) -> usize {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    text.as_bytes().iter().position(|byte| !is_plain(byte)).unwrap_or(text.len())
}

/// Null bytes, soft hyphens, zero-width characters, marks that turn text around, and tags.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\0' | '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Skips what follows an escape character: a control sequence (colours), a string up to its end, or one character.
fn skip_terminal_sequence(rest: &mut std::str::Chars<'_>) {
    let mut ahead = rest.clone();
    match ahead.next() {
        Some('[') => {
            *rest = ahead;
            skip_until_final(rest);
        }
        Some(']' | 'P' | '_' | '^') => {
            // Titles and links end with BEL or ESC \. One that goes on for long was never one.
            let mut previous = ' ';
            for _ in 0..LONGEST_TITLE {
                match ahead.next() {
                    Some('\u{7}') => {
                        *rest = ahead;
                        return;
                    }
                    Some('\\') if previous == '\u{1b}' => {
                        *rest = ahead;
                        return;
                    }
                    None | Some('\n' | '\r') => return,
                    Some(_) if previous == '\u{1b}' => return,
                    Some(character) => previous = character,
                }
            }
        }
        _ => {}
    }
}

/// Skips the parameters and the final letter of a control sequence; stops in front of anything else.
fn skip_until_final(rest: &mut std::str::Chars<'_>) {
    let mut ahead = rest.clone();
    while let Some(character) = ahead.next() {
        match character {
            ' '..='?' => *rest = ahead.clone(),
            '@'..='~' => {
                *rest = ahead;
                return;
            }
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::evidence::clean::clean;
    use proptest::prelude::*;

    #[test]
    fn all_line_ends_become_one() {
        assert_eq!(clean("a\r\nb\rc\r\r\nd\ne\u{2028}f"), "a\nb\nc\nd\ne\nf");
        assert_eq!(clean("a\r\n\r\nb"), "a\n\nb");
    }

    #[test]
    fn utf16_taken_for_utf8_is_mended() {
        assert_eq!(clean(&String::from_utf8_lossy(b"\xff\xfeN\0 \0:\0 \0a\0\r\0\n\0")), "N : a\n");
    }

    #[test]
    fn colours_titles_and_invisible_marks_go() {
        assert_eq!(clean("\u{1b}[32;1mName : \u{1b}[0mHybridIOC"), "Name : HybridIOC");
        assert_eq!(clean("[32;1mName : [0mHybridIOC [m] [5]"), "Name : HybridIOC [m] [5]");
        assert_eq!(clean("\u{1b}]0;title\u{7}Name"), "Name");
        assert_eq!(clean("\u{200e}39E8\u{feff}\u{200b}15"), "39E815");
        assert_eq!(clean("4:05:06\u{202f}PM"), "4:05:06 PM");
    }

    #[test]
    fn a_lost_character_stays_visible_as_a_gap() {
        assert_eq!(clean("ab\u{8}cd\u{1b}"), "ab\u{fffd}cd");
    }

    proptest! {
        #[test]
        fn cleaning_is_complete_and_cleans_once(text in any::<String>()) {
            let cleaned = clean(&text);
            prop_assert!(!cleaned.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
            prop_assert_eq!(clean(&cleaned), cleaned.clone());
            prop_assert_eq!(crate::prose::visible(&cleaned), cleaned.as_str());
        }
    }
}
