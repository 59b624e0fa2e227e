//! Dates as commands print them in different cultures.
//!
//! Invariant: [`moments`] returns every instant that a text may mean; callers decide only where all of them agree. A
//! date with a time zone is compared with one without only where no zone on earth changes the answer.
//! Deliberately absent: the zone of the session. A date without one is taken for its local time.

use crate::evidence::month;
use jiff::civil::{Date, DateTime, Time};
use std::cmp::Ordering;

/// Which of the first two numbers of `3/7/2028` is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayOrder {
    DayFirst,
    MonthFirst,
}

/// How far a local time is ahead of UTC at most, and behind it.
const AHEAD: i64 = 14 * 60;
const BEHIND: i64 = 12 * 60;

/// Zones that are known by name only; what they are ahead of UTC differs with the season and the country.
const NAMED_ZONES: [&str; 17] = [
    "CET", "CEST", "MEZ", "MESZ", "BST", "WET", "WEST", "EET", "EEST", "EST", "EDT", "CST", "CDT", "PST",
    "PDT", "JST", "IST",
];

/// The zone of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    /// None was printed.
    Local,
    /// The time was turned into UTC.
    Utc,
    /// Some zone, by name.
    Somewhere,
}

/// An instant that a text may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    at: DateTime,
    zone: Zone,
    /// Whether a time of day was printed.
    timed: bool,
}

impl Moment {
    /// An instant of the session's clock, or one that an author wrote.
    pub(crate) fn local(at: DateTime) -> Self {
        Self { at, zone: Zone::Local, timed: true }
    }

    /// Which of two instants is earlier; none where their zones leave it open.
    pub(crate) fn compare(&self, other: &Self) -> Option<Ordering> {
        // The earliest and the latest instant that it may be, on the scale that both share.
        let (behind, ahead) = match (self.zone, other.zone) {
            (a, b) if a == b && a != Zone::Somewhere => (0, 0),
            (Zone::Utc, Zone::Local) => (BEHIND, AHEAD),
            (Zone::Local, Zone::Utc) => (AHEAD, BEHIND),
            _ => (AHEAD + BEHIND, AHEAD + BEHIND),
        };
        let earliest = shift(self.at, -behind).cmp(&other.at);
        let latest = shift(self.at, ahead).cmp(&other.at);
        (earliest == latest).then_some(earliest)
    }

    /// Whether they are on one day and one of them says no time.
    pub(crate) fn share_a_day(a: &Self, b: &Self) -> bool {
        a.timed != b.timed && a.at.date() == b.at.date()
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.at.date())?;
        if self.timed {
            write!(f, " {}", self.at.time())?;
        }
        match self.zone {
            Zone::Local => Ok(()),
            Zone::Utc => f.write_str(" UTC"),
            Zone::Somewhere => f.write_str(" in its zone"),
        }
    }
}

/// The instants that a text may mean; none if it is no date. `order` settles `3/7/2028` where it is known.
pub(crate) fn moments(text: &str, order: Option<DayOrder>) -> Vec<Moment> {
    let text = text.trim();
    if text.len() > 80 {
        return Vec::new();
    }
    if let Some(at) = since_1970(text) {
        return vec![Moment { at, zone: Zone::Utc, timed: true }];
    }
    let is_gap = |character: char| character.is_whitespace() || character == ',';
    let mut tokens: Vec<&str> = text.split(is_gap).filter(|token| !token.is_empty()).collect();
    if tokens.first().is_some_and(|first| tokens.len() > 1 && month::is_weekday(first)) {
        tokens.remove(0);
    }
    let spaced = spaced(&mut tokens);
    if let Some(date) = &spaced {
        tokens.insert(0, date);
    }
    let Some((dates, rest)) = split_date(&tokens, order) else { return Vec::new() };
    let Some((time, offset)) = time(&halved(rest)) else { return Vec::new() };
    let timed = time.is_some();
    let time = time.unwrap_or_else(Time::midnight);
    let moment = |date: Date| {
        let at = date.to_datetime(time);
        match offset {
            Offset::Absent => Moment { at, zone: Zone::Local, timed },
            Offset::Minutes(minutes) => Moment { at: shift(at, -minutes), zone: Zone::Utc, timed },
            Offset::Named => Moment { at, zone: Zone::Somewhere, timed },
        }
    };
    dates.into_iter().map(moment).collect()
}

/// Takes the three numbers of `23. 11. 2026` or `2026. 11. 23.` off the tokens, put together.
fn spaced(tokens: &mut Vec<&str>) -> Option<String> {
    let [a, b, c, ..] = tokens.as_slice() else { return None };
    let number = |token: &str| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
    let (first, second, third) =
        (a.strip_suffix('.')?, b.strip_suffix('.')?, c.strip_suffix('.').unwrap_or(c));
    let date =
        [first, second, third].iter().all(|token| number(token)).then(|| [first, second, third].join("."))?;
    tokens.drain(..3);
    Some(date)
}

/// The tokens behind a date, with the half of the day as `am` or `pm` behind the time: `8:05 p. m.`, `下午 8:05`.
fn halved(mut tokens: Vec<&str>) -> Vec<&str> {
    const BEFORE: [(&str, &str); 6] =
        [("上午", "am"), ("下午", "pm"), ("午前", "am"), ("午後", "pm"), ("오전", "am"), ("오후", "pm")];
    let half = tokens.first().and_then(|first| BEFORE.iter().find(|(word, _)| word == first));
    if let Some((_, half)) = half.filter(|_| tokens.len() > 1) {
        tokens.remove(0);
        tokens.insert(1, half);
    }
    let spaced = tokens.windows(2).position(|pair| matches!(pair, ["a." | "p.", "m."]));
    if let Some(at) = spaced {
        tokens.remove(at + 1);
    }
    for token in &mut tokens {
        match *token {
            "a." => *token = "am",
            "p." => *token = "pm",
            _ => {}
        }
    }
    tokens
}

/// `/Date(1836076421000)/`, as Windows PowerShell writes dates into JSON.
fn since_1970(text: &str) -> Option<DateTime> {
    let milliseconds: i64 = text.strip_prefix("/Date(")?.strip_suffix(")/")?.parse().ok()?;
    let epoch = Date::constant(1970, 1, 1).to_datetime(Time::midnight());
    epoch.checked_add(jiff::SignedDuration::from_millis(milliseconds)).ok()
}

/// An instant some minutes later, or at the end of time.
pub(crate) fn shift(at: DateTime, minutes: i64) -> DateTime {
    at.saturating_add(jiff::SignedDuration::from_secs(minutes.saturating_mul(60)))
}

/// What one date says about the dates around it that are written in the same way: the shape they share, and the order
/// of day and month if this one shows it.
pub(crate) fn order_of(text: &str) -> Option<(Shape, Option<DayOrder>)> {
    let dates = moments(text, None);
    let token = text.split_whitespace().next()?;
    let (first, second, year) = three_numbers(token, &['/', '-'])?;
    if dates.is_empty() || year.digits != 4 {
        return None;
    }
    let shape = Shape { separator: token.chars().find(|c| !c.is_ascii_digit())?, halves: has_half(text) };
    let order = match (first.value, second.value) {
        (13..=31, 1..=12) => Some(DayOrder::DayFirst),
        (1..=12, 13..=31) => Some(DayOrder::MonthFirst),
        _ => None,
    };
    Some((shape, order))
}

/// How a culture writes dates, as far as it can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Shape {
    separator: char,
    /// Whether the day has two halves (AM, PM).
    halves: bool,
}

fn has_half(text: &str) -> bool {
    let last = text.trim_end().trim_end_matches('.').to_ascii_lowercase();
    ["am", "pm", "a.m", "p.m", "a. m", "p. m", "a.\u{a0}m", "p.\u{a0}m"]
        .iter()
        .any(|half| last.ends_with(half))
}

/// The dates that the first tokens may mean, and the tokens behind them.
fn split_date<'a>(tokens: &[&'a str], order: Option<DayOrder>) -> Option<(Vec<Date>, Vec<&'a str>)> {
    let (first, rest) = tokens.split_first()?;
    let (day_part, glued) = match first.split_once(['T', 't']) {
        Some((date, time)) if time.starts_with(|c: char| c.is_ascii_digit()) => (date, Some(time)),
        _ => (*first, None),
    };
    let numeric = numeric_dates(day_part, order);
    if !numeric.is_empty() {
        return Some((numeric, glued.into_iter().chain(rest.iter().copied()).collect()));
    }
    // `1. Januar 2026`, `January 1 2026`, `1 de enero de 2026`.
    let words: Vec<&str> = tokens.iter().copied().filter(|token| !matches!(*token, "de" | "of")).collect();
    let [a, b, year, rest @ ..] = words.as_slice() else { return None };
    let (day, month) = match (month::number(a), month::number(b)) {
        (Some(month), None) => (*b, month),
        (None, Some(month)) => (*a, month),
        _ => return None,
    };
    let day = day.trim_end_matches('.');
    let day = ["st", "nd", "rd", "th", "er"].iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day);
    let year = year.parse().ok().filter(|_| year.len() == 4)?;
    Some((vec![Date::new(year, month, day.parse().ok()?).ok()?], rest.to_vec()))
}

/// `2026-11-23`, `11/23/2026`, `23.11.2026`, `23-11-26`, `20261123` and `23-Nov-2026`.
fn numeric_dates(token: &str, order: Option<DayOrder>) -> Vec<Date> {
    let Some((first, second, third)) = three_numbers(token, &['-', '/', '.']) else {
        return named_month(token).into_iter().collect();
    };
    let dotted = token.contains('.');
    if first.digits == 4 {
        return date(first, second, third).into_iter().collect();
    }
    if first.digits > 2 || second.digits > 2 || !matches!(third.digits, 2 | 4) {
        return Vec::new();
    }
    let mut dates = Vec::new();
    if dotted || order != Some(DayOrder::MonthFirst) {
        dates.extend(date(third, second, first));
    }
    if !dotted && order != Some(DayOrder::DayFirst) {
        dates.extend(date(third, first, second));
    }
    // Two digits in front may be the year as well.
    if !dotted && third.digits == 2 && first.digits == 2 && order.is_none() {
        dates.extend(date(first, second, third));
    }
    dates.sort_unstable();
    dates.dedup();
    dates
}

/// `23-Nov-2026` and `23/Nov/2026`.
fn named_month(token: &str) -> Option<Date> {
    let mut parts = token.split(['-', '/']);
    let (day, name, year) = (parts.next()?, parts.next()?, parts.next()?);
    let year = year.parse().ok().filter(|_| year.len() == 4 && parts.next().is_none())?;
    Date::new(year, month::number(name)?, day.parse().ok()?).ok()
}

/// A number and how many digits it was written with.
#[derive(Debug, Clone, Copy)]
struct Number {
    value: i16,
    digits: usize,
}

fn date(year: Number, month: Number, day: Number) -> Option<Date> {
    // Two digits stand for 1990 to 2089: what these commands print is not older.
    let year = match (year.digits, year.value) {
        (2, value @ 90..) => 1900 + value,
        (2, value) => 2000 + value,
        (_, value) => value,
    };
    Date::new(year, month.value.try_into().ok()?, day.value.try_into().ok()?).ok()
}

/// Three numbers of up to four digits with one of these separators between them, twice the same.
fn three_numbers(token: &str, separators: &[char]) -> Option<(Number, Number, Number)> {
    let separator = token.chars().find(|character| !character.is_ascii_digit())?;
    let mut numbers = token.split(separator).map(|part| {
        let digits = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        let value = part.parse().ok().filter(|_| digits)?;
        Some(Number { value, digits: part.len() })
    });
    let three = (numbers.next()??, numbers.next()??, numbers.next()??);
    (separators.contains(&separator) && numbers.next().is_none()).then_some(three)
}

/// What is printed behind a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Offset {
    Absent,
    /// Ahead of UTC.
    Minutes(i64),
    Named,
}

/// The time of day in the tokens behind a date, if there is one.
fn time(tokens: &[&str]) -> Option<(Option<Time>, Offset)> {
    let skipped = tokens.iter().take_while(|token| matches!(**token, "at" | "um" | "à" | "-")).count();
    let Some((first, rest)) = tokens.get(skipped..)?.split_first() else {
        return (skipped == 0).then_some((None, Offset::Absent));
    };
    let end = first.bytes().position(|byte| !(byte.is_ascii_digit() || byte == b':' || byte == b'.'));
    let (clock, suffix) = first.split_at(end.unwrap_or(first.len()));
    // Finnish and Danish consoles print `20.05.44`.
    let dotted = !clock.contains(':') && clock.split('.').filter(|part| part.len() == 2).count() >= 2;
    let mut parts = clock.split(if dotted { '.' } else { ':' });
    let mut hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = parts.next()?.parse().ok()?;
    let second: i8 = match parts.next() {
        Some(seconds) => seconds.split('.').next()?.parse().ok()?,
        None => 0,
    };
    if parts.next().is_some() {
        return None;
    }
    let mut offset = Offset::Absent;
    for token in std::iter::once(suffix).chain(rest.iter().copied()).filter(|token| !token.is_empty()) {
        let word = token.replace('.', "").to_ascii_lowercase();
        match word.as_str() {
            "am" if (1..=12).contains(&hour) => hour %= 12,
            "pm" if (1..=12).contains(&hour) => hour = hour % 12 + 12,
            "uhr" => {}
            "z" | "utc" | "gmt" | "(utc)" => offset = Offset::Minutes(0),
            _ if token.starts_with(['+', '-']) => offset = Offset::Minutes(minutes_of(token)?),
            _ if NAMED_ZONES.contains(&token) => offset = Offset::Named,
            _ => return None,
        }
    }
    Time::new(hour, minute, second, 0).ok().map(|time| (Some(time), offset))
}

/// Minutes of `+01:00`, `-0730` or `+2`.
fn minutes_of(token: &str) -> Option<i64> {
    let (sign, digits) = match token.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, token.strip_prefix('+')?),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "0"),
    };
    let number = |text: &str| text.parse::<u8>().ok().filter(|_| text.len() <= 2 && !text.starts_with('+'));
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours <= 14 && minutes < 60).then(|| sign * (i64::from(hours) * 60 + i64::from(minutes)))
}

#[cfg(test)]
mod tests {
    use crate::evidence::date::{DayOrder, Moment, moments, order_of};
    use std::cmp::Ordering::{Equal, Greater, Less};

    fn read(text: &str) -> Vec<String> {
        moments(text, None).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn dates_of_many_cultures_are_read() {
        for (text, wanted) in [
            ("2026-11-23", "2026-11-23"),
            ("2026-11-23T16:05:06", "2026-11-23 16:05:06"),
            ("2026-11-23 16:05", "2026-11-23 16:05:00"),
            ("2026/11/23 16:05:06.123", "2026-11-23 16:05:06"),
            ("11/23/2026 4:05:06 PM", "2026-11-23 16:05:06"),
            ("11/23/2026 4:05:06\u{202f}PM", "2026-11-23 16:05:06"),
            ("23/11/2026 4:05:06 p. m.", "2026-11-23 16:05:06"),
            ("23/11/2026 4:05:06 p.\u{a0}m.", "2026-11-23 16:05:06"),
            ("23/11/2026 12:05:06 a. m.", "2026-11-23 00:05:06"),
            ("2026/11/23 下午 04:05:06", "2026-11-23 16:05:06"),
            ("2026-11-23 오전 4:05:06", "2026-11-23 04:05:06"),
            ("23.11.2026 16.05.06", "2026-11-23 16:05:06"),
            ("23. 11. 2026 16:05:06", "2026-11-23 16:05:06"),
            ("2026. 11. 23. 16:05:06", "2026-11-23 16:05:06"),
            ("23/11/2026 16:05:06", "2026-11-23 16:05:06"),
            ("23/11/2026 4:05:06 p.m.", "2026-11-23 16:05:06"),
            ("23.11.2026 16:05", "2026-11-23 16:05:00"),
            ("23.11.26 16:05", "2026-11-23 16:05:00"),
            ("11/23/26", "2026-11-23"),
            ("9/13/98 5:26 PM", "1998-09-13 17:26:00"),
            ("05.01.2023 14:35:00", "2023-01-05 14:35:00"),
            ("11/23/2026 12:00:00 AM", "2026-11-23 00:00:00"),
            ("11/23/2026 12:30 PM", "2026-11-23 12:30:00"),
            ("5/5/2026", "2026-05-05"),
            ("23-Nov-2026 16:05", "2026-11-23 16:05:00"),
            ("Monday, November 23, 2026 4:05:06 PM", "2026-11-23 16:05:06"),
            ("23 November 2026 16:05:06", "2026-11-23 16:05:06"),
            ("Montag, 23. November 2026 16:05:06", "2026-11-23 16:05:06"),
            ("5. März 2026 um 16:05 Uhr", "2026-03-05 16:05:00"),
            ("lundi 23 novembre 2026 16:05:06", "2026-11-23 16:05:06"),
            ("1er février 2026", "2026-02-01"),
            ("Mon, 23 Nov 2026 16:05:06 GMT", "2026-11-23 16:05:06 UTC"),
            ("2026-11-23T16:05:06Z", "2026-11-23 16:05:06 UTC"),
            ("2026-11-23T16:05:06.1234567+01:00", "2026-11-23 15:05:06 UTC"),
            ("11/23/2026 4:05:06 PM -08:00", "2026-11-24 00:05:06 UTC"),
            ("23.11.2026 16:05:06 CET", "2026-11-23 16:05:06 in its zone"),
            ("/Date(1836076421000)/", "2028-03-07 21:13:41 UTC"),
        ] {
            assert_eq!(read(text), [wanted], "{text}");
        }
    }

    #[test]
    fn day_and_month_that_cannot_be_told_apart_give_both() {
        assert_eq!(read("12/02/2018 1:53:00 PM"), ["2018-02-12 13:53:00", "2018-12-02 13:53:00"]);
        assert_eq!(read("3/7/28"), ["2028-03-07", "2028-07-03"]);
        assert_eq!(read("11/10/12"), ["2011-10-12", "2012-10-11", "2012-11-10"]);
        let day_first = moments("12/02/2018", Some(DayOrder::DayFirst));
        assert_eq!(day_first.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2018-02-12"]);
        let order = |text| order_of(text).and_then(|(_, order)| order);
        assert_eq!(order("3/16/2020 4:27:59 PM"), Some(DayOrder::MonthFirst));
        assert_eq!(order("28/02/2018"), Some(DayOrder::DayFirst));
        for text in ["3/7/2028", "28/02/18", "28/02/2018 soon", "31/02/2018", "28.02.2018"] {
            assert_eq!(order(text), None, "{text}");
        }
    }

    #[test]
    fn a_zone_leaves_open_what_another_zone_may_change() {
        let one = |text: &str| moments(text, None)[0];
        let compare = |a: &str, b: &str| Moment::compare(&one(a), &one(b));
        assert_eq!(compare("2026-11-23T16:00Z", "2026-11-23T17:00+01:00"), Some(Equal));
        assert_eq!(compare("2026-11-23T16:00Z", "2026-11-23T16:00+01:00"), Some(Greater));
        assert_eq!(compare("2026-11-23T16:00Z", "2026-11-23 16:00"), None);
        assert_eq!(compare("2026-11-23T16:00Z", "2026-11-24 06:01"), Some(Less));
        assert_eq!(compare("2026-11-23T16:00Z", "2026-11-23 03:59"), Some(Greater));
        assert_eq!(compare("2026-11-23 16:00", "2026-11-23T01:59Z"), Some(Greater));
        assert_eq!(compare("2026-11-23 16:00 CET", "2026-11-24 16:00 EST"), None);
        assert_eq!(compare("2026-11-23 16:00 CET", "2026-11-25 16:00"), Some(Less));
    }

    #[test]
    fn other_text_is_no_date() {
        for text in [
            "",
            "never",
            "15.2.2562.41",
            "15.2.25",
            "2026-13-01",
            "31.02.2026",
            "1.2.3",
            "25:00",
            "3/7/2028 soon",
            "2026-11-23 99:99",
            "11/23/2026 13:00 PM",
            "0.20 (15.0.0.0)",
            "2026-11-23T16:05+99:00",
            "May",
            "23 Foo 2026",
        ] {
            let wanted = if text == "15.2.25" { vec!["2025-02-15".to_owned()] } else { Vec::new() };
            assert_eq!(read(text), wanted, "{text}");
        }
    }
}
