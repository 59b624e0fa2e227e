//! Matchers: the tests of outcomes.
//!
//! Invariant: a matcher in the model is exactly one test, and a test of a property or fact exactly one comparison.
//! Deliberately absent: judging, and whether the facts named exist.

use crate::model::{Comparison, ErrorTest, Instant, Matcher, MatcherKind, Operand, Test};
use crate::prose::{self, quoted};
use crate::source::{Span, Spanned};
use crate::syntax::lower::fields::Fields;
use crate::syntax::lower::scalar::date_time;
use crate::syntax::lower::table::{COMPARISONS, COUNT, MATCHER, TESTS};
use crate::syntax::lower::{Lower, Value};
use crate::syntax::rules;

impl<'t> Lower<'t> {
    /// One test.
    pub(super) fn matcher(&mut self, value: Value<'_, 't>) -> Option<Matcher> {
        let fields = self.fields(value, &MATCHER)?;
        let compared = ["property", "fact"].into_iter().find(|key| fields.get(key).is_some());
        let present = |keys: &'static [&'static str]| {
            let mut found: Vec<(&'static str, Span)> =
                keys.iter().filter_map(|key| Some((*key, fields.key_span(key)?))).collect();
            found.sort_by_key(|(_, span)| *span);
            found
        };
        // `matches` compares where there is something to compare, and is a test of its own elsewhere.
        let mut tests = present(TESTS);
        let mut comparisons = present(COMPARISONS);
        if compared.is_some() {
            tests.retain(|(key, _)| *key != "matches");
        } else {
            comparisons.retain(|(key, _)| *key != "matches");
        }
        let test = self.single_test(&fields, &tests, &comparisons)?;
        let kind = match test {
            "property" => {
                let property = fields.get("property").and_then(|value| self.line(value));
                let test = self.comparison(&fields, test, &comparisons);
                MatcherKind::Property { property: property?, test: test? }
            }
            "fact" => {
                let fact = fields.get("fact").and_then(|value| self.fact_value(value));
                let test = self.comparison(&fields, test, &comparisons);
                MatcherKind::Fact { fact: fact?, test: test? }
            }
            _ => {
                if let Some((stray, span)) = comparisons.first() {
                    let message = format!("`{stray}` compares nothing here");
                    let help =
                        format!("`{test}` is a whole test; only `property` and `fact` take a comparison");
                    self.report(rules::invalid_matcher::finding(*span, message).help(help));
                }
                self.whole_test(test, fields.get(test)?)?
            }
        };
        Some(Matcher { span: value.node.span, kind })
    }

    /// The key of the one test of a matcher.
    fn single_test(
        &mut self,
        fields: &Fields<'_, 't>,
        tests: &[(&'static str, Span)],
        comparisons: &[(&'static str, Span)],
    ) -> Option<&'static str> {
        match (tests, comparisons) {
            ([(only, _)], _) => return Some(only),
            ([(first, first_span), (second, second_span), ..], _) => {
                let finding = rules::invalid_matcher::finding(
                    *second_span,
                    format!("a matcher is one test, but this one holds `{first}` and `{second}`"),
                )
                .label("the second test")
                .also(*first_span, "the first test")
                .help("combine tests in a list: `all: […]` if all must hold, `any: […]` if one must");
                self.report(finding);
            }
            // What is unknown or unreadable was meant to be the test, and has been reported.
            ([], _) if !fields.is_complete() => {}
            ([], [(comparison, span), ..]) => {
                let message =
                    format!("`{comparison}` compares nothing, because `property` or `fact` is missing");
                let finding = rules::invalid_matcher::finding(*span, message)
                    .help("name what is compared: `{ property: Status, equals: Running }`");
                self.report(finding);
            }
            ([], []) => {
                let finding = rules::invalid_matcher::finding(fields.head, "this matcher tests nothing")
                    .help("write a test, for example `{ property: Status, equals: Running }` or `{ text: access denied }`");
                self.report(finding);
            }
        }
        None
    }

    /// The one comparison of a property or fact.
    fn comparison(
        &mut self,
        fields: &Fields<'_, 't>,
        test: &str,
        comparisons: &[(&'static str, Span)],
    ) -> Option<Test> {
        let key = match comparisons {
            [(only, _)] => *only,
            [] => {
                if fields.is_complete() {
                    let span = fields.key_span(test).unwrap_or(fields.span);
                    let all: Vec<String> = COMPARISONS.iter().map(quoted).collect();
                    let finding =
                        rules::invalid_matcher::finding(span, format!("`{test}` is compared with nothing"))
                            .help(format!("add one of {}", prose::or(&all)));
                    self.report(finding);
                }
                return None;
            }
            [(first, first_span), (second, second_span), ..] => {
                let message = format!("a test has one comparison, but this one has `{first}` and `{second}`");
                let finding = rules::invalid_matcher::finding(*second_span, message)
                    .label("the second comparison")
                    .also(*first_span, "the first comparison")
                    .help("write a test for each, and combine them with `all: […]`");
                self.report(finding);
                return None;
            }
        };
        let value = fields.get(key)?;
        Some(match key {
            "equals" => Test::Equals(self.operand(value)?),
            "not" => Test::Not(self.operand(value)?),
            "contains" => Test::Contains(self.operand(value)?),
            "less" => Test::Less(self.operand(value)?),
            "greater" => Test::Greater(self.operand(value)?),
            "matches" => Test::Matches(self.pattern(value)?),
            "before" => Test::Before(self.instant(value)?),
            "after" => Test::After(self.instant(value)?),
            "blank" => Test::Blank(self.truth(value)?),
            _ => Test::Missing(self.truth(value)?),
        })
    }

    /// A test that needs no comparison.
    fn whole_test(&mut self, key: &str, value: Value<'_, 't>) -> Option<MatcherKind> {
        Some(match key {
            "text" => MatcherKind::Text(self.text(value)?),
            "matches" => MatcherKind::Matches(self.pattern(value)?),
            "output" => {
                self.word(value, &[("none", ())])?;
                MatcherKind::OutputNone
            }
            "error" => {
                let text = self.text(value)?;
                MatcherKind::Error(if text.value == "any" { ErrorTest::Any } else { ErrorTest::Text(text) })
            }
            "all" => MatcherKind::All(self.matchers(value)?),
            "any" => MatcherKind::Any(self.matchers(value)?),
            "none" => MatcherKind::None(self.matchers(value)?),
            "some" => MatcherKind::Some(Box::new(self.matcher(value)?)),
            "every" => MatcherKind::Every(Box::new(self.matcher(value)?)),
            _ => self.count(value)?,
        })
    }

    /// A list of tests. A broken one makes the whole unreadable: without it the list would mean something else.
    fn matchers(&mut self, value: Value<'_, 't>) -> Option<Vec<Matcher>> {
        let nodes = self.list(value)?;
        let mut matchers = Vec::with_capacity(nodes.len());
        matchers.extend(nodes.iter().filter_map(|node| self.matcher(value.entry(node))));
        (matchers.len() == nodes.len()).then_some(matchers)
    }

    fn count(&mut self, value: Value<'_, 't>) -> Option<MatcherKind> {
        let fields = self.fields(value, &COUNT)?;
        let of = fields.get("of").map(|value| self.matcher(value));
        let mut numbers =
            [("equals", Comparison::Equals), ("less", Comparison::Less), ("greater", Comparison::Greater)]
                .into_iter()
                .filter(|(key, _)| fields.get(key).is_some());
        match (numbers.next(), numbers.next()) {
            (Some((key, is)), None) => {
                let number = fields.get(key).and_then(|value| self.number(value, 0));
                let of = match of {
                    Some(of) => Some(Box::new(of?)),
                    None => None,
                };
                Some(MatcherKind::Count { of, is, number: number? })
            }
            (None, _) => {
                if fields.is_complete() {
                    let finding =
                        rules::invalid_matcher::finding(fields.head, "`count` is compared with no number")
                            .help("add one of `equals`, `less` or `greater`: `count: { greater: 1 }`");
                    self.report(finding);
                }
                None
            }
            (Some((first, _)), Some((second, _))) => {
                let span = fields.key_span(second).unwrap_or(fields.span);
                let message =
                    format!("`count` has one comparison, but this one has `{first}` and `{second}`");
                let finding = rules::invalid_matcher::finding(span, message)
                    .help("write a `count` for each, and combine them with `all: […]`");
                self.report(finding);
                None
            }
        }
    }

    fn operand(&mut self, value: Value<'_, 't>) -> Option<Operand> {
        self.template(value).map(Operand)
    }

    /// `now`, `now + 60d`, a date, or a fact that holds one.
    fn instant(&mut self, value: Value<'_, 't>) -> Option<Instant> {
        let before = self.findings.len();
        let template = self.template(value)?;
        let span = template.text.span;
        let text = template.text.value.trim();
        let instant = match template.placeholders.as_slice() {
            [only] if only.range == (0..text.len()) => Some(Instant::Fact(only.name.clone())),
            _ => now(text, span).or_else(|| date_time(text).map(|at| Instant::At(Spanned::new(at, span)))),
        };
        // A broken placeholder was reported already.
        if instant.is_none() && self.findings.len() == before {
            self.report(rules::invalid_date::instant(span, &value.subject(), text));
        }
        instant
    }
}

/// Reads `now`, `now + 60d` and `now - 2h`.
fn now(text: &str, span: Span) -> Option<Instant> {
    let rest = text.strip_prefix("now")?.trim_start();
    if rest.is_empty() {
        return Some(Instant::Now { span, minutes: 0, shift: None });
    }
    let (sign, amount) = match rest.split_at_checked(1)? {
        ("+", amount) => (1, amount),
        ("-", amount) => (-1, amount),
        _ => return None,
    };
    let shift: crate::model::Duration = amount.trim().parse().ok()?;
    Some(Instant::Now { span, minutes: sign * i64::from(shift.minutes), shift: Some(shift) })
}
