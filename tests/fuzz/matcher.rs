//! Target: any matcher on any text is judged without panic, negation and conjunction follow Kleene, and doubt never turns
//! a verdict into its opposite.

use std::collections::BTreeMap;
use triagebook::evidence::{Doubt, DoubtKind, Known, Reading, Truth, judge, read};
use triagebook::model::{
    Check, Comparison, ErrorTest, FactName, Instant, Matcher, MatcherKind, Named, NodeId, NodeRef, Operand,
    Outcome, OutcomeId, Pattern, Target, Template, Test,
};
use triagebook::source::{FileId, Span, Spanned};

/// Builds a matcher from the first bytes and judges the rest.
pub(crate) fn matcher(bytes: &[u8]) {
    let (head, text) = bytes.split_at(bytes.len().min(24));
    let mut choices = Choices { bytes: head, text: String::from_utf8_lossy(text).into_owned() };
    let wanted = choices.matcher(0);
    let reading = read(&choices.text);
    let truth = truth(&wanted, &reading);

    let opposite = of(MatcherKind::None(vec![wanted.clone()]));
    assert_eq!(self::truth(&opposite, &reading), truth.not(), "{wanted:?}");
    let twice = of(MatcherKind::All(vec![wanted.clone(), wanted.clone()]));
    assert_eq!(self::truth(&twice, &reading), truth, "{wanted:?}");

    let doubtful = self::truth(&wanted, &doubted(&reading, choices.byte()));
    assert!(
        doubtful == truth || doubtful == Truth::Unknown,
        "{truth:?} became {doubtful:?} by doubt: {wanted:?}"
    );
}

/// The truth of a matcher, as the only outcome of a check.
fn truth(matcher: &Matcher, reading: &Reading) -> Truth {
    let node = NodeRef { runbook: None, node: NodeId::from("next"), span: span() };
    let outcome = Outcome {
        title: None,
        detail: None,
        when: Some(matcher.clone()),
        capture: Named::default(),
        samples: Vec::new(),
        next: Target::Node(node),
    };
    let mut outcomes = Named::default();
    outcomes.insert(written(OutcomeId::from("it")), outcome);
    let check = Check {
        content_of: None,
        allow: Vec::new(),
        title: None,
        why: None,
        run: Vec::new(),
        ask: None,
        minutes: None,
        outcomes,
        undecided: Vec::new(),
        unsure: None,
        none: None,
        unconfirmed: None,
        sources: Vec::new(),
    };
    let facts = BTreeMap::from([(FactName::from("known"), "True".to_owned())]);
    let now = jiff::civil::date(2026, 11, 23).at(12, 0, 0, 0);
    let judgement = judge(&check, reading, &Known { facts: &facts, now });
    judgement.outcomes.first().expect("the check has an outcome").truth
}

/// The reading with one of its values doubted.
fn doubted(reading: &Reading, choice: u8) -> Reading {
    let mut reading = reading.clone();
    let count = reading.objects.iter().map(|object| object.properties.len()).sum::<usize>();
    let mut all = reading.objects.iter_mut().flat_map(|object| &mut object.properties);
    if let Some(property) = all.nth(usize::from(choice) % count.max(1)) {
        let lines = Some(property.lines);
        property.doubts.push(Doubt { kind: DoubtKind::Cut, text: "it may be cut".into(), lines });
    }
    drop(all);
    reading.doubts.push(Doubt { kind: DoubtKind::Cut, text: "it may be cut".into(), lines: None });
    reading
}

/// Bytes as choices.
struct Choices<'a> {
    bytes: &'a [u8],
    text: String,
}

impl Choices<'_> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.bytes.split_first().unwrap_or((&0, &[]));
        self.bytes = rest;
        *first
    }

    /// A word of the text or a fixed one.
    fn word(&mut self) -> String {
        const FIXED: [&str; 8] =
            ["True", "contoso.com", "Error", "2028-03-07", "1.5", "15.2.2562.41", "", "a"];
        let choice = usize::from(self.byte());
        if choice < FIXED.len() {
            return FIXED[choice].to_owned();
        }
        self.text.split_whitespace().nth(choice - FIXED.len()).unwrap_or("True").to_owned()
    }

    fn test(&mut self) -> Test {
        let operand = |text: String| Operand(Template { text: written(text), placeholders: Vec::new() });
        match self.byte() % 10 {
            0 => Test::Equals(operand(self.word())),
            1 => Test::Not(operand(self.word())),
            2 => Test::Contains(operand(self.word())),
            3 => Test::Matches(pattern("[A-F0-9]{4}|^True$")),
            4 => Test::Before(Instant::Now { span: span(), minutes: 0, shift: None }),
            5 => Test::After(Instant::Now { span: span(), minutes: 1440, shift: None }),
            6 => Test::Less(operand(self.word())),
            7 => Test::Greater(operand(self.word())),
            8 => Test::Blank(written(true)),
            _ => Test::Missing(written(true)),
        }
    }

    fn matcher(&mut self, depth: usize) -> Matcher {
        let choice = if depth > 3 { self.byte() % 6 } else { self.byte() % 12 };
        of(match choice {
            0 | 1 => MatcherKind::Property { property: written(self.word()), test: self.test() },
            2 => MatcherKind::Text(written(self.word())),
            3 => MatcherKind::Matches(pattern("(?i)error|True$")),
            4 => MatcherKind::OutputNone,
            5 => MatcherKind::Error(ErrorTest::Text(written(self.word()))),
            6 => MatcherKind::All(vec![self.matcher(depth + 1), self.matcher(depth + 1)]),
            7 => MatcherKind::Any(vec![self.matcher(depth + 1), self.matcher(depth + 1)]),
            8 => MatcherKind::None(vec![self.matcher(depth + 1)]),
            9 => MatcherKind::Some(Box::new(self.matcher(depth + 1))),
            10 => MatcherKind::Every(Box::new(self.matcher(depth + 1))),
            _ => MatcherKind::Count {
                of: Some(Box::new(self.matcher(depth + 1))),
                is: Comparison::Equals,
                number: written(u32::from(self.byte() % 4)),
            },
        })
    }
}

fn span() -> Span {
    Span::new(FileId(0), 0, 0)
}

fn written<T>(value: T) -> Spanned<T> {
    Spanned::new(value, span())
}

fn of(kind: MatcherKind) -> Matcher {
    Matcher { span: span(), kind }
}

fn pattern(source: &str) -> Pattern {
    let pattern = Pattern::new(written(source.to_owned()));
    assert_eq!(pattern.problem(), None, "a valid pattern");
    pattern
}
