//! Stand-ins: of the kind and, wherever that is possible, of the length of what they stand for.
//!
//! Invariant: pure: the same kind, original and number give the same stand-in, in small letters. Domains end in
//! `.example` or `.test`, public addresses come from the ranges for documentation or from those that nobody has.
//! Deliberately absent: whether a stand-in is free (`dictionary`).

use crate::pseudonym::find::Kind;
use std::net::Ipv4Addr;

/// The stand-in of this number, from 1.
pub(super) fn invent(kind: Kind, original: &str, number: u32) -> String {
    let length = original.chars().count();
    match kind {
        Kind::Person => label("user", length, number),
        Kind::Organisation => label("org", length, number),
        Kind::Host => label("host", length, number),
        Kind::Cut => label("cut", length, number),
        Kind::Domain => domain(length, number),
        Kind::Guid | Kind::Thumbprint => hexadecimal(original, number),
        Kind::Sid => sid(original, number),
        Kind::Address => match original.parse::<Ipv4Addr>() {
            Ok(address) => v4(address, length, number),
            Err(_) => format!("2001:db8::{number:0width$x}", width = length.saturating_sub(10).clamp(1, 4)),
        },
    }
}

/// The word of a stand-in that must not occur elsewhere.
pub(super) fn mark(kind: Kind, stand_in: &str) -> &str {
    match kind {
        Kind::Domain => stand_in.split('.').next().unwrap_or(stand_in),
        Kind::Guid => stand_in.get(..8).unwrap_or(stand_in),
        _ => stand_in,
    }
}

fn label(word: &str, length: usize, number: u32) -> String {
    let digits = number.to_string();
    let fits = length >= word.len() + digits.len().max(2);
    let word = if fits { word } else { word.get(..1).unwrap_or(word) };
    let width = length.saturating_sub(word.len()).max(2);
    format!("{word}{number:0width$}")
}

fn domain(length: usize, number: u32) -> String {
    let digits = number.to_string().len();
    let suffix = if length > ".example".len() + digits { ".example" } else { ".test" };
    let width = length.saturating_sub(1 + suffix.len()).max(digits);
    format!("d{number:0width$}{suffix}")
}

/// Digits in the places where the original has some; whatever stands between them stays.
fn hexadecimal(original: &str, number: u32) -> String {
    let mut digits = format!("face{number:04x}").into_bytes().into_iter();
    let digit = |character: char| {
        if character.is_ascii_hexdigit() { char::from(digits.next().unwrap_or(b'0')) } else { character }
    };
    original.chars().map(digit).collect()
}

fn sid(original: &str, number: u32) -> String {
    let mut groups: Vec<String> = original
        .split('-')
        .map(|group| format!("1{:0width$}", 0, width = group.len().saturating_sub(1)))
        .collect();
    if let Some(last) = groups.last_mut() {
        *last = format!("1{number:0width$}", width = last.len().saturating_sub(1));
    }
    groups.join("-")
}

fn v4(original: Ipv4Addr, length: usize, number: u32) -> String {
    if original.is_private() || original.is_link_local() {
        return octets("10.", length, number);
    }
    let (range, first) = match length {
        ..=11 => ("192.0.2.", 8),
        _ => ("198.51.100.", 11),
    };
    let width = length.saturating_sub(first);
    let room = span(width);
    if (1..=3).contains(&width) && number <= room {
        return format!("{range}{}", least(width) + number - 1);
    }
    octets("240.", length, number.saturating_sub(if (1..=3).contains(&width) { room } else { 0 }))
}

/// Three octets behind `prefix`, so that the whole is of this length where it can be.
fn octets(prefix: &str, length: usize, number: u32) -> String {
    let digits = length.saturating_sub(prefix.len() + 2).clamp(3, 9);
    let third = (digits - 2).min(3);
    let second = (digits - third - 1).min(3);
    let first = digits - third - second;
    let mut left = number.saturating_sub(1);
    let mut take = |width: usize| {
        let value = least(width) + left % span(width);
        left /= span(width);
        value
    };
    let (c, b, a) = (take(third), take(second), take(first));
    format!("{prefix}{a}.{b}.{c}")
}

/// The least octet with this many digits.
fn least(width: usize) -> u32 {
    match width {
        1 => 1,
        2 => 10,
        _ => 100,
    }
}

/// How many octets there are with this many digits.
fn span(width: usize) -> u32 {
    match width {
        1 => 9,
        2 => 90,
        _ => 154,
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, invent};

    #[test]
    fn stand_ins_are_of_the_same_kind_and_length() {
        let cases = [
            (Kind::Domain, "contoso.com", "d01.example"),
            (Kind::Domain, "sap.com", "d1.test"),
            (Kind::Domain, "x.de", "d1.test"),
            (Kind::Host, "ex01", "h001"),
            (Kind::Host, "mailserver", "host000001"),
            (Kind::Person, "olaf.berg", "user00001"),
            (Kind::Organisation, "contoso", "org0001"),
            (Kind::Guid, "8d9371f0-ace9-46f8-8861-4df35c561011", "face0001-0000-0000-0000-000000000000"),
            (Kind::Thumbprint, "39 e8 15 56 0d 0e cd f1 ae 36", "fa ce 00 01 00 00 00 00 00 00"),
            (Kind::Address, "10.1.2.3", "10.1.1.1"),
            (Kind::Address, "192.168.100.200", "10.100.100.100"),
            (Kind::Address, "52.96.1.10", "192.0.2.10"),
            (Kind::Address, "131.107.20.2", "198.51.100.1"),
            (Kind::Sid, "1004336348-1177238915-682003330", "1000000000-1000000000-100000001"),
        ];
        for (kind, original, wanted) in cases {
            assert_eq!(invent(kind, original, 1), wanted, "{original}");
        }
    }

    #[test]
    fn addresses_do_not_repeat() {
        for original in ["10.1.2.3", "52.96.1.10", "131.107.200.200", "192.168.100.200"] {
            let distinct: std::collections::HashSet<String> =
                (1..600).map(|number| invent(Kind::Address, original, number)).collect();
            assert_eq!(distinct.len(), 599, "{original}");
            assert!(distinct.iter().all(|address| address.parse::<std::net::Ipv4Addr>().is_ok()));
        }
    }
}
