//! Where a command reads from and writes to: files, other commands, and texts behind `<<`.
//!
//! Invariant: what runs inside of a text behind `<<` is looked up; what a program makes of the text is not known here.
//! Deliberately absent: numbers of descriptors.

use crate::effect::posix::{Reader, Word};
use crate::effect::{Assessment, Effect};

/// A text behind `<<` that begins on the next line.
pub(super) struct Document {
    /// The line that ends it.
    end: String,
    /// Whether tabs may stand before that line.
    indented: bool,
    /// Whether commands inside of it run.
    runs: bool,
}

impl Reader<'_> {
    /// What stands from `<`, `>` or `&>` on.
    pub(super) fn redirection(&mut self, words: &mut Vec<Word>) -> Result<(), String> {
        if [">&1", ">&2", ">&-", "<&-"].into_iter().any(|mark| self.eat(mark)) {
            return Ok(());
        }
        if self.eat("<(") || self.eat(">(") {
            self.doubt("a command in place of a file");
            words.push(None);
            return self.inside(')');
        }
        if self.eat("<<<") {
            self.doubt("`<<<`");
            return self.target().map(drop);
        }
        if self.eat("<<") {
            return self.document();
        }
        let reads = self.eat("<");
        if !reads && !["&>>", "&>", ">>", ">|", ">"].into_iter().any(|mark| self.eat(mark)) {
            return Err("a redirection is not understood".to_owned());
        }
        if self.rest.starts_with(['<', '>', '&', '|']) {
            return Err("a redirection is not understood".to_owned());
        }
        let target = self.target()?;
        if !reads && target.as_deref() != Some("/dev/null") {
            self.found.join(Assessment::new(Effect::Change, "it writes a file with `>`"));
        }
        Ok(())
    }

    fn target(&mut self) -> Result<Word, String> {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
        self.word()
    }

    /// The word behind `<<`, which ends the text.
    fn document(&mut self) -> Result<(), String> {
        self.doubt("`<<`");
        let indented = self.eat("-");
        self.rest = self.rest.trim_start_matches([' ', '\t']);
        let runs = !self.rest.starts_with(['\'', '"', '\\']);
        let end = self.word()?.filter(|end| !end.is_empty()).ok_or("the word behind `<<` cannot be seen")?;
        self.documents.push(Document { end, indented, runs });
        Ok(())
    }

    /// The texts that begin on this line.
    pub(super) fn documents(&mut self) -> Result<(), String> {
        for document in std::mem::take(&mut self.documents) {
            let body = self.rest;
            loop {
                if self.rest.is_empty() {
                    return Err(format!("the text behind `<<` does not end with {}", document.end));
                }
                let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
                let line = line.strip_suffix('\r').unwrap_or(line);
                let line = if document.indented { line.trim_start_matches('\t') } else { line };
                if line == document.end {
                    break;
                }
                self.rest = rest;
            }
            let text = &body[..body.len() - self.rest.len()];
            self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
            if document.runs {
                let mut inner = Reader::new(text, self.depth + 1);
                let read = inner.quoted(&mut String::new(), None);
                self.take_in(inner);
                read?;
            }
        }
        Ok(())
    }
}
