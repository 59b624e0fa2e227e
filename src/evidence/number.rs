//! Numbers and versions as they are printed in different cultures.
//!
//! Invariant: [`decimals`] returns every number that a text may mean, exactly; callers decide only where all agree.
//! Deliberately absent: units (`quantity`), exponents, and numbers of more than 24 digits, which are names.

use std::cmp::Ordering;

/// The most digits of a number; with no more than [`MOST_FRACTION`] of them behind the point, comparing cannot overflow.
const MOST_DIGITS: usize = 24;
const MOST_FRACTION: usize = 12;

/// An exact decimal number: `units / 10^scale`, in lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    units: i128,
    scale: u32,
}

impl Decimal {
    pub(crate) fn whole(units: i128) -> Self {
        Self { units, scale: 0 }
    }

    fn new(mut units: i128, mut scale: u32) -> Self {
        while scale > 0 && units % 10 == 0 {
            units /= 10;
            scale -= 1;
        }
        Self { units, scale }
    }

    /// This many times the number; none if that is too large.
    pub(crate) fn times(self, factor: i128) -> Option<Self> {
        let units = self.units.checked_mul(factor).filter(|units| units.unsigned_abs() < 10_u128.pow(25))?;
        Some(Self::new(units, self.scale))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        let widened = |number: &Self| number.units.saturating_mul(10_i128.pow(scale - number.scale));
        widened(self).cmp(&widened(other))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Every number that a text may mean: `1,234` may be 1234 or 1.234, but `1,234,567` and `1,5` are certain. A percent
/// sign behind it is overlooked.
pub(crate) fn decimals(text: &str) -> Vec<Decimal> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let fits = !digits.is_empty()
        && digits.len() <= 2 * MOST_DIGITS
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit());
    if !fits {
        return Vec::new();
    }
    let mut readings: Vec<Decimal> = [None, Some('.'), Some(',')]
        .into_iter()
        .filter_map(|point| reading(digits, point))
        .map(|number| if negative { Decimal { units: -number.units, ..number } } else { number })
        .collect();
    readings.dedup();
    readings
}

/// The number if this is its decimal point, which must then occur once; none if its groups are not of three digits.
fn reading(digits: &str, point: Option<char>) -> Option<Decimal> {
    let (whole, fraction) = match point {
        Some(point) => digits.split_once(point)?,
        None => (digits, ""),
    };
    let separator = whole.chars().find(|character| !character.is_ascii_digit());
    let mut plain = String::with_capacity(digits.len());
    match separator {
        None => plain.push_str(whole),
        Some(separator) => {
            let known = matches!(separator, '.' | ',' | '\'' | '\u{2019}' | ' ' | '\u{a0}' | '\u{202f}');
            let mut groups = whole.split(separator);
            let first = groups.next()?;
            let shaped = known && Some(separator) != point && !first.starts_with('0') && first.len() <= 3;
            plain.push_str(first);
            for group in groups {
                if group.len() != 3 {
                    return None;
                }
                plain.push_str(group);
            }
            if !shaped {
                return None;
            }
        }
    }
    plain.push_str(fraction);
    let digits_only = plain.bytes().all(|byte| byte.is_ascii_digit());
    let fits = digits_only && plain.len() <= MOST_DIGITS && fraction.len() <= MOST_FRACTION;
    let scale = u32::try_from(fraction.len()).ok()?;
    plain.parse().ok().filter(|_| fits).map(|units| Decimal::new(units, scale))
}

/// The groups of `15.2.2562.41`, `v15.2` or `Version 15.2 (Build 2562.41)`.
pub(crate) fn version(text: &str) -> Option<Vec<u64>> {
    if text.len() > 60 {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let named = lower.strip_prefix("version ").or_else(|| lower.strip_prefix('v')).unwrap_or(&lower).trim();
    let built = named.strip_suffix(')').and_then(|rest| rest.split_once("(build "));
    let dotted = match built {
        Some((major, minor)) => format!("{}.{}", major.trim(), minor.trim()),
        None => named.to_owned(),
    };
    let is_digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    dotted.split('.').map(|group| group.parse().ok().filter(|_| is_digits(group))).collect()
}

/// Group by group; groups that one of them lacks count as 0.
pub(crate) fn compare_versions(a: &[u64], b: &[u64]) -> Ordering {
    let group = |groups: &[u64], at: usize| groups.get(at).copied().unwrap_or_default();
    let mut orders = (0..a.len().max(b.len())).map(|at| group(a, at).cmp(&group(b, at)));
    orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use crate::evidence::number::{Decimal, compare_versions, decimals, version};
    use std::cmp::Ordering::{Equal, Less};

    fn thousandths(number: i128) -> Decimal {
        Decimal::new(number, 3)
    }

    #[test]
    fn separators_are_read_only_where_they_are_certain() {
        for (text, wanted) in [
            ("2048", vec![2_048_000]),
            ("-8", vec![-8000]),
            ("+5", vec![5000]),
            ("007", vec![7000]),
            ("1.5", vec![1500]),
            ("1,5", vec![1500]),
            ("85 %", vec![85_000]),
            ("1,234,567", vec![1_234_567_000]),
            ("1.234.567", vec![1_234_567_000]),
            ("1,234.5", vec![1_234_500]),
            ("1.234,5", vec![1_234_500]),
            ("1'234'567", vec![1_234_567_000]),
            ("1\u{202f}234", vec![1_234_000]),
            ("0.123", vec![123]),
            ("1,234", vec![1_234_000, 1234]),
            ("1.234", vec![1_234_000, 1234]),
        ] {
            let wanted: Vec<Decimal> = wanted.into_iter().map(thousandths).collect();
            assert_eq!(decimals(text), wanted, "{text}");
        }
    }

    #[test]
    fn other_text_is_no_number() {
        for text in
            ["", "-", "1.", ".5", "1,23,456", "12,34", "1.2.3", "1e3", "0x1F", "1,234,56", "five", "1 2"]
        {
            let wanted = if text == "12,34" { vec![thousandths(12_340)] } else { Vec::new() };
            assert_eq!(decimals(text), wanted, "{text}");
        }
        assert!(decimals(&"9".repeat(25)).is_empty());
        assert_eq!(thousandths(i128::MAX).times(i128::MAX), None);
    }

    #[test]
    fn versions_are_compared_group_by_group() {
        let groups = |text| version(text).expect("a version");
        assert_eq!(groups("Version 15.2 (Build 2562.41)"), [15, 2, 2562, 41]);
        assert_eq!(groups("15.02.2562.041"), [15, 2, 2562, 41]);
        assert_eq!(compare_versions(&groups("15.1.2507.61"), &groups("15.2.221.12")), Less);
        assert_eq!(compare_versions(&groups("15.2"), &groups("15.2.0.0")), Equal);
        for text in ["", "15..2", "0.20 (15.0.0.0)", "15.2-rc1", "Version", "15.2 (Build )"] {
            assert_eq!(version(text), None, "{text}");
        }
    }
}
