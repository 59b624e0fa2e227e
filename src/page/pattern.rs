//! A regular expression as the texts that it finds, for people who read no expressions: `\b5\.7\.64\b` is `5.7.64`, and
//! `(error|code)\b.{0,20}\b5039\b` is `error … 5039` and `code … 5039`.
//!
//! Invariant: `…` stands for whatever may stand there, and what may be left out is there; each text is one that the expression
//! finds, but for the words before and behind it. What has too many readings is left as an expression.
//! Deliberately absent: matching (`evidence`), and whether an expression is right (`syntax`).

use std::iter::Peekable;
use std::str::Chars;

/// More texts than this tell a reader less than the expression.
const MOST: usize = 8;
/// What may be anything.
const GAP: &str = "…";

/// The texts that an expression finds, in its order; none where they are too many or cannot be told.
pub fn texts(expression: &str) -> Option<Vec<String>> {
    let mut reader = Reader { rest: expression.chars().peekable() };
    let texts = reader.alternatives()?;
    if reader.rest.next().is_some() {
        return None;
    }
    let mut told: Vec<String> = Vec::with_capacity(texts.len());
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

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
}

impl Reader<'_> {
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
            '^' | '$' => return Some(vec![String::new()]),
            '.' => vec![GAP.to_owned()],
            '[' => self.class()?,
            '(' => self.group()?,
            '\\' => match self.rest.next()? {
                'b' | 'B' | 'A' | 'z' => return Some(vec![String::new()]),
                's' => vec![" ".to_owned()],
                'd' | 'w' | 'D' | 'W' | 'S' => vec![GAP.to_owned()],
                letter if letter.is_ascii_alphanumeric() => return None,
                sign => vec![sign.to_string()],
            },
            '*' | '+' | '?' | '{' => return None,
            letter => vec![letter.to_string()],
        };
        let is_long = self.repeats()?;
        // A long gap stands between words, a short one inside one.
        Some(if is_long && one == [GAP] { vec![format!(" {GAP} ")] } else { one })
    }

    /// Passes how often something occurs; whether that is often.
    fn repeats(&mut self) -> Option<bool> {
        let mut is_long = false;
        while let Some(sign) = self.rest.next_if(|next| matches!(next, '*' | '+' | '?' | '{')) {
            if sign == '{' {
                let counts: String = std::iter::from_fn(|| self.rest.next_if(|next| *next != '}')).collect();
                self.rest.next()?;
                let most = counts.rsplit(',').next().unwrap_or_default();
                is_long |= most.is_empty() || most.parse::<u32>().is_ok_and(|most| most > 5);
            }
        }
        Some(is_long)
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
        Some(if is_few { inside.chars().map(String::from).collect() } else { vec![GAP.to_owned()] })
    }
}

#[cfg(test)]
mod tests {
    use super::texts;

    fn told(expression: &str) -> Vec<String> {
        texts(expression).unwrap()
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
            assert_eq!(texts(expression), None, "{expression}");
        }
    }
}
