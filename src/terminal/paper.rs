//! A piece of the transcript while it is written: headings, paragraphs, labelled lines, lists, commands.
//!
//! Invariant: every text handed in is made visible here; two blank lines never follow each other.
//! (Writing to the text, a `String`, cannot fail.)
//! Deliberately absent: writing to a stream, and what the words say.

use crate::prose::{visible, visible_line};
use crate::terminal::markdown;
use crate::terminal::style;
use crate::terminal::wrap::{Margins, Piece, columns, wrap};
use anstyle::Style;
use std::fmt::Write as _;

/// Text for a terminal of a given width.
#[derive(Debug, Clone)]
pub(crate) struct Paper {
    text: String,
    width: usize,
}

impl Paper {
    /// An empty paper, `width` columns wide.
    pub(crate) fn new(width: usize) -> Self {
        Self { text: String::new(), width }
    }

    /// What was written, with styles.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    /// One blank line, unless there is one.
    pub(crate) fn blank(&mut self) {
        if !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A line that stands out.
    pub(crate) fn heading(&mut self, text: &str) {
        self.styled(text, style::HEADING, 0);
    }

    /// A sentence or two.
    pub(crate) fn say(&mut self, text: &str) {
        self.styled(text, Style::new(), 0);
    }

    /// A sentence of less weight.
    pub(crate) fn aside(&mut self, text: &str) {
        self.styled(text, style::DIM, 0);
    }

    /// A sentence in a style, indented.
    pub(crate) fn styled(&mut self, text: &str, style: Style, indent: usize) {
        let margin = " ".repeat(indent);
        let margins = Margins { first: &margin, rest: &margin };
        wrap(&mut self.text, &[Piece::new(visible(text), style)], self.width, margins);
    }

    /// Markdown, indented.
    pub(crate) fn markdown(&mut self, markdown: &str, indent: usize) {
        self.text.push_str(&markdown::render(markdown, self.width, indent));
    }

    /// `Risk:    …`: a label and Markdown that hangs behind it.
    pub(crate) fn labelled(&mut self, label: &str, style: Style, markdown: &str) {
        const COLUMN: usize = 9;
        let rendered = markdown::render(markdown, self.width, COLUMN);
        let gap = " ".repeat(COLUMN.saturating_sub(columns(label)).max(1));
        let rest = rendered.get(COLUMN..).unwrap_or("\n");
        let _ = write!(self.text, "{style}{label}{style:#}{gap}{rest}");
    }

    /// `1. …`: Markdown behind a number.
    pub(crate) fn numbered(&mut self, number: usize, markdown: &str) {
        let label = format!("{number}. ");
        let rendered = markdown::render(markdown, self.width, label.len());
        let style = style::LABEL;
        let rest = rendered.get(label.len()..).unwrap_or("\n");
        let _ = write!(self.text, "{style}{label}{style:#}{rest}");
    }

    /// `  1  …`: what may be typed, and what it means.
    pub(crate) fn choice(&mut self, key: &str, text: &str) {
        let gap = " ".repeat(4usize.saturating_sub(columns(key)).max(2));
        let style = style::KEY;
        let first = format!("  {style}{key}{style:#}{gap}");
        let rest = " ".repeat(2 + columns(key) + gap.len());
        let pieces = [Piece::new(visible_line(text), Style::new())];
        let mut item = String::new();
        wrap(&mut item, &pieces, self.width, Margins { first: &rest, rest: &rest });
        let body = item.get(rest.len()..).unwrap_or("\n").to_owned();
        self.text.push_str(&first);
        self.text.push_str(&body);
    }

    /// `- …`: one of several.
    pub(crate) fn bullet(&mut self, text: &str, indent: usize) {
        let (first, rest) = (format!("{}- ", " ".repeat(indent)), " ".repeat(indent + 2));
        let pieces = [Piece::new(visible_line(text), Style::new())];
        wrap(&mut self.text, &pieces, self.width, Margins { first: &first, rest: &rest });
    }

    /// A command on lines of its own, neither indented nor wrapped, so that it can be copied.
    pub(crate) fn command(&mut self, command: &str) {
        self.blank();
        for line in visible(command).trim_end().lines() {
            let style = style::CODE;
            let _ = writeln!(self.text, "{style}{line}{style:#}");
        }
        self.blank();
    }

    /// A line as it is, not wrapped.
    pub(crate) fn line(&mut self, line: &str) {
        self.text.push_str(&visible_line(line));
        self.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::{Paper, style};

    fn plain(write: impl FnOnce(&mut Paper)) -> String {
        let mut paper = Paper::new(24);
        write(&mut paper);
        anstream::adapter::strip_str(&paper.finish()).to_string()
    }

    #[test]
    fn labels_and_choices_hang() {
        let text = plain(|paper| {
            paper.labelled("Impact:", style::LABEL, "Users notice nothing at all.");
            paper.choice("1", "The connector is there and enabled");
        });
        let expected = "Impact:  Users notice\n         nothing at all.\n  1   The connector is\n      there and enabled\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_command_stands_alone_and_whole() {
        let command = "Get-IntraOrganizationConnector | Format-List Name,Enabled";
        let text = plain(|paper| {
            paper.say("Run:");
            paper.command(command);
            paper.say("Then:");
        });
        assert_eq!(text, format!("Run:\n\n{command}\n\nThen:\n"));
    }

    #[test]
    fn escape_sequences_in_titles_do_not_survive() {
        assert_eq!(plain(|paper| paper.choice("1", "a\u{1b}[2Jb\nc")), "  1   a^[[2Jb c\n");
    }
}
