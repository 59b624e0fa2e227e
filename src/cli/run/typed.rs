//! What a person typed, as a word of the dialogue.
//!
//! Invariant: an outcome's own name goes before a word of the dialogue, and a number is always a choice.
//! Deliberately absent: acting on it.

use crate::prose::{near, quoted};

/// A line of the dialogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    /// Enter alone.
    Empty,
    Yes,
    No,
    /// A number from 1.
    Number(usize),
    /// "None of these".
    NoneOfThese,
    Unsure,
    Paste,
    /// Run the commands of the question here.
    Run,
    /// Back one decision.
    Back,
    /// Take up a step of the path again; empty where none was named.
    Change(String),
    /// Go to any node; empty where none was named.
    Jump(String),
    Undo,
    Redo,
    Suspects,
    /// Write the request for parked checks, to this file where one was named.
    Request(String),
    /// Write the report, for this reader and in this file where they are named.
    Report(String),
    /// A remark; empty where it is still to be asked for.
    Note(String),
    Path,
    Why,
    Facts,
    /// `set NAME=VALUE`.
    Set(String),
    Again,
    /// Save everything, in this folder where one is named.
    Save(String),
    /// Print the file of `--answers`.
    Export,
    Help,
    Quit,
    Skip,
    Show,
    Done,
    Failed,
    NotDone,
    /// Anything else.
    Other(String),
}

/// Words with their short forms; the first is shown in suggestions.
static WORDS: [(&[&str], Word); 28] = [
    (&["yes", "y"], Word::Yes),
    (&["no"], Word::No),
    (&["none", "0"], Word::NoneOfThese),
    (&["unsure", "u", "cannot", "cannot tell", "cannot run"], Word::Unsure),
    (&["paste", "p"], Word::Paste),
    (&["run", "x"], Word::Run),
    (&["back", "b"], Word::Back),
    (&["change", "c"], Word::Change(String::new())),
    (&["jump", "j"], Word::Jump(String::new())),
    (&["undo"], Word::Undo),
    (&["redo"], Word::Redo),
    (&["suspects", "s"], Word::Suspects),
    (&["request", "r"], Word::Request(String::new())),
    (&["report"], Word::Report(String::new())),
    (&["note", "n"], Word::Note(String::new())),
    (&["path"], Word::Path),
    (&["why", "w"], Word::Why),
    (&["facts", "f"], Word::Facts),
    (&["again", "a"], Word::Again),
    (&["save"], Word::Save(String::new())),
    (&["export"], Word::Export),
    (&["help", "?", "h"], Word::Help),
    (&["quit", "q", "exit"], Word::Quit),
    (&["skip"], Word::Skip),
    (&["show"], Word::Show),
    (&["done"], Word::Done),
    (&["failed"], Word::Failed),
    (&["not done", "not-done"], Word::NotDone),
];

impl Word {
    /// Reads a line. Outcome names are looked for by the caller before.
    pub(super) fn read(line: &str) -> Self {
        let line = line.trim();
        let lower = line.to_lowercase();
        if lower.is_empty() {
            return Self::Empty;
        }
        if let Some((_, word)) = WORDS.iter().find(|(names, _)| names.contains(&lower.as_str())) {
            return word.clone();
        }
        if let Ok(number) = lower.parse::<usize>() {
            return Self::Number(number);
        }
        let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match (first.to_lowercase().as_str(), rest.trim()) {
            ("n" | "note", text) => Self::Note(text.to_owned()),
            ("set", text) => Self::Set(text.to_owned()),
            // "back 3" names a step, as "change 3" does.
            ("c" | "change" | "b" | "back", text) => Self::Change(text.to_owned()),
            ("j" | "jump", text) => Self::Jump(text.to_owned()),
            ("r" | "request", text) => Self::Request(text.to_owned()),
            ("report", text) => Self::Report(text.to_owned()),
            ("save", path) => Self::Save(path.to_owned()),
            _ => Self::Other(line.to_owned()),
        }
    }

    /// The word or outcome that was probably meant.
    pub(super) fn near<'a>(typed: &str, outcomes: impl Iterator<Item = &'a str>) -> Option<String> {
        let names = WORDS.iter().filter_map(|(names, _)| names.first().copied());
        if WORDS.iter().any(|(names, _)| names.contains(&typed)) {
            // It means something elsewhere; a near word is not what was meant.
            return None;
        }
        near(typed, outcomes.chain(names)).map(quoted)
    }
}

#[cfg(test)]
mod tests {
    use super::Word;

    #[test]
    fn words_numbers_and_arguments_are_told_apart() {
        assert_eq!(Word::read(" 2 "), Word::Number(2));
        assert_eq!(Word::read("0"), Word::NoneOfThese);
        assert_eq!(Word::read("B"), Word::Back);
        assert_eq!(Word::read("back 3"), Word::Change("3".to_owned()));
        assert_eq!(Word::read("change Queue"), Word::Change("Queue".to_owned()));
        assert_eq!(Word::read("request to-admin.md"), Word::Request("to-admin.md".to_owned()));
        assert_eq!(Word::read("report mail to.txt"), Word::Report("mail to.txt".to_owned()));
        assert_eq!(Word::read("n called Anna at 9"), Word::Note("called Anna at 9".to_owned()));
        assert_eq!(Word::read("set a=b c"), Word::Set("a=b c".to_owned()));
        assert_eq!(Word::read(""), Word::Empty);
        assert_eq!(Word::read("backwards"), Word::Other("backwards".to_owned()));
    }

    #[test]
    fn a_slip_of_the_finger_is_recognised() {
        assert_eq!(Word::near("bakc", std::iter::empty()), Some("`back`".to_owned()));
        assert_eq!(Word::near("enabeld", ["enabled", "absent"].into_iter()), Some("`enabled`".to_owned()));
        assert_eq!(Word::near("xyzzy", std::iter::empty()), None);
        assert_eq!(Word::near("done", std::iter::empty()), None, "it was typed as it is");
    }
}
