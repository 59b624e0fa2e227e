//! Dates as commands print them in different cultures.
//!
//! Invariant: [`readings`] returns every instant that a text may mean; callers decide only where all of them agree.
//! Deliberately absent: time zones. An offset that is printed widens the instant by what zones can differ; dates
//! without one are taken for the local time of the session.

use jiff::civil::{Date, DateTime, Time};

/// Which of the first two numbers of `3/7/2028` is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayOrder {
    DayFirst,
    MonthFirst,
}

/// The farthest that two time zones are apart, in hours.
const ZONES: i64 = 26;

/// The instants that a text may mean; none if it is no date. `order` settles `3/7/2028` where it is known.
pub(crate) fn readings(text: &str, order: Option<DayOrder>) -> Vec<DateTime> {
    let text = text.trim();
    if text.len() > 60 {
        return Vec::new();
    }
    let mut tokens: Vec<&str> = text.split([' ', ',']).filter(|token| !token.is_empty()).collect();
    if tokens.first().is_some_and(|first| tokens.len() > 1 && is_weekday(first)) {
        tokens.remove(0);
    }
    let Some((dates, rest)) = split_date(&tokens, order) else { return Vec::new() };
    let Some((time, zone)) = time(&rest) else { return Vec::new() };
    let at = dates.into_iter().map(|date| date.to_datetime(time));
    match zone {
        Zone::Absent => at.collect(),
        Zone::Given => at.flat_map(|at| [shift(at, -ZONES * 60), shift(at, ZONES * 60)]).collect(),
    }
}

/// An instant some minutes later, or at the end of time.
pub(crate) fn shift(at: DateTime, minutes: i64) -> DateTime {
    at.saturating_add(jiff::SignedDuration::from_secs(minutes.saturating_mul(60)))
}

/// What one date says about the order of day and month in the text around it.
pub(crate) fn order_of(text: &str) -> Option<DayOrder> {
    let token = text.trim().split(' ').next().unwrap_or_default();
    let (first, second, _) = three_numbers(token, &['/', '-'])?;
    match (first, second) {
        (13..=31, 1..=12) => Some(DayOrder::DayFirst),
        (1..=12, 13..=31) => Some(DayOrder::MonthFirst),
        _ => None,
    }
}

enum Zone {
    Absent,
    Given,
}

/// The dates that the first tokens may mean, and the tokens behind them.
fn split_date<'a>(tokens: &[&'a str], order: Option<DayOrder>) -> Option<(Vec<Date>, Vec<&'a str>)> {
    let (first, rest) = tokens.split_first()?;
    let (day_part, glued) = match first.split_once('T') {
        Some((date, time)) if time.starts_with(|c: char| c.is_ascii_digit()) => (date, Some(time)),
        _ => (*first, None),
    };
    let numeric = numeric_dates(day_part, order);
    if !numeric.is_empty() {
        return Some((numeric, glued.into_iter().chain(rest.iter().copied()).collect()));
    }
    let [a, b, c, rest @ ..] = tokens else { return None };
    let (day, month) = match (month(a), month(b)) {
        (Some(month), None) => (b, month),
        (None, Some(month)) => (a, month),
        _ => return None,
    };
    let date =
        Date::new(c.parse().ok().filter(|_| c.len() == 4)?, month, day.trim_end_matches('.').parse().ok()?);
    Some((vec![date.ok()?], rest.to_vec()))
}

/// `2026-11-23`, `11/23/2026`, `23.11.2026`, `23-11-2026` and `23-Nov-2026`.
fn numeric_dates(token: &str, order: Option<DayOrder>) -> Vec<Date> {
    if let Some((year, month, day)) = three_numbers(token, &['-', '/', '.']).filter(|(year, ..)| *year > 999)
    {
        return date(year, month, day).into_iter().collect();
    }
    if let Some((day, month, year)) = three_numbers(token, &['.']) {
        return date(year, month, day).filter(|_| year > 999).into_iter().collect();
    }
    if let Some((first, second, year)) = three_numbers(token, &['/', '-']).filter(|(.., year)| *year > 999) {
        let mut dates = Vec::new();
        if order != Some(DayOrder::MonthFirst) {
            dates.extend(date(year, second, first));
        }
        if order != Some(DayOrder::DayFirst) {
            dates.extend(date(year, first, second));
        }
        dates.dedup();
        return dates;
    }
    let named = || {
        let mut parts = token.split('-');
        let (day, name, year) = (parts.next()?, parts.next()?, parts.next()?);
        let year: i32 = year.parse().ok().filter(|_| year.len() == 4 && parts.next().is_none())?;
        date(year, i32::from(month(name)?), day.parse().ok()?)
    };
    named().into_iter().collect()
}

fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// Three numbers of up to four digits with one of these separators between them, twice the same.
fn three_numbers(token: &str, separators: &[char]) -> Option<(i32, i32, i32)> {
    let separator = token.chars().find(|character| !character.is_ascii_digit())?;
    let mut numbers = token.split(separator).map(|part| {
        let digits = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| digits)
    });
    let three = (numbers.next()??, numbers.next()??, numbers.next()??);
    (separators.contains(&separator) && numbers.next().is_none()).then_some(three)
}

/// The time of day in the tokens behind a date; midnight where there is none.
fn time(tokens: &[&str]) -> Option<(Time, Zone)> {
    let Some((first, rest)) = tokens.split_first() else { return Some((Time::midnight(), Zone::Absent)) };
    let end = first.bytes().position(|byte| !(byte.is_ascii_digit() || byte == b':' || byte == b'.'));
    let (clock, suffix) = first.split_at(end.unwrap_or(first.len()));
    let mut parts = clock.split(':');
    let hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = parts.next()?.parse().ok()?;
    let second: i8 = match parts.next() {
        Some(seconds) => seconds.split('.').next()?.parse().ok()?,
        None => 0,
    };
    if parts.next().is_some() {
        return None;
    }
    let mut hour = hour;
    let mut zone = Zone::Absent;
    for token in std::iter::once(suffix).chain(rest.iter().copied()).filter(|token| !token.is_empty()) {
        let word = token.replace('.', "").to_ascii_lowercase();
        match word.as_str() {
            "am" if (1..=12).contains(&hour) => hour %= 12,
            "pm" if (1..=12).contains(&hour) => hour = hour % 12 + 12,
            "z" | "utc" | "gmt" => zone = Zone::Given,
            _ if token.starts_with(['+', '-']) && token.len() <= 6 => zone = Zone::Given,
            _ => return None,
        }
    }
    Time::new(hour, minute, second, 0).ok().map(|time| (time, zone))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of an English month, in full or as its first three letters.
fn month(token: &str) -> Option<i8> {
    let token = token.trim_end_matches('.').to_ascii_lowercase();
    let named = |month: &&str| token == **month || (token.len() == 3 && month.starts_with(&token));
    (1..).zip(&MONTHS).find(|(_, month)| named(month)).map(|(number, _)| number)
}

fn is_weekday(token: &str) -> bool {
    let token = token.to_ascii_lowercase();
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    token.len() >= 3 && days.iter().any(|day| day.starts_with(&token))
}

#[cfg(test)]
mod tests {
    use crate::evidence::date::{DayOrder, order_of, readings};

    fn read(text: &str) -> Vec<String> {
        readings(text, None).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn dates_of_many_cultures_are_read() {
        for (text, wanted) in [
            ("2026-11-23", "2026-11-23T00:00:00"),
            ("2026-11-23T16:05:06", "2026-11-23T16:05:06"),
            ("2026-11-23 16:05", "2026-11-23T16:05:00"),
            ("2026/11/23 16:05:06.123", "2026-11-23T16:05:06"),
            ("11/23/2026 4:05:06 PM", "2026-11-23T16:05:06"),
            ("23/11/2026 16:05:06", "2026-11-23T16:05:06"),
            ("23/11/2026 4:05:06 p.m.", "2026-11-23T16:05:06"),
            ("23.11.2026 16:05", "2026-11-23T16:05:00"),
            ("05.01.2023 14:35:00", "2023-01-05T14:35:00"),
            ("11/23/2026 12:00:00 AM", "2026-11-23T00:00:00"),
            ("11/23/2026 12:30 PM", "2026-11-23T12:30:00"),
            ("5/5/2026", "2026-05-05T00:00:00"),
            ("23-Nov-2026 16:05", "2026-11-23T16:05:00"),
            ("Monday, November 23, 2026 4:05:06 PM", "2026-11-23T16:05:06"),
            ("23 November 2026 16:05:06", "2026-11-23T16:05:06"),
        ] {
            assert_eq!(read(text), [wanted], "{text}");
        }
    }

    #[test]
    fn day_and_month_that_cannot_be_told_apart_give_both() {
        assert_eq!(read("12/02/2018 1:53:00 PM"), ["2018-02-12T13:53:00", "2018-12-02T13:53:00"]);
        let day_first = readings("12/02/2018", Some(DayOrder::DayFirst));
        assert_eq!(day_first.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2018-02-12T00:00:00"]);
        assert_eq!(order_of("3/16/2020 4:27:59 PM"), Some(DayOrder::MonthFirst));
        assert_eq!(order_of("16/3/2020"), Some(DayOrder::DayFirst));
        assert_eq!(order_of("3/7/2028"), None);
    }

    #[test]
    fn a_printed_zone_makes_the_instant_wide() {
        assert_eq!(read("2026-11-23T16:05:06Z"), ["2026-11-22T14:05:06", "2026-11-24T18:05:06"]);
    }

    #[test]
    fn other_text_is_no_date() {
        for text in [
            "",
            "never",
            "15.2.2562.41",
            "2026-13-01",
            "31.02.2026",
            "11/23/26",
            "1.2.3",
            "25:00",
            "3/7/2028 soon",
            "2026-11-23 99:99",
            "11/23/2026 13:00 PM",
            "0.20 (15.0.0.0)",
        ] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }
}
