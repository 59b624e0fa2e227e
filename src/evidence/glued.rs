//! Several properties on one line: a `Format-List` output that lost its line ends.
//!
//! Invariant: a line is split only in front of a capitalised word with a colon behind it between spaces, and where the
//! split is right is a guess; so everything that comes from it is doubted.
//! Deliberately absent: keys that lost the space in front of them; those are only noticed.

use crate::evidence::pair::LONGEST_NAME;

/// The deepest indent at which a line is taken for several properties; deeper ones are parts of values.
const DEEPEST: usize = 8;

/// A name with a colon behind it, somewhere in a line.
#[derive(Debug, Clone, Copy)]
struct Key {
    /// Where the name begins, in bytes.
    start: usize,
    /// Spaces between the name and the colon.
    padding: usize,
}

/// The parts of a line that holds several properties: what stands in front of them, then each of them.
pub(crate) fn split(text: &str, indent: usize) -> Option<impl Iterator<Item = &str>> {
    if indent >= DEEPEST || text.len() < 8 || !text.contains(':') || !text.contains(" :") {
        return None;
    }
    let mut keys: Vec<Key> = keys(text).collect();
    let first = keys.first()?;
    if first.start == 0 && first.padding > 1 {
        // Padded as in a list: then what is not padded is part of a value.
        let padded = keys.iter().filter(|key| key.padding > 1).count();
        if padded < 2 {
            return None;
        }
    }
    // Two may well stand in a sentence, unless the first has a value of one word.
    let two =
        keys.len() == 2 && first.start == 0 && keys.get(1).is_some_and(|second| has_one_word(text, second));
    if keys.len() < 3 && !two {
        return None;
    }
    if keys.first().is_some_and(|key| key.start > 0) {
        keys.insert(0, Key { start: 0, padding: 0 });
    }
    let ends: Vec<usize> = keys.iter().skip(1).map(|key| key.start).chain([text.len()]).collect();
    Some(keys.into_iter().zip(ends).filter_map(|(key, end)| text.get(key.start..end)))
}

/// Whether one word stands between the first colon of a text and this name.
fn has_one_word(text: &str, name: &Key) -> bool {
    let before = text.get(..name.start).and_then(|before| before.split_once(" :"));
    before.is_some_and(|(_, value)| value.split_whitespace().count() == 1)
}

/// Whether a value holds what may be further properties: a capitalised word with a colon behind it between spaces, or the
/// end of a value and a name in one word.
pub(crate) fn holds_pairs(value: &str) -> bool {
    let value = value.trim();
    value.contains(" :") && (keys(value).next().is_some() || has_hump_before_colon(value))
        || value.contains(':') && has_pairs_behind_commas(value)
}

/// The longest value that is looked at for pairs behind commas, in bytes; a longer one is a message.
const LONGEST_LINE: usize = 400;

/// Whether pairs stand behind commas or semicolons: one behind a single word (`HybridIOC; Enabled: False`), or several.
fn has_pairs_behind_commas(value: &str) -> bool {
    if value.len() > LONGEST_LINE || value.starts_with('{') {
        return false;
    }
    let is_pair = |part: &&str| {
        let name = part.trim_start().split(':').next().unwrap_or_default();
        let rest = part.trim_start().get(name.len() + 1..);
        name.len() > 2
            && name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
            // `SMTP:` is part of an address.
            && name.bytes().any(|byte| byte.is_ascii_lowercase())
            && rest.is_some_and(|rest| !rest.starts_with(['/', '\\', ':']))
    };
    let mut parts = value.split([';', ',']);
    let single = parts.next().is_some_and(|first| !first.contains([' ', '=', '{']));
    let pairs = parts.filter(is_pair).count();
    pairs > usize::from(!single)
}

/// Whether a capital letter stands inside the word in front of a colon between spaces: `TrueTargetAddressDomains :`.
fn has_hump_before_colon(text: &str) -> bool {
    text.match_indices(" :").any(|(at, _)| {
        let bytes = text.as_bytes();
        let ends = bytes.get(at + 2).is_none_or(u8::is_ascii_whitespace);
        let word = bytes.get(..at).unwrap_or_default().trim_ascii_end();
        let letters = word.iter().rev().take(LONGEST_NAME).take_while(|byte| byte.is_ascii_alphanumeric());
        let word: Vec<u8> = letters.copied().collect();
        // From its end to its beginning: a name of some letters, then the capital, then the value that it is glued to.
        ends && word.windows(2).skip(2).any(
            |pair| matches!(pair, [name, value] if name.is_ascii_uppercase() && !value.is_ascii_uppercase()),
        )
    })
}

fn keys(text: &str) -> impl Iterator<Item = Key> {
    let is_name_byte = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let bytes = text.as_bytes();
    text.match_indices(" :").filter_map(move |(at, _)| {
        let ends = bytes.get(at + 2).is_none_or(u8::is_ascii_whitespace);
        let before = bytes.get(..=at)?;
        let padding = before.iter().rev().take(LONGEST_NAME).take_while(|byte| **byte == b' ').count();
        let name = before.get(..before.len() - padding)?;
        let length = name.iter().rev().take(LONGEST_NAME).take_while(|byte| is_name_byte(byte)).count();
        let start = name.len() - length;
        let apart = start == 0 || bytes.get(start - 1).is_some_and(u8::is_ascii_whitespace);
        let capital = bytes.get(start).is_some_and(u8::is_ascii_uppercase);
        (ends && apart && capital && length >= 2).then_some(Key { start, padding })
    })
}

#[cfg(test)]
mod tests {
    use crate::evidence::glued::{holds_pairs, split};

    fn parts(text: &str) -> Vec<&str> {
        split(text, 0).map(|parts| parts.map(str::trim).collect()).unwrap_or_default()
    }

    #[test]
    fn several_pairs_on_one_line_are_noticed() {
        assert!(holds_pairs("52ce Result : Failed Message : x"));
        assert!(holds_pairs("52ceTargetAddressDomains : {contoso.com}Enabled : True"));
        assert!(!holds_pairs("the answer was : no"));
        assert!(holds_pairs("HybridIOC; Enabled: False"));
        assert!(holds_pairs("HybridIOC,Enabled:False,Realm:contoso.com"));
        assert!(holds_pairs("On-premises to O365, Enabled: False, Realm: contoso.com"));
        assert!(!holds_pairs("It failed; Error: Access is denied"));
        assert!(!holds_pairs("SMTP:a@contoso.com,SIP:a@contoso.com,EUM:a@contoso.com"));
        assert!(!holds_pairs("{SMTP:a@contoso.com, X500:/o=contoso, SIP:a@contoso.com}"));
    }

    #[test]
    fn a_list_on_one_line_is_split_in_front_of_its_names() {
        assert_eq!(parts("Id : 1 Result : Failed Note :"), ["Id : 1", "Result : Failed", "Note :"]);
        assert_eq!(
            parts(r"[PS] C:\>Test-X -A b Id : 52ce Result : Failed Note : x"),
            [r"[PS] C:\>Test-X -A b", "Id : 52ce", "Result : Failed", "Note : x"]
        );
        assert_eq!(parts("Name      : A Enabled   : True"), ["Name      : A", "Enabled   : True"]);
    }

    #[test]
    fn a_value_that_holds_a_pair_is_not_split() {
        for text in
            ["Detail     : The Status : none", "He said Status : none", "Name : A", "no pair at all here"]
        {
            assert_eq!(parts(text), Vec::<&str>::new(), "{text}");
        }
    }
}
