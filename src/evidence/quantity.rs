//! Quantities with a unit: sizes and spans of time.
//!
//! Invariant: as for numbers, all readings of a text are returned, in bytes or in ticks of 100 nanoseconds.
//! Deliberately absent: months and years, which have no fixed length.

use crate::evidence::number::{Decimal, decimals};

/// Words for units of time, and their length in ticks. Short words come from what authors write (`15m`), long ones
/// also from translated output.
const SPANS: [(&[&str], i128); 6] = [
    (&["ms", "msec", "millisecond", "milliseconds"], 10_000),
    (&["s", "sec", "secs", "second", "seconds", "sekunde", "sekunden", "seconde", "secondes"], 10_000_000),
    (&["m", "min", "mins", "minute", "minutes", "minuten"], 600_000_000),
    (&["h", "hr", "hrs", "hour", "hours", "stunde", "stunden", "heure", "heures"], 36_000_000_000),
    (&["d", "day", "days", "tag", "tage", "tagen", "jour", "jours"], 864_000_000_000),
    (&["w", "week", "weeks", "woche", "wochen", "semaine", "semaines"], 6_048_000_000_000),
];

/// Bytes of `1.5 GB (1,610,612,736 bytes)` or `10MB`; the bytes in parentheses are exact, so they alone count.
pub(crate) fn sizes(text: &str) -> Vec<Decimal> {
    let text = text.trim();
    if let Some((_, inner)) = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        let Some((number, unit)) = inner.trim().rsplit_once(' ') else { return Vec::new() };
        let is_bytes =
            ["bytes", "byte", "octets", "octet"].iter().any(|name| unit.eq_ignore_ascii_case(name));
        // A count of bytes has no fraction, so whatever separates its groups is certain.
        let whole = decimals(number).into_iter().max();
        return whole.filter(|_| is_bytes).into_iter().collect();
    }
    let Some((number, unit)) = number_and_word(text) else { return Vec::new() };
    let unit = unit.to_ascii_lowercase();
    let power = match unit.as_str() {
        "b" | "byte" | "bytes" | "octets" => 0,
        "kb" | "kib" | "ko" => 1,
        "mb" | "mib" | "mo" => 2,
        "gb" | "gib" | "go" => 3,
        "tb" | "tib" | "to" => 4,
        "pb" | "pib" | "po" => 5,
        _ => return Vec::new(),
    };
    decimals(number).into_iter().filter_map(|number| number.times(1024_i128.pow(power))).collect()
}

/// Ticks of `00:15:00`, `-7.12:00:00`, `-8 days` or `15m`.
pub(crate) fn spans(text: &str) -> Vec<Decimal> {
    let text = text.trim();
    if let Some(ticks) = clock(text) {
        return vec![Decimal::whole(ticks)];
    }
    let Some((number, word)) = number_and_word(text) else { return Vec::new() };
    let word = word.to_ascii_lowercase();
    let Some((_, ticks)) = SPANS.iter().find(|(names, _)| names.contains(&word.as_str())) else {
        return Vec::new();
    };
    decimals(number).into_iter().filter_map(|number| number.times(*ticks)).collect()
}

/// `[-][d.]hh:mm:ss[.fffffff]`, as .NET prints a span.
fn clock(text: &str) -> Option<i128> {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let mut parts = text.split(':');
    let (first, minutes, last) = (parts.next()?, parts.next()?, parts.next()?);
    let (days, hours) = first.split_once('.').unwrap_or(("0", first));
    let (seconds, fraction) = last.split_once('.').unwrap_or((last, "0"));
    let number = |digits: &str, most: usize| -> Option<i128> {
        let shaped = (1..=most).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse().ok().filter(|_| shaped)
    };
    let (hours, minutes, seconds) = (number(hours, 2)?, number(minutes, 2)?, number(seconds, 2)?);
    let ticks = number(&format!("{fraction:0<7}"), 7)?;
    let fits = parts.next().is_none() && hours < 24 && minutes < 60 && seconds < 60;
    let whole = ((number(days, 8)? * 24 + hours) * 60 + minutes) * 60 + seconds;
    fits.then_some(sign * (whole * 10_000_000 + ticks))
}

/// `10 MB` or `10MB` as `10` and `MB`.
fn number_and_word(text: &str) -> Option<(&str, &str)> {
    let at = text.find(|character: char| character.is_alphabetic())?;
    let (number, word) = text.split_at(at);
    let number = number.trim_end();
    (!number.is_empty() && word.chars().all(char::is_alphabetic)).then_some((number, word))
}

#[cfg(test)]
mod tests {
    use crate::evidence::number::Decimal;
    use crate::evidence::quantity::{sizes, spans};

    fn wholes(numbers: &[i128]) -> Vec<Decimal> {
        numbers.iter().map(|number| Decimal::whole(*number)).collect()
    }

    #[test]
    fn sizes_are_read_in_bytes() {
        for (text, wanted) in [
            ("2 GB (2,147,483,648 bytes)", vec![2_147_483_648]),
            ("2 GB (2.147.483.648 Bytes)", vec![2_147_483_648]),
            ("2 Go (2\u{202f}147\u{202f}483\u{202f}648 octets)", vec![2_147_483_648]),
            ("1.5 KB (1,536 bytes)", vec![1536]),
            ("0 B (0 bytes)", vec![0]),
            ("1.5 KB", vec![1536]),
            ("10MB", vec![10_485_760]),
            ("10 mb", vec![10_485_760]),
            ("1,5 KB", vec![1536]),
        ] {
            assert_eq!(sizes(text), wholes(&wanted), "{text}");
        }
        for text in ["", "GB", "10", "10 apples", "Unlimited", "1 GB (many bytes)", "1 (2)", "4 GB free"] {
            assert!(sizes(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn spans_are_read_in_ticks() {
        let second = 10_000_000;
        for (text, wanted) in [
            ("00:15:00", 900 * second),
            ("15m", 900 * second),
            ("15 minutes", 900 * second),
            ("7.00:00:00", 7 * 86_400 * second),
            ("-8 days", -8 * 86_400 * second),
            ("-1.02:03:04.5", -(93_784 * second + 5_000_000)),
            ("8 Tage", 8 * 86_400 * second),
            ("250 ms", 2_500_000),
        ] {
            assert_eq!(spans(text), wholes(&[wanted]), "{text}");
        }
        for text in ["", "15", "25:00:00", "00:61:00", "1:2", "1:2:3:4", "5 moons", "::", "8.x:00:00"] {
            assert!(spans(text).is_empty(), "{text}");
        }
    }
}
