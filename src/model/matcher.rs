//! Matchers: small declarative tests of evidence and facts.
//!
//! Invariant: a matcher is plain data; `syntax` hands out none whose regular expressions do not compile.
//! Deliberately absent: judging (floor 2, `evidence`). Judgement is three-valued; these types say nothing about it.

use crate::model::required::Required;
use crate::model::{Duration, FactName, Template};
use crate::source::{Span, Spanned};
use std::sync::OnceLock;

/// One test and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matcher {
    /// The whole test.
    pub span: Span,
    /// What is tested.
    pub kind: MatcherKind,
}

/// What a matcher tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MatcherKind {
    /// A property of the output, compared. With several objects they must agree, or the answer is unknown;
    /// `some`, `every` and `count` say otherwise.
    Property {
        /// The property's name, compared without regard to case.
        property: Spanned<String>,
        /// The comparison.
        test: Test,
    },
    /// A text occurs anywhere in the output, whatever the case and the white space between its words.
    Text(Spanned<String>),
    /// A regular expression matches somewhere in the output, whatever the case.
    Matches(Pattern),
    /// The command printed nothing: no object, no error.
    OutputNone,
    /// The output holds an error.
    Error(ErrorTest),
    /// A fact known in the session, compared.
    Fact {
        /// The fact. `now` is the clock of the session, unless something else provides a fact of that name.
        fact: Spanned<FactName>,
        /// The comparison.
        test: Test,
    },
    /// All of these hold.
    All(Vec<Matcher>),
    /// At least one of these holds.
    Any(Vec<Matcher>),
    /// None of these holds.
    None(Vec<Matcher>),
    /// At least one object passes.
    Some(Box<Matcher>),
    /// There is an object, and each one passes.
    Every(Box<Matcher>),
    /// The number of objects that pass, compared.
    Count {
        /// The test of each object; all objects count where there is none.
        of: Option<Box<Matcher>>,
        /// The comparison of their number.
        is: Comparison,
        /// The number to compare with.
        number: Spanned<u32>,
    },
}

impl Matcher {
    /// The tests that this one combines; none where it is a test of its own.
    pub fn children(&self) -> &[Self] {
        match &self.kind {
            MatcherKind::All(several) | MatcherKind::Any(several) | MatcherKind::None(several) => several,
            MatcherKind::Some(one) | MatcherKind::Every(one) | MatcherKind::Count { of: Some(one), .. } => {
                std::slice::from_ref(one)
            }
            _ => &[],
        }
    }

    /// The tests of their own in this one, in the order they are written.
    pub fn leaves(&self) -> Vec<&Self> {
        let mut found = Vec::new();
        self.gather(&mut found, |_| true);
        found
    }

    /// Whether it looks at output at all, and not at known facts alone.
    pub fn looks_at_output(&self) -> bool {
        self.leaves().iter().any(|test| !matches!(test.kind, MatcherKind::Fact { .. }))
    }

    /// Those [leaves](Self::leaves) that speak for this test where they hold: not what `none` rules out, nor what is counted.
    pub fn sought(&self) -> Vec<&Self> {
        let mut found = Vec::new();
        self.gather(&mut found, |kind| !matches!(kind, MatcherKind::None(_) | MatcherKind::Count { .. }));
        found
    }

    fn gather<'a>(&'a self, found: &mut Vec<&'a Self>, enters: fn(&MatcherKind) -> bool) {
        if !enters(&self.kind) {
            return;
        }
        match self.children() {
            [] => found.push(self),
            children => {
                for child in children {
                    child.gather(found, enters);
                }
            }
        }
    }

    /// The days and times that this test compares the clock with; none where it asks anything else than the clock.
    pub fn clock_turns(&self) -> Option<Vec<jiff::civil::DateTime>> {
        match &self.kind {
            MatcherKind::Fact { fact, test } if fact.as_str() == FactName::NOW => Some(match test {
                Test::Before(Instant::At(at)) | Test::After(Instant::At(at)) => vec![at.value],
                _ => Vec::new(),
            }),
            MatcherKind::All(several) | MatcherKind::Any(several) | MatcherKind::None(several) => {
                let turns: Option<Vec<_>> = several.iter().map(Self::clock_turns).collect();
                turns.map(|turns| turns.concat())
            }
            _ => None,
        }
    }
}

/// Which error is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorTest {
    /// Any error record.
    Any,
    /// An error record that holds this text, whatever the case and the white space between its words.
    Text(Spanned<String>),
}

/// A comparison of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Equal: booleans, numbers, versions, GUIDs, thumbprints and addresses by meaning, other text without regard to case.
    Equals(Operand),
    /// Not equal, in the same sense.
    Not(Operand),
    /// The text holds the operand; a list holds it as one element.
    Contains(Operand),
    /// The regular expression matches somewhere in the value, whatever the case.
    Matches(Pattern),
    /// A date and time before this instant.
    Before(Instant),
    /// A date and time after this instant.
    After(Instant),
    /// Less: numbers, sizes and versions by meaning.
    Less(Operand),
    /// Greater, in the same sense.
    Greater(Operand),
    /// Present and empty (or, with `false`, present and not empty).
    Blank(Spanned<bool>),
    /// Not in the output at all, which must be complete (or, with `false`, present).
    Missing(Spanned<bool>),
}

/// How a number of objects is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// Equal.
    Equals,
    /// Less.
    Less,
    /// Greater.
    Greater,
}

/// The right-hand side of a comparison: a scalar as written, perhaps with facts in it (`{{ auth_thumbprint }}`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand(pub Template);

/// A point in time: `now`, `now + 60d`, `now - 2h`, a date, or a fact that holds one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instant {
    /// The clock of the session, moved.
    Now {
        /// Where it is written.
        span: Span,
        /// Added to the clock; negative is earlier.
        minutes: i64,
        /// The amount as written, for messages; empty for `now` alone.
        shift: Option<Duration>,
    },
    /// A fixed point.
    At(Spanned<jiff::civil::DateTime>),
    /// The value of a fact.
    Fact(Spanned<FactName>),
}

/// A regular expression (`regex-lite`: linear time, case ignored, `^`/`$` match at lines). It is compiled when it is first
/// needed: a walk needs few of those that a knowledge base holds.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// The expression as written.
    pub source: Spanned<String>,
    compiled: OnceLock<Result<regex_lite::Regex, String>>,
    required: OnceLock<Required>,
}

impl Pattern {
    /// An expression that nobody looked at yet.
    pub fn new(source: Spanned<String>) -> Self {
        Self { source, compiled: OnceLock::new(), required: OnceLock::new() }
    }

    /// What is wrong with the expression, in the words of the regular-expression library; none if it compiles.
    pub fn problem(&self) -> Option<&str> {
        self.compiled().as_ref().err().map(String::as_str)
    }

    /// The expression compiled; none if it does not compile, which `syntax` makes a finding.
    pub fn regex(&self) -> Option<&regex_lite::Regex> {
        self.compiled().as_ref().ok()
    }

    /// Whether the expression may match in a text, of which `lower` is all in lower case (ASCII letters). Much faster than to
    /// look for a match, and seldom true in vain.
    pub fn may_match(&self, lower: &str) -> bool {
        self.required().is_in(lower)
    }

    /// Where in a text in lower case words stand of which every match holds one, in any order; none where no such word is
    /// known.
    pub fn places<'t>(&'t self, lower: &'t str) -> Option<impl Iterator<Item = usize> + 't> {
        self.required().places(lower)
    }

    fn required(&self) -> &Required {
        self.required.get_or_init(|| Required::of(&self.source.value))
    }

    /// Whether the expression matches somewhere in a short text.
    pub fn is_match(&self, text: &str) -> bool {
        self.may_match(&text.to_ascii_lowercase()) && self.regex().is_some_and(|regex| regex.is_match(text))
    }

    fn compiled(&self) -> &Result<regex_lite::Regex, String> {
        self.compiled.get_or_init(|| {
            regex_lite::RegexBuilder::new(&self.source.value)
                .case_insensitive(true)
                .multi_line(true)
                .size_limit(1 << 20)
                .build()
                .map_err(|error| error.to_string())
        })
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Pattern {}

impl schemars::JsonSchema for Matcher {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Matcher".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        // Registers the definition first, so that the recursion below ends in a reference.
        let matcher = generator.subschema_for::<Self>();
        let regex = serde_json::json!({ "type": "string", "format": "regex" });
        let comparisons = comparisons_schema();
        let compared = |key: &str, description: &str| {
            let mut properties = serde_json::json!({ key: { "type": "string", "description": description } });
            if let (Some(properties), Some(comparisons)) =
                (properties.as_object_mut(), comparisons.as_object())
            {
                properties.extend(comparisons.clone());
            }
            serde_json::json!({
                "type": "object", "properties": properties, "required": [key],
                "minProperties": 2, "maxProperties": 2, "additionalProperties": false
            })
        };
        let single = |key: &str, value: serde_json::Value, description: &str| {
            let mut value = value;
            value["description"] = description.into();
            serde_json::json!({ "type": "object", "properties": { key: value }, "required": [key], "additionalProperties": false })
        };
        let list = serde_json::json!({ "type": "array", "minItems": 1, "items": matcher });
        let one = serde_json::json!({ "allOf": [matcher] });
        let number = serde_json::json!({ "type": "integer", "minimum": 0 });
        schemars::json_schema!({
            "description": "A test of the output or of a fact. Judgement is three-valued: what is cut off or not in the paste is unknown, never false.",
            "anyOf": [
                compared("property", "A property of the output, by name."),
                compared("fact", "An input, a captured value, or a check whose fact is its outcome."),
                single("text", serde_json::json!({ "type": "string" }), "This text occurs anywhere in the output, whatever the case and the white space."),
                single("matches", regex.clone(), "This regular expression matches somewhere in the output, whatever the case."),
                single("output", serde_json::json!({ "const": "none" }), "The command printed nothing."),
                single("error", serde_json::json!({ "type": "string" }), "The output holds an error with this text; `any` means any error."),
                single("all", list.clone(), "All of these hold."),
                single("any", list.clone(), "At least one of these holds."),
                single("none", list, "None of these holds."),
                single("some", one.clone(), "At least one object passes."),
                single("every", one.clone(), "There is an object, and each one passes."),
                {
                    "type": "object",
                    "description": "The number of objects (that pass `of`), compared.",
                    "properties": {
                        "count": {
                            "type": "object",
                            "properties": { "of": one, "equals": number, "less": number, "greater": number },
                            "minProperties": 1, "maxProperties": 2, "additionalProperties": false
                        }
                    },
                    "required": ["count"],
                    "additionalProperties": false
                }
            ]
        })
    }
}

/// The comparisons of `property` and `fact` as JSON Schema properties.
fn comparisons_schema() -> serde_json::Value {
    let scalar = serde_json::json!({ "type": ["string", "number", "boolean"] });
    let regex = serde_json::json!({ "type": "string", "format": "regex" });
    serde_json::json!({
        "equals": { "description": "Equal by meaning: booleans, numbers, versions, GUIDs, thumbprints, addresses; other text without regard to case.", "anyOf": [scalar] },
        "not": { "description": "Not equal, in the sense of `equals`.", "anyOf": [scalar] },
        "contains": { "description": "The text holds this; a list holds it as one element.", "anyOf": [scalar] },
        "matches": { "description": "The regular expression matches somewhere in the value, whatever the case.", "anyOf": [regex] },
        "before": { "description": "Earlier than `now`, `now + 60d`, a date, or a fact that holds a date.", "type": "string" },
        "after": { "description": "Later than `now`, `now + 60d`, a date, or a fact that holds a date.", "type": "string" },
        "less": { "description": "Less: numbers, sizes and versions by meaning.", "anyOf": [scalar] },
        "greater": { "description": "Greater: numbers, sizes and versions by meaning.", "anyOf": [scalar] },
        "blank": { "description": "true: present and empty; false: present and not empty.", "type": "boolean" },
        "missing": { "description": "true: not in the output at all; false: present.", "type": "boolean" }
    })
}
