//! Names for nodes and outcomes, made from what a flowchart calls them.
//!
//! Invariant: a name made here is one that the reader takes, and is given once.
//! Deliberately absent: translating; letters that names cannot hold are left out.

use std::collections::HashSet;

/// The longest name that is made.
const LONGEST: usize = 40;

/// `text` as a name: lower-case letters, digits and hyphens, at most 40 of them. Empty where nothing of it can stand in a
/// name.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for character in text.chars() {
        let hump = character.is_ascii_uppercase() && before.is_ascii_lowercase();
        if (hump || !character.is_ascii_alphanumeric())
            && !out.is_empty()
            && !out.ends_with('-')
            && character != '\''
        {
            out.push('-');
        }
        if character.is_ascii_alphanumeric() {
            out.push(character.to_ascii_lowercase());
        }
        before = character;
    }
    if out.len() > LONGEST {
        let cut = out.get(..=LONGEST).and_then(|start| start.rfind('-')).filter(|cut| *cut > LONGEST / 2);
        out.truncate(cut.unwrap_or(LONGEST));
    }
    out.trim_matches('-').to_owned()
}

/// Names that were given.
#[derive(Debug, Default)]
pub(super) struct Names {
    given: HashSet<String>,
}

impl Names {
    /// The first of `wishes` that makes a name; with a number behind it where it was given before.
    pub(super) fn give(&mut self, wishes: &[&str], otherwise: &str) -> String {
        let name = wishes.iter().map(|wish| slug(wish)).find(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| otherwise.to_owned());
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !self.given.contains(name));
        let free = free.unwrap_or(name);
        self.given.insert(free.clone());
        free
    }
}

/// Whether a name in a chart says something: `CheckDisk` does, `A`, `B2` and `node7` do not.
pub(super) fn says_something(id: &str) -> bool {
    let letters = id.chars().filter(char::is_ascii_alphabetic).count();
    let word =
        id.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['_', '-']).to_ascii_lowercase();
    letters >= 3
        && !matches!(word.as_str(), "node" | "step" | "box" | "state" | "item" | "dec" | "decision" | "act")
}

#[cfg(test)]
mod tests {
    use super::{Names, says_something, slug};

    #[test]
    fn names_hold_what_names_can_hold() {
        assert_eq!(slug("Is it Working?"), "is-it-working");
        assert_eq!(slug("checkDiskSpace_now"), "check-disk-space-now");
        assert_eq!(slug("Don't panic"), "dont-panic");
        assert_eq!(slug("重启"), "");
        assert!(slug(&"long words ".repeat(9)).len() <= 40);
    }

    #[test]
    fn a_name_is_given_once() {
        let mut names = Names::default();
        assert_eq!(names.give(&["Yes"], "way"), "yes");
        assert_eq!(names.give(&["yes!"], "way"), "yes-2");
        assert_eq!(names.give(&["是"], "way"), "way");
    }

    #[test]
    fn letters_with_numbers_say_nothing() {
        assert!(says_something("CheckDisk"));
        assert!(!says_something("A") && !says_something("B12") && !says_something("node7"));
    }
}
