//! What a person typed in a drill, as a word of its dialogue.
//!
//! Invariant: an outcome's own name goes before a word, and a number is always a choice.
//! Deliberately absent: acting on it.

/// A line of the dialogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    Empty,
    /// A number from 1.
    Number(usize),
    NoneOfThese,
    Unsure,
    Look,
    Hint,
    Undo,
    Do,
    Show,
    Wait,
    /// Go to a node; empty where none was named.
    Go(String),
    Back,
    Why,
    Again,
    Help,
    Quit,
    Other(String),
}

/// Words with their short forms; the first is shown in suggestions.
static WORDS: [(&[&str], Word); 13] = [
    (&["look", "l"], Word::Look),
    (&["hint", "h"], Word::Hint),
    (&["none", "0"], Word::NoneOfThese),
    (&["unsure", "u"], Word::Unsure),
    (&["undo"], Word::Undo),
    (&["do", "done"], Word::Do),
    (&["show"], Word::Show),
    (&["wait"], Word::Wait),
    (&["back", "b"], Word::Back),
    (&["why", "w"], Word::Why),
    (&["again", "a"], Word::Again),
    (&["help", "?"], Word::Help),
    (&["quit", "q", "exit"], Word::Quit),
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
        match line.split_once(char::is_whitespace) {
            Some((first, rest)) if first.eq_ignore_ascii_case("go") => Self::Go(rest.trim().to_owned()),
            None if lower == "go" => Self::Go(String::new()),
            _ => Self::Other(line.to_owned()),
        }
    }

    /// The word or outcome that was probably meant.
    pub(super) fn near<'a>(typed: &str, outcomes: impl Iterator<Item = &'a str>) -> Option<String> {
        let names = WORDS.iter().filter_map(|(names, _)| names.first().copied());
        crate::prose::near(typed, outcomes.chain(names)).map(crate::prose::quoted)
    }
}

#[cfg(test)]
mod tests {
    use super::Word;

    #[test]
    fn words_numbers_and_nodes_are_told_apart() {
        assert_eq!(Word::read(" 2 "), Word::Number(2));
        assert_eq!(Word::read("L"), Word::Look);
        assert_eq!(Word::read("go a/b"), Word::Go("a/b".to_owned()));
        assert_eq!(Word::read("gone"), Word::Other("gone".to_owned()));
        assert_eq!(Word::near("loook", ["enabled"].into_iter()), Some("`look`".to_owned()));
    }
}
