//! What was printed, for matchers that look for text: without commands, and without what copying put around the lines.
//!
//! Invariant: every row knows the line that it came from. Quotation marks, line numbers and times in front of the lines
//! are off, and so is the white space that all lines begin with; marks of web pages are characters and breaks again.
//! Deliberately absent: what the text means (`list` and the others).

use crate::evidence::front::Front;
use crate::evidence::line::parts;
use crate::evidence::markup::{MARK, plain};
use crate::evidence::{Lines, Reading};

/// The output as rows of text.
#[derive(Debug, Default)]
pub(crate) struct Output {
    /// The rows, each ended by a line feed.
    text: String,
    /// Where each row begins in `text`, and the line that it came from; both rise.
    rows: Vec<(usize, usize)>,
}

impl Output {
    /// The output in a reading.
    pub(crate) fn of(reading: &Reading) -> Self {
        let plain = plain(&reading.text);
        let front = Front::of(&plain);
        let mut commands = reading.commands.iter().peekable();
        let mut rows: Vec<(usize, &str)> = Vec::new();
        for (number, whole) in (1..).zip(plain.split('\n')) {
            while commands.next_if(|lines| lines.last < number).is_some() {}
            let is_command = commands.peek().is_some_and(|lines| lines.contains(number));
            for part in parts(whole) {
                let row = front.inner(part.strip_prefix(MARK).unwrap_or(part));
                rows.push((number, if is_command { "" } else { row }));
            }
        }
        let indent = |row: &&str| row.len() - row.trim_start_matches([' ', '\t']).len();
        let spoken = rows.iter().map(|(_, row)| row).filter(|row| !row.trim_start().is_empty());
        let common = spoken.map(indent).min().unwrap_or_default();
        let mut output =
            Self { text: String::with_capacity(plain.len()), rows: Vec::with_capacity(rows.len()) };
        for (number, row) in rows {
            output.rows.push((output.text.len(), number));
            output.text.push_str(row.get(common..).unwrap_or_default());
            output.text.push('\n');
        }
        output
    }

    /// All of it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The rows with the line that each came from.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (usize, &str)> {
        self.rows.iter().map(|(_, number)| *number).zip(self.text.lines())
    }

    /// The bytes that come from these lines.
    pub(crate) fn bytes_of(&self, lines: Lines) -> std::ops::Range<usize> {
        let start = |line: usize| {
            let row = self.rows.partition_point(|(_, number)| *number < line);
            self.rows.get(row).map_or(self.text.len(), |(start, _)| *start)
        };
        start(lines.first)..start(lines.last + 1)
    }

    /// The lines that the bytes `start..end` come from.
    pub(crate) fn lines_of(&self, start: usize, end: usize) -> Lines {
        let line_of = |offset: usize| {
            let row = self.rows.partition_point(|(start, _)| *start <= offset);
            self.rows.get(row.saturating_sub(1)).map_or(1, |(_, number)| *number)
        };
        Lines::new(line_of(start), line_of(end.saturating_sub(1).max(start)))
    }
}

#[cfg(test)]
mod tests {
    use crate::evidence::output::Output;
    use crate::evidence::{Lines, read};

    #[test]
    fn marks_of_copying_are_off_and_lines_keep_their_numbers() {
        let output = Output::of(&read("> Name    : A\n> Detail  : one\n>           two<br>&gt; three\n"));
        assert_eq!(output.text(), "Name    : A\nDetail  : one\n          two\nthree\n\n");
        let two = output.text().find("two").expect("it is there");
        assert_eq!(output.lines_of(two, two + 9), Lines::one(3));
        assert_eq!(output.text().get(output.bytes_of(Lines::one(2))), Some("Detail  : one\n"));
    }

    #[test]
    fn commands_and_the_white_space_of_all_lines_are_off() {
        let output = Output::of(&read("    PS C:\\> Get-AuthConfig | fl\n    Name  : A\n      Realm : B\n"));
        assert_eq!(output.text(), "\nName  : A\n  Realm : B\n\n");
    }
}
