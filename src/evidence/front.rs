//! What copying put in front of every line of a text: quotation marks, line numbers, times.
//!
//! Invariant: it is taken off only where most lines have it. White space behind it is the line's own.
//! Deliberately absent: single lines with a mark in front, which may be the text's own (but for one quotation mark).

use crate::evidence::markup::MARK;

/// What stands in front of the lines of a whole text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Front {
    /// Nothing, or a quotation mark here and there.
    Nothing,
    /// Quotation marks (`>`), perhaps several.
    Quotes,
    /// A mark of another kind.
    Marks(&'static str),
    /// Line numbers.
    Numbers,
    /// Times, as chats and shells with a clock in the prompt put them there.
    Times,
}

/// Marks that comments and boxes put in front of each line.
const MARKS: [&str; 5] = ["//", "#", "|", "│", "║"];

impl Front {
    /// Looks at all lines of a text.
    pub(crate) fn of(text: &str) -> Self {
        let (mut all, mut quoted, mut numbered, mut timed, mut pairs) =
            (0usize, 0usize, 0usize, 0usize, 0usize);
        let mut marked = [0usize; MARKS.len()];
        let mut boxed = 0usize;
        let mut next = None;
        for line in text.split('\n') {
            let line = line.trim_start_matches([MARK, ' ', '\t']);
            let Some(first) = line.bytes().next() else { continue };
            all += 1;
            match first {
                b'>' => quoted += 1,
                b'/' | b'#' | b'|' | 0xe2 => {
                    for (mark, count) in MARKS.iter().zip(&mut marked) {
                        *count += usize::from(line.strip_prefix(mark).is_some_and(is_apart));
                    }
                    boxed += usize::from(line.trim_end().ends_with(['|', '│', '║']));
                }
                b'0'..=b'9' | b'[' | b'(' => {
                    if let Some((number, _)) = numbering(line) {
                        numbered += usize::from(next.is_none_or(|next| next == number));
                        next = number.checked_add(1);
                    }
                    if let Some(rest) = behind_time(line) {
                        timed += 1;
                        pairs += usize::from(rest.trim().is_empty() || rest.contains(" :"));
                    }
                }
                _ => {}
            }
        }
        let most = |count: usize| count > 2 && count * 10 >= all * 9;
        let mark = MARKS.iter().zip(marked).find(|(_, count)| most(*count) && boxed * 2 < all);
        match () {
            () if quoted * 2 > all => Self::Quotes,
            () if numbered > 2 && numbered >= all => Self::Numbers,
            () if most(timed) && pairs * 2 > timed => Self::Times,
            () => mark.map_or(Self::Nothing, |(mark, _)| Self::Marks(mark)),
        }
    }

    /// The line behind it.
    pub(crate) fn inner(self, raw: &str) -> &str {
        let text = raw.trim_start();
        let behind = match self {
            Self::Numbers => numbering(text).map(|(_, rest)| rest),
            Self::Times => behind_time(text),
            Self::Marks(mark) => text.strip_prefix(mark).map(|rest| rest.strip_prefix(' ').unwrap_or(rest)),
            Self::Quotes => Some(if text.starts_with('>') {
                text.trim_start_matches("> ").trim_start_matches('>')
            } else {
                raw
            }),
            Self::Nothing => text.strip_prefix('>').filter(|quoted| {
                quoted.is_empty() || quoted.starts_with(|c: char| c.is_alphabetic() || c == ' ')
            }),
        };
        behind.unwrap_or(raw)
    }
}

/// Whether a mark in front of this stands for itself.
fn is_apart(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '\t'])
}

/// The number that a line begins with, and what stands behind it and its separator.
fn numbering(line: &str) -> Option<(u32, &str)> {
    let digits = line.bytes().take(7).take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at_checked(digits)?;
    let number = number.parse().ok()?;
    match rest.chars().next() {
        None => Some((number, rest)),
        Some(':' | '|' | '.' | ')') => {
            rest.get(1..).map(|rest| (number, rest.strip_prefix(' ').unwrap_or(rest)))
        }
        Some(' ' | '\t') => {
            let rest = rest.get(1..)?;
            let behind = ["| ", "│ ", "|", "│"].iter().find_map(|bar| rest.trim_start().strip_prefix(bar));
            Some((number, behind.unwrap_or(rest)))
        }
        Some(_) => None,
    }
}

/// What stands behind a time that a line begins with: `[14:03:22] `, `2026-11-23 14:03:22.123 | `, `23.11.26, 14:03 - `.
fn behind_time(line: &str) -> Option<&str> {
    let open = line.strip_prefix(['[', '(']);
    let rest = open.unwrap_or(line);
    let clock = |text: &str| {
        let bytes = text.as_bytes();
        let digits = bytes.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
        let fits = (1..3).contains(&digits) && bytes.get(digits) == Some(&b':');
        let minutes = bytes.get(digits + 1..digits + 3)?;
        (fits && minutes.iter().all(u8::is_ascii_digit)).then_some(digits + 3)
    };
    let date =
        rest.bytes().take(10).take_while(|byte| byte.is_ascii_digit() || b"-./".contains(byte)).count();
    let rest = if let Some(end) = clock(rest) {
        rest.get(end..)?
    } else {
        let rest = rest.get(date..).filter(|_| date >= 6)?;
        let rest = rest.strip_prefix(',').unwrap_or(rest);
        let rest = rest.strip_prefix([' ', 'T'])?;
        rest.get(clock(rest)?..)?
    };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ':' || c == 'Z');
    let half = [" AM", " PM", " am", " pm"].iter().find_map(|half| rest.strip_prefix(half));
    let rest = half.unwrap_or(rest);
    if open.is_some() {
        let rest = rest.strip_prefix([']', ')'])?;
        let rest = rest.strip_prefix(" :").or(rest.strip_prefix(':')).unwrap_or(rest);
        return Some(rest.strip_prefix(' ').unwrap_or(rest));
    }
    let separated = [" - ", " | ", ": ", "| ", "\t", " "].iter().find_map(|mark| rest.strip_prefix(mark));
    separated.or(rest.is_empty().then_some(rest))
}

#[cfg(test)]
mod tests {
    use crate::evidence::front::Front;

    fn inner(text: &str) -> Vec<&str> {
        let front = Front::of(text);
        text.lines().map(|line| front.inner(line)).collect()
    }

    #[test]
    fn times_are_taken_off_where_properties_stand_behind_them() {
        for [first, second, third] in [
            ["[14:03:22] Name    : A", "[14:03:22]   Enabled : True", "[14:03:23]"],
            [
                "2026-11-23 14:03:22.123 | Name    : A",
                "2026-11-23 14:03:22.123 |   Enabled : True",
                "2026-11-23 14:03:22.125",
            ],
            ["23.11.26, 14:03 - Name    : A", "23.11.26, 14:03 -   Enabled : True", "23.11.26, 14:03"],
            ["2:03 PM: Name    : A", "2:03 PM:   Enabled : True", "2:04 PM"],
        ] {
            assert_eq!(
                inner(&format!("{first}\n{second}\n{third}\n")),
                ["Name    : A", "  Enabled : True", ""],
                "{first}"
            );
        }
        let log = "2026.11.23 14:03:22.123 *ERROR* 10277 x\n2026.11.23 14:03:22.124 10276 y\n2026.11.23 14:03:23.000 z\n";
        assert_eq!(Front::of(log), Front::Nothing);
    }

    #[test]
    fn marks_of_comments_and_boxes_are_taken_off() {
        for mark in ["#", "//", "|", "│"] {
            let text = format!("{mark} Name    : A\n{mark}   Enabled : True\n{mark}\n");
            assert_eq!(inner(&text), ["Name    : A", "  Enabled : True", ""], "{mark}");
        }
        assert_eq!(Front::of("| Name | Enabled |\n|------|---|\n| A | True |\n"), Front::Nothing);
        assert_eq!(Front::of("#TYPE x\n#Fields: a,b\n1,2\n"), Front::Nothing);
    }
}
