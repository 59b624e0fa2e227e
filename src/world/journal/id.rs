//! Names of sessions: short, typeable, sorted by date: `2026-11-24-k3f7`.
//!
//! Invariant: a name holds lower-case letters, digits and `-` only, so it is a file name everywhere and no path.
//! Deliberately absent: uniqueness. Whoever makes the file with a new name finds out.

use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};

/// Digits and letters that are not taken for each other.
const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
const LETTERS: u32 = 4;
/// Longest name read from a folder or a command line.
const LONGEST: usize = 40;

/// The name of a session.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct SessionId(String);

impl SessionId {
    /// A name for a session that begins on this day, different each time.
    pub fn new(day: jiff::civil::Date) -> Self {
        // Each RandomState has keys of its own, out of the system's randomness.
        let mut random = RandomState::new().build_hasher().finish();
        let mut name = format!("{day}-");
        for _ in 0..LETTERS {
            let index = usize::try_from(random % ALPHABET.len() as u64).unwrap_or_default();
            name.push(char::from(ALPHABET[index]));
            random /= ALPHABET.len() as u64;
        }
        Self(name)
    }

    /// A name as it stands in a folder or was typed.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let is_name = !text.is_empty() && text.len() <= LONGEST && text.bytes().all(fits);
        is_name.then(|| Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::SessionId;

    #[test]
    fn names_are_typeable_sorted_by_day_and_different() {
        let names: Vec<SessionId> =
            (0..64).map(|_| SessionId::new(jiff::civil::date(2026, 11, 24))).collect();
        for name in &names {
            assert!(name.as_str().starts_with("2026-11-24-"), "{name}");
            assert_eq!(name.as_str().len(), 15);
            assert!(!name.as_str()[11..].contains(['0', '1', 'i', 'l', 'o']), "{name}");
            assert_eq!(SessionId::parse(name.as_str()).as_ref(), Some(name));
        }
        let distinct: std::collections::HashSet<&SessionId> = names.iter().collect();
        assert!(distinct.len() > 60, "{}", distinct.len());
        assert!(SessionId::new(jiff::civil::date(2026, 11, 9)) < names[0]);
    }

    #[test]
    fn a_name_is_no_path() {
        for text in ["", "..", "a/b", "a\\b", "A", "a b", "x.journal", "ü", &"x".repeat(41)] {
            assert_eq!(SessionId::parse(text), None, "{text}");
        }
    }
}
