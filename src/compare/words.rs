//! What a matcher tests, in words, so that two of them can be compared wherever they are written.
//!
//! Invariant: two matchers that differ in what they test have different words.
//! Deliberately absent: judging.

use crate::model::{Comparison, ErrorTest, Instant, Matcher, MatcherKind, Step, Test};
use crate::prose::quoted;

/// A matcher in words.
pub(super) fn matcher(matcher: &Matcher) -> String {
    match &matcher.kind {
        MatcherKind::Property { property, test } => format!("{} {}", quoted(property), of_test(test)),
        MatcherKind::Fact { fact, test } => format!("the fact {} {}", quoted(fact), of_test(test)),
        MatcherKind::Text(text) => format!("the text {}", quoted(text)),
        MatcherKind::Matches(pattern) => format!("the pattern {}", quoted(&pattern.source)),
        MatcherKind::OutputNone => "no output".to_owned(),
        MatcherKind::Error(ErrorTest::Any) => "an error".to_owned(),
        MatcherKind::Error(ErrorTest::Text(text)) => format!("an error with {}", quoted(text)),
        MatcherKind::All(several) => list("all of", several),
        MatcherKind::Any(several) => list("one of", several),
        MatcherKind::None(several) => list("none of", several),
        MatcherKind::Some(one) => format!("some object has ({})", self::matcher(one)),
        MatcherKind::Every(one) => format!("every object has ({})", self::matcher(one)),
        MatcherKind::Count { of, is, number } => {
            let of = of.as_ref().map_or(String::new(), |of| format!(" that have ({})", self::matcher(of)));
            let is = match is {
                Comparison::Equals => "exactly",
                Comparison::Less => "fewer than",
                Comparison::Greater => "more than",
            };
            format!("{is} {} objects{of}", number.value)
        }
    }
}

fn list(word: &str, several: &[Matcher]) -> String {
    let several: Vec<String> = several.iter().map(matcher).collect();
    format!("{word} ({})", several.join("; "))
}

fn of_test(test: &Test) -> String {
    match test {
        Test::Equals(operand) => format!("equals {}", quoted(&operand.0.text)),
        Test::Not(operand) => format!("is not {}", quoted(&operand.0.text)),
        Test::Contains(operand) => format!("contains {}", quoted(&operand.0.text)),
        Test::Matches(pattern) => format!("matches {}", quoted(&pattern.source)),
        Test::Before(instant) => format!("is before {}", of_instant(instant)),
        Test::After(instant) => format!("is after {}", of_instant(instant)),
        Test::Less(operand) => format!("is less than {}", quoted(&operand.0.text)),
        Test::Greater(operand) => format!("is greater than {}", quoted(&operand.0.text)),
        Test::Blank(is) => if is.value { "is blank" } else { "is not blank" }.to_owned(),
        Test::Missing(is) => if is.value { "is missing" } else { "is there" }.to_owned(),
    }
}

fn of_instant(instant: &Instant) -> String {
    match instant {
        Instant::Now { minutes: 0, .. } => "now".to_owned(),
        Instant::Now { minutes, .. } => {
            format!("now {} {} minutes", if *minutes < 0 { "-" } else { "+" }, minutes.abs())
        }
        Instant::At(time) => time.value.to_string(),
        Instant::Fact(fact) => format!("the fact {}", quoted(fact)),
    }
}

/// A step in words: its command, or what is done.
pub(super) fn step(step: &Step) -> String {
    let place = step.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
    let command = step.command.as_ref().map(|command| format!("{}{place}", quoted(&command.text)));
    command
        .or_else(|| step.action.as_ref().map(|action| format!("“{}”", action.as_str().trim())))
        .unwrap_or(place)
}
