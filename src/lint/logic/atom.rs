//! The smallest tests: what is said of one subject.
//!
//! Invariant: two tests that say the same of the same thing are equal, wherever they are written.
//! Deliberately absent: worlds, in which they are true or false.

use crate::lint::logic::Formula;
use crate::model::{Comparison, ErrorTest, Instant, Matcher, MatcherKind, Operand, Pattern, Test};
use std::cmp::Ordering;

/// What a test is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// A property, in lower case.
    Property(String),
    /// A fact.
    Fact(String),
    /// The number of objects that pass a test, which is written out here; empty for all objects.
    Count(String),
    /// A text in the output, in lower case.
    Text(String),
    /// Anything else that holds or does not: a pattern, an error, `some`, `every`, as written out here.
    Flag(String),
    /// Nothing was printed.
    Silence,
}

impl Subject {
    /// Whether it is a single value that is compared.
    pub(super) fn is_value(&self) -> bool {
        matches!(self, Self::Property(_) | Self::Fact(_))
    }

    /// Whether the value of one may say something about the other.
    pub(super) fn bears_on(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(own), Self::Text(other)) => {
                own.contains(other.as_str()) || other.contains(own.as_str())
            }
            (Self::Flag(own), Self::Flag(other))
                if own.starts_with("error") && other.starts_with("error") =>
            {
                own == other || own == "error" || other == "error"
            }
            _ => self == other,
        }
    }

    /// Its name, for people.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Property(name)
            | Self::Fact(name)
            | Self::Count(name)
            | Self::Text(name)
            | Self::Flag(name) => name,
            Self::Silence => "output",
        }
    }
}

/// One test of one subject.
#[derive(Debug, Clone)]
pub(super) struct Atom {
    pub(super) subject: Subject,
    pub(super) says: Says,
}

/// What is said of a subject.
#[derive(Debug, Clone)]
pub(super) enum Says {
    /// It is this text, in lower case.
    Is(String),
    /// It is this number, or on this side of it.
    Number(Ordering, f64),
    /// It lies on this side of the clock moved by so many minutes.
    Time(Ordering, f64),
    /// It holds this text, in lower case.
    Contains(String),
    /// A pattern matches it.
    Matches(Pattern),
    /// It is present and empty.
    Blank,
    /// It is not there.
    Missing,
    /// It holds.
    Holds,
    /// Something that depends on what is not known here, as written out.
    Unclear(String),
}

impl Atom {
    /// Whether its truth is certain for every value.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.says, Says::Is(_) | Says::Number(..) | Says::Time(..) | Says::Blank | Says::Missing)
    }
}

impl Atom {
    /// Whether it divides values by their order.
    pub(super) fn is_ordered(&self) -> bool {
        match self.says {
            Says::Number(side, _) => side != Ordering::Equal,
            Says::Time(..) => true,
            _ => false,
        }
    }
}

fn holds(subject: Subject) -> Formula {
    Formula::atom(Atom { subject, says: Says::Holds })
}

/// The formula of a matcher that is no combination of others.
pub(super) fn formula(matcher: &Matcher) -> Formula {
    match &matcher.kind {
        MatcherKind::Property { property, test } => of_test(Subject::Property(property.to_lowercase()), test),
        MatcherKind::Fact { fact, test } => of_test(Subject::Fact(fact.to_string()), test),
        MatcherKind::Text(text) => holds(Subject::Text(squeezed(text))),
        MatcherKind::OutputNone => holds(Subject::Silence),
        MatcherKind::Count { of, is, number } => {
            let of = of.as_ref().map(|of| written(of)).unwrap_or_default();
            let ordering = match is {
                Comparison::Equals => Ordering::Equal,
                Comparison::Less => Ordering::Less,
                Comparison::Greater => Ordering::Greater,
            };
            Formula::atom(Atom {
                subject: Subject::Count(of),
                says: Says::Number(ordering, f64::from(number.value)),
            })
        }
        _ => holds(Subject::Flag(written(matcher))),
    }
}

fn of_test(subject: Subject, test: &Test) -> Formula {
    let says = match test {
        Test::Equals(operand) => of_operand(operand),
        Test::Not(operand) => return atom(subject, of_operand(operand)).not(),
        Test::Contains(operand) if operand.0.placeholders.is_empty() => {
            Says::Contains(operand.0.text.to_lowercase())
        }
        Test::Contains(operand) => Says::Unclear(format!("contains {}", operand.0.text.value)),
        Test::Matches(pattern) => Says::Matches(pattern.clone()),
        Test::Before(instant) => of_instant(Ordering::Less, instant),
        Test::After(instant) => of_instant(Ordering::Greater, instant),
        Test::Less(operand) => of_order(Ordering::Less, operand),
        Test::Greater(operand) => of_order(Ordering::Greater, operand),
        Test::Blank(blank) if blank.value => Says::Blank,
        // Not empty, or present, is said of what is there.
        Test::Blank(_) => return atom(subject, Says::Blank).not(),
        Test::Missing(missing) if missing.value => Says::Missing,
        Test::Missing(_) => return atom(subject, Says::Missing).not(),
    };
    atom(subject, says)
}

fn atom(subject: Subject, says: Says) -> Formula {
    Formula::atom(Atom { subject, says })
}

fn of_operand(operand: &Operand) -> Says {
    let text = squeezed(&operand.0.text);
    if !operand.0.placeholders.is_empty() {
        return Says::Unclear(format!("is {text}"));
    }
    number(&text).map_or(Says::Is(text), |number| Says::Number(Ordering::Equal, number))
}

fn of_order(ordering: Ordering, operand: &Operand) -> Says {
    match number(&operand.0.text) {
        Some(number) if operand.0.placeholders.is_empty() => Says::Number(ordering, number),
        _ => Says::Unclear(format!("{ordering:?} {}", operand.0.text.value)),
    }
}

fn of_instant(ordering: Ordering, instant: &Instant) -> Says {
    match instant {
        #[expect(clippy::cast_precision_loss, reason = "minutes of a few years are exact in a float")]
        Instant::Now { minutes, .. } => Says::Time(ordering, *minutes as f64),
        Instant::At(at) => Says::Unclear(format!("{ordering:?} {}", at.value)),
        Instant::Fact(fact) => Says::Unclear(format!("{ordering:?} {}", fact.value)),
    }
}

/// A plain number. Versions and sizes are none: their order is another one.
fn number(text: &str) -> Option<f64> {
    let plain = text.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-');
    text.parse().ok().filter(|_| plain && text.len() < 16)
}

fn squeezed(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A matcher written out without its places, so that the same test is the same text.
fn written(matcher: &Matcher) -> String {
    let list = |name: &str, matchers: &[Matcher]| {
        format!("{name}({})", matchers.iter().map(written).collect::<Vec<_>>().join(","))
    };
    match &matcher.kind {
        MatcherKind::Property { property, test } => format!("{}:{}", property.to_lowercase(), said(test)),
        MatcherKind::Fact { fact, test } => format!("fact {}:{}", fact.value, said(test)),
        MatcherKind::Text(text) => format!("text {}", squeezed(text)),
        MatcherKind::Matches(pattern) => format!("matches {}", pattern.source.value),
        MatcherKind::OutputNone => "output none".to_owned(),
        MatcherKind::Error(ErrorTest::Any) => "error".to_owned(),
        MatcherKind::Error(ErrorTest::Text(text)) => format!("error {}", squeezed(text)),
        MatcherKind::All(matchers) => list("all", matchers),
        MatcherKind::Any(matchers) => list("any", matchers),
        MatcherKind::None(matchers) => list("none", matchers),
        MatcherKind::Some(inner) => format!("some({})", written(inner)),
        MatcherKind::Every(inner) => format!("every({})", written(inner)),
        MatcherKind::Count { of, is, number } => {
            let of = of.as_ref().map(|of| written(of)).unwrap_or_default();
            format!("count({of}) {is:?} {}", number.value)
        }
    }
}

fn said(test: &Test) -> String {
    let operand = |word: &str, operand: &Operand| format!("{word} {}", squeezed(&operand.0.text));
    match test {
        Test::Equals(right) => operand("is", right),
        Test::Not(right) => operand("not", right),
        Test::Contains(right) => operand("contains", right),
        Test::Less(right) => operand("less", right),
        Test::Greater(right) => operand("greater", right),
        Test::Matches(pattern) => format!("matches {}", pattern.source.value),
        Test::Before(instant) => format!("before {:?}", of_instant(Ordering::Less, instant)),
        Test::After(instant) => format!("after {:?}", of_instant(Ordering::Less, instant)),
        Test::Blank(blank) => format!("blank {}", blank.value),
        Test::Missing(missing) => format!("missing {}", missing.value),
    }
}
