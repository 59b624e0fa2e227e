//! `report`: the account of the walk so far, for one reader, on the screen or in a file.
//!
//! Invariant: a file that is there already is left alone, and a written one is private.
//! Deliberately absent: what a report says (floor 5, `session::report`).

use crate::cli::run::talk::{Next, Said, Talk, paper};
use crate::cli::sessions::{For, Format};
use crate::prose::{near, quoted, visible_line};
use crate::world::file;
use std::path::Path;

/// What `report` may be followed by, and whom it is for.
const READERS: [(&[&str], For); 4] = [
    (&["ticket", "note"], For::Ticket),
    (&["mail", "customer"], For::Customer),
    (&["escalation"], For::Escalation),
    (&["record"], For::Record),
];

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
enum Asked<'t> {
    Screen(For),
    File(For, &'t str),
    /// No reader, and no name of a file either.
    Neither(&'t str),
}

impl<'t> Asked<'t> {
    /// Reads what stood behind the word: a reader, a file, or both. The screen gets the ticket's note and a file the whole
    /// record where no reader is named.
    fn read(text: &'t str) -> Self {
        let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let lower = first.to_lowercase();
        let reader = READERS.iter().find(|(names, _)| names.contains(&lower.as_str())).map(|(_, to)| *to);
        match (reader, rest.trim()) {
            (None, _) if text.is_empty() => Self::Screen(For::Ticket),
            (Some(reader), "") => Self::Screen(reader),
            (Some(reader), name) => Self::File(reader, name),
            (None, _) if text.contains(['.', '/', '\\']) => Self::File(For::Record, text),
            (None, _) => Self::Neither(text),
        }
    }
}

impl Talk<'_, '_> {
    /// Writes the report that was asked for; `text` is what stood behind the word.
    pub(super) fn write_report(&mut self, text: &str) -> Said {
        let said = match Asked::read(text) {
            Asked::Screen(reader) => return self.print_report(reader),
            Asked::File(reader, name) => self.save_report(reader, name),
            Asked::Neither(text) => {
                let names = READERS.iter().flat_map(|(names, _)| names.iter().copied());
                let meant = near(text, names).map_or_else(
                    || "There is `report ticket`, `mail`, `escalation` and `record`; a file's name behind it saves it".to_owned(),
                    |meant| format!("Did you mean {}?", quoted(format!("report {meant}"))),
                );
                format!("`{}` is no report. {meant}", visible_line(text))
            }
        };
        self.say(&said)?;
        Ok(Next::Ask)
    }

    fn print_report(&mut self, reader: For) -> Said {
        let Some(dossier) = self.walker.dossier() else { return Ok(Next::Ask) };
        let mut paper = paper();
        paper.blank();
        paper.line("---- Report ----");
        for line in dossier.write(reader.into(), Format::Text.into()).lines() {
            paper.line(line);
        }
        paper.line("----------------");
        paper.blank();
        paper.say(
            "`report mail`, `report escalation` and `report record` write it for other readers; a file's name behind it \
             saves it (.txt, .md, .html).",
        );
        self.write(paper)?;
        Ok(Next::Ask)
    }

    /// Saves a report; what came of it, as a sentence or two.
    fn save_report(&self, reader: For, name: &str) -> String {
        let (path, shown) = (Path::new(name), visible_line(name));
        let format = Format::of_file(path);
        if format == Format::Json && reader != For::Record {
            return format!("JSON is always the whole record. `report record {shown}` writes it.");
        }
        if path.exists() {
            return format!("`{shown}` is there already, and was left alone. Choose another name.");
        }
        let Some(dossier) = self.walker.dossier() else {
            return "There is nothing to report yet.".to_owned();
        };
        match file::write_private(path, dossier.write(reader.into(), format.into()).as_bytes()) {
            Ok(()) => format!(
                "The report is in `{shown}`. It names people and machines; credentials were taken out by pattern. Review it \
                 before you send it."
            ),
            Err(error) => format!("`{shown}` could not be written: {error}."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, For};

    #[test]
    fn a_reader_a_file_or_both_stand_behind_the_word() {
        assert_eq!(Asked::read(""), Asked::Screen(For::Ticket));
        assert_eq!(Asked::read("Mail"), Asked::Screen(For::Customer));
        assert_eq!(Asked::read("mail to olaf.txt"), Asked::File(For::Customer, "to olaf.txt"));
        assert_eq!(Asked::read("case 7.html"), Asked::File(For::Record, "case 7.html"));
        assert_eq!(Asked::read("escalation out"), Asked::File(For::Escalation, "out"));
        assert_eq!(Asked::read("escalaton"), Asked::Neither("escalaton"));
    }
}
