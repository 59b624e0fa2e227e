//! Matchers in words: what an outcome is recognised by, for pages and messages.
//!
//! Invariant: names and texts stand in backquotes, so the result is Markdown.
//! Deliberately absent: the values found; those are in the reasons of a judgement.

use crate::evidence::pattern::{self, Part, Told};
use crate::model::{Comparison, ErrorTest, Instant, Matcher, MatcherKind, Operand, Pattern, Test};
use crate::prose;

/// A matcher as the rest of a sentence that begins "recognised by": `` `Enabled` is false ``. Expressions stand as they are.
pub fn in_words(matcher: &Matcher) -> String {
    Teller { expressions: Expressions::Written }.matcher(matcher)
}

/// The same for people who read no expressions: as texts, where these say all that an expression does.
pub fn in_plain_words(matcher: &Matcher) -> String {
    Teller { expressions: Expressions::AsTexts }.matcher(matcher)
}

/// What an expression looks for, as the subject of a sentence; none where only the expression says it.
pub(super) fn sought(pattern: &Pattern) -> Option<String> {
    pattern::told(&pattern.source).map(|told| found("", "text like", &told).trim_start().to_owned())
}

/// How expressions are told.
#[derive(Debug, Clone, Copy)]
enum Expressions {
    Written,
    AsTexts,
}

#[derive(Debug, Clone, Copy)]
struct Teller {
    expressions: Expressions,
}

impl Teller {
    fn matcher(self, matcher: &Matcher) -> String {
        match &matcher.kind {
            MatcherKind::Property { property, test } => format!("{} {}", code(property), self.test(test)),
            MatcherKind::Fact { fact, test } => format!("{} {}", code(fact.as_str()), self.test(test)),
            MatcherKind::Text(text) => format!("the text {}", code(text)),
            MatcherKind::Matches(pattern) => match self.told(pattern) {
                Some(told) => found("the text", "text like", &told),
                None => format!("text that matches {}", code(&pattern.source)),
            },
            MatcherKind::OutputNone => "no output at all".to_owned(),
            MatcherKind::Error(ErrorTest::Any) => "an error".to_owned(),
            MatcherKind::Error(ErrorTest::Text(text)) => format!("an error with the text {}", code(text)),
            MatcherKind::All(parts) => prose::and(&self.each(parts)),
            MatcherKind::Any(parts) => prose::or(&self.each(parts)),
            MatcherKind::None(parts) => {
                prose::and(&parts.iter().map(|part| self.opposite(part)).collect::<Vec<_>>())
            }
            MatcherKind::Some(inner) => format!("in at least one object {}", self.matcher(inner)),
            MatcherKind::Every(inner) => format!("in every object {}", self.matcher(inner)),
            MatcherKind::Count { of, is, number } => self.count(of.as_deref(), *is, number.value),
        }
    }

    /// The opposite of a matcher.
    fn opposite(self, matcher: &Matcher) -> String {
        let (name, test) = match &matcher.kind {
            MatcherKind::Property { property, test } => (property.value.as_str(), test),
            MatcherKind::Fact { fact, test } => (fact.as_str(), test),
            MatcherKind::Text(text) => return format!("no text {}", code(text)),
            MatcherKind::Matches(pattern) => {
                return match self.told(pattern) {
                    Some(told) => found("no text", "no text like", &told),
                    None => format!("no text that matches {}", code(&pattern.source)),
                };
            }
            MatcherKind::OutputNone => return "some output".to_owned(),
            MatcherKind::Error(ErrorTest::Any) => return "no error".to_owned(),
            MatcherKind::Error(ErrorTest::Text(text)) => {
                return format!("no error with the text {}", code(text));
            }
            MatcherKind::Some(inner) => return format!("in no object {}", self.matcher(inner)),
            MatcherKind::None(parts) if parts.len() == 1 => return self.matcher(&parts[0]),
            _ => return format!("not ({})", self.matcher(matcher)),
        };
        let name = code(name);
        match test {
            Test::Equals(operand) => format!("{name} is not {}", scalar(operand)),
            Test::Not(operand) => format!("{name} is {}", scalar(operand)),
            Test::Contains(operand) => format!("{name} does not contain {}", scalar(operand)),
            Test::Matches(pattern) => match self.told(pattern) {
                Some(told) => format!("{name} {}", is_not(&told)),
                None => format!("{name} does not match {}", code(&pattern.source)),
            },
            Test::Blank(yes) => format!("{name} is {}", if yes.value { "not blank" } else { "blank" }),
            Test::Missing(yes) => format!("{name} is {}", if yes.value { "present" } else { "missing" }),
            Test::Before(_) | Test::After(_) | Test::Less(_) | Test::Greater(_) => {
                // Not `is at least`: a blank value is neither less nor greater.
                format!("not: {name} {}", self.test(test))
            }
        }
    }

    /// The comparison of a value as the rest of a sentence that begins with its name.
    fn test(self, test: &Test) -> String {
        match test {
            Test::Equals(operand) => format!("is {}", scalar(operand)),
            Test::Not(operand) => format!("is not {}", scalar(operand)),
            Test::Contains(operand) => format!("contains {}", scalar(operand)),
            Test::Matches(pattern) => match self.told(pattern) {
                Some(told) => is(&told),
                None => format!("matches {}", code(&pattern.source)),
            },
            Test::Before(instant) => format!("is earlier than {}", instant_in_words(instant)),
            Test::After(instant) => format!("is later than {}", instant_in_words(instant)),
            Test::Less(operand) => format!("is less than {}", scalar(operand)),
            Test::Greater(operand) => format!("is greater than {}", scalar(operand)),
            Test::Blank(yes) => if yes.value { "is blank" } else { "is not blank" }.to_owned(),
            Test::Missing(yes) => if yes.value { "is missing" } else { "is present" }.to_owned(),
        }
    }

    fn count(self, of: Option<&Matcher>, is: Comparison, number: u32) -> String {
        let comparison = match is {
            Comparison::Equals => "exactly",
            Comparison::Less => "fewer than",
            Comparison::Greater => "more than",
        };
        let objects = prose::count(number as usize, "object");
        match of {
            Some(inner) => format!("{comparison} {objects} in which {}", self.matcher(inner)),
            None => format!("{comparison} {objects}"),
        }
    }

    fn each(self, matchers: &[Matcher]) -> Vec<String> {
        matchers.iter().map(|matcher| self.part(matcher)).collect()
    }

    /// A matcher inside a list: in parentheses if its own words would run into those of the list.
    fn part(self, matcher: &Matcher) -> String {
        let parts = match &matcher.kind {
            MatcherKind::Some(inner)
            | MatcherKind::Every(inner)
            | MatcherKind::Count { of: Some(inner), .. } => self.list_of(inner),
            _ => self.list_of(matcher),
        };
        if parts > 1 { format!("({})", self.matcher(matcher)) } else { self.matcher(matcher) }
    }

    /// How many parts the words of a matcher list.
    fn list_of(self, matcher: &Matcher) -> usize {
        match &matcher.kind {
            MatcherKind::All(parts) | MatcherKind::Any(parts) | MatcherKind::None(parts) => parts.len(),
            MatcherKind::Matches(pattern)
            | MatcherKind::Property { test: Test::Matches(pattern), .. }
            | MatcherKind::Fact { test: Test::Matches(pattern), .. } => {
                self.told(pattern).map_or(1, |told| told.texts.len())
            }
            _ => 1,
        }
    }

    fn told(self, pattern: &Pattern) -> Option<Told> {
        match self.expressions {
            Expressions::Written => None,
            Expressions::AsTexts => pattern::told(&pattern.source),
        }
    }
}

/// What is found in a text: in a line that begins or ends with it, where an expression says so.
fn found(exactly: &str, like: &str, told: &Told) -> String {
    let words = if told.has_gaps() { like } else { exactly };
    let place = match told.part {
        Part::Any => "",
        Part::Beginning => " at the beginning of a line",
        Part::End => " at the end of a line",
        Part::All => " as a whole line",
    };
    format!("{words} {}{place}", either(told))
}

/// What a value is, as the rest of a sentence that begins with its name.
fn is(told: &Told) -> String {
    format!("{} {}", verbs(told).0, either(told))
}

/// The opposite.
fn is_not(told: &Told) -> String {
    format!("{} {}", verbs(told).1, either(told))
}

/// What is said of a value, and its opposite.
fn verbs(told: &Told) -> (&'static str, &'static str) {
    match (told.part, told.has_gaps()) {
        (Part::Any, false) => ("contains", "does not contain"),
        (Part::Any, true) => ("contains text like", "does not contain text like"),
        (Part::Beginning, false) => ("begins with", "does not begin with"),
        (Part::Beginning, true) => ("begins like", "does not begin like"),
        (Part::End, false) => ("ends with", "does not end with"),
        (Part::End, true) => ("ends like", "does not end like"),
        (Part::All, false) => ("is", "is not"),
        (Part::All, true) => ("is like", "is not like"),
    }
}

fn either(told: &Told) -> String {
    prose::or(&told.texts.iter().map(code).collect::<Vec<_>>())
}

/// An instant as the end of a sentence: `now`, `60 days from now`, `2 hours ago`, a date, or a fact's name.
fn instant_in_words(instant: &Instant) -> String {
    match instant {
        Instant::Now { minutes: 0, .. } => "now".to_owned(),
        Instant::Now { minutes, .. } => {
            let amount = u32::try_from(minutes.unsigned_abs()).unwrap_or(u32::MAX);
            let amount = crate::model::Duration { minutes: amount };
            if *minutes > 0 { format!("{amount} from now") } else { format!("{amount} ago") }
        }
        Instant::At(at) if at.value.time() == jiff::civil::Time::midnight() => at.value.date().to_string(),
        Instant::At(at) => format!("{} {}", at.value.date(), at.value.time()),
        Instant::Fact(fact) => code(fact.as_str()),
    }
}

/// Booleans and numbers as they are, other text in backquotes.
fn scalar(operand: &Operand) -> String {
    let text = operand.0.text.value.trim();
    match text {
        _ if text.eq_ignore_ascii_case("true") => "true".to_owned(),
        _ if text.eq_ignore_ascii_case("false") => "false".to_owned(),
        _ if text.parse::<i64>().is_ok() => text.to_owned(),
        _ => code(text),
    }
}

fn code(text: impl std::fmt::Display) -> String {
    prose::quoted(text)
}
