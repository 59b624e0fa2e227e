//! What two printed values mean to each other: the same, less, or greater.
//!
//! Invariant: [`same`] is symmetric. Where a value may be read in several ways that give different answers, the answer
//! is unknown; [`order`] answers only where both values are of one kind.
//! Deliberately absent: the kinds themselves (`number`, `quantity`, `identity`, `date`), and doubts about a value
//! (`compare`).

use crate::evidence::Truth;
use crate::evidence::date::{Moment, moments};
use crate::evidence::identity::identity;
use crate::evidence::number::{compare_versions, decimals, version};
use crate::evidence::quantity::{sizes, spans};
use std::cmp::Ordering;

/// Words that print a true and a false value in translated output. Each is certain: no other language of the list uses
/// it for something else.
const TRUE: [&str; 12] = [
    "true",
    "$true",
    "wahr",
    "vrai",
    "verdadero",
    "verdadeiro",
    "waar",
    "prawda",
    "истина",
    "真",
    "참",
    "doğru",
];
const FALSE: [&str; 13] = [
    "false", "$false", "falsch", "faux", "falso", "onwaar", "fałsz", "ложь", "偽", "假", "거짓", "yanlış",
    "falskt",
];

/// Texts that print nothing.
const BLANK: [&str; 6] = ["", "$null", "{}", "<not set>", "<null>", "(null)"];

/// Whether two values mean the same: booleans, numbers, versions, sizes, spans, dates, GUIDs, thumbprints, addresses
/// and distinguished names by meaning, other text without regard to case and the amount of white space.
pub(crate) fn same(a: &str, b: &str) -> Truth {
    let (a, b) = (a.trim(), b.trim());
    if fold(a) == fold(b) {
        return Truth::True;
    }
    if is_blank(a) || is_blank(b) {
        return (is_blank(a) && is_blank(b)).into();
    }
    if let (Some(a), Some(b)) = (boolean(a), boolean(b)) {
        return (a == b).into();
    }
    if let (Some(a), Some(b)) = (identity(a), identity(b)) {
        return (a == b).into();
    }
    // Sizes are printed rounded in front of their bytes.
    if !sizes(a).is_empty() && !sizes(b).is_empty() && (is_shown_as(a, b) || is_shown_as(b, a)) {
        return Truth::True;
    }
    let orders = orders(a, b);
    if orders.is_empty() {
        return same_moment(a, b);
    }
    agreed(orders.iter().map(|order| order.is_eq())).map_or(Truth::Unknown, Truth::from)
}

/// Which of two values is less: numbers, versions, sizes, or spans of time; `Unlimited` is more than any number or
/// size. None where they are of no such kind, of different kinds, or may be read in ways that disagree.
pub(crate) fn order(a: &str, b: &str) -> Option<Ordering> {
    agreed(orders(a.trim(), b.trim()).into_iter())
}

/// The orders of all pairs of readings that are of one kind.
fn orders(a: &str, b: &str) -> Vec<Ordering> {
    let unlimited = |text: &str| text.eq_ignore_ascii_case("unlimited");
    let counts = |text: &str| !decimals(text).is_empty() || !sizes(text).is_empty();
    match (unlimited(a), unlimited(b)) {
        (true, true) => return vec![Ordering::Equal],
        (true, false) if counts(b) => return vec![Ordering::Greater],
        (false, true) if counts(a) => return vec![Ordering::Less],
        _ => {}
    }
    let mut orders: Vec<Ordering> = Vec::new();
    for kind in [decimals, sizes, spans] {
        let others = kind(b);
        orders.extend(kind(a).iter().flat_map(|a| others.iter().map(move |b| a.cmp(b))));
    }
    if let (Some(a), Some(b)) = (version(a), version(b)) {
        if a.len().max(b.len()) > 2 {
            return vec![compare_versions(&a, &b)];
        }
        if a.len().max(b.len()) == 2 {
            orders.push(compare_versions(&a, &b));
        }
    }
    orders
}

/// Whether two dates are the same instant; unknown where they may be, or where one of them says no time.
fn same_moment(a: &str, b: &str) -> Truth {
    let (first, second) = (moments(a, None), moments(b, None));
    if first.is_empty() || second.is_empty() {
        return Truth::False;
    }
    let pairs = || first.iter().flat_map(|a| second.iter().map(move |b| (a, b)));
    let orders: Option<Vec<Ordering>> = pairs().map(|(a, b)| a.compare(b)).collect();
    let equal = orders.and_then(|orders| agreed(orders.iter().map(|order| order.is_eq())));
    match equal {
        Some(false) if pairs().any(|(a, b)| Moment::share_a_day(a, b)) => Truth::Unknown,
        equal => equal.map_or(Truth::Unknown, Truth::from),
    }
}

/// What all answers agree on; none if there are none.
fn agreed<T: PartialEq>(mut answers: impl Iterator<Item = T>) -> Option<T> {
    let first = answers.next()?;
    answers.all(|answer| answer == first).then_some(first)
}

/// Whether a size is printed as `shown` in front of its bytes.
fn is_shown_as(size: &str, shown: &str) -> bool {
    size.split_once(" (").is_some_and(|(front, _)| squeeze(front) == squeeze(shown))
}

/// Whether a value stands for no value.
pub(crate) fn is_blank(text: &str) -> bool {
    BLANK.iter().any(|blank| text.trim().eq_ignore_ascii_case(blank))
}

/// True or false, in the languages in which that is certain.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    if text.len() > 30 {
        return None;
    }
    let word = text.to_lowercase();
    let among = |words: &[&str]| words.contains(&word.as_str());
    among(&TRUE).then_some(true).or(among(&FALSE).then_some(false))
}

/// Lower case, with every run of white space as one space.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}

/// Lower case, without white space: equal for texts that differ only in how they were wrapped.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use crate::evidence::Truth::{False, True, Unknown};
    use crate::evidence::meaning::{order, same};
    use std::cmp::Ordering::{Equal, Greater, Less};

    #[test]
    fn values_are_equal_by_meaning() {
        for (a, b) in [
            ("True", "true"),
            ("$true", "True"),
            ("Wahr", "true"),
            ("FAUX", "false"),
            ("真", "True"),
            ("2048", "02048"),
            ("1.5", "1,5"),
            ("1,234,567", "1234567"),
            ("15.02.2562.041", "15.2.2562.41"),
            ("Version 15.2 (Build 2562.41)", "15.2.2562.41"),
            ("1.465 GB (1,573,040,128 bytes)", "1.465 GB"),
            ("2 GB (2,147,483,648 bytes)", "2048MB"),
            ("00:15:00", "15m"),
            ("{8D9371F0-ACE9-46F8-8861-4DF35C561011}", "8d9371f0-ace9-46f8-8861-4df35c561011"),
            (
                "39 e8 15 56 0d 0e cd f1 ae 36 66 f7 d4 8b e4 99 74 64 bb ee",
                "39E815560D0ECDF1AE3666F7D48BE4997464BBEE",
            ),
            ("SMTP:Olaf@Contoso.com", "olaf@contoso.com"),
            (" Default  Frontend EX01 ", "default frontend ex01"),
            ("11/23/2026 4:05:06 PM", "2026-11-23 16:05:06"),
            ("", "  "),
            ("$null", ""),
            ("{}", "<not set>"),
        ] {
            assert_eq!((same(a, b), same(b, a)), (True, True), "{a:?} and {b:?}");
        }
        for (a, b) in [
            ("True", "False"),
            ("Wahr", "false"),
            ("True", "1"),
            ("2048", "2049"),
            ("15.2.2562.41", "15.2.2562.42"),
            ("contoso.com", "mail.contoso.com"),
            ("2 GB (2,147,483,648 bytes)", "3 GB"),
            ("8d9371f0-ace9-46f8-8861-4df35c561011", "8d9371f0-ace9-46f8-8861-4df35c561012"),
            ("11/23/2026", "11/24/2026"),
            ("Unlimited", "5"),
            ("", "False"),
            ("", "0"),
        ] {
            assert_eq!((same(a, b), same(b, a)), (False, False), "{a:?} and {b:?}");
        }
    }

    #[test]
    fn values_that_may_be_read_in_two_ways_are_unknown() {
        for (a, b) in [
            // A thousand and more, or one and a little.
            ("1,234", "1234"),
            // The same decimal, different versions; and the other way round.
            ("1.5", "1.50"),
            ("15.02", "15.2"),
            // Which is the day, and at what time.
            ("03/07/2028", "2028-03-07"),
            ("11/23/2026 4:05:06 PM", "2026-11-23"),
        ] {
            assert_eq!((same(a, b), same(b, a)), (Unknown, Unknown), "{a:?} and {b:?}");
        }
    }

    #[test]
    fn numbers_versions_sizes_and_spans_are_ordered() {
        for (a, b, wanted) in [
            ("9", "10", Some(Less)),
            ("-8", "0", Some(Less)),
            ("1.5", "2", Some(Less)),
            ("85 %", "90", Some(Less)),
            ("1,234", "5", None),
            ("1,234", "2000", Some(Less)),
            ("15.1.2507.61", "15.2.221.12", Some(Less)),
            ("15.2.2562.41", "15.02.1118", Some(Greater)),
            ("15.2.2562.41", "15.02.2562.041", Some(Equal)),
            ("1.5 GB (1,610,612,736 bytes)", "2 GB", Some(Less)),
            ("10MB", "10240 KB", Some(Equal)),
            ("-8 days", "00:15:00", Some(Less)),
            ("7.00:00:00", "6d", Some(Greater)),
            // As decimals 1.10 is less than 1.9, as versions it is greater.
            ("1.10", "1.9", None),
            ("Unlimited", "5", Some(Greater)),
            ("50 GB", "Unlimited", Some(Less)),
            ("Unlimited", "unlimited", Some(Equal)),
            ("Unlimited", "soon", None),
            ("10MB", "5", None),
            ("15m", "5", None),
            ("", "5", None),
        ] {
            assert_eq!(order(a, b), wanted, "{a:?} and {b:?}");
        }
    }
}
