//! Statements that begin with a word of the language: subgraphs, titles, looks.
//!
//! Invariant: what has no meaning here is counted, and read to the end of its line.
//! Deliberately absent: nodes and lines.

use crate::flowchart::chart::Group;
use crate::flowchart::label;
use crate::flowchart::reader::Reader;
use crate::flowchart::shape;

impl Reader<'_> {
    /// Reads a statement that begins with a word of the language.
    pub(super) fn keyword(&mut self) -> bool {
        let at = self.cursor.at();
        for (word, what) in [
            ("style", "styles"),
            ("classDef", "styles"),
            ("class", "styles"),
            ("linkStyle", "styles"),
            ("click", "links"),
        ] {
            if self.cursor.eat_word(word) {
                if word == "style" {
                    self.styled_names();
                }
                self.cursor.until(&['\n']);
                self.pass_over(what);
                return true;
            }
        }
        if self.cursor.eat_word("direction") {
            self.cursor.skip_line();
            return true;
        }
        if self.cursor.eat_word("subgraph") {
            self.begin_group(at);
            return true;
        }
        if self.cursor.eat_word("end") {
            if self.open.pop().is_none() {
                self.trouble(
                    at,
                    "`end` closes no subgraph",
                    "take it out, or write `End` where it is a node",
                );
            }
            return true;
        }
        self.accessible("accTitle") || self.accessible("accDescr")
    }

    /// The names behind `style`.
    fn styled_names(&mut self) {
        let mut look = self.cursor;
        look.skip_blanks();
        let at = look.at();
        self.styled.extend(shape::name(&mut look).map(|name| (name, at)));
    }

    /// `accTitle: …`, `accDescr: …` and `accDescr { … }`.
    fn accessible(&mut self, word: &str) -> bool {
        let mut look = self.cursor;
        if !look.eat_word(word) {
            return false;
        }
        look.skip_blanks();
        let text = if look.eat(":") {
            let line = look.line();
            look.skip_line();
            line
        } else if look.eat("{") {
            let text = look.until(&['}']);
            look.eat("}");
            text
        } else {
            return false;
        };
        self.cursor = look;
        let text = Some(label::plain(text)).filter(|text| !text.is_empty());
        if word == "accTitle" {
            self.chart.title = self.chart.title.take().or(text);
        } else {
            self.chart.description = text;
        }
        true
    }

    /// `subgraph id [title]`, `subgraph "title"`, `subgraph several words`.
    fn begin_group(&mut self, at: usize) {
        self.cursor.skip_blanks();
        let mut look = self.cursor;
        let name = shape::name(&mut look).map(str::to_owned);
        look.skip_blanks();
        let title = if let (Some(_), Ok(Some((_, text)))) = (&name, shape::shape(&mut look)) {
            self.cursor = look;
            Some(text)
        } else if let Some(text) = shape::string(&mut self.cursor) {
            Some(text)
        } else {
            let words = self.cursor.line().split(';').next().unwrap_or_default();
            self.cursor.advance(words.len());
            Some(label::plain(words)).filter(|words| !words.is_empty())
        };
        let title = title.unwrap_or_else(|| format!("subgraph {}", self.chart.groups.len() + 1));
        let is_one_word = name.as_ref().is_some_and(|name| *name == title);
        let id =
            name.filter(|_| is_one_word || look.at() == self.cursor.at()).unwrap_or_else(|| title.clone());
        let parent = self.open.last().copied();
        self.open.push(self.chart.groups.len());
        self.chart.groups.push(Group { id, title, parent, at });
    }
}
