//! The names of months and weekdays in the cultures that consoles are set to.
//!
//! Invariant: a name means one month in every language of the table.
//! Deliberately absent: languages that decline names or write months as numbers only.

/// The names of each month, in lower case: English, German, French, Spanish, Italian, Dutch, Portuguese.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "jänner", "janvier", "enero", "gennaio", "januari", "janeiro"],
    &["february", "februar", "février", "febrero", "febbraio", "februari", "fevereiro"],
    &["march", "märz", "mars", "marzo", "maart", "março"],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "mei", "maio"],
    &["june", "juni", "juin", "junio", "giugno", "junho"],
    &["july", "juli", "juillet", "julio", "luglio", "julho"],
    &["august", "août", "agosto", "augustus"],
    &["september", "septembre", "septiembre", "settembre", "setembro"],
    &["october", "oktober", "octobre", "octubre", "ottobre", "outubro"],
    &["november", "novembre", "noviembre", "novembro"],
    &["december", "dezember", "décembre", "diciembre", "dicembre", "dezembro"],
];

/// Short names that are not the first three letters of an English or German month.
const SHORT: [(&str, i8); 14] = [
    ("janv", 1),
    ("févr", 2),
    ("fév", 2),
    ("mrz", 3),
    ("avr", 4),
    ("mai", 5),
    ("juin", 6),
    ("juil", 7),
    ("août", 8),
    ("sept", 9),
    ("okt", 10),
    ("dez", 12),
    ("déc", 12),
    ("ene", 1),
];

/// Weekdays, in lower case: English, German, French.
const WEEKDAYS: [&str; 21] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
];

/// The number of a month, from its name in full or short.
pub(crate) fn number(token: &str) -> Option<i8> {
    let token = token.trim_end_matches('.').to_lowercase();
    let short = |names: &[&str]| {
        token.chars().count() == 3 && names.iter().take(2).any(|name| name.starts_with(token.as_str()))
    };
    let months = || (1..).zip(&MONTHS);
    months()
        .find(|(_, names)| names.contains(&token.as_str()))
        .or_else(|| months().find(|(_, names)| short(names)))
        .map(|(number, _)| number)
        .or_else(|| SHORT.iter().find(|(name, _)| *name == token).map(|(_, number)| *number))
}

/// Whether a word is a weekday, in full or as its first two or three letters.
pub(crate) fn is_weekday(token: &str) -> bool {
    let token = token.trim_end_matches('.').to_lowercase();
    let short = (2..=3).contains(&token.len());
    WEEKDAYS.iter().any(|day| *day == token || (short && day.starts_with(&token)))
}

#[cfg(test)]
mod tests {
    use crate::evidence::month::{is_weekday, number};

    #[test]
    fn months_and_weekdays_are_known_by_their_full_and_short_names() {
        for (name, wanted) in [
            ("January", 1),
            ("Feb.", 2),
            ("März", 3),
            ("Mär", 3),
            ("Mrz", 3),
            ("avr.", 4),
            ("MAI", 5),
            ("juin", 6),
            ("Jul", 7),
            ("août", 8),
            ("Sept", 9),
            ("Okt.", 10),
            ("novembre", 11),
            ("Dez", 12),
        ] {
            assert_eq!(number(name), Some(wanted), "{name}");
        }
        for name in ["", "Ma", "Foo", "Mond", "jui", "1"] {
            assert_eq!(number(name), None, "{name}");
        }
        assert!(["Mon", "lundi", "Di", "Thu.", "samedi"].iter().all(|day| is_weekday(day)));
        assert!(!["", "M", "Mona", "23", "never"].iter().any(|day| is_weekday(day)));
    }
}
