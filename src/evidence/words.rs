//! Matchers in words: what an outcome is recognised by, for pages and messages.
//!
//! Invariant: names and texts stand in backquotes, so the result is Markdown.
//! Deliberately absent: the values found; those are in the reasons of a judgement.

use crate::model::{Comparison, ErrorTest, Instant, Matcher, MatcherKind, Operand, Test};
use crate::prose;

/// A matcher as the rest of a sentence that begins "recognised by": `` `Enabled` is false ``.
pub fn in_words(matcher: &Matcher) -> String {
    match &matcher.kind {
        MatcherKind::Property { property, test } => format!("{} {}", code(property), test_in_words(test)),
        MatcherKind::Fact { fact, test } => format!("{} {}", code(fact.as_str()), test_in_words(test)),
        MatcherKind::Text(text) => format!("the text {}", code(text)),
        MatcherKind::Matches(pattern) => format!("text that matches {}", code(&pattern.source)),
        MatcherKind::OutputNone => "no output at all".to_owned(),
        MatcherKind::Error(ErrorTest::Any) => "an error".to_owned(),
        MatcherKind::Error(ErrorTest::Text(text)) => format!("an error with the text {}", code(text)),
        MatcherKind::All(parts) => prose::and(&each(parts)),
        MatcherKind::Any(parts) => prose::or(&each(parts)),
        MatcherKind::None(parts) => prose::and(&parts.iter().map(not_in_words).collect::<Vec<_>>()),
        MatcherKind::Some(inner) => format!("in at least one object {}", in_words(inner)),
        MatcherKind::Every(inner) => format!("in every object {}", in_words(inner)),
        MatcherKind::Count { of, is, number } => count_in_words(of.as_deref(), *is, number.value),
    }
}

/// The opposite of a matcher in words.
fn not_in_words(matcher: &Matcher) -> String {
    let (name, test) = match &matcher.kind {
        MatcherKind::Property { property, test } => (property.value.as_str(), test),
        MatcherKind::Fact { fact, test } => (fact.as_str(), test),
        MatcherKind::Text(text) => return format!("no text {}", code(text)),
        MatcherKind::Matches(pattern) => return format!("no text that matches {}", code(&pattern.source)),
        MatcherKind::OutputNone => return "some output".to_owned(),
        MatcherKind::Error(ErrorTest::Any) => return "no error".to_owned(),
        MatcherKind::Error(ErrorTest::Text(text)) => return format!("no error with the text {}", code(text)),
        MatcherKind::Some(inner) => return format!("in no object {}", in_words(inner)),
        MatcherKind::None(parts) if parts.len() == 1 => return in_words(&parts[0]),
        _ => return format!("not ({})", in_words(matcher)),
    };
    let name = code(name);
    match test {
        Test::Equals(operand) => format!("{name} is not {}", scalar(operand)),
        Test::Not(operand) => format!("{name} is {}", scalar(operand)),
        Test::Contains(operand) => format!("{name} does not contain {}", scalar(operand)),
        Test::Matches(pattern) => format!("{name} does not match {}", code(&pattern.source)),
        Test::Blank(yes) => format!("{name} is {}", if yes.value { "not blank" } else { "blank" }),
        Test::Missing(yes) => format!("{name} is {}", if yes.value { "present" } else { "missing" }),
        Test::Before(_) | Test::After(_) | Test::Less(_) | Test::Greater(_) => {
            // Not `is at least`: a blank value is neither less nor greater.
            format!("not: {name} {}", test_in_words(test))
        }
    }
}

/// The comparison of a value as the rest of a sentence that begins with its name.
fn test_in_words(test: &Test) -> String {
    match test {
        Test::Equals(operand) => format!("is {}", scalar(operand)),
        Test::Not(operand) => format!("is not {}", scalar(operand)),
        Test::Contains(operand) => format!("contains {}", scalar(operand)),
        Test::Matches(pattern) => format!("matches {}", code(&pattern.source)),
        Test::Before(instant) => format!("is earlier than {}", instant_in_words(instant)),
        Test::After(instant) => format!("is later than {}", instant_in_words(instant)),
        Test::Less(operand) => format!("is less than {}", scalar(operand)),
        Test::Greater(operand) => format!("is greater than {}", scalar(operand)),
        Test::Blank(yes) => if yes.value { "is blank" } else { "is not blank" }.to_owned(),
        Test::Missing(yes) => if yes.value { "is missing" } else { "is present" }.to_owned(),
    }
}

fn count_in_words(of: Option<&Matcher>, is: Comparison, number: u32) -> String {
    let comparison = match is {
        Comparison::Equals => "exactly",
        Comparison::Less => "fewer than",
        Comparison::Greater => "more than",
    };
    let objects = prose::count(number as usize, "object");
    match of {
        Some(inner) => format!("{comparison} {objects} in which {}", in_words(inner)),
        None => format!("{comparison} {objects}"),
    }
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

fn each(matchers: &[Matcher]) -> Vec<String> {
    matchers.iter().map(part).collect()
}

/// A matcher inside a list: in parentheses if its own words would run into those of the list.
fn part(matcher: &Matcher) -> String {
    let parts = match &matcher.kind {
        MatcherKind::All(parts) | MatcherKind::Any(parts) | MatcherKind::None(parts) => parts.len(),
        MatcherKind::Some(inner) | MatcherKind::Every(inner) | MatcherKind::Count { of: Some(inner), .. } => {
            list_of(inner)
        }
        _ => 1,
    };
    if parts > 1 { format!("({})", in_words(matcher)) } else { in_words(matcher) }
}

/// How many parts a matcher lists.
fn list_of(matcher: &Matcher) -> usize {
    match &matcher.kind {
        MatcherKind::All(parts) | MatcherKind::Any(parts) | MatcherKind::None(parts) => parts.len(),
        _ => 1,
    }
}

fn code(text: &str) -> String {
    prose::quoted(text)
}
