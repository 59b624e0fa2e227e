//! Finding a text in output whatever its case, its white space and how it was wrapped.
//!
//! Invariant: white space between two words of the wanted text must be there, of any kind and amount; inside a word
//! only the white space of a wrapped line (one that holds a line end) is overlooked.
//! Deliberately absent: patterns; regular expressions see the text as it is.

use crate::evidence::Lines;
use crate::evidence::output::Output;
use memchr::memmem::find;

/// A text prepared to be searched.
#[derive(Debug)]
pub(crate) struct Haystack {
    /// The text in lower case without white space.
    squeezed: String,
    /// For every byte of `squeezed`, which character it belongs to, and on which line that stands.
    origins: Vec<Origin>,
}

#[derive(Debug, Clone, Copy)]
struct Origin {
    /// The character's number; narrow, because there is one of these for every byte.
    start: u32,
    line: u32,
    /// The white space in front of the character.
    before: Gap,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    Nothing,
    Space,
    LineEnd,
}

impl Haystack {
    /// Prepares an output.
    pub(crate) fn new(output: &Output) -> Self {
        let length = output.text().len();
        let mut haystack =
            Self { squeezed: String::with_capacity(length), origins: Vec::with_capacity(length) };
        let mut before = Gap::Nothing;
        let mut start = 0;
        for (number, row) in output.rows() {
            let line = u32::try_from(number).unwrap_or(u32::MAX);
            for character in row.chars() {
                if character.is_whitespace() {
                    before = if before == Gap::LineEnd { before } else { Gap::Space };
                    continue;
                }
                if character.is_ascii() {
                    haystack.squeezed.push(character.to_ascii_lowercase());
                } else {
                    haystack.squeezed.extend(character.to_lowercase());
                }
                haystack.origins.resize(haystack.squeezed.len(), Origin { start, line, before });
                start += 1;
                before = Gap::Nothing;
            }
            before = Gap::LineEnd;
        }
        haystack
    }

    /// The lines of the first place where `needle` occurs, within `range` if one is given.
    pub(crate) fn find(&self, needle: &str, range: Option<Lines>) -> Option<Lines> {
        let mut squeezed = String::new();
        let mut words = Vec::new();
        for word in needle.split_whitespace() {
            words.push(squeezed.len());
            squeezed.extend(word.chars().flat_map(char::to_lowercase));
        }
        if squeezed.is_empty() {
            return None;
        }
        let (mut from, end) = self.bytes_of(range);
        while let Some(at) =
            find(self.squeezed.get(from..end)?.as_bytes(), squeezed.as_bytes()).map(|at| from + at)
        {
            let origins = self.origins.get(at..at + squeezed.len())?;
            if fits(origins, &words) {
                let line = |origin: &Origin| origin.line as usize;
                return origins
                    .first()
                    .zip(origins.last())
                    .map(|(first, last)| Lines::new(line(first), line(last)));
            }
            from = at + self.squeezed.get(at..)?.chars().next().map_or(1, char::len_utf8);
        }
        None
    }

    /// The part of `squeezed` that comes from these lines.
    fn bytes_of(&self, range: Option<Lines>) -> (usize, usize) {
        let Some(range) = range else { return (0, self.squeezed.len()) };
        let start = self.origins.partition_point(|origin| (origin.line as usize) < range.first);
        let end = self.origins.partition_point(|origin| (origin.line as usize) <= range.last);
        (start, end)
    }
}

/// Whether white space stands where words begin, and nowhere else but at line ends.
fn fits(origins: &[Origin], words: &[usize]) -> bool {
    let mut words = words.iter().copied().peekable();
    origins.iter().enumerate().all(|(at, origin)| {
        let begins = words.next_if_eq(&at).is_some();
        let continued = at > 0 && origins.get(at - 1).is_some_and(|previous| previous.start == origin.start);
        match origin.before {
            _ if at == 0 || continued => true,
            Gap::Nothing => !begins,
            Gap::Space => begins,
            Gap::LineEnd => true,
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::evidence::find::Haystack;
    use crate::evidence::output::Output;
    use crate::evidence::{Lines, read};

    fn haystack(text: &str) -> Haystack {
        Haystack::new(&Output::of(&read(text)))
    }

    fn find(text: &str, needle: &str) -> Option<Lines> {
        haystack(text).find(needle, None)
    }

    #[test]
    fn case_white_space_and_wrapping_do_not_matter() {
        assert_eq!(
            find("first\nThe  remote server\treturned", "remote SERVER returned"),
            Some(Lines::one(2))
        );
        assert_eq!(find("the remote\n        server", "remote server"), Some(Lines::new(1, 2)));
        assert_eq!(find("AADSTS9011\n        24: no", "AADSTS901124"), Some(Lines::new(1, 2)));
        assert_eq!(find("GRÜSSE aus İzmir", "grüsse AUS"), Some(Lines::one(1)));
    }

    #[test]
    fn words_are_neither_joined_nor_split() {
        assert_eq!(find("this valid", "is valid"), Some(Lines::one(1)));
        assert_eq!(find("isvalid", "is valid"), None);
        assert_eq!(find("is va lid", "is valid"), None);
        assert_eq!(find("anything", ""), None);
    }

    #[test]
    fn a_range_of_lines_can_be_asked_for() {
        let haystack = haystack("Id : A\nType : Error\n\nId : B\nType : Success\n");
        assert_eq!(haystack.find("error", Some(Lines::new(4, 5))), None);
        assert_eq!(haystack.find("error", Some(Lines::new(1, 2))), Some(Lines::one(2)));
    }
}
