//! A regular expression as the texts that it finds, for people who read no expressions: `\b5\.7\.64\b` is `5.7.64`, and
//! `(error|code)\b.{0,20}\b5039\b` is `error … 5039` and `code … 5039`.
//!
//! Invariant: `…` stands for whatever may stand there; each text is one that the expression finds, but for the words before and
//! behind it. What has too many readings is left as an expression.
//! Deliberately absent: matching (`matching`), and whether an expression is right (`syntax`).

use std::iter::Peekable;
use std::str::Chars;

/// More texts than this tell a reader less than the expression.
const MOST: usize = 8;
/// What may be anything.
const GAP: &str = "…";
/// Where a line begins, in a text that is being told. No text of a person holds these two.
const BEGIN: char = '\u{2}';
/// Where a line ends.
const END: char = '\u{3}';

/// Which part of a line the texts of an expression are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Any,
    Beginning,
    End,
    All,
}

/// What an expression finds, and nothing else.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) texts: Vec<String>,
    pub(super) part: Part,
}

impl Told {
    /// Whether a text says only how it begins, ends or goes on.
    pub(super) fn has_gaps(&self) -> bool {
        self.texts.iter().any(|text| text.contains(GAP))
    }
}

/// The texts by which somebody may recognise what an expression finds, in its order; what may be left out is there. None where
/// they are too many or cannot be told.
pub fn texts_of(expression: &str) -> Option<Vec<String>> {
    let anywhere = |text: String| text.replace([BEGIN, END], "");
    tidied(Reader::read(expression, Optional::Written)?.into_iter().map(anywhere))
}

/// What an expression finds; none where texts cannot say it.
pub(super) fn told(expression: &str) -> Option<Told> {
    let all = Reader::read(expression, Optional::WithAndWithout)?;
    let part = all.first().map(|text| part(text))?;
    if all.iter().any(|text| self::part(text) != part) {
        return None;
    }
    let bare: Option<Vec<String>> =
        all.iter().map(|text| bare(text).filter(|bare| is_firm(bare, part))).collect();
    Some(Told { texts: tidied(bare?.into_iter())?, part })
}

fn part(text: &str) -> Part {
    match (text.starts_with(BEGIN), text.ends_with(END)) {
        (true, true) => Part::All,
        (true, false) => Part::Beginning,
        (false, true) => Part::End,
        (false, false) => Part::Any,
    }
}

/// A text without the marks at its ends; none where one stands within it.
fn bare(text: &str) -> Option<String> {
    let text = text.trim_start_matches(BEGIN).trim_end_matches(END);
    (!text.contains([BEGIN, END])).then(|| text.to_owned())
}

/// Whether a text begins and ends with what is known, where the line does.
fn is_firm(text: &str, part: Part) -> bool {
    let text = text.trim();
    let (begins, ends) = (!text.starts_with(GAP), !text.ends_with(GAP));
    match part {
        Part::Any => true,
        Part::Beginning => begins,
        Part::End => ends,
        Part::All => begins && ends,
    }
}

/// Texts in words that are one space apart, each once.
fn tidied(texts: impl Iterator<Item = String>) -> Option<Vec<String>> {
    let mut told: Vec<String> = Vec::new();
    for text in texts {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        // Two gaps are one.
        words.dedup_by(|word, before| *word == GAP && before.ends_with(GAP));
        let text = words.join(" ");
        let text = text.trim_matches(|c: char| c == ' ' || GAP.contains(c)).to_owned();
        if text.is_empty() {
            return None;
        }
        if !told.contains(&text) {
            told.push(text);
        }
    }
    Some(told)
}

/// What becomes of a part that may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Optional {
    /// It is there.
    Written,
    /// There is a text with it and one without it.
    WithAndWithout,
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    optional: Optional,
}

/// How often something occurs.
#[derive(Debug, Clone, Copy, Default)]
struct Times {
    /// More than five times, perhaps.
    is_long: bool,
    may_lack: bool,
    may_repeat: bool,
}

impl<'a> Reader<'a> {
    /// All texts of an expression.
    fn read(expression: &'a str, optional: Optional) -> Option<Vec<String>> {
        let mut reader = Self { rest: expression.chars().peekable(), optional };
        let texts = reader.alternatives()?;
        reader.rest.next().is_none().then_some(texts)
    }

    /// All there is up to the end or a closing parenthesis.
    fn alternatives(&mut self) -> Option<Vec<String>> {
        let mut all = self.sequence()?;
        while self.rest.next_if_eq(&'|').is_some() {
            all.extend(self.sequence()?);
        }
        (all.len() <= MOST).then_some(all)
    }

    fn sequence(&mut self) -> Option<Vec<String>> {
        let mut all = vec![String::new()];
        while self.rest.peek().is_some_and(|next| !matches!(next, '|' | ')')) {
            let one = self.atom()?;
            if all.len() * one.len() > MOST {
                return None;
            }
            all =
                all.iter().flat_map(|before| one.iter().map(move |text| format!("{before}{text}"))).collect();
        }
        Some(all)
    }

    /// One thing with how often it occurs.
    fn atom(&mut self) -> Option<Vec<String>> {
        let one = match self.rest.next()? {
            '^' => return Some(vec![BEGIN.to_string()]),
            '$' => return Some(vec![END.to_string()]),
            '.' => vec![GAP.to_owned()],
            '[' => self.class()?,
            '(' => self.group()?,
            '\\' => match self.rest.next()? {
                'b' | 'B' | 'A' | 'z' => return Some(vec![String::new()]),
                's' => vec![" ".to_owned()],
                'd' if self.optional == Optional::WithAndWithout => return None,
                'd' | 'w' | 'D' | 'W' | 'S' => vec![GAP.to_owned()],
                letter if letter.is_ascii_alphanumeric() => return None,
                sign => vec![sign.to_string()],
            },
            '*' | '+' | '?' | '{' => return None,
            letter => vec![letter.to_string()],
        };
        let times = self.times()?;
        let is_gap = one == [GAP];
        if is_gap || one == [" "] || self.optional == Optional::Written {
            // A long gap stands between words, a short one inside one.
            return Some(if times.is_long && is_gap { vec![format!(" {GAP} ")] } else { one });
        }
        if times.may_repeat {
            return None;
        }
        Some(if times.may_lack { one.into_iter().chain([String::new()]).collect() } else { one })
    }

    /// Passes how often something occurs, and tells it.
    fn times(&mut self) -> Option<Times> {
        let mut times = Times::default();
        let mut is_first = true;
        while let Some(sign) = self.rest.next_if(|next| matches!(next, '*' | '+' | '?' | '{')) {
            // Behind another sign it says how greedy that one is.
            times.may_lack |= sign == '*' || (sign == '?' && is_first);
            times.may_repeat |= matches!(sign, '*' | '+' | '{');
            if sign == '{' {
                let counts: String = std::iter::from_fn(|| self.rest.next_if(|next| *next != '}')).collect();
                self.rest.next()?;
                let most = counts.rsplit(',').next().unwrap_or_default();
                times.is_long |= most.is_empty() || most.parse::<u32>().is_ok_and(|most| most > 5);
            }
            is_first = false;
        }
        Some(times)
    }

    /// What stands in parentheses.
    fn group(&mut self) -> Option<Vec<String>> {
        if self.rest.next_if_eq(&'?').is_some() {
            // Flags and names are rare enough to stay what they are.
            self.rest.next_if_eq(&':')?;
        }
        let inside = self.alternatives()?;
        self.rest.next_if_eq(&')')?;
        Some(inside)
    }

    /// One of several characters: told where they are few.
    fn class(&mut self) -> Option<Vec<String>> {
        let mut inside = String::new();
        loop {
            match self.rest.next()? {
                ']' if !inside.is_empty() => break,
                '\\' => inside.extend(['\\', self.rest.next()?]),
                letter => inside.push(letter),
            }
        }
        let is_few = inside.chars().count() <= 3 && !inside.contains(['-', '^', '\\', '[']);
        if self.optional == Optional::WithAndWithout && !is_few && !inside.starts_with('^') {
            // Which characters may stand there is more than a gap says.
            return None;
        }
        Some(if is_few { inside.chars().map(String::from).collect() } else { vec![GAP.to_owned()] })
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, Told, texts_of, told as exactly};

    fn told(expression: &str) -> Vec<String> {
        texts_of(expression).unwrap()
    }

    #[test]
    fn an_expression_is_told_as_what_it_finds() {
        assert_eq!(told(r"\b5\.7\.64\b"), ["5.7.64"]);
        assert_eq!(told(r"LID:? ?59916"), ["LID: 59916"]);
        assert_eq!(told(r"\b[45]\.7\.230\b"), ["4.7.230", "5.7.230"]);
        assert_eq!(told(r"\b(error|code)\b.{0,20}\b5039\b"), ["error … 5039", "code … 5039"]);
        assert_eq!(told(r"FbaModule\.\w*Cadata"), ["FbaModule.…Cadata"]);
        assert_eq!(
            told(r"redirected (you )?too many times|zu viele (Um|Weiter)leitungen"),
            ["redirected you too many times", "zu viele Umleitungen", "zu viele Weiterleitungen",]
        );
        assert_eq!(told(r"S2SAppActAs.{0,20}not applicable"), ["S2SAppActAs … not applicable"]);
        assert_eq!(told(r"(on|off)line\w* .{0,40}free.?busy"), ["online… free…busy", "offline… free…busy"]);
        assert_eq!(
            told(r"^\s*Id\s*: TokenValidation\s*$[\s\S]{0,200}?^\s*Type\s*: Error"),
            ["Id : TokenValidation … Type : Error"]
        );
    }

    #[test]
    fn what_has_too_many_readings_or_none_stays_an_expression() {
        for expression in [r"(a|b|c)(d|e|f)", r".*", r"(?i)x", r"(a", r"a)", r"\x41", r"[abc", r"a{2", ""] {
            assert_eq!(texts_of(expression), None, "{expression}");
        }
    }

    #[test]
    fn what_texts_say_exactly_is_told_with_its_place_in_the_line() {
        let said = |expression: &str| exactly(expression).map(|Told { texts, part }| (texts.join("|"), part));
        let is = |texts: &str, part: Part| Some((texts.to_owned(), part));
        assert_eq!(said(r"^(Ready|Running)$"), is("Ready|Running", Part::All));
        assert_eq!(said(r"^\{?None\}?$"), is("{None}|{None|None}|None", Part::All));
        assert_eq!(said(r"^AppId\s*:"), is("AppId :", Part::Beginning));
        assert_eq!(said(r"\.mail\.onmicrosoft\.com$"), is(".mail.onmicrosoft.com", Part::End));
        assert_eq!(said(r"\((403|407)\)"), is("(403)|(407)", Part::Any));
        assert_eq!(said(r"^Remote\w*Mailbox$"), is("Remote…Mailbox", Part::All));
    }

    #[test]
    fn what_texts_cannot_say_exactly_stays_an_expression() {
        for expression in [
            r"Hash: 0{40}",
            r"^a|b$",
            r"^a$[\s\S]{0,9}^b$",
            r"a+",
            r"(ab)*c",
            r"^Failed.*$",
            r"^[0-9A-F]{40}$",
        ] {
            assert_eq!(exactly(expression), None, "{expression}");
        }
    }
}
