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
    /// The same text in front of every line but for its digits, of so many bytes: a server's name, the head of a log's entry.
    Same(usize),
}

/// The fewest lines that tell what stands in front of every line.
const FEWEST: usize = 5;

/// The longest text that is looked for in front of every line, in bytes.
const LONGEST: usize = 120;

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
        let mut same = Same::default();
        for line in text.split('\n') {
            let line = line.trim_start_matches([MARK, ' ', '\t']);
            let Some(first) = line.bytes().next() else { continue };
            all += 1;
            same.add(line);
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
            () => match mark {
                Some((mark, _)) => Self::Marks(mark),
                None => same.length(text).map_or(Self::Nothing, Self::Same),
            },
        }
    }

    /// The line behind it.
    pub(crate) fn inner(self, raw: &str) -> &str {
        let text = raw.trim_start();
        let behind = match self {
            Self::Numbers => numbering(text).map(|(_, rest)| rest),
            Self::Times => behind_time(text),
            Self::Marks(mark) => text.strip_prefix(mark).map(|rest| rest.strip_prefix(' ').unwrap_or(rest)),
            // Behind a plus, as comparisons of files have it, white space is the line's own.
            Self::Same(length) if text.as_bytes().get(length.wrapping_sub(1)) == Some(&b'+') => {
                text.get(length..)
            }
            Self::Same(length) => text.get(length..).map(|rest| rest.strip_prefix(' ').unwrap_or(rest)),
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

/// What all lines so far begin with, where one digit is as good as another.
#[derive(Default)]
struct Same<'a> {
    head: Option<&'a [u8]>,
    lines: usize,
}

impl<'a> Same<'a> {
    fn add(&mut self, line: &'a str) {
        self.lines += 1;
        let line = line.trim_end().as_bytes();
        let agree = |(a, b): &(&u8, &u8)| a == b || (a.is_ascii_digit() && b.is_ascii_digit());
        self.head = Some(match self.head {
            None => line.get(..LONGEST).unwrap_or(line),
            Some(head) => {
                let length = head.iter().zip(line).take_while(agree).count();
                head.get(..length).unwrap_or_default()
            }
        });
    }

    /// How long it is up to its last mark, if properties stand behind it: else it is what the lines are about.
    fn length(&self, text: &str) -> Option<usize> {
        let head = self.head.filter(|_| self.lines >= FEWEST)?;
        let head = std::str::from_utf8(head).ok()?;
        let length = head.trim_end().rfind([':', '|', '>', ']', '+']).map(|at| at + 1)?;
        let own = head.get(..length)?;
        if own.contains(" :") {
            return None;
        }
        let lines = text.split('\n').filter(|line| !line.trim().is_empty());
        let behind = |line: &&str| {
            line.trim_start_matches([MARK, ' ', '\t']).get(length..).is_some_and(|rest| rest.contains(" :"))
        };
        let pairs = lines.filter(behind).count();
        (pairs > 1 && pairs * 3 >= self.lines).then_some(length)
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
        let mark = [" :", ":", " -", " |"].iter().find_map(|mark| rest.strip_prefix(mark));
        let rest = mark.unwrap_or(rest);
        return Some(behind_level(rest.strip_prefix(' ').unwrap_or(rest)));
    }
    let separated = [" - ", " | ", ": ", "| ", "\t", " "].iter().find_map(|mark| rest.strip_prefix(mark));
    separated.map(behind_level).or(rest.is_empty().then_some(rest))
}

/// What stands behind the word that says how grave an entry of a log is, and the white space that makes such words alike in
/// length.
fn behind_level(text: &str) -> &str {
    const LEVELS: [&str; 8] = ["INFO", "WARN", "WARNING", "ERROR", "DEBUG", "VERBOSE", "TRACE", "NOTICE"];
    let inner = text.strip_prefix('[').unwrap_or(text);
    let length = inner.bytes().take(8).take_while(u8::is_ascii_uppercase).count();
    let Some((level, rest)) = inner.split_at_checked(length).filter(|(level, _)| LEVELS.contains(level))
    else {
        return text;
    };
    let rest = rest.strip_prefix([']', ':']).unwrap_or(rest);
    let Some(inner) = rest.strip_prefix([' ', '\t']) else {
        return if rest.is_empty() { rest } else { text };
    };
    let inner = inner.strip_prefix("- ").or_else(|| inner.strip_prefix("| ")).unwrap_or(inner);
    if level.len() == 4 { inner.strip_prefix(' ').unwrap_or(inner) } else { inner }
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
            [
                "29.11.2026 00:42:42 INFO  Name    : A",
                "29.11.2026 00:42:42 INFO    Enabled : True",
                "29.11.2026 00:42:43",
            ],
            [
                "[11/29/2026 12:42:42 AM] - Name    : A",
                "[11/29/2026 12:42:42 AM] -   Enabled : True",
                "[11/29/2026 12:42:43 AM] -",
            ],
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
    fn what_stands_in_front_of_every_line_but_for_its_digits_is_taken_off() {
        for head in ["EX01: ", "Nov 29 00:42:4# jump01 pwsh[2231]: ", "+"] {
            let lines = ["[PS] C:\\>Get-AuthConfig", "", "Name    : A", "  Enabled : True", "Realm   :"];
            let numbered = lines
                .iter()
                .enumerate()
                .map(|(at, line)| format!("{}{line}\n", head.replace('#', &at.to_string())));
            assert_eq!(inner(&numbered.collect::<String>()), lines, "{head}");
        }
        let roles = "Role : A\nRole : B\nRole : C\nRole : D\nRole : E : F\n";
        assert_eq!(Front::of(roles), Front::Nothing);
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
