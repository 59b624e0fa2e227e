//! Matchers compared with each other, each written as in a runbook.

use crate::lint::logic::{Formula, Relation};
use crate::source::FileId;
use crate::syntax;
use std::fmt::Write as _;

/// The formulas of the outcomes of one check, whose tests are these.
fn formulas(tests: &[&str]) -> Vec<Formula> {
    let mut text = "runbook: a\ntitle: A\nchecks:\n  c:\n    title: C\n    outcomes:\n".to_owned();
    for (index, test) in tests.iter().enumerate() {
        let _ = writeln!(text, "      o{index}: {{ title: O, when: {test}, next: c }}");
    }
    let (runbook, findings) = syntax::runbook(FileId(0), &text);
    assert!(findings.is_empty(), "{findings:?}");
    let runbook = runbook.expect("the runbook can be read");
    let check = runbook.checks.get("c").expect("it has a check");
    check.outcomes.iter().filter_map(|(_, outcome)| outcome.when.as_ref()).map(Formula::of).collect()
}

fn relation(first: &str, second: &str) -> Option<Relation> {
    let formulas = formulas(&[first, second]);
    formulas[0].relation(&formulas[1])
}

#[test]
fn what_compares_different_things_says_nothing() {
    assert_eq!(relation("{ property: A, equals: 1 }", "{ property: B, equals: 1 }"), None);
}

#[test]
fn ranges_of_dates_meet_follow_or_exclude_each_other() {
    let soon = "{ property: NotAfter, before: now + 60d }";
    let expired = "{ property: NotAfter, before: now }";
    let fine = "{ property: NotAfter, after: now + 60d }";
    let found = relation(expired, soon).expect("they share a property");
    assert!(found.first_in_second && !found.second_in_first && found.meet);
    let apart = relation(soon, fine).expect("they share a property");
    assert!(!apart.meet && !apart.first_in_second);
}

#[test]
fn a_text_that_holds_another_implies_it() {
    let found = relation("{ text: HCW8064 failed }", "{ text: hcw8064 }");
    assert!(found.is_some_and(|found| found.first_in_second && !found.second_in_first));
    let found = relation("{ error: access denied }", "{ error: any }");
    assert!(found.is_some_and(|found| found.first_in_second && !found.second_in_first));
    let found =
        relation("{ all: [{ text: a b }, { property: P, equals: x }] }", "{ property: P, equals: X }");
    assert!(found.is_some_and(|found| found.first_in_second && !found.second_in_first));
}

#[test]
fn a_pattern_may_match_or_not() {
    let found = relation("{ property: P, matches: ^a }", "{ property: P, matches: b }");
    assert!(found.is_some_and(|found| found.meet && !found.first_in_second && !found.second_in_first));
    let found = relation("{ property: P, equals: abc }", "{ property: P, matches: ^A }");
    assert!(found.is_some_and(|found| found.first_in_second), "it is worked out on a text that is written");
}

#[test]
fn what_contradicts_itself_cannot_hold() {
    let never = |test: &str| !formulas(&[test])[0].can_hold();
    assert!(never("{ all: [{ property: A, equals: x }, { property: A, equals: y }] }"));
    assert!(never("{ all: [{ property: A, blank: true }, { property: A, equals: y }] }"));
    assert!(never("{ all: [{ property: A, less: 3 }, { property: A, greater: 5 }] }"));
    assert!(never("{ all: [{ output: none }, { text: a }] }"));
    assert!(never("{ count: { less: 0 } }"));
    assert!(!never("{ all: [{ property: A, less: 5 }, { property: A, greater: 3 }] }"));
    assert!(!never("{ all: [{ property: A, not: x }, { property: A, not: y }] }"));
    assert!(!never("{ none: [{ property: A, equals: x }] }"));
}

#[test]
fn a_gap_between_ranges_is_told_in_words() {
    let gap = |tests: &[&str]| {
        let formulas = formulas(tests);
        let formulas: Vec<&Formula> = formulas.iter().collect();
        Formula::common_value(&formulas).and_then(|_| Formula::gap(&formulas))
    };
    let dates = ["{ property: D, before: now }", "{ property: D, after: now + 60d }"];
    assert_eq!(gap(&dates).as_deref(), Some("in about 30 days"));
    assert_eq!(gap(&["{ property: N, less: 5 }", "{ property: N, greater: 5 }"]).as_deref(), Some("`5`"));
    assert_eq!(gap(&["{ property: D, before: now }", "{ property: D, after: now }"]), None);
}
