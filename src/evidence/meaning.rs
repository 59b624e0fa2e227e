//! What two printed values mean to each other: the same, less, or greater.
//!
//! Invariant: [`same`] is symmetric; [`order`] answers only where both values are of one kind.
//! Deliberately absent: dates (`date`), and doubts about a value (`compare`).

use std::cmp::Ordering;

/// Whether two values mean the same: booleans, numbers, versions, GUIDs and thumbprints by meaning, other text without
/// regard to case and the amount of white space.
pub(crate) fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim(), b.trim());
    if let (Some(a), Some(b)) = (boolean(a), boolean(b)) {
        return a == b;
    }
    if let (Some(a), Some(b)) = (integer(a), integer(b)) {
        return a == b;
    }
    if let (Some(a), Some(b)) = (hexadecimal(a), hexadecimal(b)) {
        return a == b;
    }
    if let (Some(a_groups), Some(b_groups)) = (version(a), version(b)) {
        let decimals = decimal(a).zip(decimal(b)).and_then(|(a, b)| a.partial_cmp(&b));
        return compare_versions(&a_groups, &b_groups).is_eq() || decimals == Some(Ordering::Equal);
    }
    fold(a) == fold(b)
}

/// Which of two values is less: integers, decimals, versions, or sizes. None where they are of no such kind, of
/// different kinds, or may be read in two ways that disagree.
pub(crate) fn order(a: &str, b: &str) -> Option<Ordering> {
    let (a, b) = (a.trim(), b.trim());
    if let (Some(a), Some(b)) = (integer(a), integer(b)) {
        return Some(a.cmp(&b));
    }
    if let (Some(a), Some(b)) = (size(a), size(b)) {
        return a.partial_cmp(&b);
    }
    let decimals = decimal(a).zip(decimal(b)).map(|(a, b)| a.partial_cmp(&b));
    let versions = version(a).zip(version(b)).map(|(a, b)| compare_versions(&a, &b));
    match (decimals, versions) {
        (Some(decimals), Some(versions)) => decimals.filter(|decimals| *decimals == versions),
        (Some(decimals), None) => decimals,
        (None, versions) => versions,
    }
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

fn boolean(text: &str) -> Option<bool> {
    let word = text.strip_prefix('$').unwrap_or(text);
    match word {
        _ if word.eq_ignore_ascii_case("true") => Some(true),
        _ if word.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

fn integer(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    is_digits(digits).then(|| text.parse().ok()).flatten()
}

/// A decimal with a point; an integer counts too.
fn decimal(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    (is_digits(whole) && is_digits(fraction)).then(|| text.parse().ok()).flatten()
}

/// The groups of `15.2.2562.41` or of `Version 15.2 (Build 2562.41)`.
fn version(text: &str) -> Option<Vec<u64>> {
    let long = text.strip_prefix("Version ").and_then(|rest| rest.strip_suffix(')'));
    let long = long.map(|rest| rest.replace(" (Build ", "."));
    let dotted = long.as_deref().unwrap_or(text);
    if dotted.len() > 60 {
        return None;
    }
    dotted.split('.').map(|group| group.parse().ok().filter(|_| is_digits(group))).collect()
}

/// Group by group; groups that one of them lacks count as 0.
fn compare_versions(a: &[u64], b: &[u64]) -> Ordering {
    let group = |groups: &[u64], at: usize| groups.get(at).copied().unwrap_or_default();
    let mut orders = (0..a.len().max(b.len())).map(|at| group(a, at).cmp(&group(b, at)));
    orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// A GUID without its braces, or a thumbprint without its spaces, in lower case.
fn hexadecimal(text: &str) -> Option<String> {
    let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
    if inner.len() > 200 {
        return None;
    }
    let guid = inner.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    let digits: String =
        inner.chars().filter(|c| if guid { *c != '-' } else { !c.is_whitespace() }).collect();
    let length = if guid { 32 } else { 40 };
    let all_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    (all_hex && digits.len() == length).then(|| digits.to_ascii_lowercase())
}

/// Bytes of `1.5 GB (1,610,612,736 bytes)` or `10MB`.
fn size(text: &str) -> Option<f64> {
    if let Some((_, bytes)) = text.strip_suffix(" bytes)").and_then(|rest| rest.rsplit_once('(')) {
        let digits: String = bytes.chars().filter(|c| !matches!(c, ',' | '.' | ' ' | '\'')).collect();
        return decimal(&digits).filter(|_| is_digits(&digits));
    }
    let at = text.bytes().position(|byte| byte.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at(at);
    let power = ["b", "kb", "mb", "gb", "tb"].iter().position(|name| unit.eq_ignore_ascii_case(name))?;
    let factor = (0..power).fold(1.0, |factor, _| factor * 1024.0);
    decimal(number.trim()).map(|number| number * factor)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::evidence::meaning::{order, same};
    use std::cmp::Ordering::{Equal, Greater, Less};

    #[test]
    fn values_are_equal_by_meaning() {
        for (a, b) in [
            ("True", "true"),
            ("$true", "True"),
            ("2048", "02048"),
            ("15.02.2562.041", "15.2.2562.41"),
            ("Version 15.2 (Build 2562.41)", "15.2.2562.41"),
            ("1.5", "1.50"),
            ("{8D9371F0-ACE9-46F8-8861-4DF35C561011}", "8d9371f0-ace9-46f8-8861-4df35c561011"),
            (
                "39 e8 15 56 0d 0e cd f1 ae 36 66 f7 d4 8b e4 99 74 64 bb ee",
                "39E815560D0ECDF1AE3666F7D48BE4997464BBEE",
            ),
            ("Olaf@Contoso.com", "olaf@contoso.com"),
            (" Default  Frontend EX01 ", "default frontend ex01"),
            ("", "  "),
        ] {
            assert!(same(a, b) && same(b, a), "{a:?} and {b:?}");
        }
        for (a, b) in [
            ("True", "False"),
            ("True", "1"),
            ("2048", "2049"),
            ("15.2.2562.41", "15.2.2562.42"),
            ("contoso.com", "mail.contoso.com"),
            ("8d9371f0-ace9-46f8-8861-4df35c561011", "8d9371f0-ace9-46f8-8861-4df35c561012"),
            ("", "False"),
        ] {
            assert!(!same(a, b) && !same(b, a), "{a:?} and {b:?}");
        }
    }

    #[test]
    fn numbers_versions_and_sizes_are_ordered() {
        for (a, b, wanted) in [
            ("9", "10", Some(Less)),
            ("-8", "0", Some(Less)),
            ("1.5", "2", Some(Less)),
            ("15.1.2507.61", "15.2.221.12", Some(Less)),
            ("15.2.2562.41", "15.02.1118", Some(Greater)),
            ("15.2.2562.41", "15.02.2562.041", Some(Equal)),
            ("1.5 GB (1,610,612,736 bytes)", "2 GB", Some(Less)),
            ("10MB", "10240 KB", Some(Equal)),
            // As decimals 1.10 is less than 1.9, as versions it is greater.
            ("1.10", "1.9", None),
            ("Unlimited", "5", None),
            ("10MB", "5", None),
            ("", "5", None),
        ] {
            assert_eq!(order(a, b), wanted, "{a:?} and {b:?}");
        }
    }
}
